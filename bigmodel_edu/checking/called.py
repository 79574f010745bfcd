"""Exercises whose answer is called: the cases that are drawn for it, the reference, and properties that hold whatever the inputs."""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from bigmodel_edu.calling import Outcome, Plain, Source, call, function_from_source
from bigmodel_edu.checking.exercise import Call, Exercise

Generator = Callable[[np.random.Generator], Call]
Group = Generator | tuple[Generator, ...]  # what is drawn several times, and beside it the telling cases, each of which is always there
TELLING_STREAM = 1_000  # apart from the streams of the drawn cases
Ask = Callable[..., Plain]  # calls the answer with plain arguments and returns its plain value


@dataclass(frozen=True)
class Case:
    """One drawn call and the group of cases that it belongs to."""

    group: str
    call: Call


@dataclass(frozen=True)
class Property:
    """Something that must hold whatever the inputs; ``holds(ask, rng)`` asks the answer as often as it likes.

    ``said`` completes the sentence "The answer should …", in words that a student understands.
    """

    name: str
    said: str
    holds: Callable[[Ask, np.random.Generator], bool]


@dataclass(frozen=True, kw_only=True)
class Called(Exercise):
    """An exercise whose answer is called with plain data, and compared with what a reference returns.

    Args:
        reference: the right answer: a function, or a class.
        core: input generators by group; a group is one thing to get right and counts as one for partial credit, except for an answer
            that does nothing: the same value in every case, or its input, earns no points. Of a tuple the first is drawn several times;
            the others make the telling cases, which every draw holds once: a zero, a repeat, a tie, a batch of one.
        edges: groups that earn points only when a group of the core passes.
        properties: invariants beyond equality; together they count as one more group, beside at least one group of the core.
        bans: dotted names that the answer may not use.
        driver: for modules and small programs: a public, self-contained function ``driver(answer, *args, **kwargs)``.
        agree: instead of equality: ``(expected, got) -> None`` or a sentence that says what is wrong.
        draws: fresh cases for each group.
        relative, absolute: tolerance of the comparison.
        in_place: the answer is meant to change its arguments.
    """

    called = True

    reference: Callable[..., Any]
    core: Mapping[str, Group]
    edges: Mapping[str, Group] = field(default_factory=dict)
    properties: tuple[Property, ...] = ()
    bans: tuple[str, ...] = ()
    driver: Callable[..., Any] | None = None
    agree: Callable[[Plain, Plain], str | None] | None = None
    draws: int = 4
    relative: float = 1e-4
    absolute: float = 1e-5
    in_place: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.core or self.draws < 1:
            raise ValueError(f"{self.id}: expected inputs and draws ≥ 1, got groups {list(self.core)} and {self.draws} draws")
        if both := sorted(set(self.core) & set(self.edges)):
            raise ValueError(f"{self.id}: expected a group in the core or at the edges, got {both} in both")

    def groups(self) -> dict[str, tuple[Generator, ...]]:
        """The input generators by group, the core before the edges: the first is drawn several times, the others once each."""
        return {name: group if isinstance(group, tuple) else (group,) for name, group in {**self.core, **self.edges}.items()}

    def cases(self, group: str) -> int:
        """How many cases a group has."""
        return self.draws + len(self.groups()[group]) - 1

    def draw(self, seed: int) -> Iterator[Case]:
        """Draw every group's cases; the same seed gives the same cases."""
        for number, (group, (drawn, *telling)) in enumerate(self.groups().items()):
            for index in range(self.draws):
                yield Case(group, drawn(np.random.default_rng([seed, number, index])))
            for index, make in enumerate(telling, start=TELLING_STREAM):
                yield Case(group, make(np.random.default_rng([seed, number, index])))

    def call(self, function: Callable[..., Any], case: Case) -> Outcome:
        """Call trusted code (the reference, a misconception) as an answer is called."""
        driver = _driver_from(self.driver_source) if self.driver_source else None
        return call(function, case.call.args, case.call.kwargs, driver, capture=False)

    def known_answers(self, student: str = "") -> Iterable[tuple[str | None, Any]]:
        yield None, self.reference
        for misconception in self.misconceptions:
            for way in misconception.ways:
                yield misconception.name, way

    @property
    def driver_source(self) -> Source | None:
        return _text_of(self.driver) if self.driver else None

    @property
    def parameters(self) -> tuple[str, ...]:
        function, skipped = (self.driver, 1) if self.driver else (self.reference, 0)
        try:
            return tuple(inspect.signature(function).parameters)[skipped:]
        except (TypeError, ValueError):
            return ()


@cache
def _text_of(driver: Callable[..., Any]) -> Source:
    return Source(inspect.getsource(driver), driver.__name__)


@cache
def _driver_from(source: Source) -> Callable[..., Any]:
    driver: Callable[..., Any] = function_from_source(source)
    return driver
