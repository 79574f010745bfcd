"""What the lesson on heads and positions says about its experiments is what its recorded outputs show."""

import re

import pytest

from tests.exercises.recorded import printed as read_printed


@pytest.fixture(scope="module")
def printed() -> str:
    return read_printed("algorithms/multi-head-and-position")


def loss(printed: str, name: str) -> float:
    return float(re.search(rf"{name} +([\d.]+) ± [\d.]+ nats", printed)[1])


def by_length(printed: str, name: str) -> list[float]:
    return [float(each) for each in re.search(rf"{name} +((?:[\d.]+ ?){{5}})\n", printed)[1].split()]


def test_a_score_depends_on_the_distance_only(printed):
    scores = re.findall(r"distance  3: score (-?[\d.]+)", printed)
    assert len(scores) == 3 and len(set(scores)) == 1


def test_heads_help_but_do_not_beat_the_triples(printed):
    assert loss(printed, "8 heads, rotary") < loss(printed, "4 heads, rotary") < loss(printed, "1 head, rotary") - 0.1
    assert 2.05 < loss(printed, "8 heads, rotary") < 2.10


def test_positions_help_and_rotary_ones_a_little_more(printed):
    wave, turned, none = (loss(printed, f"4 heads, {kind}") for kind in ("sinusoidal", "rotary", "no position"))
    assert turned < wave < turned + 0.06 and wave < none - 0.2 and none < 2.51


def test_two_heads_put_a_good_part_of_their_weight_on_different_places(printed):
    assert int(re.search(r"two heads differ in (\d+)% of their weight", printed)[1]) >= 25


def test_beyond_the_length_of_training_every_model_loses(printed):
    wave, turned, none = (by_length(printed, f"4 heads, {kind}") for kind in ("sinusoidal", "rotary", "no position"))
    assert all(each[3] > each[1] for each in (wave, turned, none))
    assert wave[4] > turned[4] > none[4] and none[3] <= turned[3] and none[2] > turned[2]
