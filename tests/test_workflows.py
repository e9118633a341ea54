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
