"""Numbers as readers expect them."""

import pytest

from bigmodel_edu.facts.number import number, quantity, round_to


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (7, "7"),
        (-1234, "-1,234"),
        (124_439_808, "124,439,808"),
        (175_000_000_000, "175 billion"),
        (5_576_000, "5,576,000"),
        (15_600_000_000_000, "15.6 trillion"),
        (0.0816, "0.0816"),
        (1e-6, "1 × 10⁻⁶"),
        (5.76e23, "5.76 × 10²³"),
        (226.75, "226.75"),
        (3.0, "3"),
    ],
)
def test_number(value, text):
    assert number(value) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [(1.555e12, "B/s", "1.555 TB/s"), (500, "B", "500 B"), (21.2e12, "FLOP/s", "21.2 TFLOP/s"), (0.34, "1", "0.34"), (20, "%", "20 %")],
)
def test_quantity(value, unit, text):
    assert quantity(value, unit) == text


@pytest.mark.parametrize(("value", "digits", "result"), [(12853386240, 4, 12850000000), (0.45729, 3, 0.457), (99.96, 3, 100.0)])
def test_round_to(value, digits, result):
    assert round_to(value, digits) == result
