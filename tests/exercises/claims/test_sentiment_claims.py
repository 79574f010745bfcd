"""What the lesson on sentiment says about its experiments is what its recorded outputs show."""

import re

import pytest

from tests.exercises.recorded import printed as read_printed


@pytest.fixture(scope="module")
def printed() -> str:
    return read_printed("applications/sentiment")


def intervals(printed: str) -> dict[str, tuple[float, float, float]]:
    rows = re.findall(r"^(.+?) +accuracy ([\d.]+)  from ([\d.]+) to ([\d.]+)$", printed, re.M)
    return {name: (float(mean), float(low), float(high)) for name, mean, low, high in rows}


def test_counting_words_beats_the_transformer_and_the_paired_interval_leaves_out_zero(printed):
    found = intervals(printed)
    assert found["words and pairs"][0] > found["words"][0] > found["transformer"][0] > found["everything is great"][0]
    low, high = map(float, re.search(r"words and pairs − transformer: [\d.-]+, ([\d.-]+) to ([\d.-]+)", printed).groups())
    assert 0 < low < high


def test_a_thousand_reviews_leave_five_points(printed):
    for name, (_mean, low, high) in intervals(printed).items():
        assert 0.04 < high - low < 0.065, name


def test_no_product_is_in_both_parts_and_few_texts_are(printed):
    assert "products in both parts: 0" in printed
    assert int(re.search(r"stands in the training part: (\d+)", printed)[1]) < 10


def test_more_labels_still_help(printed):
    curve = [float(value) for value in re.findall(r"^ *[\d,]+ reviews: ([\d.]+)$", printed, re.M)]
    assert len(curve) == 5 and curve == sorted(curve)


def test_not_good_lowers_the_score_and_not_bad_at_all_is_called_bad(printed):
    rows = {text: (float(one), float(two)) for one, two, text in re.findall(r"^ +([\d.]+) +([\d.]+)  (.+)$", printed, re.M)}
    for place in (0, 1):
        assert rows["this tea is not good"][place] < 0.5 < rows["this tea is good"][place]
        assert rows["this tea is not bad at all"][place] < 0.5
        assert rows["i expected to hate it and did not"][place] < 0.5


def test_the_instruction_is_most_of_the_bill(printed):
    assert float(re.search(r"a review has (\d+) characters", printed)[1]) / 4 < 200
