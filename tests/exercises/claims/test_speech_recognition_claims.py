"""What the lesson on speech recognition says about its experiments is what its recorded outputs show."""

import re

import pytest

from tests.exercises.recorded import printed as read_printed


@pytest.fixture(scope="module")
def printed() -> str:
    return read_printed("applications/speech-recognition")


def errors(printed: str, name: str) -> int:
    return int(re.search(rf"^{name} +(\d+) errors in 107 digits", printed, re.M)[1])


def test_the_classical_recogniser_makes_one_error_and_ours_many(printed):
    assert errors(printed, "PocketSphinx") == 1
    assert 107 / 3 < errors(printed, "ours, known voices") < 107 / 2  # "between a third and a half"
    assert errors(printed, "does not listen") > 90


def test_a_new_voice_is_no_better_than_not_listening(printed):
    wrong, said = map(int, re.search(r"tested on the woman: (\d+) errors in (\d+) digits", printed).groups())
    assert wrong / said > 0.9


def test_one_percent_per_digit_spoils_one_number_in_ten(printed):
    assert "1% per digit: 90% of ten-digit numbers come out right" in printed


def test_the_alignment_shows_the_utterance_that_its_alternative_text_names(printed):
    said, heard = re.search(r"^said: +(.+)\nheard: (.+)$", printed, re.M).groups()
    assert said == heard == "eight four four oh one"


def test_the_recordings_are_as_many_as_the_text_says(printed):
    assert "31 utterances, 107 digits" in printed
