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
    """`make …` and `coursekit …` of a text that are not there to be called, or take no such option."""
    from coursekit.cli import cli

    wrong = [f"make {one}" for one in re.findall(r"(?m)(?:^|run: |`)make ([a-z][\w-]*)", text)]
    wrong = [one for one in wrong if one.split()[1] not in targets(makefile)]
    called = r"(?m)(?:^|`|bin/|&& |-m )coursekit(?:[ \t]+([^`|#&\n]*))?"
    for line in re.findall(called, text.replace("\\\n", " ")):
        command = cli
        for word in line.split():
            name = word.partition("=")[0]
            if name.startswith("--"):
                known = {one for option in command.params for one in option.opts}
                if name not in known | {"--help"}:
                    wrong.append(f"coursekit {line.strip()}")
            elif hasattr(command, "commands"):
                if name not in command.commands:
                    wrong.append(f"coursekit {line.strip()}")
                    break
                command = command.commands[name]
    return wrong


def test_what_workflows_and_guides_call_is_there(root):
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    paths = [*workflows(root), *(root / "docs").glob("*.md"), *root.glob("*.md")]
    paths += [*(root / "guide").glob("*.md")]
    assert {"dist", "release", "outputs-diff", "sbom", "audit"} <= targets(makefile)
    for path in paths:
        assert unknown_commands(path.read_text(encoding="utf-8"), makefile) == [], path.name


@pytest.mark.parametrize(
    "command",
    [
        "make relase",
        "coursekit book cost",
        "coursekit bok",
        "coursekit grade 폴더 --outptu grades",
        "coursekit book pdf --chapter=optimizers --sed 3",
    ],
)
def test_a_command_that_is_not_there_is_seen(root, command):
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    assert unknown_commands(f"`{command}`", makefile) == [command]
    assert unknown_commands(f"```bash\n{command}  # 글\n```", makefile) == [command]


def test_who_may_write_runs_none_of_the_repository(root):
    """A job with a token that writes checks nothing out: what is in the tree cannot use it."""
    for path in workflows(root):
        for name, job in yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].items():
            writes = {k for k, v in job.get("permissions", {}).items() if v == "write"}
            if writes & {"contents", "id-token", "pages"}:
                used = [step.get("uses", "") for step in job["steps"]]
                assert not [one for one in used if "checkout" in one], f"{path.name}: {name}"
