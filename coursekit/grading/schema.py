r"""성적부 파일(SQLite)을 엽니다: 표, 판(version), 글쓴이가 하나임을 지키는 자물쇠입니다."""

import sqlite3
from pathlib import Path

from coursekit.errors import UsageError

VERSION = 1
_APPLICATION = 0x636B6762  # "ckgb"

_TABLES = """
CREATE TABLE exercises (
    exercise_id TEXT NOT NULL,
    digest TEXT NOT NULL,
    seed INTEGER NOT NULL,
    title TEXT NOT NULL,
    points INTEGER NOT NULL,
    items TEXT NOT NULL,
    expected TEXT NOT NULL,
    PRIMARY KEY (exercise_id, digest, seed)
) WITHOUT ROWID;
CREATE TABLE receipts (
    student TEXT NOT NULL,
    name TEXT NOT NULL,
    label TEXT NOT NULL,
    exercise_id TEXT NOT NULL,
    digest TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    modified REAL NOT NULL,
    chosen INTEGER NOT NULL,
    problem TEXT NOT NULL,
    batch INTEGER NOT NULL,
    PRIMARY KEY (student, label, digest)
) WITHOUT ROWID;
CREATE TABLE runs (
    run_id INTEGER PRIMARY KEY,
    student TEXT NOT NULL,
    name TEXT NOT NULL,
    label TEXT NOT NULL,
    exercise_id TEXT NOT NULL,
    exercise_digest TEXT NOT NULL,
    seed INTEGER NOT NULL,
    submission_digest TEXT NOT NULL,
    notes TEXT NOT NULL,
    earned INTEGER NOT NULL,
    points INTEGER NOT NULL,
    assessment TEXT NOT NULL,
    answers TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    UNIQUE (student, exercise_id, exercise_digest, seed, submission_digest)
);
CREATE TABLE standing (
    student TEXT NOT NULL,
    exercise_id TEXT NOT NULL,
    run_id INTEGER REFERENCES runs (run_id),
    name TEXT NOT NULL,
    label TEXT NOT NULL,
    notes TEXT NOT NULL,
    problem TEXT NOT NULL,
    PRIMARY KEY (student, exercise_id)
) WITHOUT ROWID;
"""


def open_gradebook(path: Path) -> sqlite3.Connection:
    r"""성적부를 열고, 없으면 만듭니다.

    Parameters
    ----------
    path : Path
        성적부 파일.

    Returns
    -------
    Connection
        WAL로 연 SQLite. 거래는 `with`로 묶습니다.

    Raises
    ------
    UsageError
        성적부가 아니거나, 더 새로운 판이거나, 만들 수 없을 때.
    """
    connection = None
    try:
        connection = sqlite3.connect(path, timeout=30, isolation_level=None)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        _prepare(connection, path)
    except sqlite3.Error:
        if connection is not None:
            connection.close()
        raise UsageError(f"성적부로 열 수 없습니다: {path}") from None
    except UsageError:
        if connection is not None:
            connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    # 만드는 도중에 죽어도 반쯤 만든 성적부가 남지 않게 한 거래로 묶습니다.
    connection.execute("BEGIN IMMEDIATE")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    try:
        if not tables:
            for statement in _TABLES.split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
        elif application != _APPLICATION:
            raise UsageError(f"coursekit의 성적부가 아닙니다: {path}")
        elif version != VERSION:
            raise UsageError(
                f"다른 판의 성적부입니다: {path}(판 {version}, 읽을 수 있는 판 {VERSION})."
            )
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def lock_gradebook(path: Path) -> sqlite3.Connection:
    r"""성적부에 쓰는 사람이 하나임을 지킵니다. 프로세스가 죽으면 자물쇠도 풀립니다.

    Parameters
    ----------
    path : Path
        성적부 파일.

    Returns
    -------
    Connection
        닫을 때까지 자물쇠를 쥔 연결.

    Raises
    ------
    UsageError
        다른 프로세스가 쓰고 있을 때.
    """
    lock = path.with_name(path.name + ".lock")
    try:
        connection = sqlite3.connect(lock, timeout=0, isolation_level=None)
    except sqlite3.Error:
        raise UsageError(f"성적부를 만들 수 없습니다: {path}") from None
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error:
        connection.close()
        raise UsageError(f"다른 채점이 이 성적부에 쓰고 있습니다: {path}") from None
    return connection
