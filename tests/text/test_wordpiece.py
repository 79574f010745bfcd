"""WordPiece: BERT's rules for cleaning and cutting; the real ids are tested with the other published tokenizers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bigmodel_edu.text.wordpiece import WordPiece, basic_words

VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "un", "##aff", "##able", "##a", "a", "want", "##want", "##ed", ",", "runn", "##ing", "中"]


@pytest.fixture
def tokenizer():
    return WordPiece(VOCABULARY)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("UNwantéd,running", ["un", "##want", "##ed", ",", "runn", "##ing"]),
        ("unaffable", ["un", "##aff", "##able"]),
        ("unaffablex", ["[UNK]"]),
        ("a中a", ["a", "中", "a"]),
        ("", []),
        (" \t\n\u3000", []),
        ("a\x00b\u200d a", ["[UNK]", "a"]),
        ("a" + "a" * 100, ["[UNK]"]),
        ("a" + "a" * 99, ["a"] + ["##a"] * 99),
    ],
)
def test_cuts(tokenizer, text, tokens):
    assert tokenizer.tokens(text) == tokens


def test_a_text_stands_between_cls_and_sep_and_can_be_cut_short(tokenizer):
    assert tokenizer.encode("a, a") == [2, 8, 12, 8, 3]
    assert tokenizer.encode("a, a", length=3) == [2, 8, 3]
    assert tokenizer.encode("a, a", length=2) == [2, 3] == tokenizer.encode("")
    with pytest.raises(ValueError, match="length of at least 2"):
        tokenizer.encode("a", length=1)


def test_decoding_joins_continuations(tokenizer):
    assert tokenizer.decode(tokenizer.encode("unaffable, a")) == "unaffable , a"


def test_special_tokens_are_needed():
    with pytest.raises(ValueError, match=r"got none of \[CLS\], \[SEP\]"):
        WordPiece(["[UNK]", "a"])


@given(st.text())
def test_words_hold_no_space_and_no_capital(text):
    for word in basic_words(text):
        assert word and not any(character.isspace() for character in word)
        assert word == word.lower()
