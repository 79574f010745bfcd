"""What the lesson on finance says about its experiments is what its recorded outputs show."""

import re

import pytest

from tests.exercises.recorded import printed as read_printed


@pytest.fixture(scope="module")
def printed() -> str:
    return read_printed("applications/finance")


def interval(text: str, name: str) -> tuple[float, float]:
    found = re.search(rf"{name}[^\[\n]*\[([-+\d.]+), ([-+\d.]+)\]", text)
    assert found, name
    return float(found[1]), float(found[2])


def test_the_transformer_ties_with_the_trees_and_just_beats_the_line(printed):
    low, high = interval(printed, "transformer − boosted trees")
    assert low < 0 < high
    low, high = interval(printed, "transformer − logistic regression")
    assert 0 < low < high < 0.02


def test_no_forecast_of_returns_beats_no_change(printed):
    assert interval(printed, "the mean of the past")[0] < 0 < interval(printed, "the mean of the past")[1]
    assert interval(printed, "linear, 5 days")[1] < 0
    assert interval(printed, r"small transformer +R²")[1] < 0


def test_shuffling_explains_half_of_the_variance_and_time_none(printed):
    shuffled, honest = (float(re.search(rf"{name}: +R² ([-+\d.]+)", printed)[1]) for name in ("days shuffled", "in order of time"))
    assert 0.45 < shuffled < 0.55 and honest < -0.5


def test_the_rule_of_one_line_does_as_well_as_the_transformer(printed):
    low, high = interval(printed, "transformer − EWMA")
    assert low < 0 < high
    largest = re.search(r"EWMA ([\d.]+) %, small transformer ([\d.]+) %", printed)
    assert float(largest[1]) > 4.5 and float(largest[2]) < 2.5


def test_value_at_risk_is_broken_more_often_than_promised(printed):
    shares = [float(each) for each in re.findall(r"broken on ([\d.]+)%", printed)]
    assert len(shares) == 3 and min(shares) > 1.2 and shares[1] == min(shares) and 3.5 < shares[0] < 4.5
