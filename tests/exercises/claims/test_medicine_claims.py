"""What the lesson on medicine says about its experiments is what its recorded outputs show."""

import re

import pytest

from tests.exercises.recorded import printed as read_printed


@pytest.fixture(scope="module")
def printed() -> str:
    return read_printed("applications/medicine")


def number(text: str, pattern: str) -> float:
    found = re.search(pattern, text)
    assert found, f"expected an output like {pattern!r}"
    return float(found[1])


def test_the_blood_test_adds_a_little_to_age_and_the_column_of_causes_a_leak(printed):
    assert number(printed, r"AUC of one column: ([\d.]+)") > 0.95
    low, high = re.search(r"logistic regression − age and sex: \[([-+\d.]+), ([-+\d.]+)\]", printed).groups()
    assert 0 < float(low) < float(high) < 0.04


def test_few_people_ruin_the_transformer_and_not_the_line(printed):
    line, few, transformer = (
        number(printed, rf"\n{name} +AUC ([\d.]+)") for name in ("logistic regression", "logistic, 400 people", "transformer, 400 people")
    )
    assert line - few < 0.01 and few - transformer > 0.1
    assert number(printed, r"transformer, 400 people +mean distance ([\d.]+)") > 5 * number(
        printed, r"logistic, 400 people +mean distance ([\d.]+)"
    )


def test_the_repair_lowers_the_loss_and_keeps_the_order(printed):
    before, after = re.findall(r"(?:as trained|repaired) +loss ([\d.]+) nats +AUC ([\d.]+)", printed)
    assert before[1] == after[1] and float(after[0]) < float(before[0]) / 3


def test_the_broken_trial_loses_a_third_and_gets_it_back(printed):
    trial, plain, adjusted = (number(printed, rf"{name} +([-+\d.]+)% spared") for name in ("the trial:", "plain:", "by risk group:"))
    assert 0.25 < 1 - plain / trial < 0.45 and abs(adjusted - trial) < 0.5


def test_giving_up_adds_more_once_weighed(printed):
    assert round(number(printed, r"plain +\+([\d.]+) kg"), 1) == 2.5 and round(number(printed, r"weighted +\+([\d.]+) kg"), 1) == 3.4


def test_no_score_shows_whom_the_drug_helps(printed):
    rows = re.findall(r"first 200: \+[\d.]+% spared +\[([-+\d.]+)%, ([-+\d.]+)%\]", printed)
    assert len(rows) == 2 and all(float(low) < 0 and float(high) > 15 for low, high in rows)
