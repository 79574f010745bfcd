"""What of the course a lesson's code can use: every definition that is reached from it, over names alone, without running anything.

A class counts as a whole. Where a name cannot tell, more counts rather than less:

- a module that is handed on as an object (``getattr(module, name)``), and one from which ``*`` is imported, count as a whole;
- a name that a package gives by its own ``__getattr__`` is looked up in the table beside it, of which its row counts
  (``{"check": "bigmodel_edu.student.notebook"}``); where there is no such table, the package and every module inside it count;
- a text that is a module's name (``python -m bigmodel_edu.training.run_together``, ``"module:name"``) counts as a use of it;
- of modules that are imported by a name made at run time, all that the run has imported and that begin like that name count;
- what importing a module does counts with the module: statements that are no definitions, decorators that may enter something in a
  table, assignments that call a function of the course which changes names outside itself, classes whose base class keeps a list.

Exercises are the one exception: `bigmodel_edu.exercises.find` imports a bank by name, and a lesson depends on the exercises whose ids
stand in its code or on its cards, not on all that the bank has.
"""

import ast
from collections.abc import Collection, Iterator

from bigmodel_edu.authoring.bank import is_exercise, parts_of
from bigmodel_edu.authoring.definition import Definition, Imported
from bigmodel_edu.authoring.entered import entered
from bigmodel_edu.authoring.module import EFFECTS, ModuleSource, is_own, look_again, read_module, submodules
from bigmodel_edu.authoring.used_names import Used, is_table, resolve, uses_of_name

FINDER = ("bigmodel_edu.exercises", "find")
LESSON = "__main__"


class Reach:
    """What is reached from a lesson's code.

    Args:
        code: the lesson's statements.
        ran: modules that the run has imported, for those that are imported by a name made at run time.
        exercises: ids of exercises that the run has shown, besides those that stand in the code.

    Attributes:
        names: each definition that is reached, by module and name.
        by_string: modules among ``ran`` that count because they are imported by a name made at run time.
        exercises: ids of the exercises that are used.
    """

    def __init__(self, code: ast.Module, ran: Collection[str] = (), exercises: Collection[str] = ()) -> None:
        self.ran = ran
        self.names: dict[tuple[str, str], Definition] = {}
        self.by_string: set[str] = set()
        self.exercises: set[str] = set()
        self._loaded: set[str] = set()
        self._waiting: list[tuple[Definition, bool]] = []
        self._finds = self._quiet = False
        look_again()
        self._quietly: frozenset[tuple[str, str]] = frozenset()
        lesson = Definition(LESSON, False, tuple(code.body))
        self._waiting.append((lesson, False))
        self._strings = set(exercises) | lesson.strings
        self._explore()

    def _explore(self) -> None:
        self._follow_all()
        while self._finds and (new := {text for text in self._strings - self.exercises if is_exercise(text)}):
            self.exercises |= new
            for exercise in sorted(new):
                for module, name in parts_of(exercise):
                    self._use(Used(module, name))
            self._follow_all()
        if self._finds:
            self._quiet = True
            self._use(Used(*FINDER))
            self._follow_all()

    def _follow_all(self) -> None:
        while self._waiting:
            self._follow(*self._waiting.pop())

    def _follow(self, definition: Definition, quietly: bool) -> None:
        source = read_module(definition.module)
        self._strings |= definition.strings
        if source and definition.looks_round and not quietly:
            self._use(Used(source.name, "*"))
        for used in [*self._imports_in(definition), *self._names_in(definition, source), *self._strings_in(definition)]:
            if not (quietly and not self._quiet and source and used == Used(source.name, used.name) and is_table(source, used.name)):
                self._use(used)
        if not quietly:
            for beginning in definition.imported_by_string:
                for module in sorted(name for name in self.ran if name.startswith(beginning) and is_own(name)):
                    self.by_string.add(module)
                    self._use(Used(module, "*"))

    def _use(self, used: Used) -> None:
        self._load(used.module)
        source = read_module(used.module)
        if source is None:
            return
        if used.name == "*":
            for name in source.definitions:
                self._add(source, name, False)
            for targets in source.imports.values():
                for target in targets:
                    if target.name:
                        for each in resolve(target, ()):
                            self._use(each) if each.name != "*" else self._load(each.module)
        elif used.name:
            self._add(source, used.name, used.quietly)

    def _add(self, source: ModuleSource, name: str, quietly: bool) -> None:
        key = (source.name, name)
        if key == _finder() and not self._quiet:
            self._finds = True
        elif name in source.definitions and (key not in self.names or (key in self._quietly and not (quietly or self._quiet))):
            self.names[key] = source.definitions[name]
            self._quietly = self._quietly | {key} if quietly or self._quiet else self._quietly - {key}
            self._waiting.append((source.definitions[name], quietly or self._quiet))

    def _load(self, module: str) -> None:
        """Importing a module imports the packages around it and what it imports itself, and does what its statements do."""
        parts = module.split(".")
        for name in (".".join(parts[: count + 1]) for count in range(len(parts))):
            source = read_module(name) if name not in self._loaded else None
            self._loaded.add(name)
            if source is not None:
                for target in (target for targets in source.imports.values() for target in targets):
                    self._load_target(target)
                for effect in (EFFECTS, *source.decorated, *entered(source)):
                    self._add(source, effect, False)

    def _load_target(self, target: Imported) -> None:
        inner = f"{target.module}.{target.name}"
        if is_own(target.module):
            self._load(inner if target.name and read_module(inner) else target.module)

    def _imports_in(self, definition: Definition) -> Iterator[Used]:
        for targets in definition.imports.values():
            for target in targets:
                self._load_target(target)
                if target.name == "*" and is_own(target.module):
                    yield Used(target.module, "*")
                elif target.name and definition.module == LESSON:  # a magic such as %timeit uses names that stand in a text
                    whole = Used(f"{target.module}.{target.name}", "*")
                    yield from (each for each in resolve(target, ()) if each != whole)

    def _names_in(self, definition: Definition, source: ModuleSource | None) -> Iterator[Used]:
        stars = source.imports.get("*", []) if source else []
        yield from (Used(star.module, "*") for star in stars if is_own(star.module))
        for first, *rest in definition.chains:
            yield from uses_of_name(definition, source, first, tuple(rest))

    def _strings_in(self, definition: Definition) -> Iterator[Used]:
        for text in definition.strings:
            module, _colon, name = text.partition(":")
            if "." in module and is_own(module) and read_module(module):
                if name:
                    yield from resolve(Imported(module, name), ())
                elif f"{module}.__main__" in submodules(module):
                    yield Used(f"{module}.__main__", "*")
                elif not any(submodules(module)):
                    yield from (Used(module, each) for each in read_module(module).definitions)  # type: ignore[union-attr]


def _finder() -> tuple[str, str]:
    """Where `bigmodel_edu.exercises.find` is really defined."""
    from bigmodel_edu.exercises import find

    return find.__module__, find.__name__
