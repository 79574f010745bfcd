"""Scaling laws: published optima by another route, and fits that find the constants that made the data."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from bigmodel_edu.economics import scaling
from bigmodel_edu.economics.scaling import CHINCHILLA, REFIT, UNROUNDED


@pytest.mark.parametrize("law", [CHINCHILLA, UNROUNDED, REFIT])
@pytest.mark.parametrize("flops", [1e18, 5.76e23, 1e27])
def test_the_optimum_is_where_a_search_finds_it(law, flops):
    search = minimize_scalar(lambda log_n: law.loss(np.exp(log_n), flops / 6 / np.exp(log_n)), bounds=(5, 40), method="bounded")
    best = scaling.chinchilla_optimal(flops, law)
    assert np.log(best.parameters) == pytest.approx(search.x, abs=1e-3)
    assert best.loss == pytest.approx(search.fun, rel=1e-9)
    assert 6 * best.parameters * best.tokens == pytest.approx(flops)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.floats(1e15, 1e27), st.floats(1.01, 100))
def test_more_compute_never_loses_more_and_grows_both(flops, factor):
    first, second = (REFIT.optimal(budget) for budget in (flops, flops * factor))
    assert second.loss < first.loss and second.parameters > first.parameters and second.tokens > first.tokens
    assert second.loss > REFIT.e


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.floats(1e6, 1e12), st.floats(1e7, 1e14), st.floats(1.01, 50))
def test_loss_falls_with_size_and_with_data(n, d, factor):
    assert REFIT.loss(n * factor, d) < REFIT.loss(n, d) > REFIT.loss(n, d * factor)


def test_kaplan_as_printed():
    """Section 1.2: doubling the size multiplies the loss by 2^-0.076 = 0.95."""
    assert scaling.kaplan_loss_parameters(2e9) / scaling.kaplan_loss_parameters(1e9) == pytest.approx(0.95, abs=0.005)
    assert scaling.kaplan_loss_data(8.8e13) < scaling.kaplan_loss_data(1e10)


@pytest.mark.parametrize(("e", "a", "alpha"), [(1.7, 50, 0.25), (0.5, 3e3, 0.6), (2.5, 9, 0.08)])
def test_a_fit_finds_the_law_that_made_the_losses(e, a, alpha):
    x = np.geomspace(3e4, 7e8, 9)
    law = scaling.fit_power_law(x, e + a * x**-alpha)
    assert (law.floor.value, law.scale.value, law.exponent.value) == pytest.approx((e, a, alpha), rel=1e-3)
    assert law.residual < 1e-6
    np.testing.assert_allclose(law.loss(x), e + a * x**-alpha, rtol=1e-6)


def test_a_fit_without_a_floor_finds_a_pure_power():
    x = np.array([2.0, 3.0, 5.0, 11.0])
    law = scaling.fit_power_law(x, 7 * x**-0.4, floor=False)
    assert law.floor is None
    assert (law.scale.value, law.exponent.value) == pytest.approx((7, 0.4), rel=1e-6)


def test_leaving_the_floor_out_makes_the_exponent_too_small():
    x = np.geomspace(1e5, 1e8, 8)
    loss = 1.7 + 50 * x**-0.25
    assert scaling.fit_power_law(x, loss, floor=False).exponent.value < 0.6 * scaling.fit_power_law(x, loss).exponent.value


def test_the_intervals_cover_the_truth_as_often_as_they_say():
    """Of 200 noisy repetitions, 95 % intervals hold each constant in 90 to 99 %: beyond three standard errors of such a count."""
    generator, x = np.random.default_rng(3), np.logspace(5, 7, 9)
    held = np.zeros(3)
    for _ in range(200):
        law = scaling.fit_power_law(x, 1.7 + 50 * x**-0.25 + 0.01 * generator.standard_normal(9))
        pairs = ((law.floor, 1.7), (law.exponent, 0.25), (law.scale, 50))
        held += [estimate.low <= truth <= estimate.high for estimate, truth in pairs]
    assert all(0.90 <= share <= 0.99 for share in held / 200)


def test_a_wider_confidence_is_a_wider_interval():
    generator, x = np.random.default_rng(5), np.logspace(5, 7, 6)
    loss = 1.7 + 50 * x**-0.25 + 0.01 * generator.standard_normal(6)
    narrow, wide = (scaling.fit_power_law(x, loss, confidence=share).exponent for share in (0.8, 0.99))
    assert wide.low < narrow.low < narrow.value < narrow.high < wide.high


def runs(generator, noise):
    n = np.exp(generator.uniform(np.log(1e7), np.log(1e10), 60))
    d = n * np.exp(generator.uniform(np.log(3), np.log(200), 60))
    loss = np.array([REFIT.loss(*pair) for pair in zip(n, d, strict=True)])
    return n, d, loss * np.exp(noise * generator.standard_normal(60))


def test_the_surface_is_found_again_exactly_without_noise():
    generator = np.random.default_rng(0)
    fit = scaling.fit_chinchilla(*runs(generator, 0), generator=generator, resamples=2)
    for name in ("e", "a", "b", "alpha", "beta"):
        assert getattr(fit.law, name) == pytest.approx(getattr(REFIT, name), rel=1e-4)


def test_the_surface_shrugs_off_an_outlier_and_covers_the_truth():
    generator = np.random.default_rng(1)
    n, d, loss = runs(generator, 0.003)
    loss[7] *= 1.5
    fit = scaling.fit_chinchilla(n, d, loss, generator=generator, resamples=60, confidence=0.99)
    for name, estimate in fit.intervals.items():
        assert estimate.low <= getattr(REFIT, name) <= estimate.high
        assert estimate.low < estimate.value < estimate.high


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: scaling.fit_power_law([1, 2, 3], [3, 2, 1]), "at least 4 different x .* got 3"),
        (lambda: scaling.fit_power_law([1, 2, 2, 1], [3, 2, 1, 1]), "at least 4 different x .* got 2"),
        (lambda: scaling.fit_power_law([1, 2, 3, 4], [3, 2, 1]), r"one loss for each x, .* got shapes \(4,\) and \(3,\)"),
        (lambda: scaling.fit_power_law([0, 2, 3, 4], [3, 2, 1, 1]), "finite and above 0"),
        (lambda: scaling.fit_power_law([1, 2, 3, 4], [3, 2, float("nan"), 1]), "finite and above 0"),
        (lambda: scaling.fit_power_law([1, 2, 3, 4], [4, 3, 2.5, 2.2], confidence=95), "confidence between 0 and 1, got 95"),
        (lambda: scaling.chinchilla_optimal(0), "expected flops to be a number above 0, got 0"),
        (lambda: scaling.Chinchilla(1.7, 400, -1, 0.3, 0.3), "expected b to be a number above 0, got -1"),
        (
            lambda: scaling.fit_chinchilla([1e7] * 9, [1e9] * 9, [3.0] * 9, generator=np.random.default_rng(0)),
            "3 or more different N and D, got 9 runs, 1 N and 1 D",
        ),
    ],
)
def test_bad_input_is_named(call, said):
    with pytest.raises(ValueError, match=said):
        call()
