"""Where submissions are graded: on this machine, or on the workers of a Dask cluster. Both run the same code."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from functools import lru_cache
from typing import Any

from bigmodel_edu.checking.result import Result
from bigmodel_edu.grading.marking.notebook_grader import NotebookGrader
from bigmodel_edu.grading.marking.work import Engine, Graded, Setting, Work
from bigmodel_edu.grading.submissions.recognising import exercises_of
from bigmodel_edu.language import _
from bigmodel_edu.sandbox import Sandbox

SENDINGS = 5  # of one submission to a cluster whose workers die; after that it has no mark and the command says so


class LocalEngine:
    """Threads of this process around one sandbox."""

    def __init__(self, setting: Setting, jobs: int) -> None:
        self.jobs = jobs
        self._sandbox = Sandbox(setting.sandbox, setting.limits)
        self.back_end = self._sandbox.backend
        self._grader = NotebookGrader(self._sandbox, setting)
        self._pool = ThreadPoolExecutor(jobs, thread_name_prefix="grading")

    def submit(self, work: Work) -> Future[Graded]:
        return self._pool.submit(grade_work, self._grader, work)

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._sandbox.close()


class DaskEngine:
    """The workers of a Dask cluster, each with a sandbox of its own. A lost worker's submissions are graded again elsewhere.

    Raises:
        ValueError: when the scheduler does not answer or has no workers.
    """

    def __init__(self, setting: Setting, address: str) -> None:
        from distributed import Client

        try:
            self._client = Client(address.replace("dask://", "tcp://", 1), timeout="15s", set_as_default=False)
        except (OSError, TimeoutError) as error:
            raise ValueError(_("no Dask scheduler answers at {address}: {error}").format(address=address, error=error)) from error
        threads = sum(self._client.nthreads().values())
        if not threads:
            self._client.close()
            raise ValueError(_("the Dask cluster at {address} has no workers yet: start some with dask worker").format(address=address))
        self.jobs = threads
        self.back_end = self._client.submit(_probe_worker, setting, pure=False).result()
        self._setting = self._client.submit(_as_it_is, setting, pure=False)  # a task, unlike scattered data, is done again when it is lost

    def submit(self, work: Work) -> "_OnCluster":
        return _OnCluster(lambda: self._client.submit(_grade_on_worker, self._setting, work, pure=False, retries=3))

    def close(self) -> None:
        self._client.close()


class _OnCluster:
    """A submission sent to the cluster, and sent again when the scheduler forgets it together with a worker that died."""

    def __init__(self, send: Callable[[], Any]) -> None:
        self._send, self._future = send, send()

    def result(self) -> Graded:
        graded: Graded
        for _again in range(SENDINGS):
            try:
                graded = self._future.result()
                return graded
            except CancelledError:
                self._future = self._send()
        graded = self._future.result()
        return graded

    def cancel(self) -> object:
        return self._future.cancel()


def _as_it_is(setting: Setting) -> Setting:
    return setting


_STARTING = threading.Lock()


@lru_cache(maxsize=4)
def _worker_grader(setting: Setting) -> NotebookGrader:
    return NotebookGrader(Sandbox(setting.sandbox, setting.limits), setting)


def _grader_of(setting: Setting) -> NotebookGrader:
    with _STARTING:  # two threads of one worker must not both start a sandbox
        return _worker_grader(setting)


def _probe_worker(setting: Setting) -> str:
    return _grader_of(setting).sandbox.backend


def _grade_on_worker(setting: Setting, work: Work) -> Graded:
    return grade_work(_grader_of(setting), work)


def grade_work(grader: NotebookGrader, work: Work) -> Graded:
    """Grade one submission; one that is refused or not recognised has an outcome as well."""
    graded = _refused(work) if work.problem else grader.grade(work.content, work.student, work.stem, work.chapter)
    if graded.results:
        return graded
    nothing = Result("", "unreadable", 0.0, 0.0, graded.notes or (_("No lesson was recognised in this notebook."),))
    return Graded(graded.chapter or work.stem, (nothing,), graded.notes)


def _refused(work: Work) -> Graded:
    message = _("The submission was not read: {problem}.").format(problem=work.problem)
    results = tuple(Result(each.id, "unreadable", 0.0, each.points, (message,)) for each in exercises_of(work.chapter))
    return Graded(work.chapter, results, (message,))


def open_engine(address: str, setting: Setting, jobs: int) -> Engine:
    """Return the engine that ``--engine`` names: ``local`` or ``dask://HOST:PORT``.

    Raises:
        ValueError: for any other name.
    """
    makers: dict[str, Callable[[], Engine]] = {"local": lambda: LocalEngine(setting, jobs)}
    if address.startswith("dask://"):
        makers[address] = lambda: DaskEngine(setting, address)
    if address not in makers:
        raise ValueError(_("expected --engine local or dask://HOST:PORT, got {address}").format(address=address))
    return makers[address]()


def students_of(names: Sequence[str]) -> tuple[str, ...]:
    """Everybody in the class, once each, in a fixed order."""
    return tuple(sorted(set(names)))
