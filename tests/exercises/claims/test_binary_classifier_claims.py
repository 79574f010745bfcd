"""What the text of the lesson on a binary classifier says is what its recorded outputs show."""

import math
import re

import pytest

from tests.exercises.recorded import printed as read_printed


@pytest.fixture(scope="module")
def shown() -> str:
    return read_printed("projects/binary-classifier")


def test_one_layer_ends_at_ln_2_on_xor(shown):
    assert "probabilities: [0.5 0.5 0.5 0.5]" in shown
    assert float(re.search(r"loss: ([\d.]+) nats", shown)[1]) == pytest.approx(math.log(2), abs=1e-6)


def test_width_decides_how_often_xor_is_found(shown):
    solved = {int(width): int(count) for width, count in re.findall(r"hidden units (\d): +(\d+) of 20 solved", shown)}
    assert solved[1] == 0 and 3 <= solved[2] <= 9 and solved[3] == 18 and solved[4] == solved[8] == 20


def test_the_wrong_shapes_make_right_answers_look_worse_than_guessing(shown):
    pairs, rows = (float(each) for each in re.findall(r"loss of (?:all 16 pairs|the 4 rows): +([\d.]+)", shown))
    assert pairs > math.log(2) > 0.1 > rows


def test_the_simple_model_is_as_good_within_what_the_data_can_tell(shown):
    one, two = (float(each) for each in re.search(r"one layer ([\d.]+), hidden layer ([\d.]+)", shown).groups())
    assert one - two == pytest.approx(0.3, abs=0.05)
    assert re.search(r"one layer better in 5 splits, hidden layer in 9, even in 6", shown)
    low, high = re.search(r"one layer +110 of 114 right: 96.5% \(95 % interval ([\d.]+)% to ([\d.]+)%\)", shown).groups()
    assert float(low) < 97.4 < float(high)  # the hidden layer's share lies inside


def test_the_threshold_lies_below_one_half_and_saves_cost(shown):
    (_, half), (cheapest, cost) = re.findall(r"threshold ([\d.]+): cost (\d+) on the test part", shown)
    assert float(cheapest) < 0.3 and int(cost) < int(half)


def test_the_leak_is_the_strongest_column(shown):
    wrong, strongest = re.search(r"(\d+) of 114 wrong; the strongest of 31 weights is number (\d+)", shown).groups()
    assert int(wrong) <= 1 and strongest == "31"
