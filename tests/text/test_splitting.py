"""Cutting text: nothing is lost, and the cuts are those of the published pattern."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bigmodel_edu.text.splitting import cut_at, split


@given(st.text())
def test_the_pieces_are_the_text(text):
    for scheme in ("gpt2", "smollm"):
        pieces = split(text, scheme)
        assert "".join(pieces) == text
        assert all(pieces)


@given(st.text())
def test_every_digit_stands_alone_for_smollm(text):
    assert all(len(piece) == 1 for piece in split(text, "smollm") if any(character.isdecimal() for character in piece))


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("we've I'M", ["we", "'ve", " I", "'", "M"]),
        ("a  b", ["a", " ", " b"]),
        ("a\n\nb", ["a", "\n", "\n", "b"]),
        ("x=12!?", ["x", "=", "12", "!?"]),
        (" 大模型 2026年", [" 大模型", " 2026", "年"]),
        ("end   ", ["end", "   "]),
        ("", []),
    ],
)
def test_cuts_of_gpt2(text, pieces):
    assert split(text) == pieces


def test_an_unknown_scheme_is_refused():
    with pytest.raises(ValueError, match="expected a scheme of gpt2, smollm, got 'words'"):
        split("a", "words")


def test_marks_are_cut_out_longest_first():
    assert cut_at("<a><a>b", ("<a>", "<a><a>")) == ["<a><a>", "b"]
    assert cut_at("a.b", (".",)) == ["a", ".", "b"]
    assert cut_at("", ("x",)) == [] == cut_at("", ())
    assert cut_at("plain", ()) == ["plain"]
