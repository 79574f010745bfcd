"""An exercise, defined once: its reference, its inputs, and the misconceptions that its grader recognises."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

import numpy as np

from bigmodel_edu.calling import Outcome, Plain, Source, call, function_from_source
from bigmodel_edu.checking.artefact import Budget, Verdict

Kind = Literal["function", "module", "number", "choice", "text", "artefact"]
KINDS = ("function", "module", "number", "choice", "text", "artefact")


@dataclass(frozen=True)
class Call:
    """One call of the answer: plain arguments (see `bigmodel_edu.calling`), made by `arguments`."""

    args: tuple[Plain, ...] = ()
    kwargs: Mapping[str, Plain] = field(default_factory=dict)


def arguments(*args: Plain, **kwargs: Plain) -> Call:
    """Return the call ``answer(*args, **kwargs)``.

    >>> arguments(3, axis=0).kwargs
    {'axis': 0}
    """
    return Call(args, kwargs)


@dataclass(frozen=True)
class Case:
    """One drawn call and the group of cases that it belongs to."""

    group: str
    call: Call


@dataclass(frozen=True)
class Misconception:
    """A typical wrong answer: how it computes, what the student is told, and three hints from nudge to location.

    ``wrong`` is a function like the answer (a class for modules, a function of the variant for numbers, a value for choices, a function
    without arguments that makes the weights for artefacts);
    ``also`` holds other ways to make the same mistake that give other numbers.
    """

    name: str
    wrong: Any
    said: str
    hints: tuple[str, str, str]
    also: tuple[Any, ...] = ()

    @property
    def ways(self) -> tuple[Any, ...]:
        """Every implementation of the mistake."""
        return (self.wrong, *self.also)

    def __post_init__(self) -> None:
        if len(self.hints) != 3 or not all(self.hints) or not self.said:
            raise ValueError(f"misconception {self.name!r}: expected a sentence and three hints (nudge, look, location)")


Ask = Callable[..., Plain]  # calls the answer with plain arguments and returns its plain value


@dataclass(frozen=True)
class Property:
    """Something that must hold whatever the inputs; ``holds(ask, rng)`` asks the answer as often as it likes.

    ``said`` completes the sentence "The answer should …", in words that a student understands.
    """

    name: str
    said: str
    holds: Callable[[Ask, np.random.Generator], bool]


@dataclass(frozen=True)
class Exercise:
    """What a student solves, and all that is needed to check, diagnose and grade it.

    Args:
        id: ``<chapter>.<name>``; the chapter is the lesson's file name.
        points: full points.
        target: the name looked up in the notebook.
        reference: the right answer: a function, a class (module), a function of the variant (number, choice) or a value (choice).
        inputs: ``(rng) -> Call``, or several by group name; a group is one thing to get right and counts as one for partial credit,
            except for an answer that does nothing: the same value in every case, or its input, earns no points.
        properties: invariants beyond equality; together they count as one more group, beside at least one group of cases.
        misconceptions: typical wrong answers.
        forbidden: dotted names that the answer may not use.
        kind: see `KINDS`.
        driver: for modules and small programs: a public, self-contained function ``driver(answer, *args, **kwargs)``.
        agree: instead of equality: ``(expected, got) -> None`` or a sentence that says what is wrong.
        judge_artefact: for artefacts: ``(weights, rng) -> Verdict``; it measures the submitted plain data on held-out data that it draws
            itself, and raises `Refused` for what it does not judge. Without it a person marks the artefact.
        budget: for artefacts: the most that the judge reads, told to a student whose weights could not even be read.
        draws: fresh cases for each group.
        relative, absolute: tolerance of the comparison.
        seconds: limit on one call.
        variant: for numbers and choices: ``(rng) -> dict`` of the numbers in the question.
        prompt: the question of a number, choice or text, with ``{name}`` for the variant's numbers; a choice lists its options.
        rubric: for texts: what a marker looks for.
        hints: for answers that match no misconception.
        in_place: the answer is meant to change its arguments.
        version: raise it when marks given before may change.
    """

    id: str
    points: float
    target: str
    reference: Any = None
    inputs: Callable[[np.random.Generator], Call] | Mapping[str, Callable[[np.random.Generator], Call]] | None = None
    properties: tuple[Property, ...] = ()
    misconceptions: tuple[Misconception, ...] = ()
    forbidden: tuple[str, ...] = ()
    kind: Kind = "function"
    driver: Callable[..., Any] | None = None
    agree: Callable[[Plain, Plain], str | None] | None = None
    judge_artefact: Callable[[Plain, np.random.Generator], Verdict] | None = None
    budget: Budget | None = None
    draws: int = 4
    relative: float = 1e-4
    absolute: float = 1e-5
    seconds: float = 5.0
    variant: Callable[[np.random.Generator], dict[str, Any]] | None = None
    prompt: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    rubric: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    in_place: bool = False
    version: int = 1

    def __post_init__(self) -> None:
        if self.id.count(".") != 1 or not self.target.isidentifier():
            raise ValueError(f"expected an id like 'chapter.name' and a Python name as target, got {self.id!r} and {self.target!r}")
        if self.kind not in KINDS:
            raise ValueError(f"{self.id}: expected kind to be one of {', '.join(KINDS)}, got {self.kind!r}")
        if not self.points > 0 or self.draws < 1:
            raise ValueError(f"{self.id}: expected points > 0 and draws ≥ 1, got {self.points} and {self.draws}")
        if self.kind in ("function", "module") and self.inputs is None:
            raise ValueError(f"{self.id}: a {self.kind} needs inputs")
        if self.kind in ("number", "choice", "text") and not self.prompt:
            raise ValueError(f"{self.id}: a {self.kind} needs a prompt")
        if self.judge_artefact is not None and self.kind != "artefact":
            raise ValueError(f"{self.id}: only an artefact is judged on its weights, got kind {self.kind!r}")
        if self.budget is not None and self.kind != "artefact":
            raise ValueError(f"{self.id}: only an artefact has a budget, got kind {self.kind!r}")
        names = [misconception.name for misconception in self.misconceptions]
        if len(set(names)) != len(names):
            raise ValueError(f"{self.id}: two misconceptions share a name: {names}")

    @property
    def chapter(self) -> str:
        return self.id.split(".")[0]

    @property
    def called(self) -> bool:
        """Whether the answer is called (function, module) rather than read."""
        return self.kind in ("function", "module")

    def groups(self) -> dict[str, Callable[[np.random.Generator], Call]]:
        """The input generators by group name."""
        if self.inputs is None:
            return {}
        return dict(self.inputs) if isinstance(self.inputs, Mapping) else {"": self.inputs}

    def draw(self, seed: int) -> Iterator[Case]:
        """Draw every group's cases; the same seed gives the same cases."""
        for number, (group, generate) in enumerate(self.groups().items()):
            for index in range(self.draws):
                yield Case(group, generate(np.random.default_rng([seed, number, index])))

    def call(self, function: Callable[..., Any], case: Case) -> Outcome:
        """Call trusted code (the reference, a misconception) as an answer is called."""
        driver = _driver_from(self.driver_source) if self.driver_source else None
        return call(function, case.call.args, case.call.kwargs, driver, capture=False)

    @property
    def driver_source(self) -> Source | None:
        """The driver as text, the form in which it reaches the sandbox."""
        return _text_of(self.driver) if self.driver else None


@cache
def _text_of(driver: Callable[..., Any]) -> Source:
    return Source(inspect.getsource(driver), driver.__name__)


@cache
def _driver_from(source: Source) -> Callable[..., Any]:
    return function_from_source(source)
