"""Plain data survives the way there and back; whatever else arrives is refused, never a crash."""

import contextlib
import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as numpy_strategies

from bigmodel_edu.calling import AsTensor, Other, RandomGenerator, Source
from bigmodel_edu.sandbox.encoding import DTYPES, Decoder, Encoder, ProtocolError, array_sizes, arrays_from_bytes

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**200), 2**200),
    st.floats(),
    st.complex_numbers(allow_nan=False),
    st.text(),
    st.binary(max_size=50),
    numpy_strategies.arrays(st.sampled_from(sorted(DTYPES)), numpy_strategies.array_shapes(min_dims=0, min_side=0, max_side=5)),
)
KEYS = st.one_of(st.text(), st.integers(), st.booleans(), st.tuples(st.integers(), st.text()), st.none())
PLAIN = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=5),
        st.lists(inner, max_size=5).map(tuple),
        st.dictionaries(KEYS, inner, max_size=5),
        st.sets(KEYS, max_size=5),
    ),
    max_leaves=20,
)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.sampled_from("atdsficboTgp") | st.text(max_size=2), inner, max_size=2)
    ),
    max_leaves=30,
)


def there_and_back(value, live=False):
    encoder = Encoder(live)
    tree = json.loads(json.dumps(encoder.encode(value), allow_nan=False))
    described = json.loads(json.dumps([[array.dtype.name, list(array.shape)] for array in encoder.arrays]))
    body = b"".join(array.tobytes() for array in encoder.arrays)
    return Decoder(arrays_from_bytes(array_sizes(described), body), live).decode(tree)


def same(a, b):
    if isinstance(a, np.ndarray):
        return type(b) is np.ndarray and a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if type(a) is not type(b):
        return False
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, float):
        return (a == b and math.copysign(1, a) == math.copysign(1, b)) or (a != a and b != b)
    return a == b


@given(PLAIN)
def test_plain_data_comes_back_as_it_was(value):
    assert same(value, there_and_back(value))


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


@pytest.mark.parametrize("value", [AsTensor(np.eye(2)), RandomGenerator(5, "torch"), Source("def f(): pass", "f")])
def test_descriptions_of_live_arguments_go_only_from_the_grader(value):
    back = there_and_back([value], live=True)[0]
    assert type(back) is type(value)
    encoder = Encoder(live=True)
    tree = encoder.encode(value)
    with pytest.raises(ProtocolError, match="unknown kind"):
        Decoder(encoder.arrays, live=False).decode(tree)
    assert there_and_back(value, live=False) == Other(type(value).__name__)


def test_a_tensor_argument_keeps_its_numbers():
    array = np.array([[1.5, -2.0]], dtype=np.float32)
    assert same(there_and_back(AsTensor(array), live=True).array, array)


@pytest.mark.parametrize(
    ("value", "back"),
    [
        (np.array([1, 2], dtype=">i4"), np.array([1, 2], dtype="int32")),
        (np.arange(12).reshape(3, 4)[:, ::2], np.array([[0, 2], [4, 6], [8, 10]])),
        (np.asfortranarray(np.eye(3)), np.eye(3)),
        (np.array([1.5], dtype=np.longdouble), np.array([1.5])),
    ],
    ids=["big-endian", "strided", "column order", "long double"],
)
def test_unusual_arrays_arrive_as_usual_ones(value, back):
    assert same(there_and_back(value), back)


def test_a_bool_array_holds_only_true_and_false_whatever_was_sent():
    array = arrays_from_bytes(array_sizes([["bool", [3]]]), bytes([0, 1, 255]))[0]
    assert array.tobytes() == bytes([0, 1, 1])


def test_arrays_that_arrive_are_copies_that_can_be_written():
    body = bytearray(8)
    array = arrays_from_bytes(array_sizes([["float64", [1]]]), body)[0]
    array[0] = 7
    assert body == bytes(8)


def test_objects_become_their_types_name():
    assert there_and_back(np.array([object()])) == Other("array of object")
    assert there_and_back(10**10_000) == Other("int of 33220 bits")
    assert there_and_back(Other("Model")) == Other("Model")


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
