"""The tokenizer: any text comes back, offsets are right, mistakes are named."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bigmodel_edu import data
from bigmodel_edu.text import ByteLevelBPE, merging, train_bpe
from bigmodel_edu.text.splitting import split

SAMPLE = ["To be, or not to be: that is the question. 大模型与注意力，注意力与大模型。", "🙂🙂 naïve naïve 2026 2026\n\n\tto be"]
END = "<|endoftext|>"


@pytest.fixture(scope="module")
def tokenizer():
    return train_bpe(SAMPLE, 310, special_tokens=[END, "<|pad|>"])


@settings(max_examples=300, deadline=None)
@given(text=st.text())
def test_any_text_comes_back(tokenizer, text):
    assert tokenizer.decode(tokenizer.encode(text)) == text
    assert tokenizer.decode(tokenizer.encode(text, special=True)) == text


@pytest.mark.parametrize("text", ["", " ", "你好，世界！", "👩‍👩‍👧‍👦🏳️‍🌈", "a\r\n\tb\x00\x7f", "e\u0301 ﷽ \U0010ffff", "x" * 5000])
def test_chinese_emoji_and_controls_come_back(tokenizer, text):
    assert tokenizer.decode(tokenizer.encode(text)) == text


@settings(max_examples=100, deadline=None)
@given(text=st.text(alphabet="tobenr aï大模🙂2", max_size=60))
def test_encoding_is_the_plain_algorithm_word_by_word(tokenizer, text):
    ranks = {(left, right): (rank, joined) for rank, (left, right, joined) in enumerate(tokenizer.merges)}
    plain = [token for word in split(text) for token in merging.encode(list(word.encode()), ranks)]
    assert tokenizer.encode(text) == plain


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=50))
def test_pieces_cover_the_bytes_in_order(tokenizer, text):
    raw = text.encode()
    pieces = tokenizer.pieces(text)
    assert b"".join(piece.bytes for piece in pieces) == raw
    assert [piece.id for piece in pieces] == tokenizer.encode(text)
    assert [piece.start for piece in pieces] == [0, *(piece.end for piece in pieces)][: len(pieces)]
    assert all(raw[piece.start : piece.end] == piece.bytes for piece in pieces)


def test_a_piece_that_is_half_a_character_shows_so():
    plain = train_bpe([""], 256)
    assert [piece.text for piece in plain.pieces("é")] == ["�", "�"]


def test_special_tokens_are_read_only_on_request(tokenizer):
    end = tokenizer.special_tokens[END]
    text = f"to be{END}to be"
    assert end not in tokenizer.encode(text)
    assert tokenizer.encode(text, special=True) == [*tokenizer.encode("to be"), end, *tokenizer.encode("to be")]
    assert tokenizer.decode([end]) == END
    assert tokenizer.pieces(text, special=True)[-1].end == len(text.encode())


def test_the_layout_is_bytes_then_merges_then_special(tokenizer):
    assert len(tokenizer) == 310
    assert tokenizer.vocabulary[:256] == tuple(bytes([byte]) for byte in range(256))
    assert tokenizer.special_tokens == {END: 308, "<|pad|>": 309}
    assert tokenizer.missing_bytes == frozenset()
    assert "310 tokens, 52 merges, 2 special" in repr(tokenizer)


def test_training_is_deterministic_and_a_short_text_gives_a_small_vocabulary():
    assert train_bpe(SAMPLE, 330).merges == train_bpe(SAMPLE, 330).merges
    assert len(train_bpe(["aa"], 4096)) == 257
    assert len(train_bpe([], 300, special_tokens=[END])) == 257


def test_training_words_that_give_one_token_two_ways():
    # Where different merges give the same bytes, both are kept, as the plain algorithm does: text still comes back.
    tokenizer = train_bpe(["aaaaaaa aaaa aaaaa aaaaaaaaa aaaaaaaaaaa " * 3], 290)
    for n in range(40):
        assert tokenizer.decode(tokenizer.encode("a" * n)) == "a" * n


def test_bytes_without_a_token_are_left_out_and_the_offsets_stay_right():
    letters = [bytes([byte]) for byte in range(97, 123)]
    tokenizer = ByteLevelBPE([*letters, b"ab"], [(0, 1, 26)])
    assert tokenizer.decode(tokenizer.encode("xXabXa")) == "xaba"
    assert [(piece.bytes, piece.start, piece.end) for piece in tokenizer.pieces("xXabXa")] == [(b"x", 0, 1), (b"ab", 2, 4), (b"a", 5, 6)]
    assert [(piece.bytes, piece.start, piece.end) for piece in tokenizer.pieces("aXb")] == [(b"ab", 0, 3)]
    assert tokenizer.encode("XYZ") == []


def test_the_cache_does_not_change_answers(tokenizer, monkeypatch):
    fresh = ByteLevelBPE(tokenizer.vocabulary, tokenizer.merges, tokenizer.special_tokens)
    monkeypatch.setattr("bigmodel_edu.text.bpe.CACHED_WORDS", 2)
    text = "to be or not to be question naïve that is"
    assert fresh.encode(text) == fresh.encode(text) == tokenizer.encode(text)


@pytest.mark.parametrize(
    ("call", "error", "match"),
    [
        (lambda t: t.encode(b"bytes"), TypeError, "expected text, got bytes"),
        (lambda t: t.encode("a\ud800b"), ValueError, "lone surrogate '.ud800'"),
        (lambda t: t.pieces("\udfff"), ValueError, "lone surrogate"),
        (lambda t: t.decode([310]), ValueError, "expected ids from 0 to 309, got 310"),
        (lambda t: t.decode([-1]), ValueError, "got -1"),
        (lambda t: train_bpe("one text", 300), TypeError, "expected several texts, got one"),
        (lambda t: train_bpe(["a"], 255), ValueError, "size of at least 256"),
        (lambda t: train_bpe(["a"], 256, special_tokens=[END]), ValueError, "size of at least 257"),
        (lambda t: train_bpe(["a"], 300, special_tokens=[END, END]), ValueError, "different names"),
        (lambda t: train_bpe(["a"], 300, scheme="none"), ValueError, "expected a scheme"),
        (lambda t: ByteLevelBPE([b"a", b"b"], [(0, 1, 1)]), ValueError, "expected merge 0 to join its tokens, got b'a' and b'b' to b'b'"),
        (lambda t: ByteLevelBPE([b"a"], [(0, 1, 2)]), ValueError, "expected merges of ids from 0 to 0"),
        (lambda t: ByteLevelBPE([b"a"], [], {"x": 0}), ValueError, "special token 'x' at place 0"),
        (lambda t: ByteLevelBPE([b"a"], [], {"x": 7}), ValueError, "special token 'x' at place 7"),
    ],
)
def test_mistakes_are_named(tokenizer, call, error, match):
    with pytest.raises(error, match=match):
        call(tokenizer)


def test_decoding_part_of_a_character_gives_its_bytes(tokenizer):
    ids = train_bpe([""], 256).encode("低")
    assert [tokenizer.decode_bytes([token]) for token in ids] == [b"\xe4", b"\xbd", b"\x8e"]
    assert tokenizer.decode(ids[:2]) == "�"


def test_a_corpus_of_megabytes_is_learnt_and_comes_back():
    text = data.shakespeare().plays["hamlet"] * 3
    tokenizer = train_bpe([text], 1024)
    ids = tokenizer.encode(text)
    assert tokenizer.decode(ids) == text
    assert 2.5 < len(text.encode()) / len(ids) < 4
