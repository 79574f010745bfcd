"""What the lesson on language generation says about its experiments is what its recorded outputs show."""

import re

import pytest

from tests.exercises.recorded import printed as read_printed


@pytest.fixture(scope="module")
def printed() -> str:
    return read_printed("applications/language-generation")


def rows(printed: str) -> dict[str, tuple[float, float, float]]:
    found = re.findall(r"^(Shakespeare|greedy|temperature [\d.]+) +([\d.]+) +([\d.]+) +([\d.]+)$", printed, re.M)
    return {name: (float(loss), float(distinct), float(again)) for name, loss, distinct, again in found}


def test_counts_beat_the_small_gpt(printed):
    assert float(re.search(r"GPT − counts, piece by piece: ([\d.-]+) to", printed)[1]) > 0


def test_greedy_text_has_the_least_variety_and_a_low_loss(printed):
    table = rows(printed)
    greedy = table.pop("greedy")
    assert all(greedy[1] < distinct and greedy[2] > again for _, distinct, again in table.values())
    assert table["temperature 0.4"][0] < greedy[0] < table["Shakespeare"][0] - 1


def test_variety_and_loss_rise_with_the_temperature(printed):
    table = rows(printed)
    degrees = [table["greedy"], *(table[f"temperature {degree}"] for degree in ("0.4", "0.7", "1.0", "1.3"))]
    assert [row[0] for row in degrees[1:]] == sorted(row[0] for row in degrees[1:])
    assert [row[1] for row in degrees] == sorted(row[1] for row in degrees)


def test_no_temperature_writes_like_a_person_in_all_columns(printed):
    table = rows(printed)
    person, warm, hot = table["Shakespeare"], table["temperature 0.7"], table["temperature 1.0"]
    assert abs(person[0] - hot[0]) < 0.2 < abs(person[0] - warm[0])
    assert person[1] < warm[1] < hot[1]
    assert abs(person[2] - hot[2]) < 0.03


def test_counts_write_from_longer_pieces_than_the_gpt_and_nobody_beats_the_person(printed):
    found = re.findall(r"^ *([\d.]+) characters on average, at most \d+: (.+)$", printed, re.M)
    copied = {name: float(value) for value, name in found}
    assert copied["GPT, temperature 1"] < copied["counts of letters"] < copied["Shakespeare, held out"]


def test_the_loss_at_1_3_is_above_the_loss_on_shakespeare(printed):
    table = rows(printed)
    assert table["temperature 1.3"][0] > table["Shakespeare"][0]


def test_drawing_with_replacement_comes_out_too_low(printed):
    found = re.findall(r"^ +\d+ +([\d.]+) +([\d.]+) +([\d.]+) +([\d.]+)$", printed, re.M)
    assert len(found) == 3
    assert all(float(replaced) <= float(exact) for _, _, exact, replaced in found)
