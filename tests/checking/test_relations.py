"""What an answer's numbers have to do with the expected ones: found in every case or not at all."""

import math

import numpy as np
import pytest

from bigmodel_edu.checking.relations import relation_of

WANT = [0.31, 12.5, 1.75, 4.2]
TABLES = [np.array([[1.5, -2.0, 3.0], [4.0, 5.5, -6.0]]), np.array([[0.5, 7.0, 2.0], [1.0, -9.0, 2.5]])]


@pytest.mark.parametrize(
    "change, words",
    [
        (lambda x: x * 100, "100 times the expected one: percent"),
        (lambda x: x / 100, "a share where percent"),
        (lambda x: x * 1000, "another unit"),
        (lambda x: x * 12, "another unit"),
        (lambda x: x / math.log(2), "logarithm to another base"),
        (lambda x: x * math.log(10), "logarithm to another base"),
        (lambda x: x * 2 * math.pi, "is π counted right"),
        (lambda x: x * 2, "2 times the expected one."),
        (lambda x: -x, "opposite sign"),
        (lambda x: x * 0, "All your values are 0"),
        (lambda x: x + 1, "too large by 1"),
        (lambda x: x - 1, "too small by 1"),
        (lambda x: x + 0.37, "off by the same constant"),
        (lambda x: round(x, 1), "rounded; give them with all"),
        (lambda x: math.floor(x), "rounded down"),
        (lambda x: math.ceil(x), "rounded up"),
        (lambda x: x**1.5, ""),
    ],
)
def test_single_numbers_over_several_cases(change, words):
    said = relation_of(WANT, [change(x) for x in WANT])
    assert (words in said) if words else not said


@pytest.mark.parametrize(
    "change, words",
    [
        (lambda x: x.T, "last two axes swapped"),
        (lambda x: x[:, ::-1], "in reverse order"),
        (lambda x: np.roll(x, 1, -1), "one place too late"),
        (lambda x: np.roll(x, -1, -1), "one place too early"),
        (lambda x: x[::-1], "in other places"),
        (lambda x: np.abs(x), "lose their sign"),
        (lambda x: x * 3, "3 times"),
        (lambda x: x.astype(int).astype(str), ""),
        (lambda x: x[0], ""),
        (lambda x: x * np.nan, ""),
        (lambda x: None, ""),
    ],
)
def test_arrays(change, words):
    said = relation_of(TABLES, [change(x) for x in TABLES])
    assert (words in said) if words else not said


def test_what_holds_in_one_case_only_is_no_finding():
    assert relation_of(WANT, [WANT[0] * 2, *WANT[1:]]) == ""
    assert relation_of(TABLES, [TABLES[0] * 2, TABLES[1] * 3]) == ""


@pytest.mark.parametrize("want", [[], [1.0], [1.0, 2.0], ["a", "b", "c"], [True, False, True], [None] * 3, [10**400] * 3])
def test_too_little_to_tell(want):
    assert relation_of(want, want) == ""


def test_a_symmetric_result_is_not_called_transposed():
    square = np.array([[1.0, 2.0], [2.0, 5.0]])
    assert "swapped" not in relation_of([square], [square * 2])
