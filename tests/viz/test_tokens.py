from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bigmodel_edu.viz.tokens import (
    byte_alphabet,
    byte_level_bytes,
    character_spans,
    find_form,
    joined_text,
    readable_tokens,
    show_invisible,
)


def write_byte_level(text: bytes) -> str:
    letters = {byte: letter for letter, byte in byte_alphabet().items()}
    return "".join(letters[byte] for byte in text)


def test_the_alphabet_is_the_published_one():
    # openai/gpt-2, encoder.py, bytes_to_unicode: 0x00 → Ā (U+0100), space → Ġ, newline → Ċ, 0x7f → ġ, 0xa0 → ł, 0xad → Ń
    assert [byte_alphabet()[letter] for letter in "ĀĠĊġłŃ~ÿ"] == [0x00, 0x20, 0x0A, 0x7F, 0xA0, 0xAD, 0x7E, 0xFF]
    assert sorted(byte_alphabet().values()) == list(range(256))


@given(st.text(), st.lists(st.integers(0, 60), max_size=8))
def test_cutting_a_text_anywhere_keeps_every_character(text, places):
    stream = text.encode("utf-8", "replace")
    cuts = sorted({min(place, len(stream)) for place in places} | {0, len(stream)})
    pieces = [stream[start:end] for start, end in pairwise(cuts)]
    assert joined_text(pieces, "text") == stream.decode("utf-8")
    labels = readable_tokens(pieces)
    assert len(labels) == len(pieces)
    assert all(labels)
    if pieces and all(_starts_character(stream, cut) for cut in cuts):
        assert "".join(labels) == show_invisible(text)


def _starts_character(stream, cut):
    return cut == len(stream) or stream[cut] & 0xC0 != 0x80


def test_a_character_cut_in_three_is_named_in_each_piece():
    text = "我爱猫"
    stream = text.encode()
    pieces = [write_byte_level(part) for part in (stream[:4], stream[4:5], stream[5:])]
    assert readable_tokens(["Ġ", *pieces], "byte-level") == ["␣", "我爱·1/3", "爱·2/3", "爱·3/3猫"]


def test_the_same_pieces_as_bytes_and_in_the_byte_alphabet_read_alike():
    stream = "naïve café\n日本語 🙂".encode()
    pieces = [stream[start : start + 3] for start in range(0, len(stream), 3)]
    assert readable_tokens(pieces) == readable_tokens([write_byte_level(piece) for piece in pieces], "byte-level")


def test_bytes_that_are_no_text_are_shown_as_bytes():
    assert readable_tokens([b"a\xff", b"\x80b"]) == ["a⟨FF⟩", "⟨80⟩b"]


def test_special_tokens_keep_their_letters():
    assert readable_tokens(["<|endoftext|>", "ĠHi", "[CLS]"]) == ["<|endoftext|>", "␣Hi", "[CLS]"]
    assert byte_level_bytes("<|im_start|>") == b"<|im_start|>"


@pytest.mark.parametrize(
    ("tokens", "form"),
    [
        (["The", "Ġcat"], "byte-level"),
        (["Ċ"], "byte-level"),
        (["▁The", "▁cat"], "sentencepiece"),
        (["play", "##ing"], "wordpiece"),
        (["The", "cat", "##"], "text"),
        ([*map(write_byte_level, (b"\xbd\xe7\x8c", b"\xab", b"\xe7\x8b"))], "byte-level"),  # 猫, between parts of two others
        (["naïve", "café", "Straße", "señor", "©"], "text"),
        (["é"], "text"),
        (["<|im_start|>", "猫"], "text"),
        (["Ġorna", "猫"], "text"),  # 猫 is not in the byte alphabet: this is a Maltese word
        ([], "text"),
    ],
)
def test_the_form_is_found_from_the_alphabet(tokens, form):
    assert find_form(tokens) == form


def test_sentencepiece_and_wordpiece():
    assert readable_tokens(["▁Hello", "▁"]) == ["␣Hello", "␣"]
    assert readable_tokens(["play", "##ing"]) == ["play", "##ing"]
    assert joined_text(["▁Hello", "▁world"]) == " Hello world"
    assert joined_text(["play", "##ing", "now"]) == "playing now"


def test_nothing_invisible_stays_invisible():
    assert show_invisible("a\u200bb\u202e\x00\u2028") == "a⟨U+200B⟩b⟨U+202E⟩⟨U+0000⟩⟨U+2028⟩"
    assert show_invisible(" \n\t\r\u00a0") == "␣↵⇥␍⍽"
    assert show_invisible("سلام שלום") == "سلام␣שלום"
    assert show_invisible("👩\u200d🔬") == "👩\u200d🔬"  # the joiner is part of the picture


def test_an_unknown_form_is_refused():
    with pytest.raises(ValueError, match="byte-level"):
        readable_tokens(["a"], "bytes")


def test_spans_cover_every_byte_once():
    stream = "aé猫🙂".encode() + b"\xf0\x9f" + b"z"
    spans = character_spans(stream)
    assert [end - start for start, end in spans] == [1, 2, 3, 4, 1, 1, 1]
    assert [start for start, _ in spans] == [0, *(end for _, end in spans[:-1])]
