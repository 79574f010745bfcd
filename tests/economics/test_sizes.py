"""Weights, operations, memory, communication: against torch's own modules, published numbers, and laws that hold for any size."""

from dataclasses import replace
from itertools import pairwise

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from bigmodel_edu.economics import sizes
from bigmodel_edu.facts import Architecture, architecture, architectures, sources

MODELS = list(architectures().values())
DENSE = [model for model in MODELS if model.experts is None and model.latent is None]


def architecture_of(layers, heads, head_size, groups, hidden, vocabulary, gated, biases, tied):
    return Architecture(
        name="any",
        title="Any",
        published="2026",
        source=sources()["vaswani2017"],
        layers=layers,
        width=heads * head_size,
        heads=heads,
        head_size=head_size,
        key_heads=heads if heads % groups else heads // groups,
        hidden=hidden,
        vocabulary=vocabulary,
        context=64,
        gated=gated,
        biases=biases,
        tied=tied,
        norm_values=2 if biases else 1,
    )


ANY = st.builds(
    architecture_of,
    st.integers(1, 12),
    st.integers(1, 16),
    st.integers(1, 64),
    st.integers(1, 4),
    st.integers(1, 400),
    st.integers(2, 1000),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)


@pytest.mark.parametrize(("width", "heads", "hidden"), [(12, 3, 40), (30, 5, 7), (64, 1, 256)])
def test_a_layer_has_as_many_weights_as_torchs_own(width, heads, hidden):
    """nn.TransformerEncoderLayer: attention with biases, two linear layers with biases, two norms."""
    theirs = sum(p.numel() for p in nn.TransformerEncoderLayer(width, heads, hidden).parameters())
    model = architecture_of(1, heads, width // heads, 1, hidden, 2, False, True, True)
    table = sizes.parameter_table(model)
    assert table["attention"] + table["feed_forward"] + 2 * 2 * width == theirs


def test_the_course_own_models_have_the_counted_weights():
    from bigmodel_edu.models.llama import Llama, LlamaConfig

    config = LlamaConfig(vocabulary=97, context=16, layers=3, heads=6, key_heads=2, width=24, hidden=50, tied=True)
    model = replace(architecture_of(3, 6, 4, 3, 50, 97, True, False, True), context=16)
    with torch.device("meta"):
        assert sizes.parameters(model) == sum(p.numel() for p in Llama(config).parameters())


@settings(max_examples=60, deadline=None, derandomize=True)
@given(ANY)
def test_the_parts_add_up_and_none_is_negative(model):
    table = sizes.parameter_table(model)
    assert sum(table.values()) == sizes.parameters(model) > 0
    assert all(part >= 0 for part in table.values())
    assert sizes.active_parameters(model) == sizes.parameters(model)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(ANY, st.sampled_from(["layers", "hidden", "vocabulary"]))
def test_more_of_anything_is_more_weights_operations_and_never_less_cache(model, field):
    larger = replace(model, **{field: getattr(model, field) + 1})
    assert sizes.parameters(larger) > sizes.parameters(model)
    assert sizes.forward_flops(larger, 10) > sizes.forward_flops(model, 10)
    assert sizes.kv_bytes_per_token(larger) >= sizes.kv_bytes_per_token(model)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(ANY)
def test_untying_the_output_costs_exactly_one_embedding(model):
    tied, free = (sizes.parameters(replace(model, tied=flag)) for flag in (True, False))
    assert free - tied == model.vocabulary * model.width


@pytest.mark.parametrize("model", DENSE, ids=lambda model: model.name)
def test_large_models_are_twelve_width_squared_a_layer_within_what_their_shape_says(model):
    """Kaplan's 12·L·C² is exact for full heads and a feed-forward layer four times as wide, without gates and biases."""
    plain = replace(model, gated=False, biases=False, key_heads=model.heads, head_size=1, heads=model.width, hidden=4 * model.width)
    table = sizes.parameter_table(replace(plain, key_heads=plain.heads))
    assert table["attention"] + table["feed_forward"] == 12 * model.layers * model.width**2


def test_a_token_uses_fewer_weights_than_a_mixture_has():
    for name, experts in (("mixtral-8x7b", 8), ("deepseek-v3", 256)):
        model = architecture(name)
        assert sizes.active_parameters(model) < sizes.parameters(model) / 2
        everyone = replace(model, experts=replace(model.experts, active=experts))
        assert sizes.active_parameters(everyone) == sizes.parameters(everyone)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(ANY, st.integers(1, 30), st.integers(1, 30))
def test_reading_in_two_parts_takes_the_same_operations_where_nothing_is_computed_twice(model, first, second):
    """Causal scores: a prompt at once is as much work as its first part, then the rest with the first in the cache."""
    whole = sizes.forward_flops(model, first + second, causal=True)
    parts = sizes.forward_flops(model, first, causal=True) + sizes.forward_flops(model, second, past=first, causal=True)
    assert whole == parts


def test_attention_is_counted_by_torchs_flop_counter():
    from torch.utils.flop_counter import FlopCounterMode

    heads, size, tokens = 3, 8, 11
    width = heads * size
    x = torch.randn(1, heads, tokens, size)
    with FlopCounterMode(display=False) as counter:
        (x @ x.transpose(-2, -1)) @ x
    model = architecture_of(1, heads, size, 1, 5, 7, False, False, True)
    matrices = 2 * tokens * (4 * width * width + 2 * width * 5 + 7 * width)
    assert sizes.forward_flops(model, tokens) == matrices + counter.get_total_flops()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.floats(1e6, 1e12), st.integers(1, 4096))
def test_sharing_conserves_memory_and_stage_three_divides_it(n, gpus):
    stages = [sum(sizes.memory_per_gpu(n, stage, gpus)) for stage in range(4)]
    assert stages[0] == pytest.approx(16 * n)
    assert stages[3] * gpus == pytest.approx(16 * n)
    assert all(later <= earlier * (1 + 1e-12) for earlier, later in pairwise(stages))


def test_zero_as_in_its_figure():
    """Rajbhandari et al. 2020, figure 1: 7.5 B weights on 64 cards take 120, 31.4, 16.6 and 1.9 GB."""
    found = [round(sum(sizes.memory_per_gpu(7.5e9, stage, 64)) / 1e9, 1) for stage in range(4)]
    assert found == [120.0, 31.4, 16.6, 1.9]


def test_activations_as_korthikanti_counts_them():
    """Attention's part for GPT-3 is 5·H·T/C = 80 of 34 + 80: recomputing it saves 70 % (Korthikanti et al. 2022, section 5)."""
    model = architecture("gpt3")
    everything, selective, least = (
        sizes.activation_bytes(model, 1, 2048, recompute=kind) for kind in ("nothing", "attention", "everything")
    )
    assert 1 - selective / everything == pytest.approx(0.70, abs=0.005)
    assert least * 17 == selective


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(1, 10_000), st.floats(1, 1e12))
def test_a_ring_sends_less_than_two_buffers_and_one_card_sends_nothing(gpus, size):
    sent = sizes.ring_allreduce_bytes(gpus, size)
    assert 0 <= sent < 2 * size
    assert sizes.ring_allreduce_bytes(1, size) == 0
    assert sizes.ring_allreduce_bytes(gpus + 1, size) > sent


def simulated_bubble(stages, microbatches):
    """Run a pipeline turn by turn: a stage works on the micro-batch that the one before it finished."""
    busy, turn, done = 0, 0, [0] * stages
    while done[-1] < microbatches:
        before = [microbatches, *done[:-1]]
        for stage in range(stages):
            if done[stage] < before[stage]:
                done[stage] += 1
                busy += 1
        turn += 1
    return 1 - busy / (turn * stages)


@pytest.mark.parametrize(("stages", "microbatches"), [(1, 5), (4, 1), (4, 12), (7, 3)])
def test_the_bubble_is_that_of_a_simulated_pipeline(stages, microbatches):
    assert sizes.pipeline_bubble(stages, microbatches) == pytest.approx(simulated_bubble(stages, microbatches))


def test_utilisation_above_one_means_the_wrong_peak():
    with pytest.raises(ValueError, match=r"at most 1 \(100 %\), got 1\.58 \(158 %\): check that peak_flops is the dense peak"):
        sizes.mfu(1e5, 540e9, 1000 * 205e12)


def test_days_and_cost_agree_with_each_other():
    flops, gpus, peak, share = 3e21, 16, 312e12, 0.35
    days = sizes.training_days(flops, gpus, peak, share)
    assert gpus * days * 86_400 * peak * share == pytest.approx(flops)
    assert sizes.training_cost(gpus, days * 24, 2.0) == pytest.approx(gpus * days * 48)


def test_energy_of_llama_31_with_an_hours_intensity():
    from bigmodel_edu.facts import fact

    kilowatt_hours = sizes.energy(fact("llama3.1.training-hours").value, fact("h100.power").value)
    assert sizes.carbon(kilowatt_hours, 414) == pytest.approx(fact("llama3.1.carbon").value, rel=0.01)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: sizes.training_flops(-1, 5), "expected parameters to be a number above 0, got -1"),
        (lambda: sizes.training_days(1e20, 8, 1e15, 1.2), r"expected utilisation to be .* at most 1 \(100 %\), got 1.2 \(120 %\)"),
        (lambda: sizes.memory_per_gpu(1e9, 4, 8), "expected stage to be a whole number from 0 to 3, got 4"),
        (lambda: sizes.lora_parameters(architecture("gpt3"), 0), "expected rank to be a whole number of 1 or more, got 0"),
        (lambda: sizes.lora_parameters(architecture("gpt3"), 8, ["queries"]), "expected targets among query, key, .* got queries"),
        (lambda: sizes.training_memory(architecture("gpt3"), 1, 8, optimiser="adamw"), "expected optimiser to be sgd, momentum"),
        (lambda: sizes.activation_bytes(architecture("gpt3"), 1, 8, recompute="all"), "expected recompute to be nothing, attention"),
        (lambda: sizes.energy(10, 100, 0.9), "expected effectiveness to be a number of 1 or more, got 0.9"),
        (lambda: sizes.pipeline_bubble(0, 3), "expected stages to be a whole number of 1 or more, got 0"),
    ],
)
def test_bad_input_is_named(call, said):
    with pytest.raises(ValueError, match=said):
        call()
