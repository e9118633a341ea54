r"""시간, 메모리, 디스크, 프로세스를 다 써서 채점을 멈추려는 것. 모두 스스로도 끝이 있습니다."""

from attacks.corpus import WRONG_VARIANCE, Attack


def in_check(body: str) -> str:
    r"""점검이 부를 때마다 하는 일: 보이는 점검과 값 점검에서 한 번씩 합니다."""
    lines = "".join(f"    {line}\n" for line in body.strip().splitlines())
    return f"def sample_variance(x):\n{lines}"


def in_value_check(body: str) -> str:
    r"""값 점검에서만 하는 일: 한 번만 기다리면 되므로 모음이 빨리 끝납니다."""
    return in_check("if len(x) == 2: return 0.0\n" + body.strip())


_SIGNALS = """
import signal
for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
while True:
    pass
"""
_CATCHES = """
import time
until = time.time() + 60
while time.time() < until:
    try:
        while time.time() < until:
            time.sleep(0.01)
    except BaseException:
        continue
"""
_FORKS = """
import os, time
for _ in range(300):
    try:
        pid = os.fork()
    except OSError:
        continue
    if pid == 0:
        os.setsid()
        time.sleep(60)
        os._exit(0)
time.sleep(60)
"""
_TREE = """
import os, time
for _ in range(8):
    try:
        os.fork()
    except OSError:
        pass
until = time.time() + 30
while time.time() < until:
    pass
os._exit(0)
"""
_THREADS = """
import threading, time
def wait():
    time.sleep(60)
for _ in range(500):
    threading.Thread(target=wait).start()
"""
_MEMORY = """
held = []
for _ in range(30):
    held.append(bytearray(50_000_000))
    held[-1][::4096] = b"x" * len(held[-1][::4096])
return 1.0
"""
_MEMORY_CHILDREN = """
import os, time
for _ in range(10):
    if os.fork() == 0:
        held = bytearray(100_000_000)
        held[::4096] = b"x" * len(held[::4096])
        time.sleep(30)
        os._exit(0)
time.sleep(30)
"""
_DISK = """
import os
for folder in (os.path.expanduser("~"), "/tmp", "/dev/shm", "."):
    for number in range(12):
        try:
            with open(f"{folder}/{{MARK}}-{number}", "wb") as file:
                for _ in range(16):
                    file.write(b"x" * 1_000_000)
        except OSError:
            pass
return 1.0
"""
_INODES = """
import os
for number in range(30_000):
    try:
        open(f"/tmp/{{MARK}}-{number}", "wb").close()
    except OSError:
        break
return 1.0
"""
_FLOOD = """
import os, sys
for _ in range(2000):
    print("홍수" * 20_000)
    sys.stderr.write("x" * 50_000)
    os.write(1, b"y" * 50_000)
return 1.0
"""
_DRIP = """
import sys, time
for _ in range(300):
    print(".", end="", flush=True)
    time.sleep(0.2)
"""
_FILES = """
import os
held = []
for _ in range(5000):
    try:
        held.append(os.pipe())
    except OSError:
        break
return float(len(held))
"""
_FLUSH = """
import sys, time
class Slow:
    def write(self, text): return len(text)
    def flush(self): time.sleep(60)
sys.stdout = Slow()
return 1.0
"""
_STR = """
class Slow(Exception):
    def __str__(self):
        import time
        time.sleep(60)
        return "늦음"
raise Slow
"""
_SHM = """
import mmap
area = mmap.mmap(-1, 1_500_000_000)
for place in range(0, len(area), 4096):
    area[place] = 1
return 1.0
"""

STALLING = (
    Attack("infinite loop", "끝나지 않는 점검", in_value_check("while True: pass")),
    Attack("loop in the solution cell", "풀이 칸에서 멈춤", f"{WRONG_VARIANCE}while True: pass"),
    Attack("ignores every signal", "SIGINT로 멈추지 않음", in_value_check(_SIGNALS)),
    Attack("catches every exception", "멈추라는 예외를 삼킴", in_value_check(_CATCHES)),
    Attack("sleeps", "잠들기", in_value_check("import time; time.sleep(1e6)")),
    Attack("stops itself", "SIGSTOP", in_value_check("import os; os.kill(os.getpid(), 19)")),
    Attack(
        "regex backtracking",
        "정규식",
        in_value_check("import re; re.match('(a+)+$', 'a' * 60 + 'b')"),
    ),
    Attack("huge power", "C 코드에서 멈춤", in_value_check("return float(len(str(9 ** 9 ** 9)))")),
    Attack("slow drip", "조금씩 오래 출력함", in_value_check(_DRIP)),
    Attack("slow flush", "출력 비우기에서 멈춤", in_value_check(_FLUSH), spoils=True),
    Attack("exception that sleeps", "예외의 글을 만들 때 멈춤", in_value_check(_STR)),
    Attack(
        "parser bomb", "판정하는 쪽의 구문 해석을 죽임", "(" * 90_000 + ")" * 90_000, spoils=True
    ),
    Attack("unary bomb", "판정하는 쪽의 스택을 넘침", "-" * 190_000 + "1"),
    Attack(
        "transformer bomb", "명령 줄 수만 개로 판정하는 쪽을 늦춤", "!a\n" * 60_000, spoils=True
    ),
    Attack("help bomb", "물음표 줄로 판정하는 쪽을 늦춤", "(\n1)\na?\n" * 20_000, spoils=True),
    Attack("attribute chain bomb", "깊은 나무로 판정하는 쪽을 죽임", "x" + ".a" * 90_000),
)

FILLING = (
    Attack("fork bomb", "프로세스를 채움", in_value_check(_FORKS)),
    Attack("doubling forks that compute", "CPU를 채움", in_value_check(_TREE)),
    Attack("thread bomb", "스레드를 채움", in_check(_THREADS), spoils=True),
    Attack("memory bomb", "메모리를 채움", in_value_check(_MEMORY)),
    # 바쁜 컴퓨터에서는 기억을 거두느라 남의 것이 아니라 자기의 남은 시간을 다 쓸 수 있습니다.
    Attack(
        "memory bomb of children", "자식들의 메모리", in_value_check(_MEMORY_CHILDREN), spoils=True
    ),
    Attack("shared memory bomb", "이름 없는 공유 메모리", in_value_check(_SHM)),
    Attack("disk fill", "디스크를 채움", in_check(_DISK), spoils=True),
    Attack("inode fill", "파일 수를 채움", in_check(_INODES), spoils=True),
    Attack("output flood", "출력을 쏟음", in_check(_FLOOD)),
    Attack("open files", "서술자를 다 씀", in_check(_FILES), spoils=True),
    Attack(
        "deep recursion",
        "스택을 넘침",
        in_value_check(
            "import sys\nsys.setrecursionlimit(10**9)\ndef f(n): return f(n + 1) + 1\nreturn f(0)"
        ),
    ),
    Attack("segmentation fault", "죽음", in_check("import ctypes; ctypes.string_at(0)")),
    Attack(
        "80 MB exception text",
        "긴 예외로 판정하는 쪽을 죽임",
        in_check("raise ValueError('가' * 80_000_000)"),
    ),
    Attack(
        "million emissions",
        "값을 수없이 냄",
        in_value_check(
            "from coursekit.grading import emit\nfor i in range(50_000): emit(variance=1.0)\nreturn 1.0"
        ),
    ),
    Attack(
        "huge emission",
        "아주 큰 값",
        in_check(
            "from IPython.display import display\n"
            "display({'application/vnd.coursekit.values+json': 'x' * 60_000_000}, raw=True)\nreturn 1.0"
        ),
    ),
)
