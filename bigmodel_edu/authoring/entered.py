"""What importing a module may enter in a table or a list somewhere, so that it is used although no name leads to it."""

import ast
from collections.abc import Collection, Iterator

from bigmodel_edu.authoring.definition import Definition
from bigmodel_edu.authoring.module import ModuleSource, read_module
from bigmodel_edu.authoring.used_names import Used, uses_of_name


def entered(source: ModuleSource) -> Iterator[str]:
    """Names of a module's definitions that importing it may enter: by their base class, or by the call that makes them."""
    for name in source.definitions:
        if _is_listed(source, name):
            yield name


def _is_listed(source: ModuleSource, name: str) -> bool:
    """Whether importing the module may enter a definition in a list: by its base class, or by the call that makes it."""
    definition = source.definitions[name]
    if name in source.derived:
        heads = _bases(definition)
        return any(_keeps_list(used) for used in _uses_of(definition, source, heads))
    values = [each.value for each in definition.statements if isinstance(each, ast.Assign | ast.AnnAssign) and each.value]
    calls = [node.func for value in values for node in ast.walk(value) if isinstance(node, ast.Call)]
    return any(_changes_others(used, frozenset()) for used in _uses_of(definition, source, calls))


def _bases(definition: Definition) -> list[ast.expr]:
    """Base classes and metaclasses of the classes in a definition."""
    classes = [each for each in definition.statements if isinstance(each, ast.ClassDef)]
    return [base for each in classes for base in (*each.bases, *(keyword.value for keyword in each.keywords))]


def _keeps_list(used: Used) -> bool:
    """Whether a class, or one that it is derived from, is told of the classes derived from it."""
    source = read_module(used.module)
    definition = source.definitions.get(used.name) if source else None
    if source is None or definition is None:
        return False
    names = {node.name for node in definition.nodes if isinstance(node, ast.FunctionDef)}
    bases = _bases(definition)
    own = {"__init_subclass__", "__new__", "__init__"} if any(ast.unparse(base) == "type" for base in bases) else {"__init_subclass__"}
    return bool(own & names) or any(_keeps_list(each) for each in _uses_of(definition, source, bases) if each != used)


def _changes_others(used: Used, seen: frozenset[Used]) -> bool:
    """Whether calling a function of the course may change a name outside it, such as a table in which it enters something."""
    source = read_module(used.module)
    definition = source.definitions.get(used.name) if source else None
    if source is None or definition is None or used in seen:
        return False
    if definition.changed_names & {*source.definitions, *source.imports}:
        return True
    called = [node.func for node in definition.nodes if isinstance(node, ast.Call)]
    return any(_changes_others(each, seen | {used}) for each in _uses_of(definition, source, called) if each.name)


def _uses_of(definition: Definition, source: ModuleSource, nodes: Collection[ast.expr]) -> Iterator[Used]:
    """What the names in some expressions of a definition stand for."""
    part = Definition(definition.module, definition.package, tuple(map(ast.Expr, nodes)))
    for first, *rest in part.chains:
        yield from uses_of_name(part, source, first, tuple(rest))
