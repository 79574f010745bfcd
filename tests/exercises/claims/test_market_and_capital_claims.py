"""What the text of market-and-capital says is what its recorded outputs show."""

import json
import re
from pathlib import Path

import pytest

from tests.exercises.recorded import number

NOTEBOOK = Path(__file__).parents[3] / "notebooks/background/market-and-capital.ipynb"


@pytest.fixture(scope="module")
def printed() -> str:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    return "".join("".join(output.get("text", [])) for cell in cells for output in cell.get("outputs", []))


def test_two_published_shares_differ_almost_six_times(printed):
    survey, official = number(printed, r"([\d.]+) % \(Stanford"), number(printed, r"([\d.]+) % \(Eurostat")
    assert 5.5 < survey / official < 6


def test_a_growth_rate_of_a_share_runs_into_its_ceiling(printed):
    assert number(printed, r"and (\d+) % of them after 10") > 100


def test_the_claim_by_its_dates_and_as_it_is_told(printed):
    by_dates = re.search(r"23 months, by its dates *: 286-fold, (\d+)-fold", printed)
    told = re.search(r"18 months, as it is told *: 286-fold, (\d+)-fold", printed)
    assert (by_dates[1], told[1]) == ("19", "43")


def test_nothing_in_the_consumer_prices_comes_near(printed):
    best = [float(each) for each in re.findall(r"%\s+([\d.]+)-fold", printed)]
    assert len(best) == 4 and max(best) < 286 / 100
    assert number(printed, r"computers +([\d.]+)") < 286


def test_prices_of_the_same_name_did_not_fall_as_a_rule(printed):
    assert number(printed, r"median change ([\d.]+) times") == 1.0
    cheaper, dearer = (number(printed, rf"{name} +(\d+)%") for name in ("cheaper", "dearer"))
    assert cheaper < dearer
    models, place = number(printed, r"(\d+) models of"), number(printed, r"(\d+) of them are sold through one market place")
    assert 0.6 < place / models < 0.72  # "two thirds"
    assert 45 <= number(printed, r"without it: \d+ models, cheaper (\d+)%") <= 55  # "half fell"


def test_the_plan_is_worth_eleven_million_or_nothing(printed):
    assert number(printed, r"at +0%: +([\d.]+)") == 11.0
    assert abs(number(printed, r"at 30%: +(-?[\d.]+)")) < 0.1
