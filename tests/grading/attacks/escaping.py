r"""자기 프로세스를 벗어나려는 것: 남는 프로세스, 신호, 네트워크, 위험한 시스템 호출."""

from attacks.corpus import WRONG_VARIANCE, Attack
from attacks.resources import in_check

_DAEMON = """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.closerange(0, 256)
        os.execvp("sleep", ["sleep", "{{SECONDS}}"])
    os._exit(0)
time.sleep(0.2)
return 1.0
"""
_CHILDREN = """
import subprocess
for options in ({}, {"start_new_session": True}, {"process_group": 0}):
    subprocess.Popen(["sleep", "{{SECONDS}}"], **options)
return 1.0
"""
_RESPAWN = """
import os, signal, time
def again():
    for _ in range(200):
        if os.fork() == 0:
            os.setsid()
            continue
        os._exit(0)
    time.sleep(20)
    os._exit(0)
if os.fork() == 0:
    again()
return 1.0
"""
_THREAD = """
import threading, time
def later():
    until = time.time() + 60
    while time.time() < until:
        pass
threading.Thread(target=later, daemon=True).start()
return 1.0
"""
_ATEXIT = f"""
import atexit, signal, subprocess, time
def last(*a):
    subprocess.Popen(["sleep", "{{{{SECONDS}}}}"], start_new_session=True)
    time.sleep(60)
atexit.register(last)
for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGALRM):
    signal.signal(number, last)
signal.setitimer(signal.ITIMER_REAL, 0.2, 0.1)
{WRONG_VARIANCE}"""
_KILL = """
import os, signal
for pid in [os.getppid(), 1, 2, 3, 4, 5, -1, 0]:
    for number in (signal.SIGTERM, signal.SIGSTOP, signal.SIGKILL):
        try:
            if pid != os.getpid():
                os.kill(pid, number)
        except OSError:
            pass
return 1.0
"""
_KILL_OUTSIDE = """
import os, signal
for pid in [{{GRADER}}, {{ENGINE}}]:
    for number in (signal.SIGSTOP, signal.SIGKILL):
        try:
            os.kill(pid, number)
        except OSError:
            pass
return 1.0
"""
_NETWORK = """
import socket
sent = 0
for family, place in ((socket.AF_INET, ("127.0.0.1", {{PORT}})), (socket.AF_INET6, ("::1", {{PORT}})),
                      (socket.AF_UNIX, "\\0{{SOCKET}}"), (socket.AF_UNIX, "{{DECOY}}/socket")):
    try:
        with socket.socket(family) as link:
            link.settimeout(0.5)
            link.connect(place)
            link.sendall(b"{{MARK}}")
            sent += 1
    except OSError:
        pass
return f"sent {sent}"
"""
_LISTEN = """
import socket
told = []
for kind in ((socket.AF_INET, socket.SOCK_RAW, 1), (17, socket.SOCK_RAW, 3), (16, socket.SOCK_RAW, 0)):
    try:
        socket.socket(*kind).close()
        told.append(f"opened {kind}")
    except OSError:
        pass
return repr(told)
"""
_SYSCALLS = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
calls = {"ptrace": (101, 16, 1, 0, 0), "unshare": (272, 0x10020000), "mount": (165, b"none", b"/mnt", b"tmpfs", 0, 0),
         "bpf": (321, 0, 0, 0), "keyctl": (250, 0, -3, 0), "perf": (298, 0, 0, -1, -1, 0),
         "userfaultfd": (323, 0), "init_module": (175, 0, 0, b""), "kexec": (246, 0, 0, 0, 0),
         "process_vm_readv": (310, 1, 0, 0, 0, 0, 0), "setns": (308, 0, 0), "chroot": (161, b"/"),
         "reboot": (169, 0, 0, 0, 0), "swapon": (167, b"/x", 0), "add_key": (248, b"user", b"a", b"b", 1, -3),
         "io_uring": (425, 4, 0), "setuid": (105, 0), "pivot_root": (155, b"/", b"/"), "open_by_handle": (304, 0, 0, 0)}
allowed = [name for name, (number, *rest) in calls.items() if libc.syscall(number, *rest) >= 0]
return "allowed: " + ",".join(allowed)
"""
_PTY = """
import fcntl, os, termios
for name in ("/dev/tty", "/dev/console", "/dev/pts/0", "/dev/ptmx"):
    try:
        fd = os.open(name, os.O_RDWR | os.O_NOCTTY)
        for letter in b"touch {{DECOY}}/{{MARK}}\\n":
            fcntl.ioctl(fd, termios.TIOCSTI, bytes([letter]))
    except OSError:
        pass
return 1.0
"""
_PRIORITY = """
import os, resource
for change in (lambda: os.nice(-20), lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50)),
               lambda: resource.setrlimit(resource.RLIMIT_AS, (-1, -1)),
               lambda: resource.setrlimit(resource.RLIMIT_NPROC, (10**6, 10**6))):
    try:
        change()
        return "raised"
    except (OSError, ValueError):
        pass
return "kept"
"""
_SIBLINGS = """
import os, signal
for pid in [int(name) for name in os.listdir("/proc") if name.isdigit()]:
    if pid not in (1, os.getpid()):
        os.kill(pid, signal.SIGKILL)
os.kill(os.getpid(), signal.SIGKILL)
"""
_PASS = """
import array, os, socket
left, right = socket.socketpair()
for fd in range(3, 64):
    try:
        link = socket.socket(fileno=os.dup(fd))
        link.setblocking(False)
        link.sendmsg([b"\\0\\0\\0\\1"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0, 0]))])
        link.recv(100_000)
    except OSError:
        pass
return 1.0
"""

ESCAPING = (
    Attack("daemon", "두 번 복제해 남음", in_check(_DAEMON)),
    Attack("children", "자식을 남김", in_check(_CHILDREN)),
    Attack("respawning children", "죽이기 전에 새로 생김", in_check(_RESPAWN), spoils=True),
    Attack(
        "shell background",
        "셸의 뒤에 남음",
        WRONG_VARIANCE + "!sleep {{SECONDS}} &\n!nohup setsid sleep {{SECONDS}} &\n",
    ),
    Attack("thread", "스레드가 계속 계산함", in_check(_THREAD), spoils=True),
    Attack("atexit and signal handlers", "끝날 때 무엇을 함", _ATEXIT, spoils=True),
    Attack("kills its parent", "감시자를 죽임", in_check(_KILL), spoils=True),
    Attack("kills the grader", "채점기를 죽임", in_check(_KILL_OUTSIDE)),
    Attack("kills its snapshots", "복제본과 자신을 죽임", in_check(_SIBLINGS)),
    Attack("network", "밖의 소켓에 붙음", in_check(_NETWORK)),
    Attack("raw sockets", "날 소켓을 엶", in_check(_LISTEN)),
    Attack("system calls", "막아야 할 시스템 호출", in_check(_SYSCALLS)),
    Attack("terminal injection", "채점하는 사람의 단말에 글자를 넣음", in_check(_PTY)),
    Attack("priority and limits", "한도를 되돌림", in_check(_PRIORITY)),
    Attack("passes descriptors", "물려받은 소켓에 서술자를 보냄", in_check(_PASS), spoils=True),
)
