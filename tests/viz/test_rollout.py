import networkx
import numpy as np
import pytest

from bigmodel_edu.viz.rollout import attention_flow, attention_rollout, with_residual
from tests.viz.attention_samples import random_weights


def test_rollout_is_the_product_of_all_layers():
    weights = random_weights((4, 3, 7, 7))
    steps = 0.5 * weights.astype(np.float64).mean(axis=1) + 0.5 * np.eye(7)
    np.testing.assert_allclose(attention_rollout(weights)[-1], steps[3] @ steps[2] @ steps[1] @ steps[0], atol=1e-12)


@pytest.mark.parametrize("causal", [False, True])
def test_rollout_rows_sum_to_one_and_stay_causal(causal):
    rolled = attention_rollout(random_weights((5, 2, 9, 9), causal=causal))
    np.testing.assert_allclose(rolled.sum(axis=-1), 1, atol=1e-5)
    assert (np.triu(rolled, 1) == 0).all() == causal


def test_rollout_of_one_layer_is_the_head_mean_and_the_residual():
    weights = random_weights((1, 4, 6, 6))
    np.testing.assert_allclose(attention_rollout(weights), with_residual(weights))


@pytest.mark.parametrize("causal", [False, True])
def test_flow_agrees_with_networkx(causal):
    weights = random_weights((3, 2, 5, 5), causal=causal, sharpness=3)
    steps = with_residual(weights)
    graph = networkx.DiGraph()
    for layer, query, key in zip(*np.nonzero(steps), strict=True):
        graph.add_edge((layer + 1, query), (layer, key), capacity=float(steps[layer, query, key]))
    flows = attention_flow(weights)
    for query, key in np.ndindex(5, 5):
        known = (0, key) in graph
        expected = networkx.maximum_flow_value(graph, (3, query), (0, key)) if known else 0
        assert flows[query, key] == pytest.approx(expected, abs=1e-4)


def test_only_the_rows_asked_for_are_computed():
    flows = attention_flow(random_weights((2, 2, 6, 6), causal=True), queries=[4])
    assert np.isfinite(flows[4]).all()
    assert np.isnan(np.delete(flows, 4, axis=0)).all()


def test_nothing_accumulates_through_cross_attention():
    with pytest.raises(ValueError, match="as many queries as keys, got 3 and 4"):
        attention_rollout(random_weights((2, 2, 3, 4)))
