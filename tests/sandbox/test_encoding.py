"""Plain data survives the way there and back."""

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as numpy_strategies

from bigmodel_edu.calling import AsTensor, Other, RandomGenerator, Source
from bigmodel_edu.sandbox.decoding import Decoder, ProtocolError, array_sizes, arrays_from_bytes
from bigmodel_edu.sandbox.encoding import DTYPES, Encoder

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


def test_objects_become_their_types_name():
    assert there_and_back(np.array([object()])) == Other("array of object")
    assert there_and_back(10**10_000) == Other("int of 33220 bits")
    assert there_and_back(Other("Model")) == Other("Model")
