import numpy as np
import pytest
import torch

from bigmodel_edu.viz.arrays import attention_weights, check_tokens, never_looked, to_numpy
from tests.viz.attention_samples import random_weights


@pytest.mark.parametrize("shape", [(3, 5), (2, 3, 5), (4, 2, 3, 5)])
def test_every_rank_becomes_layers_heads_queries_keys(shape):
    weights = random_weights(shape)
    full = attention_weights(weights)
    assert full.shape == (1,) * (4 - len(shape)) + shape
    np.testing.assert_allclose(full.reshape(shape), weights)


def test_a_models_recording_one_tensor_per_layer_with_a_batch_of_one():
    layers = [torch.tensor(random_weights((1, 3, 7, 7), seed=seed), requires_grad=True) for seed in range(4)]
    full = attention_weights(tuple(layers))
    assert full.shape == (4, 3, 7, 7)
    np.testing.assert_allclose(full[2], layers[2].detach().numpy()[0])


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16, torch.float64])
def test_tensors_of_every_precision(dtype):
    weights = torch.softmax(torch.randn(2, 5, 6), dim=-1).to(dtype)
    np.testing.assert_allclose(attention_weights(weights)[0], weights.float().numpy(), atol=1e-6)
    assert to_numpy(torch.tensor([1, 2])).dtype == np.int64


@pytest.mark.parametrize("wrong", [np.full((2, 2), np.nan), np.full((2, 2), -0.1), np.full((2, 2), 3.0), np.full((2, 2), np.inf)])
def test_scores_are_not_weights(wrong):
    with pytest.raises(ValueError, match="between 0 and 1"):
        attention_weights(wrong)


@pytest.mark.parametrize("shape", [(3,), (2, 2, 2, 3, 3), (0, 3), (1, 2, 3, 4, 5, 6)])
def test_other_shapes_are_refused_with_the_shape(shape):
    with pytest.raises(ValueError, match="expected weights of shape") as caught:
        attention_weights(np.zeros(shape))
    assert str(shape) in str(caught.value)


@pytest.mark.parametrize("nothing", [None, (None, None)])
def test_a_model_that_recorded_nothing_is_named(nothing):
    with pytest.raises(ValueError, match="recorded none"):
        attention_weights(nothing)


def test_layers_of_different_shapes_are_refused():
    with pytest.raises(ValueError, match="same shape in every layer"):
        attention_weights([random_weights((2, 3, 3)), random_weights((2, 4, 4))])


def test_the_mask_is_what_no_head_of_a_layer_looks_at():
    weights = random_weights((2, 3, 6, 6), causal=True)
    weights[0, 1, 4] = [0, 0, 0, 1, 0, 0]  # zeros of one head are no mask
    masked = never_looked(weights)
    assert (masked == ~np.tri(6, dtype=bool)).all()


def test_tokens_must_be_a_list_of_the_right_length():
    with pytest.raises(TypeError, match="split it first"):
        check_tokens("three", 5, "queries")
    with pytest.raises(ValueError, match="5 queries, got 2 tokens"):
        check_tokens(["a", "b"], 5, "queries")
