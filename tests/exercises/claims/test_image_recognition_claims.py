"""What the lesson on image recognition says about its experiments is what its recorded outputs show."""

import re

import pytest

from tests.exercises.recorded import printed as read_printed

LINE, VIT, CNN = "a weight for each pixel", "vision transformer", "convolution"


@pytest.fixture(scope="module")
def printed() -> str:
    return read_printed("applications/image-recognition")


def gap(text: str, one: str, other: str) -> tuple[float, float, float]:
    found = re.search(rf"{one} − {other}: ([-+\d.]+) points +\[([-+\d.]+), ([-+\d.]+)\]", text)
    assert found
    return float(found[1]), float(found[2]), float(found[3])


def test_the_convolution_wins_beyond_chance_with_a_quarter_of_the_weights(printed):
    middle, low, _high = gap(printed, CNN, VIT)
    assert low > 1.5 and 2.5 < middle < 3.5
    vit, cnn = (int(re.search(rf"{name} +([\d,]+) weights", printed)[1].replace(",", "")) for name in (VIT, CNN))
    assert 4 < vit / cnn < 5


def test_the_transformer_does_no_better_than_the_pixels(printed):
    assert gap(printed, VIT, LINE)[0] < 0.5


def test_shirts_are_the_weakest_class(printed):
    assert float(re.search(r"weakest class: Shirt, (\d+) % right", printed)[1]) < 50


def test_a_shift_of_three_pixels_ruins_two_of_three(printed):
    shares = {
        name: [int(each) for each in re.search(rf"^{name} +((?:\d+% *){{5}})$", printed, re.M)[1].replace("%", "").split()]
        for name in (LINE, VIT, CNN)
    }
    assert shares[CNN][3] > 75 and max(shares[LINE][3], shares[VIT][3]) < 45
