"""The gradebook's tables and views, and how a gradebook of an earlier version gets what it lacks.

Tables only grow; views are no records and are made anew with each version of the schema.
"""

import sqlite3
from pathlib import Path

from bigmodel_edu.language import _

VERSION = 1  # of the schema, kept in the file as its user_version; files from before there was one say 0

TABLES = (
    """CREATE TABLE IF NOT EXISTS submissions (
    id INTEGER PRIMARY KEY, student TEXT NOT NULL, assignment TEXT NOT NULL, content TEXT NOT NULL, label TEXT NOT NULL,
    attempt INTEGER NOT NULL, late_hours REAL NOT NULL DEFAULT 0, received TEXT NOT NULL, notes TEXT NOT NULL,
    UNIQUE (student, assignment, content))""",
    """CREATE TABLE IF NOT EXISTS marks (
    id INTEGER PRIMARY KEY, submission INTEGER NOT NULL REFERENCES submissions (id), exercise TEXT NOT NULL, place INTEGER NOT NULL,
    exercise_version INTEGER NOT NULL, grader_version TEXT NOT NULL, round INTEGER NOT NULL DEFAULT 0, points REAL NOT NULL,
    max_points REAL NOT NULL, status TEXT NOT NULL, diagnosis TEXT, messages TEXT NOT NULL, parts TEXT NOT NULL, answer TEXT NOT NULL,
    graded TEXT NOT NULL, exercise_digest TEXT NOT NULL DEFAULT '', UNIQUE (submission, exercise, round))""",
    """CREATE TABLE IF NOT EXISTS usage (
    submission INTEGER NOT NULL REFERENCES submissions (id), cpu_seconds REAL NOT NULL, wall_seconds REAL NOT NULL,
    memory_mb REAL NOT NULL, back_end TEXT NOT NULL, graded TEXT NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS decisions (
    id INTEGER PRIMARY KEY, student TEXT NOT NULL, assignment TEXT NOT NULL, exercise TEXT NOT NULL, points REAL NOT NULL,
    reason TEXT NOT NULL, marker TEXT NOT NULL, made TEXT NOT NULL)""",
)
LATER_COLUMNS = (("marks", "exercise_digest", "TEXT NOT NULL DEFAULT ''"),)  # that an earlier gradebook may lack
VIEWS = {
    "latest_submissions": """SELECT s.* FROM submissions s
    WHERE s.attempt = (SELECT MAX(o.attempt) FROM submissions o WHERE o.student = s.student AND o.assignment = s.assignment)""",
    "newest_marks": """SELECT m.* FROM marks m
    WHERE m.id = (SELECT MAX(o.id) FROM marks o WHERE o.submission = m.submission AND o.exercise = m.exercise)""",
    "current_marks": """SELECT s.student, s.assignment, m.exercise, m.place, m.points AS graded_points, m.max_points, m.status, m.diagnosis,
    m.messages, m.parts, m.answer, s.id AS submission, s.attempt, s.late_hours, d.points AS decided_points, d.reason, d.marker
    FROM latest_submissions s JOIN newest_marks m ON m.submission = s.id LEFT JOIN decisions d ON d.id = (SELECT MAX(o.id) FROM decisions o
    WHERE o.student = s.student AND o.assignment = s.assignment AND o.exercise = m.exercise)""",
}


class NotWritten(OSError):
    """The gradebook took no record: a full disk, a read-only folder, another process that does not let go. Nothing in it changed."""


def open_database(path: Path) -> sqlite3.Connection:
    """Open or make a gradebook's file, and give it what today's schema has and it lacks.

    Raises:
        ValueError: when the file is no gradebook, is newer than this version, or cannot be opened; naming the file and what to do.
    """
    try:
        connection = sqlite3.connect(path, timeout=30, isolation_level=None)
    except sqlite3.OperationalError as error:
        raise ValueError(_cannot_open(path, error)) from error
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")  # safe against a killed process; a power cut can cost the last marks
        connection.execute("PRAGMA foreign_keys = ON")
        _bring_up_to_date(connection, path)
    except sqlite3.OperationalError as error:
        connection.close()
        raise ValueError(_cannot_open(path, error)) from error
    except sqlite3.DatabaseError as error:
        connection.close()
        sentence = _("{path} is not a gradebook ({error}); move it away or choose another --out folder")
        raise ValueError(sentence.format(path=path, error=error)) from error
    except BaseException:
        connection.close()
        raise
    return connection


def _cannot_open(path: Path, error: sqlite3.Error) -> str:
    sentence = _("the gradebook {path} cannot be opened ({error}): make its folder writable, make room, or choose another folder")
    return sentence.format(path=path, error=error)


def _bring_up_to_date(connection: sqlite3.Connection, path: Path) -> None:
    if _version(connection) == VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        if _version(connection) > VERSION:
            raise ValueError(_("{path} was written by a newer version of bigmodel-edu: install that one").format(path=path))
        if _version(connection) < VERSION:  # not brought up to date by another process in between
            _add_what_lacks(connection)
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _add_what_lacks(connection: sqlite3.Connection) -> None:
    for table in TABLES:
        connection.execute(table)
    for name, column, kind in LATER_COLUMNS:
        if column not in {row[1] for row in connection.execute(f"PRAGMA table_info({name})")}:
            connection.execute(f"ALTER TABLE {name} ADD COLUMN {column} {kind}")
    for name, query in VIEWS.items():
        connection.execute(f"DROP VIEW IF EXISTS {name}")
        connection.execute(f"CREATE VIEW {name} AS {query}")
    connection.execute(f"PRAGMA user_version = {VERSION}")


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)
