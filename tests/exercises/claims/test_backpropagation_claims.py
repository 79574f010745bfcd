"""What the text of backpropagation says is what its recorded outputs show."""

import re

import pytest

from tests.exercises.recorded import number, printed


@pytest.fixture(scope="module")
def shown() -> str:
    return printed("mathematics/backpropagation")


def test_the_picture_holds_the_engines_numbers(shown):
    assert re.search(r"y: 16\.0 +slopes by a, b, c: -24\.0 16\.0 8\.0", shown)


def test_the_engine_agrees_with_torch(shown):
    assert "29 slopes; all agree with PyTorch's to 1e-12" in shown


def test_the_network_is_as_good_as_a_straight_line_and_no_better(shown):
    ours, width = (number(shown, rf"right on the other 509 tumours: {part}") for part in (r"([\d.]+)%", r"[\d.]+% ± ([\d.]+)%"))
    assert abs(ours - number(shown, r"straight line through the same 60: ([\d.]+)%")) < width
    assert ours - number(shown, r"always saying benign is right on +([\d.]+)%") > 25


def test_the_best_steps_are_where_the_text_says(shown):
    assert re.findall(r"best step near 1e-\d: (\w+) +its error is below 1e-\d+: (\w+)", shown) == [("True", "True")] * 2


def test_two_thirds_go_back(shown):
    forward, back = re.search(r"forward ([\d.e+]+), back ([\d.e+]+) operations", shown).groups()
    assert abs(float(back) / (float(back) + float(forward)) - 2 / 3) < 0.01


def test_memory_grows_with_the_batch_and_calls_add_up(shown):
    small, large = (number(shown, rf"batch of +{size}: +([\d.]+) MB") for size in (16, 256))
    assert 14 < large / small < 18
    one, three = (number(shown, rf"after call {call}: .* ([\d.]+)") for call in (1, 3))
    assert abs(three / one - 3) < 0.02
