"""The workflows: actions pinned by commit, no more permission than a job needs."""

import re

import pytest
import yaml

PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}\s+# v\d+(?:\.\d+)*$")
USES = re.compile(r"uses:\s*(.+)$", re.MULTILINE)


def workflows(root):
    found = sorted((root / ".github").rglob("*.yml"))
    return [path for path in found if "ISSUE_TEMPLATE" not in path.parts]


def loose_actions(text):
    return [line for line in USES.findall(text) if not PINNED.fullmatch(line.strip())]


def broad_permissions(text):
    """What says nothing gets the repository's default, which may be everything."""
    workflow = yaml.safe_load(text)
    top = workflow.get("permissions")
    if not isinstance(top, dict) or any(value == "write" for value in top.values()):
        return [f"permissions: {top}"]
    return []


def test_every_action_is_pinned_by_commit_and_names_its_version(root):
    paths = workflows(root)
    assert len(paths) >= 3
    for path in paths:
        assert loose_actions(path.read_text(encoding="utf-8")) == [], path.name


def test_no_workflow_may_write_but_where_a_job_says_so(root):
    for path in workflows(root):
        assert broad_permissions(path.read_text(encoding="utf-8")) == [], path.name


@pytest.mark.parametrize(
    "line",
    ["actions/checkout@v4", "actions/checkout@main # v4", f"actions/checkout@{'a' * 40}"],
)
def test_a_loose_action_is_seen(line):
    assert loose_actions(f"steps:\n  - uses: {line}\n") == [line]


@pytest.mark.parametrize(
    "text", ["on: push", "permissions: write-all", "permissions: {contents: write}"]
)
def test_broad_permissions_are_seen(text):
    assert broad_permissions(text)


def targets(makefile):
    return set(re.findall(r"^([a-z][\w-]*):(?!=)", makefile, re.MULTILINE))


def unknown_commands(text, makefile):
    """`make …` and `coursekit …` of a workflow that are not there to be called."""
    from coursekit.cli import cli

    told = re.findall(r"(?m)(?:^|run: )\s*make ([a-z][\w-]*)", text)
    wrong = [f"make {one}" for one in told if one not in targets(makefile)]
    for line in re.findall(r"bin/coursekit((?: [a-z][\w-]*)+)", text):
        command = cli
        for word in line.split():
            if command is not None and hasattr(command, "commands"):
                command = command.commands.get(word)
                wrong += [f"coursekit{line}"] if command is None else []
    return wrong


def test_what_the_workflows_call_is_there(root):
    """What the guides call is judged by tests/test_guide_commands.py."""
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    called = "".join(path.read_text(encoding="utf-8") for path in workflows(root))
    assert {"book", "notebooks", "outputs-diff", "release", "audit"} <= set(
        re.findall(r"run: make ([\w-]+)", called)
    )
    assert unknown_commands(called, makefile) == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("- run: make relase", "make relase"),
        ("- run: |\n    make relase", "make relase"),
        ("if .venv/bin/coursekit book link --check", "coursekit book link"),
        ("- run: .venv/bin/coursekit bok", "coursekit bok"),
    ],
)
def test_a_command_that_is_not_there_is_seen(root, line, told):
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    assert unknown_commands(line, makefile) == [told]


def test_who_may_write_runs_none_of_the_repository(root):
    """A job with a token that writes checks nothing out: what is in the tree cannot use it."""
    for path in workflows(root):
        for name, job in yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].items():
            writes = {k for k, v in job.get("permissions", {}).items() if v == "write"}
            if writes & {"contents", "id-token", "pages"}:
                used = [step.get("uses", "") for step in job["steps"]]
                assert not [one for one in used if "checkout" in one], f"{path.name}: {name}"
