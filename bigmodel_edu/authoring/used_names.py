"""What a name stands for in a module of the course, found from the modules' sources."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from bigmodel_edu.authoring.definition import Definition, Imported
from bigmodel_edu.authoring.module import ModuleSource, is_own, read_module, submodules


@dataclass(frozen=True)
class Used:
    """A definition that may be used, or a whole module when ``name`` is ``*``; ``quietly``: what it imports by name does not count."""

    module: str
    name: str
    quietly: bool = False


def uses_of_name(definition: Definition, source: ModuleSource | None, first: str, rest: tuple[str, ...]) -> Iterator[Used]:
    """What a name stands for inside a definition, with the attributes that are taken of it."""
    if source and first in source.definitions:
        yield Used(source.name, first)
    outside = source.imports.get(first, []) if source else []
    for target in (*definition.imports.get(first, []), *outside):
        yield from resolve(target, rest)


def resolve(target: Imported, rest: tuple[str, ...]) -> Iterator[Used]:
    """What an imported name stands for, with the attributes that are taken of it."""
    if not is_own(target.module) or target.name == "*":
        return
    if target.name:
        yield from _attribute(target.module, target.name, rest)
    elif rest:
        yield from _attribute(target.module, rest[0], rest[1:])
    else:
        yield Used(target.module, "*")


def _attribute(module: str, name: str, rest: tuple[str, ...]) -> Iterator[Used]:
    source = read_module(module)
    if source is None:
        return
    yield Used(module, "")
    if name in source.definitions:
        yield Used(module, name)
    for target in source.imports.get(name, []):
        yield from resolve(target, rest)
    if name in source.definitions or name in source.imports:
        return
    if read_module(f"{module}.{name}"):
        yield from resolve(Imported(f"{module}.{name}"), rest)
    elif "*" in source.imports:
        yield from (Used(star.module, "*") for star in source.imports["*"] if is_own(star.module))
    elif "__getattr__" in source.definitions:
        yield from _given_later(source, name, rest)


def _given_later(source: ModuleSource, name: str, rest: tuple[str, ...]) -> Iterator[Used]:
    """A name that a module gives by its own ``__getattr__``."""
    homes = [home for text in _rows(source, name) for home in (text, f"{source.name}.{text}") if is_own(home) and read_module(home)]
    if homes:
        yield Used(source.name, "__getattr__", quietly=True)
    for home in homes:
        yield from _attribute(home, name, rest)
    if not homes:
        yield from (Used(module, "*") for module in (source.name, *submodules(source.name)))


def is_table(source: ModuleSource, name: str) -> bool:
    """Whether a name stands for literal values alone."""
    definition = source.definitions.get(name)
    values = [each.value for each in definition.statements if isinstance(each, ast.Assign)] if definition else []
    literal = ast.Dict | ast.List | ast.Tuple | ast.Constant | ast.expr_context
    return bool(values) and all(isinstance(node, literal) for value in values for node in ast.walk(value))


def _rows(source: ModuleSource, name: str) -> Iterator[str]:
    for definition in source.definitions.values():
        for table in (node for node in definition.nodes if isinstance(node, ast.Dict)):
            for key, value in zip(table.keys, table.values, strict=True):
                if isinstance(key, ast.Constant) and key.value == name and isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield value.value
