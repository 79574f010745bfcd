"""Run a notebook once, in a kernel of its own, and note what it used."""

import ast
import json
import re
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from bigmodel_edu.authoring.assemble import Draft
from bigmodel_edu.authoring.environment import environment
from bigmodel_edu.authoring.numbers_in_text import wanted
from bigmodel_edu.authoring.placeholder import Placeholder, typeset
from bigmodel_edu.authoring.problem import Problem
from bigmodel_edu.language import _

CELL_SECONDS = 600
RECORDER = "_bigmodel_edu_recorder"  # the recorder's name among the kernel's modules
START = """
import sys, types
recorder = types.ModuleType({name!r})
exec(compile({source!r}, {name!r}, "exec"), recorder.__dict__)
sys.modules[{name!r}] = recorder
recorder.start()
"""


@dataclass(frozen=True)
class Evidence:
    """What a notebook used.

    Args:
        modules: of the course and of banks that plug in.
        files: data files of the package.
        facts: keys of the facts that were read; ``*`` when all of them may have been.
        messages: those whose translation was asked for by other cells than those that show a card.
        data: version by the name of the package that carries the data.
        packages: what pip needs to be told to install such a package, by the module that is then there.
        cards: of each check: exercise, status, points, full points; by execution count.
        values: the text of each number in the prose, by its placeholder's key.
        unfilled: why there is none, by the same key.
        seconds: of the processor, which do not depend on what else the machine does.
    """

    modules: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    data: dict[str, str] = field(default_factory=dict)
    packages: dict[str, str] = field(default_factory=dict)
    cards: dict[int, tuple[str, str, float, float]] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    unfilled: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0


@dataclass(frozen=True)
class Run:
    """A notebook that ran: in place, with outputs.

    Args:
        begun: when, in seconds since 1970.
        seconds: how long it took, by the clock.
        evidence: what it used.
        trouble: where it stopped, if it did.
    """

    begun: float
    seconds: float
    evidence: Evidence
    trouble: Problem | None = None


async def execute(draft: Draft, folder: Path, cell_seconds: float = CELL_SECONDS) -> Run:
    """Run the draft's notebook and put outputs into it.

    Args:
        folder: the notebook's own, in which its kernel starts.
        cell_seconds: limit on one cell.
    """
    begun, clock = time.time(), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="bigmodel-edu-", ignore_cleanup_errors=True) as home:
        async with _kernel(folder, Path(home)) as (manager, client):
            runner = NotebookClient(
                draft.notebook, km=manager, timeout=cell_seconds, allow_errors=True, record_timing=False, coalesce_streams=True
            )
            runner.kc = client
            source = (resources.files(__package__) / "recorder.py").read_text(encoding="utf-8")
            await _ask(runner, "exec(" + repr(START.format(name=RECORDER, source=source)) + ", {})")
            trouble = await _run_cells(draft, runner, cell_seconds, Path(home) / "kernel.log")
            evidence = Evidence() if trouble else await _evidence(runner, wanted(draft))
    return Run(begun, time.monotonic() - clock, evidence, trouble)


@asynccontextmanager
async def _kernel(folder: Path, home: Path) -> AsyncIterator[tuple[AsyncKernelManager, Any]]:
    """A fresh kernel of this very Python, whatever kernels the user has; it is gone afterwards, whatever happens."""
    manager = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=KernelSpecManager(kernel_dirs=[]))
    with (home / "kernel.log").open("wb") as log:
        await manager.start_kernel(
            cwd=str(folder), env=environment(home), extra_arguments=["--HistoryManager.hist_file=:memory:"], stdout=log, stderr=log
        )
        client = manager.client()
        try:
            client.start_channels()
            await client.wait_for_ready(timeout=120)
            client.allow_stdin = False
            yield manager, client
        finally:
            client.stop_channels()
            await manager.shutdown_kernel(now=True)


async def _run_cells(draft: Draft, runner: NotebookClient, cell_seconds: float, log: Path) -> Problem | None:
    for place, cell in enumerate(draft.notebook.cells):
        try:
            await runner.async_execute_cell(cell, place, execution_count=runner.code_cells_executed + 1)
        except CellTimeoutError:
            what = _("the cell of {path} did not end within {seconds:g} s").format(path=draft.path, seconds=cell_seconds)
            return draft.lesson.problem(draft.line(cell), what, _("Make it smaller, or end the loop."))
        except DeadKernelError:
            words = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
            what = _("the kernel of {path} died in this cell").format(path=draft.path) + (f" ({words[-1]})" if words else "")
            return draft.lesson.problem(draft.line(cell), what, _("Look for what takes all memory or ends the process."))
        errors = [output for output in cell.get("outputs", []) if output.output_type == "error"]
        if errors:
            return _failure(draft, cell, errors[0])
    return None


def _failure(draft: Draft, cell: NotebookNode, error: NotebookNode) -> Problem:
    """An exception at the top level of a cell, with the line of the source on which it arose."""
    trace = re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(error.traceback))
    inside = re.search(rf"Cell In\[{cell.execution_count}\], line (\d+)", trace)
    line = draft.line(cell) + (int(inside[1]) - 1 if inside else 0)
    source = draft.origin.get(cell.id)
    said = f"{error.ename}: {error.evalue}".strip().rstrip(".: ")
    if source is not None and source.role == "exercise":
        what = _("the starter fails at the top level ({error})").format(error=said)
        return draft.lesson.problem(line, what, _("A starter fails inside its function only: `raise NotImplementedError`."))
    what = _("the cell fails in {path} ({error})").format(path=draft.path, error=said)
    hint = _("Mend the cell.") if draft.solved else _("Mend the cell; an unsolved notebook runs from top to bottom without any answer.")
    return draft.lesson.problem(line, what, hint)


async def _evidence(runner: NotebookClient, numbers: list[Placeholder]) -> Evidence:
    asked = [[each.expression, each.form] for each in numbers]
    texts = json.loads(ast.literal_eval(await _ask(runner, "", f"__import__({RECORDER!r}).values(get_ipython().user_ns, {asked!r})")))
    found = json.loads(ast.literal_eval(await _ask(runner, "", f"__import__({RECORDER!r}).report(get_ipython())")))
    given = dict(zip((each.key for each in numbers), texts, strict=True))
    return Evidence(
        modules=tuple(found["modules"]),
        files=tuple(found["files"]),
        facts=tuple(found["facts"]),
        messages=tuple(found["messages"]),
        data=found["data"],
        packages=found["packages"],
        cards={int(count): tuple(card) for count, card in found["cards"].items()},
        values={key: typeset(text["text"]) for key, text in given.items() if "text" in text},
        unfilled={key: text["error"] for key, text in given.items() if "error" in text},
        seconds=found["seconds"],
    )


async def _ask(runner: NotebookClient, code: str, expression: str = "None") -> str:
    """Run code of our own in the kernel, unseen by the notebook, and return the text of an expression's value."""
    assert runner.kc is not None
    request = runner.kc.execute(code, silent=True, store_history=False, user_expressions={"value": expression})
    reply = await runner.async_wait_for_reply(request)
    content: dict[str, Any] = reply["content"] if reply else {"status": "error", "evalue": _("no answer")}
    value = content.get("user_expressions", {}).get("value", {})
    if content["status"] != "ok" or value.get("status") != "ok":
        reason = content.get("evalue") or value.get("evalue") or content
        raise RuntimeError(_("the kernel could not be asked: {reason}").format(reason=reason))
    return str(value["data"]["text/plain"])
