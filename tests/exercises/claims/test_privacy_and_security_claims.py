"""What the lesson on privacy and security says about its experiments is what its recorded outputs show."""

import re

import pytest

from tests.exercises.recorded import printed as read_printed


@pytest.fixture(scope="module")
def printed() -> str:
    return read_printed("outlook/privacy-and-security")


def test_half_of_the_people_stand_alone_in_five_columns(printed):
    shares = [float(each) for each in re.findall(r"([\d.]+)% stand alone", printed)]
    assert len(shares) == 5 and shares[0] == 0 and 50 < shares[4] < 55


def test_coarser_values_protect(printed):
    shares = [float(each) for each in re.findall(r"([\d.]+)% in groups below 5", printed)]
    assert len(shares) == 5 and shares == sorted(shares, reverse=True) and shares[0] > 29 and shares[-1] < 1


def test_the_overfitted_model_is_worse_and_leaks_more(printed):
    rows = re.findall(r"(\d+) steps +right on members.*?new loans ([\d.]+) +attack ([\d.]+) \[([\d.]+), ([\d.]+)\]", printed)
    early, late = ([float(each) for each in row[1:]] for row in (rows[0], rows[-1]))
    assert early[2] < 0.5 < early[3]  # the interval holds a coin
    assert late[2] > 0.55 and late[0] < early[0] - 0.05


def test_a_promise_is_cheap_with_thousands_and_dear_with_hundreds(printed):
    costs = {}
    for count, line in re.findall(r"^([\d,]+) people: (without noise .*)$", printed, re.M):
        costs[count] = float(re.search(r"without noise ([\d.]+)", line)[1]) - float(re.search(r"ε 1: ([\d.]+)", line)[1])
    assert costs["3,000"] < 0.01 and 0.03 < costs["500"] < 0.1


def test_a_line_leaks_nothing_that_the_attack_can_see(printed):
    rows = re.findall(r"logistic, .*? attack [\d.]+ \[([\d.]+), ([\d.]+)\]", printed)
    assert len(rows) == 3 and all(float(low) < 0.5 < float(high) for low, high in rows)
