"""What a card tells of a case: short numbers, never two different ones that look alike."""

import numpy as np
import pytest

from bigmodel_edu.calling import AsTensor, Outcome
from bigmodel_edu.checking.called import Case
from bigmodel_edu.checking.describe import describe_case, describe_outcome
from bigmodel_edu.checking.exercise import arguments
from bigmodel_edu.checking.kinds import Function


def described(*args, **kwargs):
    exercise = Function(id="test.f", points=1, target="f", reference=lambda x, y=0, z=0: x, core={"": lambda rng: arguments(1)})
    return describe_case(exercise, Case("", arguments(*args, **kwargs)))


@pytest.mark.parametrize(
    "value, shown",
    [
        (0.1 + 0.2, "0.3"),
        (109394467.78, "109394000.0"),
        (1.2345678912345e-7, "1.23457e-07"),
        (2.0, "2.0"),
        (-0.0625, "-0.0625"),
        (np.float64(1 / 3), "0.333333"),
        (float("nan"), "nan"),
        (float("-inf"), "-inf"),
        (109394467, "109394467"),
        (True, "True"),
        ("0.30000000000000004", "'0.30000000000000004'"),
        ([1 / 3, 2], "[0.333333, 2]"),
        ((2 / 3,), "(0.666667,)"),
        ({0.1 + 0.2}, "{0.3}"),
        ({"a": 1 / 3}, "{'a': 0.333333}"),
        ([(1 / 3, 1 / 7), (1 / 9, 1 / 6)], "[(0.333333, 0.142857), (0.111111, 0.166667)]"),
        (set(), "set()"),
        ((), "()"),
    ],
)
def test_a_float_has_at_most_six_digits(value, shown):
    assert described(value) == f"x = {shown}"


def test_numbers_that_differ_do_not_look_alike():
    assert described(0.12345678, 0.12345679) == "x = 0.12345678, y = 0.12345679"
    assert described(0.123456789012, [0.123456789013]) == "x = 0.123456789012, y = [0.123456789013]"
    assert described(0.1 + 0.2, 0.3) == "x = 0.30000000000000004, y = 0.3"
    assert described(3, 3.0000001) == "x = 3, y = 3.0000001"
    assert described(1 / 3, 1 / 3) == "x = 0.333333, y = 0.333333"


def test_arrays_and_long_collections_are_told_by_their_size():
    assert described(np.zeros((2, 3)), AsTensor(np.zeros(4)), z=[0.1] * 5) == "x of shape (2, 3), y of shape (4,), z with 5 items"


def test_an_answer_that_ran_too_long_may_be_right_and_slow():
    exercise = Function(id="test.f", points=1, target="f", reference=lambda x: x, core={"": lambda rng: arguments(1)}, seconds=2.5)
    words = describe_outcome(exercise, Outcome("timeout"))
    assert "within 2.5 s" in words and "never ends" in words and "too slow" in words and "whole arrays" in words
