"""What the text of neurons-and-activations says is what its recorded outputs show."""

import re

import pytest

from tests.exercises.recorded import number, printed


@pytest.fixture(scope="module")
def shown() -> str:
    return printed("mathematics/neurons-and-activations")


def test_a_sigmoid_layer_leaves_a_quarter_of_the_gradient_and_the_others_keep_it(shown):
    factors = {name: float(factor) for name, factor in re.findall(r"(\w+) +layer 2: .* factor a layer ([\d.]+)", shown)}
    assert 3.7 < factors.pop("sigmoid") < 4.4
    assert len(factors) == 3 and all(0.9 < factor < 1.1 for factor in factors.values())


def test_the_second_layer_receives_a_millionth_of_the_twelfth(shown):
    early, late = re.search(r"sigmoid +layer 2: (\S+) +layer 12: (\S+)", shown).groups()
    assert 3e5 < float(late) / float(early) < 3e6


def test_the_sigmoid_stays_at_guessing_and_no_hidden_layer_wins(shown):
    right = {name: float(share) for name, share in re.findall(r"^(\w+) +(\d+)% right +\(three", shown, re.M)}
    assert right.pop("sigmoid") <= 12 and len(right) == 3
    assert number(shown, r"no hidden layer +(\d+)% right") > max(right.values())
    assert number(shown, r"sigmoid with a way around each layer +(\d+)%") > 60


def test_large_steps_kill_units_before_the_accuracy_tells(shown):
    rows = re.findall(r"learning rate ([\d.]+) +dead in layer 2: +(\d+) of 64 +accuracy (\d+)%", shown)
    dead, right = {rate: int(count) for rate, count, _ in rows}, {rate: int(share) for rate, _, share in rows}
    assert 0.15 < dead["0.03"] / 64 < 0.25 and right["0.001"] - right["0.03"] <= 3
    assert dead["0.1"] / 64 > 0.6 and 0.4 < right["0.1"] / right["0.03"] < 0.6


def test_one_hidden_layer_gains_a_little_and_six_gain_nothing_over_one(shown):
    share = {words: number(shown, rf"{words} hidden layers? +([\d.]+)% ±") for words in ("no", "one", "six")}
    assert share["no"] < share["one"] < share["no"] + 3 and share["six"] <= share["one"]


def test_bending_costs_a_ten_thousandth_of_the_operations(shown):
    assert number(shown, r"activations in a block's operations: ([\d.]+)%") <= 0.02
