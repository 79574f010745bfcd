"""What a submission meets differs from a student's own machine in a few places; here these are made harmless instead of errors."""

import builtins
import functools
import os
import sys
import types
from collections.abc import Callable
from typing import Any

from bigmodel_edu.language import _

PACKAGE = "bigmodel_edu"


def install() -> None:
    """Change this process, and all processes forked from it, for good."""
    builtins.input = _no_input
    install_course_stub()
    if "torch" in sys.modules:
        _load_data_in_this_process()
    if "matplotlib.pyplot" in sys.modules:
        _draw_in_memory()


def reseed() -> None:
    """In a new child: random numbers that no other child of the worker has, until the submission sets its own seed."""
    import random

    seed = int.from_bytes(os.urandom(4), "little")
    random.seed(seed)
    # torch.manual_seed would look for every kind of accelerator; a submission has none.
    for name, path in (("numpy", ("random", "seed")), ("torch", ("default_generator", "manual_seed"))):
        module: Any = sys.modules.get(name)
        if module is not None:
            functools.reduce(getattr, path, module)(seed)


def _no_input(prompt: object = "") -> str:
    raise RuntimeError(_("input() has nobody to ask while a notebook is graded; put the value into the code instead."))


def install_course_stub() -> None:
    """Stand in for what a student meets in a notebook; the checking behind it holds what a submission must not see."""
    said = "Stands in for the course's checks while a notebook is graded."
    notebook = types.ModuleType(f"{PACKAGE}.student.notebook", said)
    for function in (check, hint, progress, student):
        setattr(notebook, function.__name__, function)
    folder = types.ModuleType(f"{PACKAGE}.student", said)
    folder.__dict__.update(vars(notebook) | {"__name__": folder.__name__, "__path__": [], "notebook": notebook})
    checking = types.ModuleType(f"{PACKAGE}.checking", said)
    checking.__dict__["__path__"] = []
    for module in (folder, notebook, checking):
        sys.modules[module.__name__] = module


VARIANTS: dict[str, dict[str, Any]] = {}  # the numbers in the questions of the student whose notebook this is, from the grader


class Student:
    """Stands in for the course's student: whatever name a notebook gives, the numbers are those of the student whom the grader knows."""

    def __init__(self, name: str) -> None:
        self.name = name

    def variant(self, exercise: str) -> dict[str, Any]:
        """Return the numbers in this student's question. Raises: LookupError for a question that has none."""
        if exercise not in VARIANTS:
            raise LookupError(_("{exercise}: no question with numbers of its own.").format(exercise=exercise))
        return dict(VARIANTS[exercise])

    def question(self, exercise: str) -> None:
        """Show nothing while grading."""


_identity = [Student("")]


def check(exercise: str = "", *answers: object, **named: object) -> None:
    """Answer nothing: the grader checks the exercise itself."""
    print(_("{exercise}: checked by the grader.").format(exercise=exercise))


def hint(exercise: str = "", *args: object, **kwargs: object) -> None:
    """Give no hint while grading."""
    print(_("{exercise}: no hints while grading.").format(exercise=exercise))


def progress(*args: object, **kwargs: object) -> None:
    """Show no progress while grading."""
    print(_("Progress is not shown while grading."))


def student(name: str | None = None) -> Student:
    """Remember whose notebook this says it is; the grader knows by itself whose it is."""
    if name is not None:
        _identity[0] = Student(str(name).strip())
    return _identity[0]


def _load_data_in_this_process() -> None:
    """A DataLoader with worker processes would need processes: load in the submission's own."""
    from torch.utils.data import DataLoader

    original: Callable[..., None] = DataLoader.__init__
    for_workers = {"num_workers": 0, "persistent_workers": False, "prefetch_factor": None, "multiprocessing_context": None, "timeout": 0}

    @functools.wraps(original)
    def without_workers(self: Any, *args: Any, **kwargs: Any) -> None:
        kwargs.update({name: value for name, value in for_workers.items() if name in kwargs})
        original(self, *args[:5], *((0, *args[6:]) if len(args) > 5 else ()), **kwargs)

    DataLoader.__init__ = without_workers  # type: ignore[method-assign]


def _draw_in_memory() -> None:
    """``plt.show()`` shows nothing and says nothing; a request for a window back-end is accepted and ignored."""
    import matplotlib
    import matplotlib.pyplot as pyplot

    def show(*args: Any, **kwargs: Any) -> None:
        """Show nothing; the figures are closed as in a notebook."""
        pyplot.close("all")

    def use(backend: str, *, force: bool = True) -> None:
        """Accept any back-end; figures are drawn in memory."""

    for module, name, function in ((pyplot, "show", show), (pyplot, "switch_backend", use), (matplotlib, "use", use)):
        setattr(module, name, function)
