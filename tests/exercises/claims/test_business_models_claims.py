"""What the lesson on business models says about its experiments is what its recorded outputs show."""

import re

import pytest

from tests.exercises.recorded import printed as read_printed


@pytest.fixture(scope="module")
def printed() -> str:
    return read_printed("concepts/business-models")


def test_the_mark_up_and_the_margin_are_of_the_same_day(printed):
    assert "profit over cost:    546%" in printed
    assert "profit over revenue: 84.5%" in printed
    assert "if half of the tokens had paid: 69.0%" in printed


def test_nine_sellers_need_between_5_and_43_per_cent_or_21_and_179(printed):
    rows = [(int(low), int(high)) for low, high in re.findall(r" (\d+)% or +(\d+)% of the time", printed)]
    assert len(rows) == 9
    assert (min(low for low, _ in rows), max(low for low, _ in rows)) == (5, 43)
    assert (min(high for _, high in rows), max(high for _, high in rows)) == (21, 179)


def test_one_churn_is_wrong_by_9_and_11_points_and_differing_customers_by_about_1(printed):
    errors = {
        name: [float(each) for each in re.findall(rf"{name} .*mean error +([\d.]+) points", printed)]
        for name in ("one churn for all", "customers differ")
    }
    assert [round(each) for each in errors["one churn for all"]] == [9, 11]
    assert max(errors["customers differ"]) < 1.5


def test_a_young_cohort_looks_worse_than_it_is(printed):
    first, paid = re.search(r"regular +1 / first year's churn: ([\d.]+) years; paid for in 13 payments: ([\d.]+)", printed).groups()
    assert (first, paid) == ("2.7", "4.6")


def test_the_mean_stays_and_the_chance_of_loss_falls_with_the_companies(printed):
    rows = re.findall(r"(\d+) companies: mean ([\d.]+), median ([\d.]+), lose money +([\d.]+)%", printed)
    assert [int(count) for count, *_ in rows] == [5, 10, 40, 160]
    means, medians, losses = ([float(row[place]) for row in rows] for place in (1, 2, 3))
    assert max(means) - min(means) < 0.1
    assert medians == sorted(medians) and losses == sorted(losses, reverse=True)
    assert losses[1] > 35 and losses[-1] < 2
