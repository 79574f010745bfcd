"""What the text of the lesson on regression says is what its recorded outputs show."""

import re

import pytest

from tests.exercises.recorded import printed as read_printed


@pytest.fixture(scope="module")
def shown() -> str:
    return read_printed("projects/regression-with-curves")


def numbers(text: str, pattern: str) -> list[float]:
    found = re.search(pattern, text)
    assert found, f"expected an output like {pattern!r}"
    return [float(each.replace(",", "")) for each in found.groups()]


def test_noise_is_learned_by_heart_and_does_not_help(shown):
    fitted, new = numbers(shown, r"last loss on the training rows ([\d.]+), on new rows ([\d.]+)")
    (lowest,) = numbers(shown, r"lowest loss on new rows +([\d.]+)")
    assert fitted < 0.02 and new > 2 / 12 and lowest > 1 / 12


def test_the_validation_curve_turns(shown):
    best, step, last = numbers(shown, r"best validation ([\d.]+) at step (\d+), last ([\d.]+)")
    assert best < 52 and step < 150 and last > 70


def test_a_straight_line_is_as_good_as_the_network(shown):
    low, high = numbers(shown, r"a network, stopped +minus a straight line: \S+ \(95 % interval (\S+) to (\S+)\)")
    assert low < 0 < high
    low, high = numbers(shown, r"the mean +minus a straight line: \S+ \(95 % interval (\S+) to (\S+)\)")
    assert low > 0 and high > low


def test_residuals_of_training_rows_cover_fewer_than_one_in_five(shown):
    naive, small = numbers(shown, r"from training residuals +covers ([\d.]+)% of new patients, radius (\d+)")
    honest, large = numbers(shown, r"conformal +covers ([\d.]+)% of new patients, radius (\d+)")
    assert naive < 20 and 88 < honest < 92 and 6.5 < large / small < 8  # "about seven times too narrow"


def test_calibration_cases_bound_what_can_be_promised(shown):
    low, high = numbers(shown, r"100: between ([\d.]+)% and ([\d.]+)%")
    assert round(low) == 84 and high < 96


def test_another_source_breaks_the_promise(shown):
    (like,), (heavy,) = numbers(shown, r"other thin patients +([\d.]+)%"), numbers(shown, r"heavy patients +([\d.]+)%")
    assert like > 85 and heavy < 70
