"""Find the names that an exercise forbids in the code that an answer really consists of.

Only the target and the definitions that it reaches count: a student may well compare with the library in the next line.
"""

import ast
from collections.abc import Iterable, Iterator
from functools import lru_cache


def forbidden_names(source: str, target: str, forbidden: Iterable[str]) -> tuple[str, ...]:
    """Return the forbidden dotted names that ``target`` reaches; a rule such as ``.softmax`` stands for that name anywhere.

    >>> code = "import torch.nn.functional as F\\ndef f(x):\\n    return F.softmax(x, -1)"
    >>> forbidden_names(code, "f", ["torch.nn.functional.softmax"])
    ('torch.nn.functional.softmax',)
    """
    forbidden = tuple(forbidden)
    module = _module_of(source)
    used = set(module.names_reached(target))
    found = [rule for rule in forbidden if any(_breaks(rule, name) for name in used)]
    texts = set(module.names_in_texts(target))
    found += [rule for rule in forbidden if rule not in found and rule.rsplit(".", 1)[-1] in texts]
    return tuple(found)


@lru_cache(maxsize=16)  # a notebook's exercises are asked for one after the other, of the same cells
def _module_of(source: str) -> "_Module":
    try:
        return _Module(ast.parse(source))
    except SyntaxError:  # code that does not parse defines nothing: the call itself will say so
        return _Module(ast.Module([], []))


def _breaks(rule: str, name: str) -> bool:
    if rule.startswith("."):  # a function or method of that name, whatever it is taken from
        return name.endswith(rule)
    if name == rule or name.startswith(rule + "."):
        return True
    same_root, same_leaf = name.split(".")[0] == rule.split(".")[0], name.rsplit(".", 1)[-1] == rule.rsplit(".", 1)[-1]
    return rule.startswith("torch.") and same_root and same_leaf  # the same function by another of torch's own paths


FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def _scoped(node: ast.AST, local: frozenset[str] = frozenset()) -> Iterator[tuple[ast.AST, frozenset[str]]]:
    """Each node inside with the names that are local there: a parameter called as a definition elsewhere is not that definition."""
    if isinstance(node, COMPREHENSIONS):
        yield from _scoped_comprehension(node, local)
        return
    if not isinstance(node, FUNCTIONS):
        yield node, local
        for child in ast.iter_child_nodes(node):
            yield from _scoped(child, local)
        return
    outside = [*getattr(node, "decorator_list", []), *node.args.defaults, *filter(None, node.args.kw_defaults)]
    for part in outside:
        yield from _scoped(part, local)
    body = [node.body] if isinstance(node, ast.Lambda) else node.body
    parameters = {part.arg for part in ast.walk(node.args) if isinstance(part, ast.arg)}
    inside = local | parameters | {name for statement in body for name in _assigned(statement)}
    for part in body:
        yield from _scoped(part, inside)


def _scoped_comprehension(
    node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp, local: frozenset[str]
) -> Iterator[tuple[ast.AST, frozenset[str]]]:
    """The names that a comprehension loops over are its own; what it loops over first is looked up outside."""
    yield node, local
    first = node.generators[0].iter
    yield from _scoped(first, local)
    targets = (inner for generator in node.generators for inner in ast.walk(generator.target))
    inside = local | {inner.id for inner in targets if isinstance(inner, ast.Name)}
    for generator in node.generators:
        parts = [generator.target, *([] if generator.iter is first else [generator.iter]), *generator.ifs]
        for part in parts:
            yield from _scoped(part, inside)
    for result in [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]:
        yield from _scoped(result, inside)


def _assigned(node: ast.AST) -> Iterator[str]:
    """Names that a function's own statements assign; nested functions, classes and comprehensions have names of their own."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    if not isinstance(node, (*FUNCTIONS, *COMPREHENSIONS, ast.ClassDef)):
        for child in ast.iter_child_nodes(node):
            yield from _assigned(child)


class _Module:
    """The top-level definitions of some cells and what each name stands for."""

    def __init__(self, tree: ast.Module) -> None:
        self.definitions: dict[str, list[ast.AST]] = {}
        self.imported: dict[str, str] = {}
        self.starred: list[str] = []
        self._parts: dict[ast.AST, list[tuple[ast.AST, frozenset[str]]]] = {}
        for node in tree.body:
            self._define(node)
        for inner in ast.walk(tree):
            self._import(inner)

    def _define(self, node: ast.stmt) -> None:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            earlier = self.definitions.get(node.name, [])  # an earlier try of the same function is gone; a value may live on
            self.definitions[node.name] = [*(other for other in earlier if not isinstance(other, type(node))), node]
            return
        for inner in ast.walk(node):
            if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
                self.definitions.setdefault(inner.id, []).append(node)
            elif isinstance(inner, (ast.FunctionDef, ast.ClassDef)):  # defined under an if, a try, a with
                self.definitions.setdefault(inner.name, []).append(inner)

    def _import(self, node: ast.AST) -> None:
        if isinstance(node, ast.Import):
            for alias in node.names:
                name = alias.asname or alias.name.split(".")[0]
                self.imported[name] = alias.name if alias.asname else name
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                if alias.name == "*":
                    self.starred.append(node.module)
                else:
                    self.imported[alias.asname or alias.name] = f"{node.module}.{alias.name}"

    def _inside(self, node: ast.AST) -> list[tuple[ast.AST, frozenset[str]]]:
        """The parts of a definition, found once."""
        if node not in self._parts:
            self._parts[node] = list(_scoped(node))
        return self._parts[node]

    def reached(self, target: str) -> Iterator[ast.AST]:
        """The definitions that the target uses, directly or through others."""
        waiting, seen = [target], set()
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            for node in self.definitions.get(name, []):
                yield node
                waiting += [inner.id for inner, local in self._inside(node) if isinstance(inner, ast.Name) and inner.id not in local]

    def names_reached(self, target: str) -> Iterator[str]:
        if target in self.imported and target not in self.definitions:
            yield self.imported[target]
        for node in self.reached(target):
            for inner, local in self._inside(node):
                if isinstance(inner, ast.ImportFrom) and inner.module:
                    yield from (f"{inner.module}.{alias.name}" for alias in inner.names)
                elif isinstance(inner, ast.Name) and inner.id not in self.definitions and inner.id not in local:
                    yield self.imported.get(inner.id, inner.id)
                    yield from (f"{module}.{inner.id}" for module in self.starred)
                elif isinstance(inner, ast.Attribute):
                    yield self._dotted(inner, local)

    def names_in_texts(self, target: str) -> Iterator[str]:
        """Texts by which a function is looked up: ``getattr(F, "softmax")``, ``vars(F)["softmax"]``."""
        for node in self.reached(target):
            for inner, _local in self._inside(node):
                if isinstance(inner, ast.Call) and "getattr" in self._dotted(inner.func):
                    places: list[ast.expr] = list(inner.args)
                elif isinstance(inner, ast.Subscript):
                    places = [inner.slice]
                else:
                    continue
                yield from (place.value for place in places if isinstance(place, ast.Constant) and isinstance(place.value, str))

    def _dotted(self, node: ast.expr, local: frozenset[str] = frozenset()) -> str:
        if isinstance(node, ast.Attribute):
            return f"{self._dotted(node.value, local)}.{node.attr}"
        if isinstance(node, ast.Name):
            return node.id if node.id in local else self._resolve(node.id)
        return "?"

    def _resolve(self, name: str, depth: int = 0) -> str:
        for node in self.definitions.get(name, [])[-1:]:  # a plain renaming such as F = torch.nn.functional
            value = getattr(node, "value", None)
            if isinstance(node, ast.Assign) and isinstance(value, (ast.Name, ast.Attribute)) and depth < 10:
                if isinstance(value, ast.Name):
                    return self._resolve(value.id, depth + 1)
                return self._dotted(value)
        return self.imported.get(name, name)
