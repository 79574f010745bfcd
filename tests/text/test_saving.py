"""A saved tokenizer is the same tokenizer; a file that is none is refused."""

import json

import pytest

from bigmodel_edu import data
from bigmodel_edu.text import ByteLevelBPE, load_tokenizer, published_bpe, save_tokenizer, train_bpe


def same(one: ByteLevelBPE, other: ByteLevelBPE) -> bool:
    names = ("vocabulary", "merges", "special_tokens", "scheme", "missing_bytes")
    return all(getattr(one, name) == getattr(other, name) for name in names)


@pytest.mark.parametrize("scheme", ["gpt2", "smollm"])
def test_it_comes_back(tmp_path, scheme):
    tokenizer = train_bpe(["naïve 大模型 大模型 12 12 🙂🙂"], 280, special_tokens=["<|end|>", "<空>", "A", "Ġ"], scheme=scheme)
    path = save_tokenizer(tokenizer, tmp_path / "deep" / "tokenizer.json")
    loaded = load_tokenizer(path)
    assert same(loaded, tokenizer)
    text = "naïve 大模型<|end|>12 A<空>"
    assert loaded.encode(text, special=True) == tokenizer.encode(text, special=True)
    assert [item.name for item in path.parent.iterdir()] == ["tokenizer.json"]


def test_gpt2_and_an_incomplete_vocabulary_come_back(tmp_path):
    real = data.gpt2_vocabulary()
    gpt2 = published_bpe(real.tokens, real.merges, special_tokens=["<|endoftext|>"])
    assert same(load_tokenizer(save_tokenizer(gpt2, tmp_path / "gpt2.json")), gpt2)
    small = ByteLevelBPE([b"a", b"b", b"ab"], [(0, 1, 2)])
    assert same(load_tokenizer(save_tokenizer(small, tmp_path / "small.json")), small)


def test_the_file_is_plain_json_without_secrets(tmp_path):
    content = json.loads(save_tokenizer(train_bpe(["aa"], 257), tmp_path / "t.json").read_text(encoding="utf-8"))
    assert set(content) == {"format", "scheme", "special_tokens", "vocabulary", "merges"}
    assert content["merges"] == [[97, 97, 256]] and content["vocabulary"][32] == "Ġ"


@pytest.mark.parametrize(
    "change",
    [
        lambda c: "not json",
        lambda c: "[]",
        lambda c: json.dumps({}),
        lambda c: json.dumps({**c, "format": "other"}),
        lambda c: json.dumps({**c, "merges": [[97, 97, 98]]}),
        lambda c: json.dumps({**c, "merges": [[97, 97]]}),
        lambda c: json.dumps({**c, "merges": 5}),
        lambda c: json.dumps({**c, "vocabulary": [" "]}),
        lambda c: json.dumps({**c, "vocabulary": None}),
        lambda c: json.dumps({**c, "scheme": "x"}),
        lambda c: json.dumps({**c, "special_tokens": {"x": 999}}),
        lambda c: json.dumps({**c, "special_tokens": []}),
        lambda c: json.dumps({k: v for k, v in c.items() if k != "merges"}),
        lambda c: json.dumps(c)[:-40],
    ],
)
def test_a_damaged_file_is_a_value_error_that_names_it(tmp_path, change):
    path = save_tokenizer(train_bpe(["aa"], 257), tmp_path / "t.json")
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(change(content), encoding="utf-8")
    with pytest.raises(ValueError, match=r"expected a tokenizer saved by this package in t\.json"):
        load_tokenizer(path)


def test_a_missing_file_is_a_missing_file(tmp_path):
    with pytest.raises(FileNotFoundError):
        load_tokenizer(tmp_path / "none.json")


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    path = save_tokenizer(train_bpe(["aa"], 257), tmp_path / "t.json")
    before = path.read_bytes()
    monkeypatch.setattr("bigmodel_edu.files.os.replace", lambda *args: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        save_tokenizer(train_bpe(["bb"], 257), path)
    assert path.read_bytes() == before and len(list(tmp_path.iterdir())) == 1
