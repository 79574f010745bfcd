import json

import pytest
import torch

from bigmodel_edu.inference import generate, load_model, save_model
from bigmodel_edu.models.gpt import GPT, GPTConfig
from bigmodel_edu.text import train_bpe


@pytest.fixture
def kept(tmp_path):
    tokenizer = train_bpe(["to be or not to be"], 260)
    model = GPT(GPTConfig(vocabulary=260, context=24, layers=2, heads=2, width=8), generator=torch.Generator().manual_seed(1)).eval()
    return save_model(tmp_path / "mine", model, tokenizer, end={5}), model, tokenizer


def test_a_model_comes_back_as_it_was(kept):
    folder, model, tokenizer = kept
    loaded = load_model(folder)
    assert loaded.name == "mine" and loaded.end == {5} and not loaded.chats and loaded.context == 24
    assert loaded.encode("to be") == tokenizer.encode("to be")
    assert generate(loaded.model, [[1, 2, 3]], 8) == generate(model, [[1, 2, 3]], 8)


def test_a_folder_without_a_model_says_how_one_is_made(tmp_path):
    with pytest.raises(FileNotFoundError, match="bigmodel-edu train"):
        load_model(tmp_path)


@pytest.mark.parametrize("damage", ["weights", "sizes", "kind"])
def test_a_damaged_folder_is_told(kept, damage):
    folder, _, _ = kept
    content = json.loads((folder / "model.json").read_text())
    if damage == "weights":
        (folder / "weights.safetensors").write_bytes(b"not weights")
    else:
        content |= {"kind": "other"} if damage == "kind" else {"sizes": {**content["sizes"], "width": 16}}
        (folder / "model.json").write_text(json.dumps(content))
    with pytest.raises(ValueError, match="mine/"):
        load_model(folder)


def test_a_model_too_small_for_its_tokenizer_is_refused():
    from bigmodel_edu.inference import TextModel

    with pytest.raises(ValueError, match="256"):
        TextModel("x", GPT(GPTConfig(vocabulary=10, context=8, layers=1, heads=1, width=2)), train_bpe(["a"], 256))
