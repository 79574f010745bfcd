"""Serving: the roofline against published throughput, its laws, costs, and real list prices."""

from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bigmodel_edu import data
from bigmodel_edu.economics import serving
from bigmodel_edu.economics.serving import DEVICES, Bits, Device
from bigmodel_edu.economics.sizes import forward_flops, kv_bytes_per_token, weight_bytes
from bigmodel_edu.facts import architecture, fact

LLAMA = architecture("llama3-8b")
H100 = Device.published("h100")
BENCHMARKS = serving.published_benchmarks()


@pytest.mark.parametrize("benchmark", BENCHMARKS, ids=lambda benchmark: benchmark.key)
def test_no_published_throughput_beats_the_roof_and_none_is_far_below(benchmark):
    published = fact(benchmark.key)
    assert benchmark.measured == (published.value if published.unit == "tokens/s" else 1 / published.value)
    assert 0.2 < benchmark.reached < 0.9


def test_the_roof_explains_published_throughput_over_very_different_mixes():
    """Measured values of ten mixes on one card span a factor of 20; as shares of the roof they span less than 1.5."""
    full = [benchmark for benchmark in BENCHMARKS if benchmark.key.startswith("tensorrt")]
    measured, reached = [b.measured for b in full], [b.reached for b in full]
    assert len(full) == 10
    assert max(measured) / min(measured) > 20
    assert max(reached) / min(reached) < 1.5


def test_one_request_reads_the_weights_for_every_token():
    """gpt-fast prints the bandwidth that it reached: its tokens a second times the bytes of the weights."""
    bandwidth = fact("gptfast.llama2-7b.16bit").value * weight_bytes(architecture("llama2-7b"))
    assert bandwidth == pytest.approx(1397.31e9, rel=0.02)


@pytest.mark.parametrize("name", DEVICES)
def test_a_published_device_has_the_registrys_numbers(name):
    device = Device.published(name)
    assert device.bandwidth == fact(f"{name}.bandwidth").value
    assert device.peak(16) == fact(f"{name}.peak-16bit").value
    assert 20 < device.balance < 500


def test_the_dense_peak_is_half_of_the_sparse_one():
    assert H100.peak(16) * 2 == pytest.approx(fact("h100.peak-16bit-sparse").value, rel=1e-3)
    assert H100.peak(8) == fact("h100.peak-8bit").value
    assert Device.published("a100-80gb").peak(8) == Device.published("a100-80gb").peak(16)


def test_a_decode_step_counted_by_hand():
    """A device of 1 FLOP/s and 1 B/s takes as many seconds as there are operations and bytes."""
    model, unit = architecture("gpt2-small"), Device("unit", 1.0, 1.0, 1e18)
    step = serving.decode_step(model, unit, batch=3, context=7)
    matrices = 123_532_032
    assert step.compute_seconds == 3 * (2 * matrices + 4 * 12 * 7 * 768)
    assert step.memory_seconds == 2 * matrices + 3 * 7 * 36_864


def test_prefill_leaves_out_the_scores_and_logits_that_nobody_needs():
    model, unit = architecture("gpt2-small"), Device("unit", 1.0, 1e-3, 1e18)
    all_logits = 2 * 9 * 50257 * 768
    spared = forward_flops(model, 10, causal=True) - serving.prefill(model, unit, 10).compute_seconds
    assert spared == all_logits


MODELS = st.sampled_from(["gpt2-small", "smollm2-135m", "llama3-8b", "llama2-70b", "mixtral-8x7b", "deepseek-v3"])


@settings(max_examples=60, deadline=None, derandomize=True)
@given(MODELS, st.integers(1, 512), st.floats(1, 1e5), st.integers(1, 8))
def test_a_larger_batch_takes_no_less_time_and_makes_no_token_dearer(name, batch, context, devices):
    model = architecture(name)
    small, large = (serving.decode_step(model, H100, size, context, devices=devices) for size in (batch, 2 * batch))
    assert large.seconds >= small.seconds
    assert large.seconds / (2 * batch) <= small.seconds / batch * (1 + 1e-9)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(MODELS, st.integers(1, 64), st.floats(1, 1e5), st.floats(1.1, 4))
def test_fewer_bits_and_more_bandwidth_never_slow_a_step(name, batch, context, factor):
    model = architecture(name)
    base = serving.decode_step(model, H100, batch, context).seconds
    faster = Device("faster", H100.peak_flops, H100.bandwidth * factor, H100.memory)
    assert serving.decode_step(model, faster, batch, context).seconds <= base
    assert serving.decode_step(model, H100, batch, context, Bits(16 / factor, 16 / factor)).seconds <= base
    assert serving.decode_step(model, H100, batch, context * factor).seconds >= base


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.integers(1, 200), st.integers(1, 4000), st.integers(1, 4000), st.floats(0.05, 1))
def test_what_is_served_is_what_time_allows(batch, read, written, efficiency):
    most = serving.largest_batch(LLAMA, H100, read + written / 2)
    service = serving.serve(LLAMA, H100, read, written, batch=min(batch, most), efficiency=efficiency)
    assert service.written_per_second * read == pytest.approx(service.read_per_second * written)
    assert service.requests_per_second * service.seconds_per_request == pytest.approx(1)
    assert 0 < service.reading_share < 1
    assert service.speed_for_one * service.batch == pytest.approx(service.written_per_second)
    alone = serving.serve(LLAMA, H100, read, written, batch=1, efficiency=efficiency)
    assert service.written_per_second >= alone.written_per_second * (1 - 1e-9)
    assert service.speed_for_one <= alone.speed_for_one * (1 + 1e-9)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.floats(1, 1e5))
def test_the_largest_batch_fits_and_one_more_does_not(context):
    batch = serving.largest_batch(LLAMA, H100, context)
    one = context * kv_bytes_per_token(LLAMA)
    assert weight_bytes(LLAMA) + batch * one <= H100.memory < weight_bytes(LLAMA) + (batch + 1) * one


def test_a_mixture_reads_more_experts_the_more_tokens_there_are():
    model = architecture("mixtral-8x7b")
    times = [serving.decode_step(model, H100, batch, 1).memory_seconds for batch in (1, 2, 8, 512)]
    assert times[0] * H100.bandwidth == pytest.approx(2 * 12.75e9, rel=0.01)
    assert times[0] < times[1] < times[2] < times[3]
    assert times[3] * H100.bandwidth == pytest.approx(2 * 46.6e9, rel=0.01)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.floats(1e-3, 1e3), st.floats(1e-2, 1e6), st.floats(0.01, 1))
def test_money_in_is_money_out_of_an_hour(price, speed, share):
    """What an hour's tokens cost at their price a million is what the hour cost."""
    cost = serving.cost_per_million_tokens(price, speed, share)
    assert cost * (3600 * speed * share) / 1e6 == pytest.approx(price)
    assert serving.cost_per_million_tokens(price, speed * 2, share) == pytest.approx(cost / 2)
    assert serving.cost_per_million_tokens(price, speed) <= cost * (1 + 1e-12)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.just(0) | st.floats(1e-3, 1e15), st.floats(1, 1e8), st.floats(0.1, 1e6), st.floats(0.01, 1))
def test_machines_are_enough_and_one_fewer_is_not(tokens, seconds, speed, share):
    count = serving.required_machines(tokens, seconds, speed, share)
    assert count * seconds * speed * share >= tokens * (1 - 1e-9)
    assert count == 0 or (count - 1) * seconds * speed * share <= tokens * (1 + 1e-9)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 1))
def test_a_blended_price_lies_between_both(read, written, share):
    assert min(read, written) - 1e-9 <= serving.blended_price(read, written, share) <= max(read, written) + 1e-9


def test_a_published_day_costs_what_its_throughput_says():
    """DeepSeek's tokens written over the speed of a node need about the nodes that it had, less those that read prompts."""
    nodes = serving.required_machines(fact("deepseek-day.output-tokens").value, 86_400, fact("deepseek-day.decode-per-node").value, 1.0)
    assert 0.5 < nodes / fact("deepseek-day.nodes").value < 0.7


ROWS = data.prices().rows
DAY = date(2026, 11, 1)


def test_list_prices_of_a_real_model_are_near_what_an_h100_costs():
    """Llama 3.1 8B: the middle of the market is within ten times of the rent at published throughput, busy 40 % of the time."""
    offers = serving.offers(ROWS, r"llama-?3\.1-8b-instruct$", DAY)
    assert len(offers) >= 8
    rent = fact("h100x8.hour").value / 8
    cost = serving.cost_per_million_tokens(rent, fact("tensorrt.llama3-8b.h100.1000-1000").value, 0.4)
    middle = sorted(offer.blended(0.5) for offer in offers)[len(offers) // 2]
    assert 0.1 < middle / cost < 10


def test_offers_are_one_a_provider_cheapest_first_and_hold_on_the_day():
    offers = serving.offers(ROWS, "llama", DAY)
    assert len({offer.provider for offer in offers}) == len(offers) > 10
    assert [offer.output for offer in offers] == sorted(offer.output for offer in offers)
    assert all(offer.since is None or offer.since <= DAY for offer in offers)


def test_a_price_of_tomorrow_does_not_count_today():
    days = ((2, None), (1, date(2027, 1, 1)))
    rows = [SimpleNamespace(provider="p", model="m", input=1, output=price, since=since) for price, since in days]
    assert serving.offers(rows, "m", date(2026, 12, 31))[0].output == 2
    assert serving.offers(rows, "m", date(2027, 1, 1))[0].output == 1
    assert serving.offers(rows, "another", DAY) == []


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: Device.published("a200"), "expected a device among p100, .*, got 'a200'"),
        (lambda: Device("x", -1, 1, 1), "expected peak_flops to be a number above 0, got -1"),
        (lambda: Bits(0), "expected weights to be a number above 0, got 0"),
        (lambda: serving.decode_step(LLAMA, H100, 0, 5), "expected batch to be a whole number of 1 or more, got 0"),
        (lambda: serving.largest_batch(architecture("gpt3"), H100, 100), r"one request, 349\.7 GB for GPT-3 175B"),
        (lambda: serving.serve(LLAMA, H100, 10, 10, batch=10**6), r"batch of at most \d+, .* fits into 1 × h100, got 1000000"),
        (lambda: serving.serve(LLAMA, H100, 10, 10, efficiency=1.1), r"expected efficiency to be .* got 1.1 \(110 %\)"),
        (lambda: serving.cost_per_million_tokens(-2, 10), "expected price_per_hour to be a number above 0, got -2"),
        (lambda: serving.cost_per_million_tokens(2, 10, 1.1), r"expected utilisation to be .* at most 1 \(100 %\), got 1.1 \(110 %\)"),
        (lambda: serving.cost_per_million_tokens(2, 10, 0), r"expected utilisation to be a share above 0"),
        (lambda: serving.blended_price(1, 2, 75), r"expected input_share to be a share from 0 to 1 \(0 % to 100 %\), got 75 \(7500 %\)"),
    ],
)
def test_bad_input_is_named(call, said):
    with pytest.raises(ValueError, match=said):
        call()
