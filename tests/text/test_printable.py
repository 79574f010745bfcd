"""Bytes as printable characters: GPT-2's table, both ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bigmodel_edu import data
from bigmodel_edu.text.printable import byte_characters, from_printable, to_printable


@given(st.binary())
def test_bytes_come_back(raw):
    assert from_printable(to_printable(raw)) == raw


def test_the_table_is_gpt2s():
    real = data.gpt2_vocabulary().tokens
    assert set(byte_characters()) == {token for token in real if len(token) == 1}
    assert sorted(real, key=real.get)[:256] == sorted(byte_characters())  # GPT-2 numbers the bytes by character
    assert all(character.isprintable() and not character.isspace() for character in byte_characters())


@pytest.mark.parametrize("text", [" ", "a b", "中", "\n"])
def test_other_characters_are_refused(text):
    with pytest.raises(ValueError, match="expected characters that stand for bytes"):
        from_printable(text)
