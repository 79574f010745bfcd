import pytest

from bigmodel_edu.inference import TextStream
from bigmodel_edu.text import train_bpe

BYTES = train_bpe(["a"], 256)


def streamed(text, stop):
    stream = TextStream(BYTES, stop)
    pieces = [stream.add(byte) for byte in text.encode()]
    return [*pieces, stream.finish()], stream.stopped


@pytest.mark.parametrize(
    ("text", "stop", "expected"),
    [
        ("one two three", ["two"], "one "),
        ("aab", ["ab"], "a"),
        ("ababac", ["abac"], "ab"),
        ("xyz", ["zz"], "xyz"),
        ("first\n\nsecond", ["\n\n", "sec"], "first"),
        ("你好，世界！", ["世"], "你好，"),
        ("stop", ["stop"], ""),
        ("a🙂b", [], "a🙂b"),
    ],
)
def test_text_ends_before_the_first_stop_string(text, stop, expected):
    pieces, stopped = streamed(text, stop)
    assert "".join(pieces) == expected
    assert stopped == (expected != text)


def test_no_piece_of_a_stop_string_ever_leaves():
    pieces, _ = streamed("Answer: 42 <END> more", ["<END>"])
    assert not any("<" in piece for piece in pieces)


def test_characters_come_whole_and_damaged_ones_are_marked():
    stream = TextStream(BYTES)
    assert [stream.add(byte) for byte in "é".encode()] == ["", "é"]
    assert stream.add(0xE4) == "" and stream.finish() == "�"


def test_one_token_may_hold_the_stop_string_and_more():
    tokenizer = train_bpe(["abc" * 50], 258)
    stream = TextStream(tokenizer, ["b"])
    assert "".join(map(stream.add, tokenizer.encode("abc"))) + stream.finish() == "a" and stream.stopped


def test_after_the_stop_nothing_comes():
    stream = TextStream(BYTES, ["a"])
    assert [stream.add(97), stream.add(98), stream.finish()] == ["", "", ""]


def test_an_empty_stop_string_is_refused():
    with pytest.raises(ValueError, match="empty"):
        TextStream(BYTES, [""])
