"""Define an exercise: its code is given here, its words stand in the page of the same name beside it."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from bigmodel_edu.checking.called import Group, Property
from bigmodel_edu.checking.exercise import Misconception
from bigmodel_edu.checking.kinds import Artefact, Choice, Function, Module, Number, Text
from bigmodel_edu.checking.kinds.choices import letters
from bigmodel_edu.checking.words import MalformedExercise, Words, words_of
from bigmodel_edu.language import _

Defined = TypeVar("Defined", Function, Module)
Wrong = Callable[..., Any] | tuple[Callable[..., Any], ...]


def function(
    file: str,
    *,
    core: Group | Mapping[str, Group],
    edges: Mapping[str, Group] | None = None,
    properties: tuple[Callable[..., bool], ...] = (),
    mistakes: Mapping[str, Wrong],
    target: str = "",
    **more: Any,
) -> Function:
    """Define an exercise whose answer is a function.

    Args:
        file: ``__file__`` of the module that defines it; its page of words has the same name and ends in ``.md``.
        core: input generators by the group's name, or the only one.
        edges: groups that earn points only beside a group of the core.
        properties: invariants; each is named as its function, and its words complete "The answer should …".
        mistakes: typical wrong answers by name: a function, or several that give other numbers.
        target: the name looked up in the notebook, where it is not the exercise's own.
        more: see `Called`.

    Raises:
        MalformedExercise: with file and line, where code and words do not agree.
    """
    return _called(Function, file, core, edges, properties, mistakes, target, more)


def module(
    file: str,
    *,
    core: Group | Mapping[str, Group],
    edges: Mapping[str, Group] | None = None,
    properties: tuple[Callable[..., bool], ...] = (),
    mistakes: Mapping[str, Wrong],
    target: str = "",
    **more: Any,
) -> Module:
    """Define an exercise whose answer is a class; ``driver`` builds and uses it. Otherwise as `function`."""
    return _called(Module, file, core, edges, properties, mistakes, target, more)


def number(file: str, *, mistakes: Mapping[str, Any], target: str = "", **more: Any) -> Number:
    """Define an exercise whose answer is a number.

    Args:
        file: ``__file__`` of the module that defines it.
        mistakes: typical wrong answers by name: a function of the student's numbers, a value, or several.
        target: the name looked up in the notebook, where it is not the exercise's own.
        more: see `Number`.

    Raises:
        MalformedExercise: with file and line, where code and words do not agree.
    """
    words = _words_beside(file)
    _refuse_items(words, set())
    return Number(**_shared(words, file, target, mistakes), prompt=_prompt(words), **more)


def artefact(file: str, *, mistakes: Mapping[str, Any], target: str = "", **more: Any) -> Artefact:
    """Define an exercise whose answer is a model's weights; ``more`` as in `Artefact`, else as `number`."""
    words = _words_beside(file)
    _refuse_items(words, set())
    return Artefact(**_shared(words, file, target, mistakes), prompt=_prompt(words), **more)


def from_words(path: Path) -> Choice | Text:
    """Define an exercise that consists of words only: a choice where the page's header names the right option, else a text.

    Raises:
        MalformedExercise: with file and line.
    """
    words = words_of(path)
    points = _points(words)
    target = words.header.get("target", "")
    if unknown := set(words.header) - {"points", "right", "target"}:
        words.fail(words.lines[min(unknown)], _("expected points, right and target in the header, got {name!r}").format(name=min(unknown)))
    if "right" not in words.header:
        if words.mistakes:
            words.fail(words.mistakes[0].line, _("expected no typical mistakes in a text, which a person marks"))
        shared = _shared(words, str(path), target, {})
        rubric = tuple(said if said == name else f"{name}: {said}" for name, said in words.items.items())
        return Text(**shared, points=points, prompt=_prompt(words), rubric=rubric)
    right = words.header["right"]
    chosen = letters(right) or set()
    if not chosen or not chosen <= set(words.items):
        expected = _("expected one or more of the options {options}, got {found!r}")
        words.fail(words.lines["right"], expected.format(options=", ".join(words.items), found=right))
    for mistake in words.mistakes:
        if not letters(mistake.option) or not letters(mistake.option or "") <= set(words.items):  # type: ignore[operator]
            expected = _("expected the option that {mistake!r} chose in brackets, one of {options}")
            words.fail(mistake.line, expected.format(mistake=mistake.name, options=", ".join(words.items)))
    mistakes = {mistake.name: mistake.option for mistake in words.mistakes}
    return Choice(**_shared(words, str(path), target, mistakes), points=points, prompt=_prompt(words), options=words.items, right=right)


def _called(
    kind: type[Defined],
    file: str,
    core: Group | Mapping[str, Group],
    edges: Mapping[str, Group] | None,
    properties: tuple[Callable[..., bool], ...],
    mistakes: Mapping[str, Wrong],
    target: str,
    more: dict[str, Any],
) -> Defined:
    words = _words_beside(file)
    groups: Mapping[str, Group] = core if isinstance(core, Mapping) else {"": core}
    _refuse_items(words, {*groups, *(edges or {})} - {""} | {each.__name__ for each in properties})
    return kind(
        **_shared(words, file, target, mistakes),
        core={words.items.get(name, name): generate for name, generate in groups.items()},
        edges={words.items.get(name, name): generate for name, generate in (edges or {}).items()},
        properties=tuple(Property(each.__name__, words.items[each.__name__], each) for each in properties),
        **more,
    )


def _words_beside(file: str) -> Words:
    return words_of(Path(file).with_suffix(".md"))


def _shared(words: Words, file: str, target: str, mistakes: Mapping[str, Any]) -> dict[str, Any]:
    """What every kind is built with."""
    path = Path(file)
    chapter, _dot, name = words.id.partition(".")
    if not chapter or name != path.stem:
        expected = _("expected a title such as '# chapter.{name}', by the name of the file, got {found!r}")
        words.fail(words.lines[""], expected.format(name=path.stem, found=words.id))
    said = {each.name: each for each in words.mistakes}
    for name in said.keys() - mistakes.keys():
        sentence = _("the code beside this page, {code}, names no mistake {name!r}; it has {known}")
        words.fail(said[name].line, sentence.format(code=path.name, name=name, known=", ".join(mistakes)))
    for name in mistakes.keys() - said.keys():
        sentence = _("{page} has no section '## {name}' for this mistake")
        raise MalformedExercise(path, _line_of(path, name), sentence.format(page=words.path.name, name=name))
    return {
        "id": words.id,
        "target": target or name,
        "hints": words.hints,
        "misconceptions": tuple(_misconception(name, wrong, said[name].said, said[name].hints) for name, wrong in mistakes.items()),
    }


def _misconception(name: str, wrong: Any, said: str, hints: tuple[str, ...]) -> Misconception:
    first, *also = wrong if isinstance(wrong, tuple) else (wrong,)
    nudge, look, location = hints
    return Misconception(name, first, said, (nudge, look, location), tuple(also))


def _line_of(path: Path, name: str) -> int:
    """Where the code names a mistake."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, start=1) if f'"{name}"' in line), 1)


def _refuse_items(words: Words, wanted: set[str]) -> None:
    for name in words.items:
        if name not in wanted:
            sentence = _("the code beside this page names no group or property {name!r}; it has {known}")
            words.fail(words.lines[name], sentence.format(name=name, known=", ".join(sorted(wanted))))
    if missing := wanted - set(words.items):
        sentence = _("expected an item '- {name}: …' for each group and property that the code names")
        words.fail(words.lines[""], sentence.format(name=min(missing)))


def _prompt(words: Words) -> str:
    if not words.prompt:
        words.fail(words.lines[""], _("expected the question in a paragraph under the title"))
    return words.prompt


def _points(words: Words) -> float:
    try:
        return float(words.header["points"])
    except (KeyError, ValueError):
        sentence = _("expected a number of points, as 'points: 1', got {found!r}")
        words.fail(words.lines.get("points", 1), sentence.format(found=words.header.get("points")))
