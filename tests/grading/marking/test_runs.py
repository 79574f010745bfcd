"""The worker that all submissions are forked from may end by accident: no submission may lose its mark by that."""

import pytest

from bigmodel_edu.grading.marking.notebook_grader import NotebookGrader
from bigmodel_edu.grading.marking.work import Setting
from bigmodel_edu.sandbox import Limits, Sandbox, Session, SessionLost
from tests.grading.classroom import Pupil, write_pupil

SETTING = Setting(b"key", Limits(), ())


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox() as opened:
        yield opened


@pytest.fixture
def submission(tmp_path):
    write_pupil(tmp_path, Pupil("ada"))
    return (tmp_path / "ada" / "self-attention.ipynb").read_bytes()


def kill_worker_after_cells(monkeypatch, sandbox, times):
    run = Session.run

    def run_and_kill(session, cells, timeout=None):
        outcomes = run(session, cells, timeout)
        if times:
            times.pop()
            sandbox._worker.process.kill()
            sandbox._worker.process.wait()
        return outcomes

    monkeypatch.setattr(Session, "run", run_and_kill)


def test_a_submission_is_run_again_when_the_worker_ends_in_the_midst_of_it(sandbox, submission, monkeypatch):
    grader = NotebookGrader(sandbox, SETTING)
    undisturbed = grader.grade(submission, "ada", "self-attention")
    times = [1, 2]
    kill_worker_after_cells(monkeypatch, sandbox, times)
    disturbed = grader.grade(submission, "ada", "self-attention")
    assert not times
    assert disturbed.results == undisturbed.results
    assert {result.status for result in disturbed.results} == {"passed", "not_attempted"}


def test_a_worker_that_always_ends_is_said_and_not_marked(sandbox, submission, monkeypatch):
    kill_worker_after_cells(monkeypatch, sandbox, list(range(100)))
    with pytest.raises(SessionLost):
        NotebookGrader(sandbox, SETTING).grade(submission, "ada", "self-attention")
