"""One definition of a module, as far as it can change what a notebook shows: what it does, what it only says, what it uses.

A text is *only said* when it is a docstring, when `_` or `plural` gets it, or when it stands in a ``raise``. Such texts are kept apart
from what the definition does, because they matter to those notebooks alone that show them. In a ``raise``, a text without a blank is no
sentence: it may be a key, and counts as what the definition does.
"""

import ast
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

DIGITS = 8  # of a definition's digest, in hexadecimal: enough to tell two versions apart, and a line of them can still be read
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
SAYING = ("_", "plural")
LOOKING_ROUND = ("globals", "vars", "locals", "eval", "exec")  # may use any name of their module
IMPORTING = ("import_module", "__import__")
CHANGING = ("add", "append", "appendleft", "extend", "insert", "register", "setdefault", "update")


@dataclass(frozen=True)
class Imported:
    """What a name stands for that an import bound: a module, or a name of it."""

    module: str
    name: str = ""


@dataclass(frozen=True)
class Definition:
    """All statements of a module's top level that bind one name, or all that only do something when the module is imported.

    Args:
        module: in which they stand.
        package: whether the module is a package's ``__init__``.
        statements: in order.
    """

    module: str
    package: bool
    statements: Sequence[ast.stmt] = field(compare=False)

    @cached_property
    def _read(self) -> "_Reading":
        reading = _Reading()
        return reading.of(self.statements)

    @property
    def texts(self) -> tuple[str, ...]:
        """What is only said, in order; a docstring that is not there is empty."""
        return tuple(self._read.texts)

    def digest(self, shown: Iterable[int] = ()) -> str:
        """A digest of what the definition does and of the texts that are shown, by their place in `texts`; comments never count."""
        said = {place: self.texts[place] for place in sorted(set(shown)) if place < len(self.texts)}
        content = json.dumps([self._read.tree, said])
        return hashlib.sha256(content.encode()).hexdigest()[:DIGITS]

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of the syntax tree."""
        return tuple(node for statement in self.statements for node in ast.walk(statement))

    @cached_property
    def chains(self) -> frozenset[tuple[str, ...]]:
        """Every name that is mentioned, with the attributes behind it: ``("torch", "nn", "Linear")``."""
        return frozenset(chain for statement in self.statements for chain in _chains(statement))

    @cached_property
    def imports(self) -> dict[str, list[Imported]]:
        """What imports inside these statements bind; an ``import *`` stands under ``*``."""
        bound: dict[str, list[Imported]] = {}
        for node in self.nodes:
            if isinstance(node, ast.Import | ast.ImportFrom):
                for name, target in imported(node, self.module, package=self.package):
                    bound.setdefault(name, []).append(target)
        return bound

    @cached_property
    def strings(self) -> frozenset[str]:
        """Every text without a blank: it may name a module or an exercise."""
        values = (node.value for node in self.nodes if isinstance(node, ast.Constant))
        return frozenset(value for value in values if isinstance(value, str) and value and not any(map(str.isspace, value)))

    @cached_property
    def imported_by_string(self) -> frozenset[str]:
        """How the names of modules begin that are made when the code runs and imported then; empty: nothing is known of the name."""
        calls = [node for node in self.nodes if isinstance(node, ast.Call) and node.args and _last_name(node.func) in IMPORTING]
        return frozenset(self._beginning(call.args[0]) for call in calls if not isinstance(call.args[0], ast.Constant))

    def _beginning(self, made: ast.expr) -> str:
        if isinstance(made, ast.BinOp):
            return self._beginning(made.left)
        if isinstance(made, ast.Name) and made.id == "__name__":
            return self.module
        if isinstance(made, ast.Constant):
            return str(made.value)
        text = ""
        for part in made.values if isinstance(made, ast.JoinedStr) else []:
            known = self._beginning(part.value if isinstance(part, ast.FormattedValue) else part)
            text += known
            if isinstance(part, ast.FormattedValue) and not known:
                break
        return text

    @property
    def looks_round(self) -> bool:
        """Whether any name of its own module may be used: ``globals()``, ``eval``."""
        calls = (node for node in self.nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name))
        return any(call.func.id in LOOKING_ROUND and (not call.args or call.func.id in ("eval", "exec")) for call in calls)  # type: ignore[attr-defined]

    @cached_property
    def changed_names(self) -> frozenset[str]:
        """Names, not its own, that calling it may change: ``global x``, ``TABLE[key] = …``, ``TABLE.append(…)``."""
        names: set[str] = set()
        stated = {name for node in self.nodes if isinstance(node, ast.Global) for name in node.names}
        for node in self.nodes:
            if isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store | ast.Del):
                names |= {chain[0] for chain in _chains(node)}
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGING:
                names |= {chain[0] for chain in _chains(node.func)}
        own = {node.id for node in self.nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        own |= {node.arg for node in self.nodes if isinstance(node, ast.arg)}
        return frozenset(names - own | stated)


def imported(node: ast.Import | ast.ImportFrom, module: str, *, package: bool) -> Iterator[tuple[str, Imported]]:
    """Each name that an import binds, and what it stands for.

    >>> list(imported(ast.parse("from ..b import c as d").body[0], "a.x.y", package=False))
    [('d', Imported(module='a.b', name='c'))]
    """
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield (alias.asname, Imported(alias.name)) if alias.asname else (alias.name.split(".")[0], Imported(alias.name.split(".")[0]))
            if not alias.asname and "." in alias.name:
                yield "", Imported(alias.name)  # `import a.b` binds `a` alone, and imports both
        return
    above = module.split(".")[: len(module.split(".")) - node.level + package] if node.level else []
    home = ".".join([*above, *([node.module] if node.module else [])])
    for alias in node.names:
        yield alias.asname or alias.name, Imported(home, alias.name)


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _chains(node: ast.AST) -> Iterator[tuple[str, ...]]:
    parts: list[str] = []
    inner = node
    while isinstance(inner, ast.Attribute):
        parts.append(inner.attr)
        inner = inner.value
    if isinstance(inner, ast.Name):
        yield (inner.id, *reversed(parts))
        return
    for child in ast.iter_child_nodes(inner):
        yield from _chains(child)


class _Reading:
    """Writes a syntax tree as plain lists by our own rules, since `ast.dump` differs between versions of Python."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.tree: Any = None

    def of(self, statements: Sequence[ast.stmt]) -> "_Reading":
        self.tree = [self._plain(statement) for statement in statements]
        return self

    def _said(self, text: str) -> list[Any]:
        self.texts.append(text)
        return ["said", len(self.texts) - 1]

    def _plain(self, node: Any, said: bool = False) -> Any:
        if isinstance(node, list):
            return [self._plain(item, said) for item in node]
        if isinstance(node, _Said):
            return self._said(node.text)
        if not isinstance(node, ast.AST):
            return repr(node)
        text = _text_of(node) if said else None
        if text is not None and any(map(str.isspace, text.strip())):
            return self._said(text)
        if said and isinstance(node, ast.JoinedStr):
            constants = [part.value if isinstance(part, ast.Constant) else "{}" for part in node.values]
            filled = [self._plain(part) for part in node.values if isinstance(part, ast.FormattedValue)]
            return ["JoinedStr", self._said("".join(map(str, constants))), filled]
        return [type(node).__name__, self._fields(node, said)]

    def _fields(self, node: ast.AST, said: bool) -> dict[str, Any]:
        fields = {name: value for name, value in ast.iter_fields(node) if value is not None and value != [] and name not in ("kind", "ctx")}
        plain: dict[str, Any] = {}
        if isinstance(node, DOCUMENTED):
            documented = ast.get_docstring(node, clean=False)
            plain["doc"] = self._said(documented or "")
            fields["body"] = node.body[documented is not None :]
        if isinstance(node, ast.Call) and _last_name(node.func) in SAYING:
            fields["args"] = [_Said(text) if (text := _text_of(arg)) is not None else arg for arg in node.args]
        said = said or isinstance(node, ast.Raise)
        return plain | {name: self._plain(value, said) for name, value in fields.items()}


@dataclass(frozen=True)
class _Said:
    """A text that is handed to `_` or `plural`."""

    text: str


def _text_of(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
