"""What a recorded notebook was made from: its own code, the modules it imported, the files and data it read.

As long as none of these changed, the recorded outputs are what a new run would give.
"""

import ast
import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from bigmodel_edu.authoring.assemble import is_setup
from bigmodel_edu.authoring.execute import Evidence
from bigmodel_edu.language import _

DIGITS = 16  # of a digest, in hexadecimal: enough to tell versions apart, short enough to read in a diff
NAMED = 3  # changed modules that are told by name
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class MadeFrom:
    """What a notebook was made from, each with its digest or version.

    Args:
        code: digest of the notebook's code cells.
        modules: digest by the module's name; comments, docstrings and layout do not count.
        files: digest by path, of the package's data files that were read.
        data: version by the package that carries data that was read.
        packages: what pip needs to be told to install such a package, by the module that is then there.
    """

    code: str
    modules: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, str] = field(default_factory=dict)
    packages: Mapping[str, str] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """One digest of it all."""
        return "sha256:" + hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()

    def changes(self, now: "MadeFrom") -> Iterator[str]:
        """What differs now, in words."""
        if self.code != now.code:
            yield _("the code cells changed")
        before, after = {**self.modules, **self.files}, {**now.modules, **now.files}
        changed = sorted(name for name, digest in before.items() if digest != after.get(name))
        if changed:
            more = len(changed) - NAMED
            names = ", ".join(changed[:NAMED]) + (_(" and {count} more").format(count=more) if more > 0 else "")
            yield _("{names} changed").format(names=names)
        for name, version in self.data.items():
            here = now.data.get(name)
            if here != version:
                yield _("{name} is {here} here, it was {version}").format(name=name, here=here, version=version)


def made_from(notebook: NotebookNode, evidence: Evidence, begun: float) -> MadeFrom:
    """What a notebook that just ran was made from.

    A module or file that was changed after the run had begun gets no digest, so that the notebook counts as stale.
    """
    return MadeFrom(
        code=code_digest(notebook),
        modules={name: _module_now(name, begun) for name in evidence.modules},
        files={path: _file_now(path, begun) for path in evidence.files},
        data=dict(evidence.data),
        packages=dict(evidence.packages),
    )


def made_now(recorded: MadeFrom, notebook: NotebookNode) -> MadeFrom:
    """The same things as they are now, without running anything. A carrier of data that is not installed here counts as unchanged."""
    return MadeFrom(
        code=code_digest(notebook),
        modules={name: _module_now(name) for name in recorded.modules},
        files={path: _file_now(path) for path in recorded.files},
        data={name: _version_now(name) or version for name, version in recorded.data.items()},
        packages=recorded.packages,
    )


def read_made_from(own: Mapping[str, Any]) -> MadeFrom | None:
    """Read it from a notebook's metadata; None where it is missing, damaged or does not agree with its fingerprint."""
    found = own.get("made_from")
    tables = ("modules", "files", "data", "packages")
    if not isinstance(found, dict) or set(found) != {"code", *tables}:
        return None
    if not isinstance(found["code"], str) or not all(isinstance(found[name], dict) for name in tables):
        return None
    recorded = MadeFrom(found["code"], *(dict(found[name]) for name in tables))
    return recorded if recorded.fingerprint == own.get("fingerprint") else None


def code_digest(notebook: NotebookNode) -> str:
    """Digest of the lesson's code cells. Text cells do not count: they may change without a new run."""
    return _digest(json.dumps(lesson_code(notebook)).encode())


def lesson_code(notebook: NotebookNode) -> list[str]:
    """The source of each code cell but the set-up cell."""
    return [cell.source for cell in notebook.cells if cell.cell_type == "code" and not is_setup(cell)]


def outputs_digest(notebook: NotebookNode) -> str:
    """Digest of the recorded outputs, by which a change by hand is noticed."""
    outputs = [[cell.execution_count, cell.outputs] for cell in notebook.cells if cell.cell_type == "code"]
    return _digest(json.dumps(outputs, sort_keys=True).encode())


def source_digest(source: str) -> str:
    """Digest of what a module does: its syntax tree without docstrings.

    The tree is written out by our own rules, since `ast.dump` differs between versions of Python.

    >>> source_digest("x = 1  # one") == source_digest("x = (1)")
    True
    """
    return _digest(json.dumps(_plain(ast.parse(source))).encode())


def _plain(node: Any) -> Any:
    if isinstance(node, ast.AST):
        fields = {name: value for name, value in ast.iter_fields(node) if value is not None and value != [] and name not in ("kind", "ctx")}
        if isinstance(node, DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            fields["body"] = node.body[1:]
        return [type(node).__name__, {name: _plain(value) for name, value in fields.items()}]
    if isinstance(node, list):
        return [_plain(item) for item in node]
    return repr(node)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:DIGITS]


def _module_now(name: str, before: float = math.inf) -> str:
    path = module_path(name)
    if path is None or path.stat().st_mtime > before:
        return ""
    return _digest_of_module(path, path.stat().st_mtime_ns)


@cache
def _digest_of_module(path: Path, changed: int) -> str:
    return source_digest(path.read_text(encoding="utf-8"))


def module_path(name: str) -> Path | None:
    """Where a module's source lies, found without importing anything.

    >>> module_path("bigmodel_edu.language").name
    'language.py'
    """
    top, *rest = name.split(".")
    spec = find_spec(top)
    if spec is None or spec.origin is None:
        return None
    if not rest:
        return Path(spec.origin)
    stem = Path(spec.origin).parent.joinpath(*rest)
    return next((path for path in (stem.with_suffix(".py"), stem / "__init__.py") if path.is_file()), None)


def _file_now(path: str, before: float = math.inf) -> str:
    package = module_path("bigmodel_edu")
    file = package.parent.parent / path if package else None
    return _digest(file.read_bytes()) if file and file.is_file() and file.stat().st_mtime <= before else ""


def _version_now(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
