"""Whatever arrives that is not plain data is refused, never a crash."""

import contextlib
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bigmodel_edu.sandbox.decoding import Decoder, ProtocolError, array_sizes, arrays_from_bytes
from bigmodel_edu.sandbox.encoding import DTYPES

JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.sampled_from("atdsficboTgp") | st.text(max_size=2), inner, max_size=2)
    ),
    max_leaves=30,
)


@given(JSON, st.lists(st.sampled_from(["float32", "bool", "int64"]), max_size=3), st.booleans())
def test_any_json_is_decoded_or_refused(tree, dtypes, live):
    arrays = [np.zeros(3, dtype) for dtype in dtypes]
    with contextlib.suppress(ProtocolError):
        Decoder(arrays, live).decode(tree)


@given(JSON, st.binary(max_size=100))
def test_any_description_of_arrays_is_followed_or_refused(described, body):
    try:
        arrays = arrays_from_bytes(array_sizes(described), body)
    except ProtocolError:
        return
    assert sum(array.nbytes for array in arrays) == len(body)


@settings(max_examples=30)
@given(st.sampled_from(sorted(DTYPES)), st.lists(st.integers(-1, 10), max_size=3), st.integers(0, 200))
def test_bytes_that_do_not_fit_the_shape_are_refused(dtype, shape, size):
    fits = all(side >= 0 for side in shape) and math.prod(shape) * np.dtype(dtype).itemsize == size
    if fits:
        assert arrays_from_bytes(array_sizes([[dtype, shape]]), bytes(size))[0].shape == tuple(shape)
    else:
        with pytest.raises(ProtocolError):
            arrays_from_bytes(array_sizes([[dtype, shape]]), bytes(size))


def test_a_bool_array_holds_only_true_and_false_whatever_was_sent():
    array = arrays_from_bytes(array_sizes([["bool", [3]]]), bytes([0, 1, 255]))[0]
    assert array.tobytes() == bytes([0, 1, 1])


def test_arrays_that_arrive_are_copies_that_can_be_written():
    body = bytearray(8)
    array = arrays_from_bytes(array_sizes([["float64", [1]]]), body)[0]
    array[0] = 7
    assert body == bytes(8)


def test_too_deep_too_many_too_much_alike():
    deep = 1
    for _ in range(100):
        deep = [deep]
    with pytest.raises(ProtocolError, match="nested"):
        Decoder([]).decode(deep)
    with pytest.raises(ProtocolError, match="items"):
        Decoder([]).decode([0] * 600_000)
    with pytest.raises(ProtocolError, match="keys"):
        Decoder([]).decode({"s": [number * (2**61 - 1) for number in range(5_000)]})
    assert len(Decoder([]).decode({"s": list(range(50_000))})) == 50_000


def test_half_characters_are_replaced():
    assert Decoder([]).decode("a\ud800b") == "a?b"
