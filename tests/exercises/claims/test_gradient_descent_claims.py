"""What the text of gradient-descent says is what its recorded outputs show."""

import re

import pytest

from tests.exercises.recorded import number, printed


@pytest.fixture(scope="module")
def shown() -> str:
    return printed("mathematics/gradient-descent")


def walks(shown):
    return re.findall(r"(gradient descent|momentum|RMSProp|Adam) +best rate [\d.]+ +above .* steps: (.+)", shown)


def above(text):
    return 0.0 if text.startswith("less") else float(text)


def test_the_limit_holds(shown):
    factors = {share: float(factor) for share, factor in re.findall(r"([\d.]+) × the limit: the distance is (\S+) times", shown)}
    assert factors["0.98"] < 1e-3 and factors["1.02"] > 1e3


def test_in_the_valley_gradient_descent_ends_furthest(shown):
    raw = {name: above(left) for name, left in walks(shown)[:4]}
    assert max(raw, key=raw.get) == "gradient descent" and raw["gradient descent"] > 50 * sorted(raw.values())[-2]
    assert 65 < number(shown, r"(\d+) to 1\n2 / largest") < 75


def test_on_one_scale_nothing_beats_gradient_descent(shown):
    scaled = {name: above(left) for name, left in walks(shown)[4:]}
    assert len(scaled) == 4 and scaled["gradient descent"] == min(scaled.values())


def test_sixteen_times_the_batch_has_a_quarter_of_the_noise(shown):
    noise = {int(size): float(each) for size, each in re.findall(r"batch of +(\d+): noise ([\d.]+)", shown)}
    assert abs(noise[16] / noise[256] - 4) < 0.2 and abs(noise[1] / noise[16] - 4) < 0.2


def test_adam_for_70_billion_weights_fills_more_than_a_terabyte(shown):
    assert number(shown, r"training, Adam +([\d,]+) GB") > 1_000


def test_the_winner_depends_on_the_rate(shown):
    lines = [line.split(", ") for line in re.findall(r"rate 0\.0\d*: (.+)", shown)]
    first, second = ([re.sub(r" [\d.]+$", "", each) for each in line] for line in lines)
    assert first[0] == "RMSProp" and first[1] == "Adam" and second[0] == "momentum" and second[-1] == "Adam"
