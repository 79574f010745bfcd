"""What every exercise is: a name, points, words for the student, typical mistakes, and a judge of its own (see `kinds`)."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from bigmodel_edu.calling import Outcome, Plain, Source
from bigmodel_edu.checking.result import Part, Result, Status
from bigmodel_edu.language import _


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


class Answer(Protocol):
    """A student's answer: in the notebook at hand, in the grader behind the wall. No method raises because of what it does."""

    def call(self, exercise: "Exercise", call: Call) -> Outcome:
        """Call the function or class."""

    def calls(self, exercise: "Exercise", calls: Sequence[Call]) -> Iterable[Outcome]:
        """Make several calls, one after the other; an answer that is far away is better asked at once."""
        return (self.call(exercise, call) for call in calls)

    def value(self, exercise: "Exercise") -> Outcome:
        """Read the value of a number, choice, text or artefact."""

    def source(self, exercise: "Exercise") -> str:
        """The code that the answer consists of, for the names that an exercise forbids."""


@dataclass(frozen=True)
class Misconception:
    """A typical wrong answer: how it computes, what the student is told, and three hints from nudge to location.

    ``wrong`` is a function like the answer (a class for modules, a function of the student's numbers for numbers, letters for choices, a
    function without arguments that makes the weights for artefacts); ``also`` holds other ways to make the same mistake that give other
    numbers.
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


@dataclass(frozen=True, kw_only=True)
class Exercise(ABC):
    """What a student solves, and all that is needed to check, diagnose and grade it.

    Args:
        id: ``<chapter>.<name>``; the chapter is the lesson's file name.
        points: full points.
        target: the name looked up in the notebook.
        misconceptions: typical wrong answers.
        hints: for answers that match no misconception.
        seconds: limit on one call, or on reading a value.
        version: raise it when marks given before may change.
    """

    kind: ClassVar[str]
    called: ClassVar[bool] = False  # whether the answer is called rather than read

    id: str
    points: float
    target: str
    misconceptions: tuple[Misconception, ...] = ()
    hints: tuple[str, ...] = ()
    seconds: float = 5.0
    version: int = 1

    def __post_init__(self) -> None:
        if self.id.count(".") != 1 or not self.target.isidentifier():
            raise ValueError(f"expected an id like 'chapter.name' and a Python name as target, got {self.id!r} and {self.target!r}")
        if not self.points > 0:
            raise ValueError(f"{self.id}: expected points > 0, got {self.points}")
        names = [misconception.name for misconception in self.misconceptions]
        if len(set(names)) != len(names):
            raise ValueError(f"{self.id}: two misconceptions share a name: {names}")

    @abstractmethod
    def judge(self, answer: Answer, seed: int, student: str = "") -> Result:
        """Check an answer.

        Args:
            answer: gives access to the answer; it never raises because of what the answer does.
            seed: which cases to draw; the grader derives it from the class key.
            student: whose numbers a question has; empty for the practice numbers.

        Raises:
            RuntimeError: when the exercise's own reference fails.
        """

    @abstractmethod
    def known_answers(self, student: str = "") -> Iterable[tuple[str | None, Any]]:
        """Answers whose mark is known: (None, a right one), or (the misconception's name, one that makes it)."""

    @property
    def chapter(self) -> str:
        """The lesson that the exercise belongs to."""
        return self.id.split(".")[0]

    @property
    def driver_source(self) -> Source | None:
        """Public code that uses the answer where one call does not tell enough, as text; None for most."""
        return None

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the answer's parameters, where it is called."""
        return ()

    @property
    def general_hints(self) -> tuple[str, ...]:
        """The hints for an answer that matches no misconception."""
        return self.hints

    @property
    def making_seconds(self) -> float:
        """How long the cells that make the answer may take, where that is more than one call may; 0 for most."""
        return 0.0

    @property
    def rubric(self) -> tuple[str, ...]:
        """What a person looks for who marks the answer; empty where the judge decides."""
        return ()

    def numbers(self, student: str = "") -> dict[str, Any]:
        """The numbers in a student's question: a public function of the student's id; empty where there are none."""
        return {}

    def prompt_for(self, student: str = "") -> str:
        """The question with the student's own numbers; empty where the notebook says all."""
        return ""

    def owners(self, got: Plain, students: Iterable[str]) -> list[str]:
        """Whose numbers an answer is right for, among some students ("" has the practice numbers); for a person to judge."""
        return []

    def misconception(self, name: str) -> Misconception | None:
        """One of the typical wrong answers, by its name."""
        return next((each for each in self.misconceptions if each.name == name), None)

    def result(
        self,
        status: Status,
        points: float,
        messages: Sequence[str],
        diagnosis: str | None = None,
        hints: tuple[str, ...] = (),
        parts: Sequence[Part] = (),
        answer: str = "",
    ) -> Result:
        """A result of this exercise."""
        return Result(self.id, status, points, self.points, tuple(messages), diagnosis, hints, tuple(parts), answer)

    def not_attempted(self) -> Result:
        """The result of an answer that is still the starter, or missing."""
        return self.result("not_attempted", 0.0, [_("Not attempted yet.")])
