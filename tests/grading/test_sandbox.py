r"""모래 상자: 안에서 해 볼 수 있는 나쁜 일이 밖에 닿지 않고, 끝나면 아무것도 남지 않습니다."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from coursekit.grading import doctor, sandbox
from coursekit.grading.assembly import RunCell
from coursekit.grading.cgroups import make_cgroup
from coursekit.grading.engine import Engine
from coursekit.grading.limits import Limits
from coursekit.grading.sanitise import Sanitised
from coursekit.grading.seccomp import denylist
from coursekit.grading.values import decode

EMIT = "from coursekit.grading import emit\n"
SMALL = Limits(memory=400 << 20, processes=24, scratch=16 << 20, file_size=8 << 20)

pytestmark = pytest.mark.skipif(
    not doctor.sandbox_report().sufficient, reason="모래 상자를 만들 수 없는 컴퓨터"
)


@pytest.fixture(scope="module")
def engine():
    with Engine(("numpy",), limits=SMALL) as running:
        yield running


def run(engine, *sources, limit=20.0):
    cells = tuple(RunCell(f"c{i}", "solution", source) for i, source in enumerate(sources))
    outcomes = engine.run(Sanitised("a", cells, (), {}), limit)
    return [outcomes[f"c{i}"] for i in range(len(sources))]


def value(outcome):
    assert outcome.status == "passed", outcome
    (emission,) = outcome.emissions
    return decode(json.loads(emission))


def marked_processes(marker):
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            text = path.read_bytes()
        except OSError:
            continue
        if marker.encode() in text and path.parent.name != str(os.getpid()):
            found.append(path.parent.name)
    return found


def refused(*lines):
    r"""칸: 줄마다 해 보고, OSError로 거절되었는지를 냅니다."""
    tries = "".join(
        f"try:\n    {line}\n    got.append('{i}: done')\nexcept OSError: pass\n"
        for i, line in enumerate(lines)
    )
    return f"{EMIT}import os, socket, ctypes\ngot = []\n{tries}emit(got=got)"


def test_no_network(engine):
    (outcome,) = run(
        engine,
        refused(
            "socket.create_connection(('127.0.0.1', 22), 1)",
            "socket.socket(socket.AF_INET)",
            "socket.socket(socket.AF_INET6)",
            "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
            "socket.getaddrinfo('example.org', 80)",
        ),
    )
    assert value(outcome) == {"got": []}


def test_nothing_outside_can_be_written(engine):
    places = ["/", "/usr", "/course/coursekit", "/dev", "/proc/sys/kernel", "/home", "/course"]
    places += ["/venv/lib/python3.11/site-packages", "/course/coursekit/grading"]
    lines = [f"open('{place}/attack', 'w')" for place in places]
    lines += ["open('/proc/sysrq-trigger', 'w').write('b')", "os.mkdir('/attack')"]
    lines += ["os.chmod('/submission', 0o777); os.rename('/submission', '/gone')"]
    (outcome,) = run(engine, refused(*lines))
    assert value(outcome) == {"got": []}


def test_nothing_of_the_grader_can_be_seen(engine, tmp_path):
    secret = tmp_path / "gradebook.db"
    secret.write_text("정답", encoding="utf-8")
    repository = Path(__file__).resolve().parents[2]
    lines = [f"open({str(path)!r}).read()" for path in (secret, repository / "pyproject.toml")]
    lines += [f"os.listdir({str(path)!r})" for path in (tmp_path, repository, "/etc/ssh")]
    lines += ["open('/etc/shadow').read()", "os.listdir('/sys/fs/cgroup')"]
    (outcome,) = run(engine, refused(*lines))
    assert value(outcome) == {"got": []}


def test_the_environment_is_ours_only(engine, monkeypatch):
    monkeypatch.setenv("COURSEKIT_SECRET", "정답")
    with Engine((), limits=SMALL) as fresh:
        (outcome,) = run(fresh, EMIT + "import os\nemit(names=sorted(os.environ))")
    names = set(value(outcome)["names"])
    assert "COURSEKIT_SECRET" not in names
    assert not {"PYTEST_CURRENT_TEST", "SSH_AUTH_SOCK", "VIRTUAL_ENV", "OLDPWD"} & names


def test_other_processes_cannot_be_seen_or_touched(engine):
    source = EMIT + (
        "import os, signal\n"
        "pids = sorted(int(p) for p in os.listdir('/proc') if p.isdigit())\n"
        "try: os.kill(1, signal.SIGKILL); os.kill(1, signal.SIGSTOP)\nexcept OSError: pass\n"
        "seen = []\n"
        "for name in ('environ', 'mem', 'maps', 'fd/3'):\n"
        "    try: open(f'/proc/1/{name}', 'rb').read(8); seen.append(name)\n"
        "    except OSError: pass\n"
        "emit(count=len(pids), seen=seen)"
    )
    outcome, after = run(engine, source, "1")
    assert value(outcome)["count"] <= 4
    assert value(outcome)["seen"] == []
    assert after.status == "passed"


# x86_64의 번호
CALLS = {
    "ptrace": (101, 0, 1),
    "unshare": (272, 0x10000000),
    "unshare pid": (272, 0x20000000),
    "clone user": (56, 0x10000011, 0, 0, 0, 0),
    "mount": (165, 0, 0, 0, 0, 0),
    "keyctl": (250, 0, 0),
    "bpf": (321, 0, 0, 0),
    "userfaultfd": (323, 0),
    "perf": (298, 0, 0, 0, 0, 0),
    "io_uring": (425, 1, 0),
    "process_vm_readv": (310, 1, 0, 0, 0, 0, 0),
    "memfd": (319, 0, 0),
    "setns": (308, 0, 0),
    "reboot": (169, 0, 0, 0, 0),
}


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="번호가 다릅니다")
def test_dangerous_calls_are_refused(engine):
    source = EMIT + (
        "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\nerrors = {}\n"
        f"for name, call in {CALLS!r}.items():\n"
        "    ctypes.set_errno(0)\n    result = libc.syscall(*map(ctypes.c_long, call))\n"
        "    errors[name] = ctypes.get_errno() if result == -1 else 0\n"
        "emit(errors=errors)"
    )
    (outcome,) = run(engine, source)
    assert value(outcome)["errors"] == dict.fromkeys(CALLS, 1)


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_every_jump_of_the_filter_lands_inside_it(machine):
    import struct

    program = denylist(machine)
    steps = [struct.unpack_from("HBBI", program, i) for i in range(0, len(program), 8)]
    assert len(steps) < 4096
    for place, (code, yes, no, _) in enumerate(steps):
        if code & 0x07 == 0x05:
            assert place + 1 + max(yes, no) < len(steps)
    assert steps[-1] == (0x06, 0, 0, 0x7FFF0000)


def test_set_user_id_gives_nothing(engine):
    source = EMIT + (
        "import os\ngot = []\n"
        "for act in (lambda: os.setuid(0), lambda: os.setgroups([0]), lambda: os.chroot('/usr')):\n"
        "    try: act(); got.append(1)\n    except OSError: pass\n"
        "lines = dict(l.split(':', 1) for l in open('/proc/self/status'))\n"
        "emit(got=got, caps=int(lines['CapBnd'], 16) + int(lines['CapPrm'], 16), uid=os.getuid())"
    )
    (outcome,) = run(engine, source)
    assert value(outcome) == {"got": [], "caps": 0, "uid": 1000}


def test_a_memory_bomb_costs_its_cell_only(engine):
    bomb = "x = []\nfor _ in range(200):\n    x.append(bytearray(16 << 20))"
    started = time.monotonic()
    outcomes = run(engine, "a = 1", bomb, EMIT + "emit(a=a)")
    assert outcomes[1].status in ("died", "failed")
    assert value(outcomes[2]) == {"a": 1}
    assert time.monotonic() - started < 15


def test_a_fork_bomb_is_held_and_ends(engine):
    marker = f"bomb-{os.getpid()}-{time.monotonic_ns()}"
    bomb = (
        "import os, subprocess, sys, time\n"
        f"for _ in range(200):\n    subprocess.Popen([sys.executable, '-c', 'import time; "
        f"time.sleep(60) # {marker}'], start_new_session=True)"
    )
    loop = (
        "import os\nend = __import__('time').time() + 20\nwhile __import__('time').time() < end:\n"
    )
    loop += "    try: os.fork()\n    except OSError: pass"
    first, second, third = run(engine, bomb, loop, EMIT + "emit(a=1)", limit=6.0)
    assert first.status == "failed"
    assert second.status in ("timeout", "died")
    assert value(third) == {"a": 1}
    assert marked_processes(marker) == []


def test_a_thread_bomb_is_held(engine):
    bomb = (
        "import threading, time\nfor _ in range(500):\n"
        "    threading.Thread(target=time.sleep, args=(30,), daemon=True).start()"
    )
    outcomes = run(engine, "a = 1", bomb, EMIT + "emit(a=a)")
    assert outcomes[1].status == "failed"
    assert value(outcomes[2]) == {"a": 1}


def test_the_disk_cannot_be_filled(engine):
    fill = (
        "import errno, os\n"
        "for folder in ('.', '/tmp', '/dev/shm'):\n"
        "    for i in range(20):\n"
        "        try:\n"
        "            with open(f'{folder}/f{i}', 'wb') as f:\n"
        "                for _ in range(7): f.write(bytes(1 << 20))\n"
        "        except OSError as error: last = error.errno\n"
    )
    count = (
        EMIT
        + "emit(errno=last == errno.ENOSPC, size=sum(os.path.getsize(f) for f in os.listdir()))"
    )
    _, outcome = run(engine, fill, count)
    assert value(outcome)["errno"]
    assert value(outcome)["size"] <= SMALL.scratch
    (fresh,) = run(
        engine, EMIT + "import os\nemit(left=os.listdir('/tmp') + os.listdir('/dev/shm'))"
    )
    assert value(fresh) == {"left": []}


def test_a_file_cannot_be_huge(engine):
    source = EMIT + (
        "import signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "try:\n    with open('f', 'wb') as f: f.truncate(1 << 40)\n    emit(held=False)\n"
        "except OSError: emit(held=True)"
    )
    (outcome,) = run(engine, source)
    assert value(outcome) == {"held": True}


def test_no_process_is_left(engine):
    marker = f"daemon-{os.getpid()}-{time.monotonic_ns()}"
    source = (
        "import subprocess, sys\n"
        f"subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(90) # {marker}'],"
        " start_new_session=True)\n"
        f"import os\nos.system('setsid nohup sleep 90 {marker} >/dev/null 2>&1 &')"
    )
    (outcome,) = run(engine, source)
    assert outcome.status == "passed"
    assert marked_processes(marker) == []


def test_shared_memory_and_queues_do_not_pass_to_the_next_submission(engine):
    leave = (
        "import ctypes\nlibc = ctypes.CDLL(None)\nassert libc.shmget(4242, 4096, 0o1666) >= 0\n"
        "open('/dev/shm/left', 'w').write('x')"
    )
    (first,) = run(engine, leave)
    assert first.status == "passed"
    find = "import ctypes, os\nemit(shm=ctypes.CDLL(None).shmget(4242, 4096, 0), left=os.listdir('/dev/shm'))"
    (second,) = run(engine, EMIT + find)
    assert value(second) == {"shm": -1, "left": []}


def test_the_engine_leaves_no_process_no_cgroup_and_no_folder(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    engine = Engine((), limits=SMALL)
    with engine:
        run(engine, "1")
        folders = engine._cgroup.folders
        process = engine._process.pid
    assert not any(folder.exists() for folder in folders)
    assert not Path(f"/proc/{process}").exists()
    assert list(tmp_path.iterdir()) == []


def test_a_killed_grader_takes_everything_with_it():
    marker = f"orphan-{os.getpid()}-{time.monotonic_ns()}"
    script = (
        "from coursekit.grading.engine import Engine\n"
        "from coursekit.grading.assembly import RunCell\n"
        "from coursekit.grading.sanitise import Sanitised\n"
        f"cell = RunCell('a', 'code', 'import os; os.system(\"sleep 77 {marker}\")')\n"
        "cell = RunCell('a', 'code', 'import subprocess, sys\\nsubprocess.run([sys.executable, "
        f'"-c", "import time; time.sleep(77) # {marker}"])\')\n'
        "Engine(()).run(Sanitised('a', (cell,), (), {}), 60)\n"
    )
    grader = subprocess.Popen([sys.executable, "-c", script])
    until = time.monotonic() + 20
    while len(marked_processes(marker)) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    assert len(marked_processes(marker)) >= 2
    grader.kill()
    grader.wait()
    until = time.monotonic() + 5
    while marked_processes(marker) and time.monotonic() < until:
        time.sleep(0.05)
    assert marked_processes(marker) == []


def test_a_version_2_cgroup_is_used_where_one_may_be_made(tmp_path):
    (tmp_path / "proc").mkdir()
    (tmp_path / "proc" / "cgroup").write_text("0::/user/app\n", encoding="utf-8")
    (tmp_path / "fs" / "user" / "app").mkdir(parents=True)
    cgroup = make_cgroup(SMALL, tmp_path / "fs", tmp_path / "proc")
    # 보통의 폴더에는 memory.max 같은 파일이 생기지 않습니다: 없는 것을 있다고 하지 않습니다.
    assert cgroup.controls == frozenset()
    assert list((tmp_path / "fs" / "user").rglob("coursekit-*")) == []


def test_what_the_doctor_finds_missing_is_said(monkeypatch):
    doctor.sandbox_report.cache_clear()
    try:
        monkeypatch.setattr(sandbox, "bubblewrap", lambda: None)
        report = doctor.sandbox_report()
        assert not report.sufficient
        assert "bubblewrap이 없습니다" in report.problem
        assert {check.state for check in report.checks} == {"아니오"}
    finally:
        doctor.sandbox_report.cache_clear()


def test_a_sandbox_with_a_hole_is_not_sufficient(monkeypatch):
    real = sandbox.sandbox_command

    def leaky(bwrap, arguments):
        command = real(bwrap, arguments)
        return [*command[:1], "--share-net", *[w for w in command[1:] if w != "--unshare-net"]]

    doctor.sandbox_report.cache_clear()
    try:
        monkeypatch.setattr("coursekit.grading.engine.sandbox_command", leaky)
        report = doctor.sandbox_report()
        lines = Path("/proc/net/dev").read_text(encoding="ascii").splitlines()[2:]
        if all(line.split()[0] == "lo:" for line in lines):
            pytest.skip("이 컴퓨터에는 네트워크가 없습니다")
        assert not report.sufficient
        assert "네트워크 없음" in report.problem
    finally:
        doctor.sandbox_report.cache_clear()


def test_nothing_of_the_submission_before_is_left_in_memory(engine):
    for _ in range(3):
        run(engine, "x = 'NEIGHBOUR_SECRET_TEXT' * 3")
    look = EMIT + (
        "import ctypes\n"
        "key, end, found, size = b'NEIGH' + bytes([66]) + b'OUR_SEC', b'RET' + bytes([95]), 0, 0\n"
        "for line in open('/proc/self/maps'):\n"
        "    words = line.split()\n"
        "    if words[1].startswith('rw'):\n"
        "        low, high = (int(n, 16) for n in words[0].split('-'))\n"
        "        data = ctypes.string_at(low, high - low)\n"
        "        size += len(data)\n"
        "        found += sum(part.startswith(end) for part in data.split(key)[1:])\n"
        "emit(found=found, size=size)"
    )
    (outcome,) = run(engine, look)
    seen = value(outcome)
    assert seen["size"] > 10_000_000
    assert seen["found"] == 0
