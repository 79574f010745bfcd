"""What the text of a lesson says about its experiments is what its recorded outputs show, within the words' own precision."""

import re

import pytest

from tests.exercises.recorded import number, printed


@pytest.fixture(scope="module")
def attention() -> str:
    return printed("algorithms/self-attention")


def test_the_division_makes_weights_independent_of_their_length(attention):
    rows = re.findall(r"D = (\d+) +(not divided|divided by √D) +variance of a score +([\d.]+) +largest weight ([\d.]+)", attention)
    largest = {(int(size), name): float(weight) for size, name, _, weight in rows}
    assert largest[64, "not divided"] > 0.8 > 0.5 > largest[4, "not divided"]
    assert abs(largest[64, "divided by √D"] - largest[4, "divided by √D"]) < 0.02
    assert all(abs(float(variance) / (int(size) if name == "not divided" else 1) - 1) < 0.1 for size, name, variance, _ in rows)


def test_one_head_stands_between_pairs_and_triples(attention):
    head, pairs, triples = (number(attention, rf"{name} +([\d.]+) nats per letter from") for name in ("one head", "pairs", "triples"))
    assert triples + 0.1 < head < pairs - 0.2
    parameters, counts = number(attention, r"from ([\d,]+) parameters"), number(attention, r"triples .* from ([\d,]+) counts")
    assert 24 < counts / parameters < 26  # "25 times as many numbers"


def test_letters_look_where_the_text_says(attention):
    rows = {
        name.strip(): [float(each) for each in means.split()]
        for name, means in re.findall(r"^(o|h .*?|space) {2,}([\d. ]+)$", attention, re.M)
    }
    assert rows["o"][1] > 0.8
    assert rows["h after a space"][1] > 0.95
    assert 0.35 < rows["h after a t"][1] < 0.5 and 0.45 < rows["h after a t"][2] < 0.6
    assert rows["space"][0] > 0.45 and max(rows["space"][1:]) < 0.2


def test_the_gain_over_pairs_lies_in_the_choice(attention):
    own, mean = (number(attention, rf"([\d.]+) nats per letter   {name}") for name in ("its own weights", "the mean of its weights"))
    pairs = number(attention, r"pairs +([\d.]+) nats per letter from")
    assert pairs - mean < 0.5 * (pairs - own)  # "most of what the head had gained over pairs is gone"


def test_moving_a_weight_costs_little_and_removing_it_much(attention):
    kept, moved, gone = (number(attention, rf"([\d.]+) nats per letter, the favourite's weight {way}") for way in ("as", "moved", "taken"))
    assert moved - kept < 0.15 < 0.5 < gone - kept
    assert 0.7 < number(attention, r"it is ([\d.]+) on average") < 0.8 and 78 <= number(attention, r"in (\d+)% of 991 windows") <= 83


def test_a_row_is_as_wide_as_two_or_three_letters(attention):
    assert 2 <= number(attention, r"as wide as ([\d.]+) letters") < 3


def test_the_shares_of_the_founders_box_are_computed(attention):
    assert round(number(attention, r"2,048 tokens: ([\d.]+)%")) == 3
    assert round(number(attention, r"1,000,000 tokens: ([\d.]+)%")) == 93


def test_a_leak_looks_splendid_and_is_worse_than_guessing(attention):
    leaky = number(attention, r"([\d.]+) nats per letter when every letter")
    honest = number(attention, r"([\d.]+) nats per letter when it may not")
    guessing = number(attention, r"([\d.]+) nats per letter for guessing")
    assert leaky < 0.2 and honest > guessing


def test_text_read_before_costs_a_twentieth_to_a_fifth(attention):
    prices = re.findall(r"\$([\d.]+)[^;\n]*; read again: \$([\d.]+)", attention)
    assert len(prices) == 6
    assert all(float(again) / float(first) + 1e-9 >= 1 / 20 and float(again) / float(first) <= 1 / 5 + 1e-9 for first, again in prices)


def test_my_lord_leads_by_far():
    counts = [int(count.replace(",", "")) for count in re.findall(r"my \w+ +([\d,]+) times", printed("start/first-steps"))]
    assert len(counts) == 5 and 0.6 < counts[0] / sum(counts) < 0.63
