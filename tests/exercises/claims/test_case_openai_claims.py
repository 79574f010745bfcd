"""What the lesson on OpenAI says about its numbers is what its recorded outputs show."""

import re

import pytest

from tests.exercises.recorded import printed as read_printed


@pytest.fixture(scope="module")
def printed() -> str:
    return read_printed("concepts/case-openai")


def test_spending_for_each_dollar(printed):
    assert "OpenAI 2024: 2.35 dollars" in printed and "OpenAI 2025: 2.62" in printed


def test_the_bill_of_deepseek_v3_matches_the_report(printed):
    assert "2,788,000 GPU-hours, 5,576,000 USD, 57 days" in printed
    assert "printed in the report: 5,576,000 USD" in printed


def test_halving_the_paying_share_more_than_doubles_the_days(printed):
    days = {int(share): int(count) for share, count in re.findall(r"(\d+)% paid: (\d+) days", printed)}
    assert days[100] == 12 and days[50] == 29
    assert "never below 15.5%" in printed


def test_a_holder_of_one_per_cent_keeps_less_of_more(printed):
    rows = re.findall(r"^(?:before|\w{3} \d{4}) +([\d.]+) % worth ([\d.]+) billion USD$", printed, re.M)
    shares, worth = ([float(row[place]) for row in rows] for place in (0, 1))
    assert shares[0] == 1.0 and shares[-1] == 0.71
    assert 3.9 < worth[-1] / worth[0] < 4.2  # "worth four times as much on paper"


def test_two_makers_span_a_factor_of_100_and_the_others_at_most_9(printed):
    factors = {name.strip(): int(times) for name, times in re.findall(r"^(\S.*?) +\d+ models.*USD, (\d+) times", printed, re.M)}
    assert factors["OpenAI"] >= 100 and factors["Anthropic"] >= 100
    assert max(times for name, times in factors.items() if name not in ("OpenAI", "Anthropic")) <= 9
