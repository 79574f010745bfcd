"""Ranges and their messages: the field, the range, and what was got."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bigmodel_edu.economics.ranges import BELOW_ONE, COUNT, NOT_NEGATIVE, PART, POSITIVE, SHARE, Range, complaint, require


@pytest.mark.parametrize(
    ("limits", "inside", "outside"),
    [
        (POSITIVE, [1e-300, 1, 1e300], [0, -1]),
        (NOT_NEGATIVE, [0, 5], [-1e-300]),
        (SHARE, [0, 0.5, 1], [-0.01, 1.01]),
        (PART, [1e-9, 1], [0, 1.1]),
        (BELOW_ONE, [0, 0.999], [1, -0.1]),
        (COUNT, [1, 7, 3.0], [0, 1.5, -2]),
        (Range(-1, 3), [-1, 3], [-1.1, 3.1]),
    ],
)
def test_require_accepts_the_inside_and_names_what_is_outside(limits, inside, outside):
    for value in inside:
        assert require("the field", value, limits) == value
    for value in outside:
        with pytest.raises(ValueError, match=r"expected the field to be .*, got "):
            require("the field", value, limits)


@pytest.mark.parametrize("value", [float("nan"), "3", None, True, [1], np.array([1.0, 2.0])])
def test_what_is_no_number_is_a_type_error(value):
    with pytest.raises(TypeError, match="expected price to be a number above 0, got"):
        require("price", value, POSITIVE)


@pytest.mark.parametrize("value", [math.inf, -math.inf])
def test_infinity_is_out_of_every_range(value):
    with pytest.raises(ValueError, match="expected price"):
        require("price", value, Range())


@pytest.mark.parametrize("value", [np.float32(0.5), np.int64(1), np.float64(0.25)])
def test_numpys_numbers_are_numbers(value):
    assert require("share", value, SHARE) == value


def test_a_share_is_also_written_in_percent():
    assert complaint("utilisation", 1.1, PART) == "expected utilisation to be a share above 0, at most 1 (100 %), got 1.1 (110 %)"


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.booleans(), st.booleans())
def test_complaint_is_silent_exactly_inside(low, high, value, open_low, open_high):
    limits = Range(low, high, open_low=open_low, open_high=open_high)
    inside = (value > low if open_low else value >= low) and (value < high if open_high else value <= high)
    assert (complaint("x", value, limits) == "") is inside
