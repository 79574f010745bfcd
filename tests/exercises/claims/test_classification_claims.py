"""What the text of classification says is what its recorded outputs show."""

import re

import pytest

from tests.exercises.recorded import number, printed


@pytest.fixture(scope="module")
def shown() -> str:
    return printed("mathematics/classification")


NAMES = ("logistic regression", "boosted trees", "naive Bayes", "the share for everyone")


def test_accuracy_hides_what_the_loss_shows(shown):
    right = {name: number(shown, rf"{name} +accuracy ([\d.]+)%") for name in NAMES}
    loss = {name: number(shown, rf"{name} +accuracy [\d.]+% +loss ([\d.]+)") for name in NAMES}
    assert 0 < right["naive Bayes"] - right["the share for everyone"] < 2
    assert loss["naive Bayes"] > 3 * loss["the share for everyone"]


def test_trees_do_not_beat_the_formula_and_the_order_of_naive_bayes_is_good(shown):
    area = {name: number(shown, rf"{name} +AUC ([\d.]+)") for name in NAMES}
    low, high = re.search(r"minus boosted trees, same draws: (-?[\d.]+) to (-?[\d.]+)", shown).groups()
    assert float(low) < 0 < float(high)
    assert area["naive Bayes"] > 0.78 and area["logistic regression"] - area["naive Bayes"] < 0.05


def test_naive_bayes_breaks_its_word_and_two_numbers_mend_it(shown):
    error = {name: number(shown, rf"{name} +calibration error ([\d.]+)") for name in NAMES}
    assert error["naive Bayes"] > 0.2 > 0.06 > max(error["logistic regression"], error["boosted trees"])
    assert min(error, key=error.get) == "the share for everyone"
    assert number(shown, r"naive Bayes mended .* loss ([\d.]+)") < number(shown, r"the share for everyone +accuracy .* loss ([\d.]+)")
    before, after = (number(shown, rf"naive Bayes {how} .*AUC ([\d.]+)") for how in ("as it is", "mended"))
    assert before == after


def test_one_quarter_is_cheaper_than_one_half(shown):
    quarter, half = re.search(r"logistic regression +cost per applicant at 0\.25: \$(\d+), at 0\.50: \$(\d+)", shown).groups()
    assert int(quarter) < 0.8 * int(half)


def test_a_second_softmax_stays_behind(shown):
    once, twice = (number(shown, rf"softmax {how} +training loss .* test digits ([\d.]+)%") for how in ("once", "twice"))
    assert once - twice > 8
    assert number(shown, r"softmax twice +training loss ([\d.]+)") > number(shown, r"least possible loss with two: ([\d.]+)")


def test_a_call_costs_cents_and_the_decision_is_worth_hundreds(shown):
    assert number(shown, r"worth \$(\d+) per applicant") > 200
    calls = [float(each) for each in re.findall(r"reads one application for \$([\d.]+)", shown)]
    assert len(calls) == 3 and max(calls) < 0.02
