import enum
from collections import Counter, OrderedDict

import numpy as np
import pandas as pd
import pytest
import torch

from bigmodel_edu.calling import AsTensor, Other, RandomGenerator, Source, to_live, to_plain


@pytest.mark.parametrize(
    "value",
    [None, True, -3, 2.5, 1 + 2j, "text", b"bytes", [1, [2, (3, "x")]], {"a": 1, (1, 2): [3]}, {1, 2}, []],
)
def test_plain_values_stay_as_they_are(value):
    assert to_plain(value) == value and type(to_plain(value)) is type(value)


def test_tensors_become_arrays_with_equal_numbers():
    tensor = torch.randn(3, 2, dtype=torch.float64, requires_grad=True)
    plain = to_plain(tensor.t())
    assert isinstance(plain, np.ndarray) and plain.shape == (2, 3)
    assert np.array_equal(plain, tensor.detach().numpy().T)
    assert to_plain(torch.tensor([1.5, -2.0], dtype=torch.bfloat16)).tolist() == [1.5, -2.0]
    assert to_plain(torch.nn.Parameter(torch.ones(2))).tolist() == [1, 1]


def test_scalars_subclasses_and_tables_lose_their_type_and_keep_their_value():
    class Colour(enum.IntEnum):
        RED = 3

    assert type(to_plain(np.float32(0.5))) is float and type(to_plain(np.int64(4))) is int and to_plain(np.bool_(True)) is True
    assert type(to_plain(Colour.RED)) is int and to_plain(Colour.RED) == 3
    assert to_plain(Counter("aab")) == {"a": 2, "b": 1} and type(to_plain(OrderedDict(x=1))) is dict
    assert np.array_equal(to_plain(pd.Series([1.0, 2.0])), [1.0, 2.0])


def test_what_is_not_plain_keeps_only_its_type_name():
    class Always:
        def __eq__(self, other):
            return True

        __hash__ = None

    assert to_plain(Always()) == Other("Always")
    assert to_plain(np.array([object()])) == Other("array of object")
    assert to_plain([lambda: 1]) == [Other("function")]


def test_deep_and_huge_values_are_refused_not_followed():
    endless = []
    endless.append(endless)
    with pytest.raises(ValueError, match="nested"):
        to_plain(endless)
    with pytest.raises(ValueError, match="items"):
        to_plain(list(range(300_000)))


def test_descriptions_become_fresh_live_objects():
    array = np.arange(4.0)
    live = to_live([AsTensor(array), RandomGenerator(5), RandomGenerator(5, "torch"), Source("def f(x):\n    return np.sum(x)", "f")])
    live[0][0] = 99
    assert array[0] == 0 and isinstance(live[0], torch.Tensor)
    assert live[1].integers(1000) == np.random.default_rng(5).integers(1000)
    assert isinstance(live[2], torch.Generator) and live[3]([1, 2]) == 3
    with pytest.raises(ValueError, match="library"):
        to_live(RandomGenerator(1, "random"))
