"""What the errata lab says of its computations is what its recorded outputs show."""

import re

import pytest

from tests.exercises.recorded import printed as read_printed


@pytest.fixture(scope="module")
def shown() -> str:
    return read_printed("appendix/errata-lab")


def test_code_that_cannot_run_fails_as_told(shown):
    for name in ("AttributeError", "ValueError: too many values to unpack", "RuntimeError: expected m1 and m2 to have the same dtype"):
        assert name in shown
    assert "does not require grad" in shown and "loss of all pairs: 0.5" in shown and "loss of the rows:  0.0" in shown


def test_fifty_beginnings_end_at_ln_2(shown):
    assert "50 beginnings: losses from 0.693147 to 0.693147" in shown


def test_price_and_probability_follow_from_their_formulas(shown):
    assert "area 100: 5100" in shown and "probability of a computer: 1.0" in shown and "income that gives 0.95: 129" in shown


def test_on_noise_the_order_on_new_rows_is_the_reverse(shown):
    rows = re.findall(r"(a network|a straight line|the number 1/2) +training rows ([\d.]+), new rows ([\d.]+)", shown)
    assert [name for name, *_ in sorted(rows, key=lambda row: float(row[1]))] == [
        name for name, *_ in sorted(rows, key=lambda row: -float(row[2]))
    ]
    assert all(float(new) >= 1 / 12 - 0.001 for _, _, new in rows)


def test_relu_lessens_the_vanishing_and_does_not_avoid_it(shown):
    found = {
        name: [float(each) for each in numbers.split(", ")]
        for name, numbers in re.findall(r"^((?:sigmoid|ReLU), deviation \S+) +5, 10, 20 layers: (.*)$", shown, re.M)
    }
    assert found["sigmoid, deviation 1"][2] < 1e-10 and found["ReLU, deviation 1"][2] < 0.01
    assert 1.3 < (found["ReLU, deviation 1"][0] / found["ReLU, deviation 1"][2]) ** (1 / 15) < 1.5  # "about 1.4 in each layer"
    assert 0.3 < found["ReLU, deviation √2"][2] < 3
    dead = [int(each) for each in re.findall(r"learning rate \S+ *: (\d+)% of 200 units are dead", shown)]
    assert dead[0] < 20 and dead[-1] > 90


def test_published_slips_are_found(shown):
    assert "24 × 128 = 3072" in shown and "40 × 128 = 5120" in shown
    sizes = [int(each) for each in re.findall(r"(\d+) billion parameters, +\d+ tokens each", shown)]
    assert sizes == [32, 40, 72] and sizes[0] < 70 / 2
    shares = {card: int(share) for card, share in re.findall(r"PaLM's work over the peak of a (\S+) +(\d+)%", shown)}
    assert shares["tpu-v4"] == 46 and shares["v100"] > 100
    assert re.search(r"the same speed over 18 months: 84-fold", shown)
