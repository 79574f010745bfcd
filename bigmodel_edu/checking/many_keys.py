"""Try what is known of an exercise under many keys: a wrong answer that passes under one of them is a mark that the draw decides."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from bigmodel_edu.calling import Plain
from bigmodel_edu.checking.at_hand import AnswerAtHand
from bigmodel_edu.checking.called import Called, Case
from bigmodel_edu.checking.exercise import Exercise
from bigmodel_edu.checking.observe import expected_in, observe
from bigmodel_edu.checking.properties import holds


def wrong_marks(
    exercise: Exercise,
    keys: Iterable[int],
    right: Iterable[tuple[str, Callable[..., Any]]] = (),
    wrong: Iterable[tuple[str, Callable[..., Any]]] = (),
) -> Iterator[str]:
    """Say which right answer is refused, or which wrong one passes, and under which key.

    Whether it passes is all that is asked; an answer is left at its first case that fails, so that hundreds of keys take seconds.

    Args:
        keys: seeds of the draw.
        right, wrong: further answers with their names, beside the reference and the misconceptions.
    """
    known = [(name, answer, True) for name, answer in right] + [(name, answer, False) for name, answer in wrong]
    for key in keys:
        student = f"student {key}"
        own = [(name or "the reference", answer, name is None) for name, answer in exercise.known_answers(student)]
        passes = _Passing(exercise, key) if isinstance(exercise, Called) else None
        for name, answer, expected in [*own, *(known if own else [])]:
            passed = passes(answer) if passes else exercise.judge(AnswerAtHand(answer), key, student).passed
            if passed != expected:
                yield f"{exercise.id}: {name} {'passes' if passed else 'is refused'} under key {key}"


class _Passing:
    """Whether answers pass under one key; the cases are drawn, and the reference is called, once for all of them."""

    def __init__(self, exercise: Called, key: int) -> None:
        self.exercise, self.key = exercise, key
        self.cases = list(exercise.draw(key))
        self.expected: dict[int, Plain] = {}

    def __call__(self, answer: Callable[..., Any]) -> bool:
        if not all(self._agrees(index, case, answer) for index, case in enumerate(self.cases)):
            return False
        return all(holds(self.exercise, number, AnswerAtHand(answer), self.key) for number in range(len(self.exercise.properties)))

    def _agrees(self, index: int, case: Case, answer: Callable[..., Any]) -> bool:
        if index not in self.expected:
            self.expected[index] = expected_in(self.exercise, case)
        return observe(self.exercise, case, self.expected[index], self.exercise.call(answer, case)).passed
