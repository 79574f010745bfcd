"""The names that a piece of code binds, changes and uses, read from its syntax tree and never by running it."""

import ast
import symtable
from collections.abc import Iterable


def import_origins(statements: Iterable[ast.stmt]) -> Iterable[tuple[str, str]]:
    """What each imported_names name stands for, as pairs such as ``("F", "torch.nn.functional")``."""
    for statement in statements:
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                yield (alias.asname, alias.name) if alias.asname else (alias.name.split(".")[0], alias.name.split(".")[0])
        elif isinstance(statement, ast.ImportFrom) and statement.module and not statement.level:
            yield from ((alias.asname or alias.name, f"{statement.module}.{alias.name}") for alias in statement.names)


def imported_names(statements: Iterable[ast.stmt]) -> Iterable[str]:
    """Names that these statements import as they run; ``*`` for a star import."""
    for statement in statements:
        for node in _walk_without_bodies(statement):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                yield from ((alias.asname or alias.name.split(".")[0]) for alias in node.names)


def bound_names(statements: Iterable[ast.stmt]) -> Iterable[str]:
    """Names that these statements bind as they run, imports included."""
    yield from imported_names(statements)
    for statement in statements:
        for node in _walk_without_bodies(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, (ast.Store, ast.Del)):
                yield node.id
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                yield node.name


def changed_names(statement: ast.stmt) -> Iterable[str]:
    """Names whose objects a statement changes: ``config["width"] = 3``, ``words.append(…)``."""
    for node in _walk_without_bodies(statement):
        if isinstance(node, (ast.Attribute, ast.Subscript)) and isinstance(node.ctx, (ast.Store, ast.Del)):
            yield from _root(node)
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call) and isinstance(statement.value.func, ast.Attribute):
        yield from _root(statement.value.func)


def names_read_first(statements: Iterable[ast.stmt]) -> Iterable[str]:
    """Names that the top level reads before it has bound them itself."""
    bound: set[str] = set()
    for statement in statements:
        read = {node.id for node in _walk_without_bodies(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
        read |= {node.target.id for node in [statement] if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name)}
        yield from read - bound
        bound |= set(bound_names([statement]))


def names_from_outside(table: symtable.SymbolTable) -> set[str]:
    """Names that functions and classes take from the top level."""
    names: set[str] = set()
    for inner in table.get_children():
        names |= {symbol.get_name() for symbol in inner.get_symbols() if symbol.is_global() and symbol.is_referenced()}
        names |= names_from_outside(inner)
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
