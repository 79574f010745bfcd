"""Runs inside the notebook's kernel, as text, before the first cell and after the last: what did the notebook really use?

Only the standard library, so that nothing is imported that the notebook did not import.
"""

import importlib.metadata
import json
import os
import sys
from types import ModuleType
from typing import Any

opened: set[str] = set()


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook that remembers every file that is opened."""
    if event == "open" and isinstance(arguments[0], (str, os.PathLike)):
        path = os.fspath(arguments[0])
        if isinstance(path, str) and not path.endswith((".py", ".pyc", ".so")):
            opened.add(os.path.abspath(path))


def start() -> None:
    """Begin to watch."""
    sys.addaudithook(watch)


def report(shell: Any) -> str:
    """Return, as JSON, the course's modules, files and data that were used, and every card that a cell ended with."""
    seen = frozenset(opened)
    own = [name for name in sys.modules if name.split(".")[0] == "bigmodel_edu"]
    banks = {point.value.split(":")[0] for point in importlib.metadata.entry_points(group="bigmodel_edu.exercises")}
    return json.dumps(
        {
            "modules": sorted(name for name in {*own, *(banks & set(sys.modules))} if getattr(sys.modules[name], "__file__", None)),
            "files": files_of_the_package(seen),
            "data": data_packages(sys.modules.get("bigmodel_edu.data.catalogue"), seen),
            "cards": cards(shell.user_ns.get("Out", {})),
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


def data_packages(catalogue: ModuleType | None, paths: frozenset[str]) -> dict[str, str]:
    """What carries the data sets from which a file was read, with versions; Debian's have the pinned version."""
    used: dict[str, str] = {}
    records = catalogue.RECORDS.values() if catalogue else ()
    for source in {id(source): source for record in records for source in record.sources}.values():
        folder = source.find()
        if folder is None or not any(path.startswith(os.path.abspath(folder) + os.sep) for path in paths):
            continue
        if hasattr(source, "requirement"):
            name = source.requirement.split("==")[0]
            used[name] = importlib.metadata.version(name)
        else:
            used[f"{source.name} (Debian)"] = source.version
    return used


def cards(outputs: dict[int, Any]) -> dict[int, list[Any]]:
    """Each card that is the value of a cell, by execution count: exercise, status, points, full points."""
    shown = {count: getattr(value, "result", None) for count, value in outputs.items() if type(value).__name__ == "Card"}
    return {count: [result.exercise, result.status, result.points, result.max_points] for count, result in shown.items() if result}
