"""A module of the course as its source says it: what it defines, what it imports, and what importing it does."""

import ast
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from bigmodel_edu.authoring.definition import Definition, Imported, imported

COURSE = "bigmodel_edu"
BANKS = "bigmodel_edu.exercises"  # the group of entry points under which private banks join
EFFECTS = ""  # the name under which stands what importing a module does, besides defining names
# Decorators that do nothing but wrap what they decorate. Any other may enter it in a table: then importing the module is enough to use it.
WRAPPING = (
    "argument", "asynccontextmanager", "cache", "command", "contextmanager", "dataclass", "group", "inference_mode", "lru_cache", "no_grad",
    "option", "overload", "total_ordering", "version_option", "wraps",
)  # fmt: skip


@dataclass(frozen=True)
class ModuleSource:
    """A module's top level, read without importing it.

    Args:
        name: dotted.
        definitions: what it binds, by name; under `EFFECTS`, what else importing it does.
        imports: what its imports bind, by name; an ``import *`` stands under ``*``.
        decorated: names of definitions with a decorator that may enter them in a table.
        derived: names of classes with a base class or a metaclass, which may enter them in a table too.
    """

    name: str
    definitions: Mapping[str, Definition]
    imports: Mapping[str, list[Imported]]
    decorated: tuple[str, ...]
    derived: tuple[str, ...]


@cache
def banks() -> Mapping[str, str]:
    """The module of each chapter that a private bank adds."""
    return {point.name: point.module for point in entry_points(group=BANKS)}


@cache
def own_packages() -> tuple[str, ...]:
    """The course's package and those of private banks."""
    return (COURSE, *sorted({module.split(".")[0] for module in banks().values()} - {COURSE}))


def is_own(name: str) -> bool:
    """Whether a module belongs to the course or to a private bank.

    >>> is_own("bigmodel_edu.models"), is_own("torch")
    (True, False)
    """
    return name.split(".")[0] in own_packages()


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


@cache
def submodules(name: str) -> tuple[str, ...]:
    """Every module inside a package, at any depth."""
    path = module_path(name)
    if path is None or path.name != "__init__.py":
        return ()
    found = [f"{name}.{each.name}" for each in pkgutil.iter_modules([str(path.parent)])]
    return tuple(module for each in found for module in (each, *submodules(each)))


@cache
def read_module(name: str) -> ModuleSource | None:
    """Read a module of the course; None when there is none of that name. What was read is kept until `look_again`."""
    path = module_path(name) if is_own(name) else None
    return _read_file(name, path, path.stat().st_mtime_ns) if path else None


def look_again() -> None:
    """Let the next look at a module see what its file holds now."""
    for kept in (submodules, read_module, own_packages, banks):
        kept.cache_clear()


@cache
def _read_file(name: str, path: Path, changed: int) -> ModuleSource:
    return read_source(name, path.read_text(encoding="utf-8"), package=path.name == "__init__.py")


def read_source(name: str, source: str, *, package: bool = False) -> ModuleSource:
    """Read a module's source.

    Raises:
        SyntaxError: where it is not Python.
    """
    return read_tree(name, ast.parse(source), package=package)


def read_tree(name: str, tree: ast.Module, *, package: bool = False) -> ModuleSource:
    """Read a module's syntax tree."""
    bound: dict[str, list[ast.stmt]] = {}
    imports: dict[str, list[Imported]] = {}
    for statement in filter(_runs_on_import, tree.body):
        for each in _outside_functions(statement):
            if isinstance(each, ast.Import | ast.ImportFrom):
                for alias, target in imported(each, name, package=package):
                    imports.setdefault(alias, []).append(target)
        names = set(_bound_names(statement))
        for key in names if _only_binds(statement) else {*names, EFFECTS}:
            bound.setdefault(key, []).append(statement)
    definitions = {key: Definition(name, package, tuple(statements)) for key, statements in bound.items()}
    decorated = [each.name for each in tree.body if isinstance(each, ast.FunctionDef | ast.ClassDef) if not _only_wrapped(each)]
    derived = [each.name for each in tree.body if isinstance(each, ast.ClassDef) and (each.bases or each.keywords)]
    return ModuleSource(name, definitions, imports, tuple(decorated), tuple(derived))


def _runs_on_import(statement: ast.stmt) -> bool:
    if not isinstance(statement, ast.If):
        return True
    test = ast.unparse(statement.test)
    return "TYPE_CHECKING" not in test and "__main__" not in test


def _only_binds(statement: ast.stmt) -> bool:
    """Whether a statement binds names and does nothing else that we look at: a call on the right of ``=`` is looked at by `reach`."""
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant)
    if isinstance(statement, ast.Assign | ast.AnnAssign):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        return not any(isinstance(node, ast.Attribute | ast.Subscript) for target in targets for node in ast.walk(target))
    return isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom)


def _only_wrapped(definition: ast.FunctionDef | ast.ClassDef) -> bool:
    names = (ast.unparse(each.func if isinstance(each, ast.Call) else each).split(".")[-1] for each in definition.decorator_list)
    return all(name in WRAPPING for name in names)


def _bound_names(statement: ast.stmt) -> Iterator[str]:
    """Names that a statement binds in the module: by definition, by assignment, also inside ``if``, ``for`` and ``try``."""
    for node in _outside_functions(statement):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def _outside_functions(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
        for child in ast.iter_child_nodes(node):
            yield from _outside_functions(child)
