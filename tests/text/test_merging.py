"""The plain form of byte pair encoding, and the fast forms against it."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bigmodel_edu.text.learning import MergeLearner, count_words
from bigmodel_edu.text.merging import encode, learn_merges, merge, pair_counts
from bigmodel_edu.text.word_encoding import encode_word

few_letters = st.text(alphabet="ab", max_size=30).map(str.encode)
any_bytes = st.binary(max_size=40)


@pytest.mark.parametrize(
    ("ids", "counts"),
    [([], {}), ([5], {}), ([1, 2, 1, 2], {(1, 2): 2, (2, 1): 1}), ([7, 7, 7, 7], {(7, 7): 3})],
)
def test_pair_counts(ids, counts):
    assert pair_counts(ids) == counts


@pytest.mark.parametrize(
    ("ids", "pair", "merged"),
    [
        ([], (1, 2), []),
        ([1], (1, 1), [1]),
        ([1, 1, 1], (1, 1), [9, 1]),
        ([1, 1, 1, 1], (1, 1), [9, 9]),
        ([2, 1, 2, 1, 2], (1, 2), [2, 9, 9]),
        ([1, 2], (2, 1), [1, 2]),
    ],
)
def test_merge_uses_each_id_once_from_the_left(ids, pair, merged):
    before = list(ids)
    assert merge(ids, pair, 9) == merged
    assert ids == before


def test_learning_by_hand():
    # aaabdaaabac: aa (4 times with overlap), then ab or Za … the example of the literature, ties to the smallest pair
    assert learn_merges([b"aaabdaaabac"], 1) == [(97, 97)]
    assert learn_merges([b"ab", b"ab", b"cd"], 5) == [(97, 98), (99, 100)]
    assert learn_merges([], 3) == [] == learn_merges([b"", b"x"], 3)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(few_letters, any_bytes), max_size=8), st.integers(0, 25))
def test_the_fast_learner_learns_what_the_plain_one_learns(words, merges):
    assert MergeLearner(Counter(words)).learn(merges) == learn_merges(words, merges)


@settings(max_examples=200, deadline=None)
@given(st.lists(few_letters, min_size=1, max_size=6), few_letters)
def test_encoding_a_word_fast_is_encoding_it_plainly(words, text):
    ranks = {pair: (rank, 256 + rank) for rank, pair in enumerate(learn_merges(words, 20))}
    assert encode_word(list(text), ranks) == encode(list(text), ranks)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 3), max_size=40), st.permutations([(a, b) for a in range(8) for b in range(8)]))
def test_any_merges_that_can_be_learnt_give_the_same(ids, pairs):
    """A merge joins tokens that are there before it: letters 0 to 3 and what earlier merges made."""
    ranks = {}
    for pair in pairs:
        if max(pair) < 4 + len(ranks):
            ranks[pair] = (len(ranks), 4 + len(ranks))
    assert encode_word(ids, ranks) == encode(ids, ranks)


def test_merging_the_words_of_learning_again_gives_few_tokens():
    words = [b"low", b"lower", b"lowest"] * 5
    ranks = {pair: (rank, 256 + rank) for rank, pair in enumerate(learn_merges(words, 10))}
    assert all(len(encode(list(word), ranks)) == 1 for word in words)


def test_words_are_counted_as_bytes():
    counts = count_words(["né né", " né"], "gpt2")
    assert counts == {"né".encode(): 1, " né".encode(): 2}


def test_the_learner_reports_every_merge():
    seen = []
    MergeLearner({b"abcdef": 2, b"abc": 1}).learn(3, seen.append)
    assert seen == [1, 2, 3]


def test_a_word_of_many_bytes_takes_no_square_of_steps():
    ranks = {(97, 97): (0, 256), (256, 256): (1, 257)}
    assert encode_word([97] * 200_001, ranks) == [257] * 50_000 + [97]
