"""What the text of regression says is what its recorded outputs show."""

import re

import pytest

from tests.exercises.recorded import number, printed


@pytest.fixture(scope="module")
def shown() -> str:
    return printed("mathematics/regression")


def rows(shown):
    return {
        int(columns): tuple(float(each.replace(",", "")) for each in values)
        for columns, *values in re.findall(r"(\d+) columns +R² fitted +([\d.]+) +new +(-?[\d,.]+) +fitted, shuffled scores ([\d.]+)", shown)
    }


def test_more_columns_fit_better_and_predict_worse(shown):
    found = rows(shown)
    assert found[285][0] == 0.96 and found[285][1] < -1_000 and found[285][2] == 0.9
    assert found[10][0] < found[65][0] < found[285][0] and found[10][1] > found[65][1] > found[285][1]


def test_noise_explains_about_columns_over_cases(shown):
    found = rows(shown)
    assert all(abs(found[columns][2] - columns / 300) < 0.06 for columns in (10, 65, 285))


def test_the_summarys_numbers(shown):
    assert re.search(r"R² on the 142 new ones: +0\.39, 95 % interval 0\.23 to 0\.51", shown)
    assert number(shown, r"R² on the 300 that were fitted: ([\d.]+)") == 0.56


def test_no_ridge_leaves_the_interval_of_the_plain_line(shown):
    new = [float(each) for each in re.findall(r"strength +[\d.]+: +R² on the new patients ([\d.]+)", shown)]
    assert len(new) == 3 and all(0.23 <= each <= 0.51 for each in new)


def test_writing_costs_about_four_times_reading(shown):
    assert 3.5 < number(shown, r"writing = ([\d.]+) × reading") < 4.5
    assert abs(number(shown, r"× reading\^([\d.]+)") - 1) < 0.1


def test_columns_chosen_with_the_test_patients_seem_to_explain_a_tenth(shown):
    leaked, honest = (
        number(shown, rf"chosen over {who} +R² on the test patients +(-?[\d.]+)") for who in ("all patients", "training patients only")
    )
    assert 0.07 < leaked < 0.14 and honest < 0
