"""A mark that the draw decides is found: a wrong answer that passes under one key, a right one that is refused under another."""

import numpy as np

from bigmodel_edu.checking.called import Property
from bigmodel_edu.checking.exercise import Misconception, arguments
from bigmodel_edu.checking.kinds import Function, Number
from bigmodel_edu.checking.many_keys import wrong_marks

HINTS = ("nudge", "look", "place")


def largest(**changes):
    """Its inputs are drawn; whether they hold a tie or a negative number is left to the draw."""
    settings = {
        "id": "test.largest",
        "points": 1,
        "target": "largest",
        "reference": max,
        "core": {"": lambda rng: arguments(rng.integers(-2, 9, 3).tolist())},
        "draws": 1,
        "misconceptions": (Misconception("last", lambda x: x[-1], "You return the last.", HINTS),),
    }
    return Function(**settings | changes)


def test_a_mistake_that_passes_under_some_keys_is_told_with_the_key():
    found = list(wrong_marks(largest(), range(30)))
    assert 0 < len(found) < 30 and all("last passes under key" in each for each in found)


def test_a_telling_case_makes_it_fail_under_every_key():
    with_telling = largest(core={"": (largest().core[""], lambda rng: arguments([3, 1]))})
    assert not list(wrong_marks(with_telling, range(30)))


def test_further_answers_are_tried_too():
    exercise = largest(core={"": (largest().core[""], lambda rng: arguments([3, 1]))})
    found = list(wrong_marks(exercise, range(9), [("never", lambda x: None)], [("always", lambda x: sorted(x)[-1])]))
    assert {each.split(" under")[0] for each in found} == {"test.largest: never is refused", "test.largest: always passes"}
    assert len(found) == 18


def test_properties_count():
    never = Property("never", "hold.", lambda ask, rng: False)
    assert "the reference is refused" in next(wrong_marks(largest(properties=(never,), misconceptions=()), range(1)))


def test_numbers_are_tried_with_many_students():
    question = Number(
        id="test.sum",
        points=1,
        target="total",
        prompt="{a} + {b}?",
        reference=lambda a, b: a + b,
        variant=lambda rng: {"a": int(rng.integers(1, 4)), "b": int(rng.integers(1, 4))},
        misconceptions=(Misconception("product", lambda a, b: a * b, "You multiply.", HINTS),),
    )
    assert np.mean(["product passes" in each for each in wrong_marks(question, range(60))]) == 1
