"""Every fact of kind "computed" is computed here, from published sizes or from other facts, to the digits that its source prints."""

import math
from dataclasses import replace

import pytest

from bigmodel_edu.economics.business import growth_claim
from bigmodel_edu.economics.scaling import Chinchilla
from bigmodel_edu.economics.sizes import (
    active_parameters,
    days_at_throughput,
    forward_flops,
    gpu_flops,
    kv_bytes_per_token,
    lora_parameters,
    mfu,
    parameters,
    training_cost,
    training_flops,
)
from bigmodel_edu.facts import architecture, architectures, fact, facts
from bigmodel_edu.facts.number import round_to


def value(key):
    return fact(key).value


def without_biases():
    """GPT-2 small without any bias: the norms keep one value a channel."""
    return parameters(replace(architecture("gpt2-small"), biases=False, norm_values=1))


def palm_mfu(attention):
    peak, speed = value("palm-540b.chips") * value("tpu-v4.peak-16bit"), value("palm-540b.tokens-per-second")
    counted = {"model": architecture("palm-540b"), "tokens": 2048} if attention else {}
    return 100 * mfu(speed, value("palm-540b.parameters"), peak, **counted)


def months_between(first, last):
    (year, month), (last_year, last_month) = ((int(part) for part in fact(key).date.split("-")) for key in (first, last))
    return 12 * (last_year - year) + last_month - month


def deepseek_revenue():
    read, cached, written = (value(f"deepseek-day.{kind}-tokens") for kind in ("input", "cached", "output"))
    prices = [value(f"deepseek-r1.price-{kind}") for kind in ("input", "cached", "output")]
    return ((read - cached) * prices[0] + cached * prices[1] + written * prices[2]) / 1e6


def transformer(hours):
    return gpu_flops(8, hours * 3600, value("p100.sustained-vaswani"))


def optimum(name):
    return Chinchilla.published(name).optimal(value("chinchilla.budget"))


LAWS = ("chinchilla", "chinchilla-unrounded", "chinchilla-refit")
HOURS = ("llama3.1-8b", "llama3.1-70b", "llama3.1-405b")

FORMULAS = {
    **{f"{name}.parameters": lambda name=name: parameters(architecture(name)) for name in architectures()},
    **{f"{name}.kv-bytes-per-token": lambda name=name: kv_bytes_per_token(architecture(name)) for name in architectures()},
    **{f"{name}.optimal-parameters": lambda name=name: optimum(name).parameters for name in LAWS},
    **{f"{name}.optimal-tokens-per-parameter": lambda name=name: optimum(name).tokens_per_parameter for name in LAWS},
    "gpt2-small.parameters-without-biases": without_biases,
    "mixtral-8x7b.active-parameters": lambda: active_parameters(architecture("mixtral-8x7b")),
    "deepseek-v3.active-parameters": lambda: active_parameters(architecture("deepseek-v3"), embedding=False),
    "lora-r8-llama-7b.parameters": lambda: lora_parameters(architecture("llama-7b"), rank=8),
    "gpt2-small.forward-flops-1024": lambda: forward_flops(architecture("gpt2-small"), 1024),
    "gpt3.training-flops": lambda: training_flops(value("gpt3.parameters"), value("gpt3.training-tokens")),
    "gpt3.training-petaflop-days": lambda: training_flops(value("gpt3.parameters"), value("gpt3.training-tokens")) / 1e15 / 86_400,
    "palm-540b.mfu": lambda: palm_mfu(attention=True),
    "palm-540b.mfu-without-attention": lambda: palm_mfu(attention=False),
    "transformer-base.training-flops": lambda: transformer(12),
    "transformer-big.training-flops": lambda: transformer(3.5 * 24),
    "llama-65b.training-days": lambda: days_at_throughput(
        value("llama-65b.training-tokens"), value("llama-65b.tokens-per-second-per-gpu") * value("llama-65b.gpus")
    ),
    "llama3.1-405b.training-flops": lambda: training_flops(405e9, value("llama3.1-405b.training-tokens")),
    "untrained-loss.65": lambda: math.log(65),
    "untrained-loss.50257": lambda: math.log(50257),
    "deepseek-v3.training-hours": lambda: sum(value(f"deepseek-v3.{kind}-hours") for kind in ("pretraining", "context", "post-training")),
    "deepseek-v3.training-cost": lambda: training_cost(1, value("deepseek-v3.training-hours"), value("h800.hour-assumed")),
    "llama3.1.training-hours": lambda: sum(value(f"{name}.training-hours") for name in HOURS),
    "llama3.1.carbon": lambda: sum(value(f"{name}.carbon") for name in HOURS),
    "gpt2-xl.training-cost-2019": lambda: training_cost(value("gpt2-xl.chips-2019"), value("gpt2-xl.hours-2019"), value("tpu-v3.hour")),
    "gpt2-grade.training-cost-2026": lambda: training_cost(1, value("gpt2-grade.hours-2026"), value("h100x8.hour")),
    "deepseek-day.cost": lambda: training_cost(value("deepseek-day.nodes") * 8, 24, value("h800.hour-assumed")),
    "deepseek-day.cached-share": lambda: 100 * value("deepseek-day.cached-tokens") / value("deepseek-day.input-tokens"),
    "deepseek-day.revenue": deepseek_revenue,
    "deepseek-day.margin": lambda: 100 * (value("deepseek-day.revenue") / value("deepseek-day.cost") - 1),
    "ai-index.price-fall": lambda: growth_claim(value("ai-index.price-2022"), value("ai-index.price-2024"), 23)[0],
    "ai-index.price-fall-months": lambda: months_between("ai-index.price-2022", "ai-index.price-2024"),
}
COMPUTED = [key for key, each in facts().items() if each.kind == "computed"]


@pytest.mark.parametrize("key", COMPUTED)
def test_a_computed_fact_is_reproduced_to_its_printed_digits(key):
    result, printed = FORMULAS[key](), fact(key)
    if printed.digits is None:
        assert result == printed.value
    else:
        assert round_to(result, printed.digits) == round_to(printed.value, printed.digits)


def test_the_check_would_notice_a_slip():
    """Reads the test's own rule: a wrong last digit fails."""
    assert round_to(FORMULAS["palm-540b.mfu"](), 3) != round_to(46.3, 3)
    assert FORMULAS["gpt3.parameters"]() != fact("gpt3.parameters").value + 1


def test_every_configuration_has_its_count_of_parameters_in_the_registry():
    assert all(f"{name}.parameters" in facts() for name in architectures())


def test_the_slips_of_gpt3s_table_are_settled_by_its_other_table():
    """Table 2.1 prints 24 heads for XL and a width of 5140 for 13B; only 16 heads and 5120 give the counts of Table D.1."""
    assert round_to(parameters(replace(architecture("gpt3-xl"), heads=24, key_heads=24)), 3) != value("gpt3-xl.parameters")
    wide = replace(architecture("gpt3-13b"), width=5140, head_size=128, hidden=4 * 5140)
    assert round_to(parameters(wide), 4) != value("gpt3-13b.parameters")


def test_deepseeks_rounded_tokens_give_its_revenue_within_their_rounding():
    assert deepseek_revenue() == pytest.approx(value("deepseek-day.revenue"), rel=5e-3)


def test_published_emissions_agree_with_hours_and_power():
    """Meta's three rows follow from one intensity: tonnes / (hours × 700 W) is the same within the rows' rounding."""
    intensities = [value(f"{name}.carbon") * 1e6 / (value(f"{name}.training-hours") * 0.7) for name in HOURS]
    assert max(intensities) / min(intensities) < 1.02
