"""The IPython shell that runs a submission's cells, made gentle where a sandbox differs from a student's own machine."""

import contextlib
import io
import itertools
import sys
import tempfile
from types import CodeType
from typing import Any

from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from bigmodel_edu.calling import Trouble, describe_exception
from bigmodel_edu.language import _

LINE_MAGICS_WITH_PROGRAMS = ("pip", "conda", "mamba", "micromamba", "uv", "system", "sx", "sc")
CELL_MAGICS_WITH_PROGRAMS = (*("bash", "sh", "script", "system", "sx", "perl", "ruby", "pypy", "python", "python2", "python3"),)
MAGICS_WITH_WINDOWS = ("matplotlib", "pylab", "gui")


class SubmissionShell(InteractiveShell):
    """Runs cells as Jupyter does, shows nothing, and starts no other program."""

    own_hooks: list[Any]

    def showtraceback(self, *args: Any, **kwargs: Any) -> None:
        """Show nothing: what went wrong is reported as data."""

    def showsyntaxerror(self, *args: Any, **kwargs: Any) -> None:
        """Show nothing: what went wrong is reported as data."""

    def showindentationerror(self, *args: Any, **kwargs: Any) -> None:
        """Show nothing: what went wrong is reported as data."""

    def system(self, cmd: str) -> None:
        """Skip ``!command``."""
        skip_programs()

    system_raw = system_piped = system

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:
        """Skip ``name = !command``; the name becomes an empty list."""
        skip_programs()
        return [] if split else ""

    def enable_gui(self, gui: Any = None) -> None:
        """Accept any request for windows; figures are drawn in memory."""

    def enable_matplotlib(self, gui: Any = None) -> tuple[None, str]:
        """Accept ``%matplotlib inline`` and its like; figures are drawn in memory."""
        return None, "agg"


def make_shell() -> SubmissionShell:
    """Return a new shell without history, profile or threads."""
    without_history = Config()  # it would start a thread, and a process with two cannot be forked
    without_history.HistoryManager.enabled = False
    with tempfile.TemporaryDirectory() as folder:
        shell = SubmissionShell.instance(ipython_dir=folder, config=without_history)
    harmless: tuple[tuple[Any, str, tuple[str, ...]], ...] = (
        (skip_programs, "line", LINE_MAGICS_WITH_PROGRAMS),
        (skip_programs, "cell", CELL_MAGICS_WITH_PROGRAMS),
        (accept, "line", MAGICS_WITH_WINDOWS),
    )
    for function, kind, names in harmless:
        for name in names:
            shell.register_magic_function(function, kind, name)
    shell.own_hooks = _hooks(shell)
    shell.builtin_trap.activate()  # display and get_ipython, also for functions that are called later
    for source in ("None", "%config"):  # the first cell of each kind imports what is needed to run one
        with contextlib.redirect_stdout(io.StringIO()):
            run_cell(shell, source)
    shell.reset(new_session=False)  # type: ignore[no-untyped-call]
    return shell


def run_cell(shell: SubmissionShell, source: str) -> Trouble | None:
    """Run one cell and return what went wrong in it. Values of bare expressions are not shown, so their repr is not called."""
    source = _keep_line_numbers(source)
    code = _plain_code(shell, source)
    error: BaseException | None = None
    if code is None:
        result = shell.run_cell(source, store_history=False, silent=True)  # type: ignore[no-untyped-call]
        error = result.error_before_exec or result.error_in_exec
    else:
        try:
            exec(code, shell.user_ns)
        except BaseException as raised:  # a cell may raise SystemExit as well, and the next one is still run
            error = raised
    close_figures()
    return None if error is None else describe_exception(error)


def _plain_code(shell: SubmissionShell, source: str) -> CodeType | None:
    """Compile a cell that is Python and nothing else; None when IPython has to see it: magics, top-level await, errors, hooks."""
    if _hooks(shell) != shell.own_hooks:
        return None
    text = source + "\n"
    try:
        tree: Any = shell.compile.ast_parse(text)  # no line that means something else to IPython is Python
        code: CodeType = shell.compile(tree, shell.compile.cache(text), "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return code


def _hooks(shell: InteractiveShell) -> list[Any]:
    """What changes a cell's code or runs beside it; a submission may add to it."""
    return [*shell.ast_transformers, *shell.input_transformers_post, *itertools.chain(*shell.events.callbacks.values())]


def _keep_line_numbers(source: str) -> str:
    """IPython drops empty lines at the start of a cell: as comments they stay, and errors name the line that the student sees.

    >>> _keep_line_numbers("\\n\\nx = 1")
    '#\\n#\\nx = 1'
    """
    lines = source.split("\n")
    empty = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    code = "\n".join(lines[empty:])
    return source if code.startswith("%%") else "#\n" * empty + code


def close_figures() -> None:
    """Close what pyplot has open, as Jupyter does after each cell."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close("all")


def skip_programs(*args: Any, **kwargs: Any) -> None:
    """Say that other programs are not available; the notebook goes on."""
    print(_("Other programs are not available while a notebook is graded; this line was skipped."))


def accept(*args: Any, **kwargs: Any) -> None:
    """Do nothing."""
