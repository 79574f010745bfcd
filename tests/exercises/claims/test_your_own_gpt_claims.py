"""What the text of the capstone says is what its recorded outputs show."""

import re

import pytest

from tests.exercises.recorded import printed as read_printed


@pytest.fixture(scope="module")
def shown() -> str:
    return read_printed("projects/your-own-gpt")


def numbers(text: str, pattern: str) -> list[float]:
    found = re.search(pattern, text)
    assert found, f"expected an output like {pattern!r}"
    return [float(each.replace(",", "")) for each in found.groups()]


def test_long_sequences_are_not_shared(shown):
    shares = {int(n): float(share) for n, share in re.findall(r"(\d+) words: ([\d.]+)% of", shown)}
    assert shares[3] > 10 and shares[6] < 0.5 and shares[12] == 0.0


def test_the_table_of_pairs_wins_and_is_bigger(shown):
    (model,) = numbers(shown, r"held-out plays +([\d.]+) bits per byte")
    (seen,) = numbers(shown, r"plays it learned from +([\d.]+) bits per byte")
    bits, count = numbers(shown, r"([\d.]+) bits per byte: pairs of tokens, ([\d,]+) numbers")
    (single,) = numbers(shown, r"([\d.]+) bits per byte: single tokens")
    parameters, read = numbers(shown, r"([\d,]+) parameters, ([\d,]+) tokens read")
    (tokens,) = numbers(shown, r"1,024 tokens; ([\d,]+) in the training text")
    assert bits < model < single and abs(model - seen) < 0.15
    assert 5.5 < count / parameters < 6.5 and 9 < tokens / read < 11  # "a sixth of the table's numbers", "a tenth of the text"
    assert count > 2 * 400_000


def test_the_judge_says_what_each_file_is(shown):
    assert re.search(r"the lesson's model: [24] of 10 points", shown)
    for name in ("an untrained model", "a pickle", "a file cut short", "a model that is too wide"):
        assert f"{name}: 0 of 10 points" in shown
    assert "was not loaded" in shown and "before training" in shown


def test_pretraining_helps_on_reviews_and_tuning_forgets(shown):
    rows = {
        name.strip(): (float(reviews), float(plays))
        for name, reviews, plays in re.findall(
            r"^(pretrained|fine-tuned|from nothing) +([\d.]+) bits per byte on reviews, ([\d.]+) on plays", shown, re.M
        )
    }
    assert rows["fine-tuned"][0] < rows["from nothing"][0] - 0.2 < rows["pretrained"][0]
    assert rows["fine-tuned"][1] > rows["pretrained"][1] + 0.2


def test_training_on_the_test_earns_no_more_points(shown):
    (ours, held), (cheat, known) = re.findall(
        r"(?:the lesson's model|trained on the test): (\d) points\n +Bits per byte: ([\d.]+) on the held-out", shown
    )
    assert cheat == ours and float(known) < float(held)
