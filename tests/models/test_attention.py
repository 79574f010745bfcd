"""Both paths of attention, against torch's, on irregular inputs."""

import math

import pytest
import torch
from torch.nn import functional as F

from bigmodel_edu.models.attention import attention, attention_entropy, causal_mask


def draw(*shape, seed=0, dtype=torch.float32):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed)).to(dtype)


SHAPES = [((2, 5, 8), 7, 3), ((2, 3, 1, 4), 9, 4), ((1, 6, 2), 6, 5), ((3, 2, 2, 7, 16), 4, 16)]


@pytest.mark.parametrize(("shape", "length", "out"), SHAPES)
@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize(("dtype", "tolerance"), [(torch.float32, 1e-5), (torch.float64, 1e-12), (torch.bfloat16, 5e-2)])
def test_the_two_paths_agree_with_the_formula(shape, length, out, masked, dtype, tolerance):
    query = draw(*shape, dtype=dtype)
    key = draw(*shape[:-2], length, shape[-1], seed=1, dtype=dtype)
    value = draw(*shape[:-2], length, out, seed=2, dtype=dtype)
    mask = draw(*shape[:-1], length, seed=3) > 0 if masked else None
    if mask is not None:
        mask[..., 0] = True
    fused = attention(query, key, value, mask)
    explicit, weights = attention(query, key, value, mask, return_weights=True)
    scores = query.double() @ key.double().mT / math.sqrt(shape[-1])
    scores = scores if mask is None else scores.masked_fill(~mask, -math.inf)
    wanted = torch.exp(scores) / torch.exp(scores).sum(-1, keepdim=True)
    torch.testing.assert_close(weights.double(), wanted, atol=tolerance, rtol=tolerance)
    torch.testing.assert_close(explicit.double(), wanted @ value.double(), atol=tolerance, rtol=tolerance)
    torch.testing.assert_close(fused.double(), explicit.double(), atol=tolerance, rtol=tolerance)


def test_equals_torchs_own():
    query, key, value = draw(2, 3, 5, 8), draw(2, 3, 7, 8, seed=1), draw(2, 3, 7, 4, seed=2)
    torch.testing.assert_close(attention(query, key, value), F.scaled_dot_product_attention(query, key, value))


def test_both_paths_have_the_same_gradients():
    tensors = [draw(2, 5, 8, dtype=torch.float64), draw(2, 7, 8, seed=1, dtype=torch.float64), draw(2, 7, 3, seed=2, dtype=torch.float64)]
    mask = draw(2, 5, 7, seed=3) > 0
    mask[0, 2] = False  # a query that may look nowhere
    gradients = []
    for return_weights in (False, True):
        inputs = [tensor.clone().requires_grad_() for tensor in tensors]
        result = attention(*inputs, mask, return_weights=return_weights)
        output = result[0] if return_weights else result
        gradients.append(torch.autograd.grad((output * draw(2, 5, 3, seed=4, dtype=torch.float64)).sum(), inputs))
    for fused, explicit in zip(*gradients, strict=True):
        assert explicit.isfinite().all()
        torch.testing.assert_close(fused, explicit)


def test_the_gradient_is_the_numerical_one():
    inputs = [draw(2, 3, 4, seed=seed, dtype=torch.float64).requires_grad_() for seed in range(3)]
    torch.autograd.gradcheck(lambda q, k, v: attention(q, k, v, causal_mask(3), return_weights=True)[0], inputs)


def test_a_query_that_may_look_nowhere_gets_zeros():
    mask = torch.tensor([[True, False, True], [False, False, False]])
    fused = attention(draw(2, 4), draw(3, 4), draw(3, 5), mask)
    explicit, weights = attention(draw(2, 4), draw(3, 4), draw(3, 5), mask, return_weights=True)
    assert (fused[1] == 0).all() and (explicit[1] == 0).all() and (weights[1] == 0).all()
    assert weights[0, 1] == 0 and weights[0].sum() == pytest.approx(1)


def test_a_nan_in_the_input_is_not_hidden():
    value = draw(3, 4)
    value[0, 0] = math.nan
    assert attention(draw(2, 4), draw(3, 4), value).isnan().any()


def test_permuting_keys_with_their_values_changes_nothing_and_permuting_queries_permutes_the_result():
    query, key, value = draw(2, 6, 4), draw(2, 6, 4, seed=1), draw(2, 6, 4, seed=2)
    order = torch.tensor([3, 0, 5, 1, 4, 2])
    torch.testing.assert_close(attention(query, key[:, order], value[:, order]), attention(query, key, value))
    torch.testing.assert_close(attention(query[:, order], key, value), attention(query, key, value)[:, order])


def test_large_scores_do_not_overflow():
    output, weights = attention(draw(2, 8) * 1e4, draw(3, 8) * 1e4, draw(3, 8), return_weights=True)
    assert output.isfinite().all() and weights.sum(-1).allclose(torch.ones(2))


@pytest.mark.parametrize(
    ("shapes", "message"),
    [
        (((2, 5, 8), (2, 7, 16), (2, 7, 4)), r"share their last size, got query \(2, 5, 8\) and key \(2, 7, 16\)"),
        (((2, 5, 8), (2, 7, 8), (2, 6, 4)), r"one value for each key, got key \(2, 7, 8\) and value \(2, 6, 4\)"),
    ],
)
def test_shapes_that_do_not_fit_are_named(shapes, message):
    with pytest.raises(ValueError, match=message):
        attention(*(draw(*shape) for shape in shapes))


@pytest.mark.parametrize("mask", [torch.zeros(5, 5), torch.ones(5, 5, dtype=torch.int64)])
def test_a_mask_that_is_not_bool_is_refused(mask):
    with pytest.raises(TypeError, match="mask of dtype bool"):
        attention(draw(5, 4), draw(5, 4), draw(5, 4), mask)


@pytest.mark.parametrize("n", [0, 1, 7])
def test_causal_mask_lets_position_t_look_at_t_plus_1_keys(n):
    mask = causal_mask(n)
    assert mask.shape == (n, n) and mask.dtype == torch.bool
    assert all(bool(mask[t, s]) == (s <= t) for t in range(n) for s in range(n))


def test_causal_mask_refuses_a_negative_number():
    with pytest.raises(ValueError, match="0 or more, got -1"):
        causal_mask(-1)


def test_entropy_of_even_sure_and_drawn_weights():
    torch.testing.assert_close(attention_entropy(torch.full((2, 3, 7), 1 / 7)), torch.full((2, 3), math.log(7)))
    assert (attention_entropy(torch.eye(4)) == 0).all()
    weights = draw(2, 5, 6).softmax(-1)
    torch.testing.assert_close(attention_entropy(weights), torch.distributions.Categorical(weights).entropy())


def test_entropy_refuses_negative_weights():
    with pytest.raises(ValueError, match="0 or more, got a smallest weight of -1"):
        attention_entropy(torch.tensor([[2.0, -1.0]]))
