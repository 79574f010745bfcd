"""An answer that does nothing earns no points, however many cases it happens to get right; a half-right one keeps its own."""

import numpy as np
import pytest
import torch

from bigmodel_edu.calling import AsTensor, call, function_from_source
from bigmodel_edu.checking.called import Property
from bigmodel_edu.checking.exercise import arguments
from bigmodel_edu.checking.kinds import Function
from bigmodel_edu.exercises import chapter, chapters
from bigmodel_edu.student.notebook import AnswerInNotebook

CALLED = [exercise for name in chapters() for exercise in chapter(name) if exercise.called]


def zeros_like(*args, **kwargs):
    return torch.zeros_like(args[0]) if isinstance(args[0], torch.Tensor) else np.zeros_like(args[0])


IDLE = {
    "its first argument": lambda *args, **kwargs: args[0],
    "nothing": lambda *args, **kwargs: None,
    "zeros": zeros_like,
    "0.0": lambda *args, **kwargs: 0.0,
    "an empty list": lambda *args, **kwargs: [],
}


class Trusted(AnswerInNotebook):
    """Called without a thread and without a limit of time."""

    def call(self, exercise, called):
        driver = function_from_source(exercise.driver_source) if exercise.driver_source else None
        return call(self.answer, called.args, called.kwargs, driver)


@pytest.mark.parametrize("exercise", CALLED, ids=lambda exercise: exercise.id)
def test_no_exercise_gives_points_for_nothing(exercise):
    for name, answer in IDLE.items():
        result = exercise.judge(Trusted(answer), 101)
        assert result.points == 0, f"{name}: {[part.name for part in result.parts if part.passed]}"


def positive_part(**changes):
    """An exercise with a group that zeros get right and one that the input gets right."""
    settings = {
        "id": "test.positive_part",
        "points": 3,
        "target": "positive_part",
        "reference": lambda x: np.maximum(x, 0),
        "core": {
            "both signs": lambda rng: arguments(rng.permutation([-2.0, 1.0, 0.5]) * rng.uniform(1, 2)),
            "negative": lambda rng: arguments(-rng.uniform(1, 2, rng.integers(2, 5))),
            "positive": lambda rng: arguments(rng.uniform(1, 2, rng.integers(2, 5))),
        },
    }
    return Function(**settings | changes)


def mark(answer, exercise=None):
    return (exercise or positive_part()).judge(AnswerInNotebook(answer), 1)


@pytest.mark.parametrize(
    "answer, words",
    [
        (lambda x: x, "gives back its input"),
        (lambda x: x.copy(), "gives back its input"),
        (lambda x: x.astype(np.float32), "gives back its input"),
        (lambda x: x * 0, "the same in every case"),
    ],
)
def test_what_nothing_gets_right_earns_nothing_and_the_card_says_why(answer, words):
    result = mark(answer)
    assert (result.status, result.points) == ("failed", 0) and any(part.passed for part in result.parts)
    assert words in " ".join(result.messages)


@pytest.mark.parametrize(
    "answer, points",
    [
        (lambda x: x if (x > 0).all() else x * 2, 1),
        (lambda x: np.abs(x), 1),
        (lambda x: x * 0 if (x < 0).all() else x, 2),
        (lambda x: np.zeros_like(x) if (x < 0).all() else 1 / 0, 1),
    ],
)
def test_a_half_right_answer_keeps_its_points(answer, points):
    result = mark(answer)
    assert (result.status, result.points) == ("partial", points)
    assert "earn no points" not in " ".join(result.messages)


def test_properties_do_not_help_an_idle_answer():
    finite = Property("finite", "be finite.", lambda ask, rng: bool(np.isfinite(ask(rng.standard_normal(3))).all()))
    assert mark(lambda x: x, positive_part(properties=(finite,))).points == 0


def test_an_input_inside_a_list_is_known_again():
    exercise = positive_part(
        reference=lambda tensors: [each.clamp(min=0) for each in tensors],
        core={
            "mixed": lambda rng: arguments([AsTensor(np.array([-1.0, rng.uniform(1, 2)]))]),
            "positive": lambda rng: arguments([AsTensor(rng.uniform(1, 2, 3))]),
        },
    )
    assert mark(lambda tensors: list(tensors), exercise).points == 0


def test_a_constant_is_no_idle_answer_where_only_a_property_fails():
    never = Property("never", "hold.", lambda ask, rng: False)
    exercise = positive_part(reference=lambda x: 1.0, properties=(never,))
    assert mark(lambda x: 1.0, exercise).points == pytest.approx(3 * 3 / 4)


@pytest.mark.parametrize("odd", [10**400, float("nan"), "7", b"7", {1: np.zeros(2)}, {(1, 2)}, [[1], [2, 3]], 1j, np.zeros((0, 3)), True])
def test_odd_values_beside_the_right_ones_break_nothing(odd):
    result = mark(lambda x: x if (x > 0).all() else odd)
    assert (result.status, result.points) == ("partial", 1)
    assert mark(lambda x: odd).points == 0


@pytest.mark.parametrize("constant", [None, [], "", {}, {"a": [np.eye(2)]}, (1.0, [2]), float("nan"), True, np.arange(3)])
def test_a_constant_of_any_form_earns_nothing(constant):
    exercise = positive_part(
        reference=lambda x: constant if (x < 0).all() else x,
        core={key: positive_part().groups()[key] for key in ("negative", "positive")},
    )
    result = mark(lambda x: constant, exercise)
    assert result.points == 0 and result.parts[0].passed
