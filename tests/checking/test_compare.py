import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from bigmodel_edu.calling import Other
from bigmodel_edu.checking.compare import compare

FINITE = st.floats(-1e6, 1e6, width=32)


@given(arrays(np.float32, array_shapes(max_dims=4), elements=FINITE))
def test_an_array_agrees_with_itself_in_any_float_type(array):
    assert compare(array, array) is None
    assert compare(array, array.astype(np.float64)) is None


@given(arrays(np.float64, array_shapes(min_dims=1, max_dims=3), elements=FINITE), st.data())
def test_one_wrong_value_anywhere_is_found(array, data):
    place = tuple(data.draw(st.integers(0, size - 1)) for size in array.shape)
    wrong = array.copy()
    wrong[place] += 1 + abs(wrong[place])
    assert compare(array, wrong).kind == "value"


@pytest.mark.parametrize(
    "expected, got, kind",
    [
        (np.ones(3), None, "nothing"),
        (np.ones(3), [1.0, 1.0, 1.0], "type"),
        (np.ones(3), 1.0, "type"),
        (np.ones(3), Other("Always"), "type"),
        (np.ones(3), "ones", "type"),
        (np.ones((2, 3)), np.ones((3, 2)), "shape"),
        (np.ones((2, 1)), np.ones(2), "shape"),
        (np.ones(3), np.ones(1), "shape"),
        (np.ones(3), np.array([1.0, np.nan, 1.0]), "nan"),
        (np.ones(3), np.array([1.0, np.inf, 1.0]), "value"),
        (np.array([np.inf, 1.0]), np.array([-np.inf, 1.0]), "value"),
        (np.ones(3), np.ones(3, dtype=int), "dtype"),
        (np.array([True, False]), np.array([1.0, 0.0]), "dtype"),
        (np.array([1, 2]), np.array([1, 3]), "value"),
        (1.5, "1.5", "type"),
        (1.5, True, "type"),
        (1.5, np.ones(2), "shape"),
        (1.5, float("nan"), "nan"),
        (1.5, 1 << 2000, "value"),
        (7, 8, "value"),
        (True, 1, "type"),
        (True, False, "value"),
        ([1, 2], [1, 2, 3], "length"),
        ([1, (2, 3)], [1, (2, 4)], "value"),
        ({"a": 1}, {"b": 1}, "keys"),
        ({"a": 1}, {"a": 1, "b": 2}, "keys"),
        ({(1, 2): 3}, {(1, 2): 4}, "value"),
        ("word", "other", "value"),
        ({1, 2}, {1, 3}, "value"),
    ],
)  # fmt: skip
def test_each_difference_gets_its_kind(expected, got, kind):
    assert compare(expected, got).kind == kind


@pytest.mark.parametrize(
    "expected, got",
    [
        (1.5, np.array(1.5)),
        (np.array(1.5), 1.5),
        (2.0, 2),
        (np.array([np.nan, np.inf]), np.array([np.nan, np.inf])),
        ([1.0, 2.0], np.array([1.0, 2.0])),
        ((1, "a"), [1, "a"]),
        (True, np.array(True)),
        (np.array([1, 2]), np.array([1.0, 2.0])),
        ({(0, 1): 2}, {(0, 1): 2}),
    ],
)
def test_the_same_value_in_another_form_agrees(expected, got):
    assert compare(expected, got) is None


@pytest.mark.parametrize(
    "expected, got, message",
    [
        (1.5, float("nan"), "Your value is NaN (not a number)."),
        (np.ones(1), np.array([np.nan]), "Your value is NaN (not a number)."),
        (np.ones(2), np.full(2, np.nan), "All 2 of your values are NaN (not a number)."),
        (np.ones((2, 2)), np.array([[1, 1], [1, np.nan]]), "1 of your 4 values is NaN (not a number), at index (1, 1)."),
        (np.ones(3), np.array([1, np.nan, np.nan]), "2 of your 3 values are NaN (not a number), the first at index 1."),
        (np.ones(3), np.array([1.0, 1.0, 2.0]), "1 of your 3 values differs from the expected one, at index 2."),
        (np.ones(3), np.array([1.0, 3.0, 2.0]), "2 of your 3 values differ from the expected ones, the first at index 1."),
        ([1, 2], [1], "You return 1 item, expected 2."),
        ({}, {"a": 1}, "You return 1 key, expected 0."),
    ],
)  # fmt: skip
def test_a_message_reads_well_for_one_and_for_many(expected, got, message):
    assert compare(expected, got).message == message


def test_no_message_tells_the_expected_numbers():
    expected = np.array([0.12345, 0.6789])
    assert "1234" not in compare(expected, np.zeros(2)).message and "6789" not in compare(expected, np.zeros(2)).message
