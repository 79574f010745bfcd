"""The same numbers as the library transformers, with copied weights: GPT-2, Llama, BERT. Runs where that library is installed."""

import pytest
import torch

from bigmodel_edu.models.bert import Bert, BertConfig
from bigmodel_edu.models.gpt import GPT, GPTConfig
from bigmodel_edu.models.llama import Llama, LlamaConfig
from bigmodel_edu.models.minilm import bert_weights

transformers = pytest.importorskip("transformers", reason="needs the peer transformers: pip install it (extra: bench)")


def shaken(model):
    with torch.no_grad():
        for weight in model.parameters():
            weight.add_(torch.randn(weight.shape, generator=torch.Generator().manual_seed(weight.numel())), alpha=0.1)
    return model.eval()


def texts(*shape):
    return torch.randint(31, shape, generator=torch.Generator().manual_seed(0))


@torch.no_grad()
def test_gpt_2():
    sizes = transformers.GPT2Config(vocab_size=31, n_positions=16, n_embd=24, n_layer=3, n_head=4, bos_token_id=0, eos_token_id=0)
    theirs = shaken(transformers.GPT2LMHeadModel(sizes))
    ours = GPT(GPTConfig(31, 16, layers=3, heads=4, width=24, activation="gelu-tanh")).eval()
    published = theirs.transformer.state_dict()
    names = {"wte": "token_embedding", "wpe": "position_embedding", "ln_f": "norm"}
    for layer in range(3):
        parts = {"ln_1": "attention_norm", "attn.c_attn": "attention.query_key_value", "attn.c_proj": "attention.output"}
        parts |= {"ln_2": "feed_forward_norm", "mlp.c_fc": "feed_forward.widen", "mlp.c_proj": "feed_forward.narrow"}
        names |= {f"h.{layer}.{a}": f"blocks.{layer}.{b}" for a, b in parts.items()}
    weights = {}
    for name, weight in published.items():
        module, _, kind = name.rpartition(".")
        transposed = ".c_" in f".{module}" and kind == "weight"  # GPT-2's release stores these as (inputs, outputs)
        weights[f"{names[module]}.{kind}"] = weight.T if transposed else weight
    ours.load_state_dict(weights)
    ids = texts(2, 13)
    logits, attentions = ours(ids, return_weights=True)
    torch.testing.assert_close(logits, theirs(ids).logits, atol=1e-4, rtol=1e-4)
    theirs.set_attn_implementation("eager")
    for found, wanted in zip(attentions, theirs(ids, output_attentions=True).attentions, strict=True):
        torch.testing.assert_close(found, wanted, atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(ours.loss(ids[:, :-1], ids[:, 1:]), theirs(ids, labels=ids).loss, atol=1e-4, rtol=1e-4)


@torch.no_grad()
def test_llama():
    sizes = transformers.LlamaConfig(
        vocab_size=31, max_position_embeddings=16, hidden_size=24, num_hidden_layers=3, num_attention_heads=6, num_key_value_heads=2,
        intermediate_size=40, rms_norm_eps=1e-5, rope_theta=500.0, bos_token_id=0, eos_token_id=0,
    )  # fmt: skip
    theirs = shaken(transformers.LlamaForCausalLM(sizes))
    ours = Llama(LlamaConfig(31, 16, layers=3, heads=6, key_heads=2, width=24, hidden=40, rotary_base=theirs_base(theirs))).eval()
    parts = {"input_layernorm": "attention_norm", "post_attention_layernorm": "feed_forward_norm"}
    parts |= {"self_attn.q_proj": "attention.query", "self_attn.k_proj": "attention.key", "self_attn.v_proj": "attention.value"}
    parts |= {"self_attn.o_proj": "attention.output", "mlp.gate_proj": "feed_forward.gate", "mlp.up_proj": "feed_forward.widen"}
    parts |= {"mlp.down_proj": "feed_forward.narrow"}
    names = {"model.embed_tokens": "token_embedding", "model.norm": "norm", "lm_head": "unembedding"}
    names |= {f"model.layers.{layer}.{a}": f"blocks.{layer}.{b}" for layer in range(3) for a, b in parts.items()}
    ours.load_state_dict({f"{names[name.removesuffix('.weight')]}.weight": weight for name, weight in theirs.state_dict().items()})
    ids = texts(2, 13)
    torch.testing.assert_close(ours(ids), theirs(ids).logits, atol=1e-4, rtol=1e-4)
    written = theirs.generate(ids[:1, :5], max_new_tokens=6, do_sample=False, pad_token_id=0, eos_token_id=None)
    ids = ids[:1, :5]
    for _ in range(6):
        ids = torch.cat([ids, ours(ids)[:, -1:].argmax(-1)], dim=1)
    assert ids.tolist() == written.tolist()


def theirs_base(model):
    """Return the rotary base, wherever this version of the library keeps it."""
    parameters = getattr(model.config, "rope_parameters", None) or {}
    return parameters.get("rope_theta") or model.config.rope_theta


@torch.no_grad()
def test_bert():
    sizes = transformers.BertConfig(
        vocab_size=31, max_position_embeddings=16, hidden_size=24, num_hidden_layers=2, num_attention_heads=4, intermediate_size=40
    )
    theirs = shaken(transformers.BertModel(sizes))
    config = BertConfig(vocabulary=31, context=16, layers=2, heads=4, width=24, hidden=40)
    ours = Bert(config).eval()
    ours.load_state_dict(bert_weights(theirs.state_dict(), config))
    ids, segments = texts(3, 9), texts(3, 9) % 2
    mask = torch.arange(9) < torch.tensor([[9], [4], [6]])
    wanted = theirs(ids, attention_mask=mask.long(), token_type_ids=segments)
    hidden = ours(ids, mask, segments)
    torch.testing.assert_close(hidden[mask], wanted.last_hidden_state[mask], atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(ours.pool(hidden), wanted.pooler_output, atol=1e-4, rtol=1e-4)
