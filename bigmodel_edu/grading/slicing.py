"""Which cells does an answer need? Names decide: what the target's cell uses, what those names need, and so on."""

import ast
import builtins
import symtable
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from bigmodel_edu.grading.reading import NotebookCell

BUILTINS = frozenset(dir(builtins))


@dataclass(frozen=True)
class CodeCell:
    """A code cell with the names that it makes and uses; one that does not parse makes and uses none."""

    cell: NotebookCell
    text: str  # the source with IPython's magics turned into Python

    @cached_property
    def _tree(self) -> ast.Module | None:
        try:
            return ast.parse(self.text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None

    @property
    def parses(self) -> bool:
        return self._tree is not None

    @cached_property
    def imports(self) -> frozenset[str]:
        """Names that the cell imports at its top level; ``*`` for a star import."""
        return frozenset(_imported(self._tree.body)) if self._tree else frozenset()

    @cached_property
    def origins(self) -> dict[str, str]:
        """What each name stands for that the cell binds by imports alone, such as ``{"F": "torch.nn.functional"}``."""
        if self._tree is None:
            return {}
        found = dict(_origins(self._tree.body))
        otherwise = set(_bound(statement for statement in self._tree.body if not isinstance(statement, (ast.Import, ast.ImportFrom))))
        return {name: origin for name, origin in found.items() if name not in otherwise}

    @property
    def only_imports(self) -> bool:
        return self._tree is not None and all(isinstance(statement, (ast.Import, ast.ImportFrom)) for statement in self._tree.body)

    @cached_property
    def inert(self) -> bool:
        """Whether the cell only imports, defines and names constants: then what other cells do is the same with it and without."""
        return self._tree is not None and all(map(_is_inert, self._tree.body))

    @cached_property
    def defines(self) -> frozenset[str]:
        """Names that the cell binds at its top level, imports included."""
        return frozenset(_bound(self._tree.body)) if self._tree else frozenset()

    @cached_property
    def changes(self) -> frozenset[str]:
        """Names whose objects the cell changes at its top level: ``config["width"] = 3``, ``words.append(…)``."""
        return frozenset(name for statement in self._tree.body for name in _changed(statement)) if self._tree else frozenset()

    @cached_property
    def uses(self) -> frozenset[str]:
        """Names that must exist before the cell runs or its functions are called."""
        if self._tree is None:
            return frozenset()
        try:
            inner = _global_names(symtable.symtable(self.text, "<cell>", "exec"))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            inner = {node.id for node in ast.walk(self._tree) if isinstance(node, ast.Name)}
        return frozenset(inner | set(_read_first(self._tree.body))) - BUILTINS

    @cached_property
    def checks(self) -> dict[str, str]:
        """The second argument of each ``check("<id>", …)`` call at the top level, by exercise."""
        found: dict[str, str] = {}
        for statement in self._tree.body if self._tree and "check" in self.text else []:
            for node in ast.walk(statement):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "check" and len(node.args) == 2:
                    first = node.args[0]
                    if isinstance(first, ast.Constant) and isinstance(first.value, str):
                        found[first.value] = ast.get_source_segment(self.text, node.args[1]) or ""
        return found


def code_cells(cells: Iterable[NotebookCell]) -> list[CodeCell]:
    """Prepare code cells: magics become function calls, as IPython itself does it."""
    from IPython.core.inputtransformer2 import TransformerManager

    transform = TransformerManager().transform_cell
    prepared = []
    for cell in cells:
        text = cell.source
        if any(line.lstrip().startswith(("%", "!", "?")) or line.rstrip().endswith("?") for line in text.splitlines()):
            try:
                text = transform(text)
            except (SyntaxError, ValueError, RecursionError, IndexError, KeyError):
                text = cell.source  # whatever it is, it will fail in the sandbox and say why
        prepared.append(CodeCell(cell, text))
    return prepared


def needed_cells(cells: Sequence[CodeCell], target: str) -> list[CodeCell]:
    """Return, in order, the cells that define the target or anything that it needs; empty when nothing defines the target.

    A star import may define any name, so such cells are always kept. Where every cell that makes a name imports the same thing
    under it, one of them is enough: an answer does not depend on other answers because both import torch.
    """
    modules = frozenset().union(*(cell.imports for cell in cells))
    needed: set[int] = set()
    waiting, seen = [target], set()
    while waiting:
        name = waiting.pop(0)
        if name in seen:
            continue
        seen.add(name)
        for place in _makers(cells, name, needed, modules):
            needed.add(place)
            waiting += sorted(cells[place].uses)
    if needed:
        needed |= {place for place, cell in enumerate(cells) if "*" in cell.imports}
    return [cells[place] for place in sorted(needed)]


def _makers(cells: Sequence[CodeCell], name: str, needed: set[int], modules: frozenset[str]) -> list[int]:
    """The further cells that a name asks for."""
    makers = [place for place, cell in enumerate(cells) if name in cell.defines or (name in cell.changes and name not in modules)]
    origins = {cells[place].origins.get(name) for place in makers}
    if len(origins) == 1 and None not in origins:
        if needed & set(makers):
            return []
        return [next((place for place in makers if cells[place].only_imports), makers[0])]
    return [place for place in makers if place not in needed]


HARMLESS = (ast.Constant, ast.Name, ast.Attribute, ast.Subscript, ast.Tuple, ast.List, ast.Dict, ast.UnaryOp)
ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div)  # a power may take all the time and memory there is


def _is_inert(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.ClassDef):
        parts: list[ast.expr] = statement.bases
        return not (statement.decorator_list or statement.keywords) and _are_inert(parts) and all(map(_is_inert, statement.body))
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
        arguments = statement.args
        annotations = [part.annotation for part in ast.walk(arguments) if isinstance(part, ast.arg)]
        evaluated = [*arguments.defaults, *arguments.kw_defaults, *annotations, statement.returns]
        return not statement.decorator_list and _are_inert(filter(None, evaluated))
    if isinstance(statement, ast.Assign):
        return all(isinstance(target, ast.Name) for target in statement.targets) and _are_inert([statement.value])
    if isinstance(statement, ast.AnnAssign):
        return isinstance(statement.target, ast.Name) and _are_inert(filter(None, [statement.annotation, statement.value]))
    if isinstance(statement, ast.Expr):
        return _are_inert([statement.value])
    imports = isinstance(statement, (ast.Import, ast.ImportFrom)) and all(alias.name != "*" for alias in statement.names)
    return imports or isinstance(statement, ast.Pass)


def _are_inert(values: Iterable[ast.expr]) -> bool:
    """Whether evaluating these is quick and changes nothing."""
    return all(_is_inert_value(value) for value in values)


def _is_inert_value(value: ast.expr) -> bool:
    if isinstance(value, ast.BinOp) and isinstance(value.op, ARITHMETIC):
        return all(map(_is_arithmetic, (value.left, value.right)))
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.BitOr):  # Tensor | None
        return _are_inert([value.left, value.right])
    return isinstance(value, HARMLESS) and _are_inert(child for child in ast.iter_child_nodes(value) if isinstance(child, ast.expr))


def _is_arithmetic(value: ast.expr) -> bool:
    if isinstance(value, ast.BinOp):
        return isinstance(value.op, ARITHMETIC) and all(map(_is_arithmetic, (value.left, value.right)))
    if isinstance(value, ast.UnaryOp):
        return _is_arithmetic(value.operand)
    return isinstance(value, ast.Constant) and isinstance(value.value, (int, float))


def _origins(statements: Iterable[ast.stmt]) -> Iterable[tuple[str, str]]:
    for statement in statements:
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                yield (alias.asname, alias.name) if alias.asname else (alias.name.split(".")[0], alias.name.split(".")[0])
        elif isinstance(statement, ast.ImportFrom) and statement.module and not statement.level:
            yield from ((alias.asname or alias.name, f"{statement.module}.{alias.name}") for alias in statement.names)


def _imported(statements: Iterable[ast.stmt]) -> Iterable[str]:
    for statement in statements:
        for node in _walk_without_bodies(statement):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                yield from ((alias.asname or alias.name.split(".")[0]) for alias in node.names)


def _bound(statements: Iterable[ast.stmt]) -> Iterable[str]:
    yield from _imported(statements)
    for statement in statements:
        for node in _walk_without_bodies(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, (ast.Store, ast.Del)):
                yield node.id
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                yield node.name


def _changed(statement: ast.stmt) -> Iterable[str]:
    for node in _walk_without_bodies(statement):
        if isinstance(node, (ast.Attribute, ast.Subscript)) and isinstance(node.ctx, (ast.Store, ast.Del)):
            yield from _root(node)
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call) and isinstance(statement.value.func, ast.Attribute):
        yield from _root(statement.value.func)


def _read_first(statements: Iterable[ast.stmt]) -> Iterable[str]:
    """Names that the top level reads before it has bound them itself."""
    bound: set[str] = set()
    for statement in statements:
        read = {node.id for node in _walk_without_bodies(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
        read |= {node.target.id for node in [statement] if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name)}
        yield from read - bound
        bound |= set(_bound([statement]))


def _global_names(table: symtable.SymbolTable) -> set[str]:
    """Names that functions and classes take from the top level."""
    names: set[str] = set()
    for inner in table.get_children():
        names |= {symbol.get_name() for symbol in inner.get_symbols() if symbol.is_global() and symbol.is_referenced()}
        names |= _global_names(inner)
    return names


def _walk_without_bodies(statement: ast.stmt) -> Iterable[ast.AST]:
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):  # what runs at once; the body waits for its call
            waiting += [*node.decorator_list, *node.args.defaults, *(each for each in node.args.kw_defaults if each)]
        elif isinstance(node, ast.ClassDef):
            waiting += [*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords)]
        elif not isinstance(node, ast.Lambda):
            waiting += ast.iter_child_nodes(node)


def _root(node: ast.expr) -> Iterable[str]:
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    if isinstance(node, ast.Name):
        yield node.id
