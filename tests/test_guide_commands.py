"""Every command that a guide tells a reader to type exists, takes what it is given, and the cheap ones run.

Read are the guides of the book, its front page, README and CONTRIBUTING: fenced shell blocks, and code
in the text that begins like a command. A new guide is covered by being there.
"""

import importlib.util
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
from packaging.requirements import InvalidRequirement, Requirement

from coursekit.cli import cli, main

ROOT = Path(__file__).parents[1]
GUIDES = sorted(
    [
        *ROOT.glob("guide/*.md"),
        *ROOT.glob("docs/*.md"),
        *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "index.md")),
    ]
)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
TARGETS = set(re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))
SCRIPTS = Path(sys.executable).parent
FENCE = re.compile(
    r"^(?P<mark>`{3,})(?P<language>[\w+-]*)[^\n]*\n(?P<body>.*?)^(?P=mark)[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
SHELLS = {"bash", "sh", "shell", "console", "powershell", "bat"}
SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
BEGINNING = re.compile(
    r"(?:make|coursekit|pytest|jcache|pip install|python3? -m|\.venv[\\/](?:bin|Scripts)[\\/]\S+|npx?) +\S"
)
# Programs of the system, whose words are theirs to judge.
OUTER = {
    "cd", "export", "set", "git", "sudo", "apt", "apt-get", "brew", "winget", "unzip", "zip", "mkdir", "cp", "mv",
    "rm", "cat", "ls", "diff", "echo", "source", "gh", "docker", "curl", "jupyter", "python", "python3", "py",
    "sed", "grep", "head", "sha256sum", "ssh", "scp", "rsync", "xdg-open", "start", "open", "chromium",
}  # fmt: skip
# Commands that only look, run here for good: seconds, no network, nothing written.
CHEAP = {
    ("book", "check"),
    ("book", "binder", "--check"),
    ("exercise", "build", "--check"),
    ("doctor",),
}


def commands(text):
    """The commands of a page, one list of words each, and whether it is only named in a sentence."""
    typed = []
    for fence in FENCE.finditer(text):
        if fence["language"] in SHELLS:
            body = re.sub(r"\\\n\s*", " ", fence["body"])
            typed += [
                line.strip().removeprefix("$ ").removeprefix("> ") for line in body.split("\n")
            ]
    named = [span for span in SPAN.findall(FENCE.sub("", text)) if BEGINNING.match(span)]
    for place, line in enumerate([*typed, *named]):
        # Windows writes its paths with backslashes, which a shell of ours would eat.
        words = shlex.split(line.replace("\\", "/"), comments=True)
        while words:
            ends = [i for i, word in enumerate(words) if word in {"&&", "||", "|", ";"}]
            end = ends[0] if ends else len(words)
            if words[:end]:
                yield words[:end], place >= len(typed)
            words = words[end + 1 :]


def faults(words, named=False):
    """What is wrong with one command; nothing if a reader can type it.

    A sentence may name a command without what it works on: "`coursekit check`가 알려 줍니다".
    """
    while words and re.match(r"[A-Z_]+=", words[0]):
        words = words[1:]
    while words and words[0] in {"sudo", "nice", "time"}:
        words = words[1:]
    if not words:
        return []
    program, arguments = re.sub(r"^\.?\.?/?\.venv/(?:bin|Scripts)/", "", words[0]), words[1:]
    ours = program != words[0]
    arguments = [one for one in arguments if one != "&"]
    if ">" in arguments:
        arguments = arguments[: arguments.index(">")]
    found = list(missing_paths([words[0], *arguments] if not ours else arguments))
    if program in {"python", "python3", "py"} and arguments[:1] == ["-m"] and arguments[1:]:
        program, arguments = arguments[1], arguments[2:]
        if program not in {"coursekit", "pip", "pytest"}:
            return [] if known_module(program) else [f"모듈이 없습니다: {program}"]
    if program == "make":
        unknown = [one for one in arguments if "=" not in one and one not in TARGETS]
        return found + [f"Makefile에 없는 목표입니다: {one}" for one in unknown]
    if program == "coursekit":
        return found + command_faults(arguments, named)
    if program == "pytest":
        return found + pytest_faults(arguments)
    if program in {"pip", "pip3"} or words[:3] == ["uv", "pip", "install"]:
        return found + [fault for one in arguments for fault in extra_faults(one)]
    if program in OUTER or ((ours or program in {"dask", "pip"}) and (SCRIPTS / program).exists()):
        return found
    return [*found, f"모르는 명령입니다: {program}"]


def known_module(name):
    """As `python -m` looks: in the folder where it is typed, then among what is installed."""
    here = ROOT.joinpath(*name.split("."))
    if here.is_dir() or here.with_suffix(".py").is_file():
        return True
    return importlib.util.find_spec(name) is not None


def missing_paths(words):
    """Paths of the repository, by their first folder, that are not there."""
    for word in words:
        path = word.split("::")[0].removeprefix("./").rstrip("/")
        first = path.split("/")[0]
        placeholder = re.search(r"[<>*{}$…]|[가-힣]", path)
        if "/" not in path or placeholder or not first or not (ROOT / first).is_dir():
            continue
        if first.startswith((".", "_")) or (ROOT / path).exists():
            continue
        yield f"저장소에 없는 파일입니다: {path}"


def command_faults(arguments, named=False):
    """The words are read by click itself, as they will be; nothing runs."""
    command, context, words = cli, click.Context(cli, info_name="coursekit"), list(arguments)
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        inner = command.get_command(context, words[0])
        if inner is None:
            return [f"없는 하위 명령입니다: {words[0]}"]
        command, words = inner, words[1:]
        context = click.Context(command, info_name=command.name, parent=context)
    if isinstance(command, click.Group):
        return [] if words == ["--help"] or not words else [f"하위 명령이 없습니다: {words}"]
    if "--help" in words or context.ignore_unknown_options:
        return []
    try:
        values, rest, _ = command.make_parser(context).parse_args(args=words)
    except click.UsageError as error:
        if named and isinstance(error, click.BadOptionUsage):
            return []  # the option is there; its value is not
        return [f"`{command.name}` 명령이 받지 않습니다: {error.format_message()}"]
    parameters = command.get_params(context)
    # An option like `--doctor` answers before anything else is asked for.
    if any(one.is_eager and values.get(one.name) for one in parameters):
        return []
    wrong = [f"`{command.name}` 명령에 남는 말입니다: {one}" for one in rest]
    for parameter in parameters:
        value = values.get(parameter.name)
        empty = value is None or value == () or not isinstance(value, (str, tuple, list, bool, int))
        if parameter.required and empty and not named:
            wrong.append(
                f"`{command.name}` 명령에 빠진 것이 있습니다: {parameter.human_readable_name}"
            )
        if isinstance(parameter.type, click.Choice | click.types.IntParamType) and isinstance(
            value, str
        ):
            try:
                parameter.type.convert(value, parameter, context)
            except click.BadParameter as error:
                wrong.append(f"`{command.name}` 명령의 값이 틀립니다: {error.format_message()}")
    return wrong


def pytest_faults(arguments):
    found = []
    for word in arguments:
        path, _, name = word.partition("::")
        if name and (ROOT / path).is_file():
            inner = name.split("[")[0].split("::")[-1]
            if f"def {inner}(" not in (ROOT / path).read_text():
                found.append(f"{path}에 없는 시험입니다: {inner}")
        elif path.startswith("tests") and not (ROOT / path).exists():
            found.append(f"없는 시험입니다: {path}")
    return found


def extra_faults(word):
    try:
        requirement = Requirement(word)
    except InvalidRequirement:
        return []
    if requirement.name != "coursekit":
        return []
    unknown = requirement.extras - set(PROJECT["optional-dependencies"])
    return [f"pyproject.toml에 없는 묶음(extra)입니다: {one}" for one in sorted(unknown)]


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_a_guide_tells_to_type_can_be_typed(path):
    wrong = {
        shlex.join(words): told
        for words, named in commands(path.read_text(encoding="utf-8"))
        if (told := faults(words, named))
    }
    assert wrong == {}


def test_the_guides_are_read():
    told = [words for path in GUIDES for words, _ in commands(path.read_text(encoding="utf-8"))]
    assert len(told) >= 40
    assert ["make", "test"] in told
    # A Windows path is understood too.
    assert [".venv/Scripts/python", "-m", "coursekit", "book", "build"] in told


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("make tests", "목표"),
        ("coursekit bok check", "하위 명령"),
        ("coursekit book chek", "하위 명령"),
        (".venv/bin/coursekit book check --fast", "받지 않습니다"),
        ("coursekit book serve --port many", "값이 틀립니다"),
        ("coursekit book build now", "남는 말"),
        ("coursekit check", "빠진 것"),
        ("coursekit check exercises/no_such/no_such.ipynb", "없는 파일"),
        ("python -m coursekit.environ", "모듈이 없습니다"),
        (".venv/Scripts/python -m coursekit book biuld", "하위 명령"),
        ("pip install coursekit[lab,torchh]", "묶음"),
        (".venv/bin/pytest tests/optimm -q", "없는"),
        (".venv/bin/pytest tests/test_cli.py::test_no_such_thing", "없는 시험"),
        (".venv/bin/ruf check", "모르는 명령"),
        ("cousekit doctor", "모르는 명령"),
        ("make book && make sere", "목표"),
    ],
)
def test_a_wrong_command_is_seen(command, said):
    page = f"# 쪽\n\n```bash\n{command}   # 설명\n```\n"
    assert any(said in told for one in commands(page) for told in faults(*one))
    if BEGINNING.match(command) and said != "빠진 것":
        inline = f"`{command}` 명령을 씁니다.\n"
        assert any(said in told for one in commands(inline) for told in faults(*one))


def test_make_knows_how_to_make_every_target_that_is_told():
    told = {
        target
        for path in GUIDES
        for words, _ in commands(path.read_text(encoding="utf-8"))
        if words[0] == "make"
        for target in words[1:]
        if "=" not in target
    }
    assert {"book", "test", "serve", "lab"} <= told
    planned = subprocess.run(
        ["make", "--dry-run", *sorted(told)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert planned.returncode == 0, planned.stderr


@pytest.mark.parametrize("words", sorted(CHEAP), ids=" ".join)
def test_cheap_commands_run(words, monkeypatch, capsys):
    told = [
        told[-len(words) :]
        for path in GUIDES
        for told, _ in commands(path.read_text(encoding="utf-8"))
        if "coursekit" in told[0] or "coursekit" in told
    ]
    assert list(words) in told, "이제 어느 안내도 말하지 않는 명령입니다: 목록에서 빼세요."
    monkeypatch.chdir(ROOT)
    assert main(list(words)) == 0
    assert re.search("[가-힣]", capsys.readouterr().out)
