"""Feed-forward layers and activations against their formulas."""

import math

import pytest
import torch

from bigmodel_edu.models.feed_forward import FeedForward, SwiGLU, activation_named


def draw(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def test_activations_are_their_formulas():
    x = 3 * draw(100)
    normal = torch.distributions.Normal(0.0, 1.0)
    torch.testing.assert_close(activation_named("gelu")(x), x * normal.cdf(x))
    inner = math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)
    torch.testing.assert_close(activation_named("gelu-tanh")(x), 0.5 * x * (1 + torch.tanh(inner)))
    torch.testing.assert_close(activation_named("silu")(x), x / (1 + (-x).exp()))
    torch.testing.assert_close(activation_named("relu")(x), x.clamp(min=0))


def test_an_unknown_activation_is_named():
    with pytest.raises(ValueError, match="relu, gelu, gelu-tanh, silu, got 'swish'"):
        activation_named("swish")


def test_each_token_is_on_its_own():
    layer, x = FeedForward(6).double(), draw(2, 5, 6)
    torch.testing.assert_close(layer(x)[1, 3], layer(x[1, 3]))


def test_swiglu_is_the_formula_and_has_no_biases():
    layer, x = SwiGLU(6, 10).double(), draw(2, 3, 6)
    gate = x @ layer.gate.weight.T
    torch.testing.assert_close(layer(x), (gate * gate.sigmoid() * (x @ layer.widen.weight.T)) @ layer.narrow.weight.T)
    assert sum(weight.numel() for weight in layer.parameters()) == 3 * 6 * 10


@pytest.mark.parametrize(("hidden", "bias", "count"), [(None, True, 8 * 25 + 5 * 5), (7, False, 70)])
def test_the_number_of_weights(hidden, bias, count):
    assert sum(weight.numel() for weight in FeedForward(5, hidden, bias=bias).parameters()) == count
