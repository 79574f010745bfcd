"""Runs inside the notebook's kernel, as text, before the first cell and after the last: what did the notebook really use?

Only the standard library, so that nothing is imported that the notebook did not import.
"""

import functools
import gettext
import importlib
import importlib.metadata
import json
import os
import re
import sys
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any

FACT = "bigmodel_edu.fact"  # the audit event of a fact that is read
opened: set[str] = set()
facts: set[str] = set()
messages: dict[str, set[int]] = {}  # each message that was asked for, and in which cells


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook that remembers every file that is opened and every fact that is read."""
    if event == FACT:
        facts.add(str(arguments[0]))
    if event == "open" and isinstance(arguments[0], (str, os.PathLike)):
        path = os.fspath(arguments[0])
        if isinstance(path, str) and not path.endswith((".py", ".pyc", ".so")):
            opened.add(os.path.abspath(path))


def start() -> None:
    """Begin to watch."""
    sys.addaudithook(watch)
    for catalogue in (gettext.NullTranslations, gettext.GNUTranslations):
        for name, count in (("gettext", 1), ("ngettext", 2)):
            setattr(catalogue, name, noting(getattr(catalogue, name), count))


def cell() -> int:
    """The number of the cell that is running; 0 outside a notebook."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return len(shell.user_ns["In"]) - 1 if shell else 0  # ``execution_count`` is the next cell's number while a value is shown


def noting(translate: Callable[..., str], count: int) -> Callable[..., str]:
    """Wrap a method of a catalogue so that the messages, its first so many arguments, are remembered."""

    @functools.wraps(translate)
    def noted(catalogue: gettext.NullTranslations, *arguments: Any) -> str:
        for message in arguments[:count]:
            messages.setdefault(str(message), set()).add(cell())
        return translate(catalogue, *arguments)

    return noted


def report(shell: Any) -> str:
    """Return, as JSON, the course's modules, the files, facts, messages and data that were used, and every card that a cell ended with.

    A message that only cells with a card asked for is left out: a card is text, in which what is shown can be read.
    """
    seen = frozenset(opened)
    shown = cards(shell.user_ns.get("Out", {}))
    carriers = carriers_of_data(sys.modules.get("bigmodel_edu.data.catalogue"), seen)
    own = [name for name in sys.modules if name.split(".")[0] == "bigmodel_edu"]
    banks = {point.value.split(":")[0] for point in importlib.metadata.entry_points(group="bigmodel_edu.exercises")}
    return json.dumps(
        {
            "modules": sorted(name for name in {*own, *(banks & set(sys.modules))} if getattr(sys.modules[name], "__file__", None)),
            "files": files_of_the_package(seen),
            "facts": sorted(facts),
            "messages": sorted(message for message, asking in messages.items() if asking - set(shown)),
            "data": {name_of(source): version_of(source) for source in carriers},
            "packages": {source.module: install(source) for source in carriers if hasattr(source, "requirement") and is_needed(source)},
            "seconds": time.process_time(),
            "cards": shown,
        }
    )


def files_of_the_package(paths: frozenset[str]) -> list[str]:
    """Data files of the package, relative to the folder that holds the package."""
    package = sys.modules.get("bigmodel_edu")
    if package is None or package.__file__ is None:
        return []
    parent = os.path.dirname(os.path.dirname(os.path.abspath(package.__file__)))
    inside = os.path.join(parent, "bigmodel_edu") + os.sep
    return sorted(os.path.relpath(path, parent).replace(os.sep, "/") for path in paths if path.startswith(inside))


def carriers_of_data(catalogue: ModuleType | None, paths: frozenset[str]) -> list[Any]:
    """The packages that carry the data sets which were used: imported, or a file of them was read."""
    records = catalogue.RECORDS.values() if catalogue else ()
    stated = [source for record in records for source in record.sources]
    sources = [getattr(source, "carrier", source) for source in stated]  # a table is carried by a package
    return [source for source in sources if getattr(source, "module", None) in sys.modules or was_read(source.find(), paths)]


def is_needed(source: Any) -> bool:
    """Whether a set that is not optional comes with this carrier: the set-up cell installs no large model by itself."""
    records = sys.modules["bigmodel_edu.data.catalogue"].RECORDS.values()
    owners = [record for record in records if source in record.sources]
    return not owners or any(not record.optional for record in owners)


def was_read(folder: Any, paths: frozenset[str]) -> bool:
    """Whether a file inside a folder is among the paths."""
    return folder is not None and any(path.startswith(os.path.abspath(folder) + os.sep) for path in paths)


def name_of(source: Any) -> str:
    """The name of a carrier; Debian's say so."""
    return re.split(r"[^\w.-]", source.requirement)[0] if hasattr(source, "requirement") else f"{source.name} (Debian)"


def version_of(source: Any) -> str:
    """The installed version of a Python package; the pinned one of a Debian package."""
    return importlib.metadata.version(name_of(source)) if hasattr(source, "requirement") else source.version


def install(source: Any) -> str:
    """What pip needs to be told to install a carrier."""
    return ("--no-deps " if source.alone else "") + str(source.requirement)


def values(names: dict[str, Any], wanted: list[tuple[str, str]]) -> str:
    """Return, as JSON, what each expression and its format give for these names: the text, or the error in words."""
    known = dict(names)
    for name in ("fact", "architecture"):
        if any(f"{name}(" in expression for expression, _form in wanted):
            known[name] = getattr(importlib.import_module("bigmodel_edu.facts"), name)
    return json.dumps([value(known, expression, form) for expression, form in wanted])


def value(names: dict[str, Any], expression: str, form: str) -> dict[str, str]:
    """The text of one expression's value, or why there is none."""
    try:
        return {"text": format(eval(expression, names), form)}
    except Exception as error:  # whatever the lesson's expression does wrong is told to its author
        return {"error": f"{type(error).__name__}: {error}"}


def cards(outputs: dict[int, Any]) -> dict[int, list[Any]]:
    """Each card that is the value of a cell, by execution count: exercise, status, points, full points."""
    shown = {count: getattr(value, "result", None) for count, value in outputs.items() if type(value).__name__ == "Card"}
    return {count: [result.exercise, result.status, result.points, result.max_points] for count, result in shown.items() if result}
