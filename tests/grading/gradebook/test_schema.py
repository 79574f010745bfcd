import resource
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bigmodel_edu.checking.result import Result
from bigmodel_edu.grading.gradebook.gradebook import Gradebook
from bigmodel_edu.grading.gradebook.schema import VERSION, open_database
from bigmodel_edu.grading.marking.stamps import stamps_of
from bigmodel_edu.grading.marking.work import Graded

BEFORE_DIGESTS = Path(__file__).with_name("before_digests.sql")  # a gradebook as version 0.1.0 wrote it before marks had digests


@pytest.fixture
def earlier(tmp_path):
    """A gradebook written before there were digests, with two attempts, three students' marks and a decision."""
    with closing(sqlite3.connect(tmp_path / "gradebook.db")) as connection:
        connection.executescript(BEFORE_DIGESTS.read_text(encoding="utf-8"))
    return tmp_path / "gradebook.db"


def everything(path):
    with closing(sqlite3.connect(path)) as connection:
        tables = ("submissions", "usage", "decisions")
        marks = "SELECT id, submission, exercise, place, exercise_version, grader_version, round, points, max_points, status, diagnosis, "
        return [connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables] + [
            connection.execute(marks + "messages, parts, answer, graded FROM marks").fetchall()
        ]


def test_a_gradebook_of_an_earlier_version_gets_what_it_lacks_and_keeps_every_record(earlier):
    before = everything(earlier)
    with Gradebook(earlier) as book:
        found = {(row.student, row.exercise.split(".")[1]): (row.points, row.status) for row in book.rows()}
    assert everything(earlier) == before
    assert found == {
        ("ada", "causal_mask"): (0.0, "failed"),
        ("ada", "table_size"): (1.0, "passed"),
        ("bob", "causal_mask"): (2.0, "passed"),
    }


def test_what_an_earlier_version_marked_is_graded_again_as_a_further_round(earlier):
    with Gradebook(earlier) as book:
        assert not book.is_graded("bob", "3" * 64)
        stamps = stamps_of("self-attention")
        again = Graded("self-attention", tuple(Result(name, "passed", 2.0, 2.0) for name in stamps))
        assert book.record("bob", "3" * 64, "bob.ipynb", again, back_end="none", stamps=stamps)
        assert book.is_graded("bob", "3" * 64)
        rounds = "SELECT round, exercise_digest FROM marks WHERE submission = 3 AND exercise = 'self-attention.causal_mask'"
        assert book.connection.execute(rounds).fetchall() == [(0, ""), (1, stamps["self-attention.causal_mask"].digest)]


COUNT_ROWS = """
import sys
from pathlib import Path
from bigmodel_edu.grading.gradebook.records import Records
print(len(Records(Path(sys.argv[1])).rows()))
"""


def test_two_processes_may_bring_a_gradebook_up_to_date_at_the_same_time(earlier):
    running = [subprocess.Popen([sys.executable, "-c", COUNT_ROWS, earlier], stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert [process.communicate()[0].strip() for process in running] == ["3"] * 3


def test_a_gradebook_of_a_later_version_is_left_alone(tmp_path):
    path = tmp_path / "gradebook.db"
    open_database(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(ValueError, match="newer version"):
        open_database(path)


def test_a_file_that_is_no_gradebook_is_left_alone_with_a_clear_error(tmp_path):
    path = tmp_path / "gradebook.db"
    path.write_bytes(b"my thesis, not a database" * 100)
    with pytest.raises(ValueError, match="not a gradebook"):
        open_database(path)
    assert path.read_bytes().startswith(b"my thesis")


def test_a_place_where_no_file_can_be_says_so(tmp_path):
    (tmp_path / "gradebook.db").mkdir()
    with pytest.raises(ValueError, match=r"gradebook\.db cannot be opened"):
        open_database(tmp_path / "gradebook.db")


FULL = """
import resource, sys
from pathlib import Path
from bigmodel_edu.checking.result import Result
from bigmodel_edu.grading.gradebook.gradebook import Gradebook
from bigmodel_edu.grading.gradebook.schema import NotWritten
from bigmodel_edu.grading.marking.work import Graded
with Gradebook(Path(sys.argv[1])) as book:
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
    graded = Graded("a", (Result("a.b", "passed", 1.0, 1.0, ("said" * 500,)),))
    for number in range(1_000):
        try:
            book.record(f"s{number:03d}", "x", "x", graded, back_end="none", stamps={})
        except NotWritten as problem:
            print(number, problem)
            break
"""


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="needs a limit on the size of files")
def test_a_disk_that_takes_no_more_loses_nothing_that_was_recorded(tmp_path):
    """A limit on the size of files stands for the full disk: SQLite meets both as a write that fails."""
    path = tmp_path / "gradebook.db"
    done = subprocess.run([sys.executable, "-c", FULL, path], capture_output=True, text=True, check=True)
    count, _, sentence = done.stdout.strip().partition(" ")
    assert "takes no more records" in sentence and "what was recorded before is safe" in sentence
    with Gradebook(path) as book:
        assert [row.student for row in book.rows()] == [f"s{number:03d}" for number in range(int(count))]
        book.record("later", "x", "x", Graded("a", (Result("a.b", "passed", 1.0, 1.0),)), back_end="none", stamps={})
        assert len(book.rows()) == int(count) + 1
