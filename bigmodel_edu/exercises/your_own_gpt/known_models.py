"""Models whose mark is known: one that reaches every threshold, and those that typical mistakes make."""

from collections.abc import Mapping
from functools import cache

import numpy as np
import torch

from bigmodel_edu.exercises.your_own_gpt.scoring import plays
from bigmodel_edu.models.gpt import GPT, GPTConfig
from bigmodel_edu.text import ByteLevelBPE, train_bpe
from bigmodel_edu.training import TokenBatches, TrainingConfig, train


def arrays_of(model: GPT, tokenizer: ByteLevelBPE) -> dict[str, np.ndarray]:
    """A model and its tokenizer in the form that is submitted: weights as float16, merges, heads."""
    merges = np.array([merge[:2] for merge in tokenizer.merges], dtype=np.int32).reshape(-1, 2)
    weights = {name: weight.detach().cpu().numpy().astype(np.float16) for name, weight in model.state_dict().items()}
    return {**weights, "merges": merges, "heads": np.array(model.config.heads, dtype=np.int32)}


@cache
def trained() -> dict[str, np.ndarray]:
    """A model that reaches every threshold: the settings of the chapter's solution."""
    text = plays()[0]
    tokenizer = train_bpe([text[:1_000_000]], 1_024)
    tokens = np.array(tokenizer.encode(text), dtype=np.uint16)
    config = GPTConfig(vocabulary=len(tokenizer), context=64, layers=2, heads=4, width=64)
    model = GPT(config, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        model.token_embedding.weight.mul_(4)  # the usual start is made for wider models; this one learns much faster
    settings = TrainingConfig(steps=500, learning_rate=6e-3, warmup=30, number_format="float32")
    train(model, TokenBatches(tokens, 16, 64), settings, progress=False)
    return arrays_of(model, tokenizer)


def small(vocabulary: int = 256, width: int = 16) -> GPT:
    config = GPTConfig(vocabulary=vocabulary, context=16, layers=1, heads=2, width=width)
    return GPT(config, generator=torch.Generator().manual_seed(1))


def bytes_only() -> ByteLevelBPE:
    return ByteLevelBPE([bytes([byte]) for byte in range(256)], [])


def untrained() -> dict[str, np.ndarray]:
    return arrays_of(small(), bytes_only())


@torch.no_grad()
def constant() -> dict[str, np.ndarray]:
    """The share of each byte, whatever came before."""
    model = small()
    counts = np.bincount(np.frombuffer(plays()[0][:200_000].encode(), dtype=np.uint8), minlength=256) + 0.1
    model.token_embedding.weight[:, 0] = torch.from_numpy(np.log(counts / counts.sum())).float()
    norm = dict(model.norm.named_parameters())
    norm["weight"].zero_()
    norm["bias"].copy_(torch.eye(16)[0])
    return arrays_of(model, bytes_only())


@torch.no_grad()
def copies() -> dict[str, np.ndarray]:
    """What a model becomes whose targets are its inputs."""
    model = small(width=64)
    model.token_embedding.weight.normal_(generator=torch.Generator().manual_seed(2))
    model.position_embedding.weight.zero_()
    return arrays_of(model, bytes_only())


def looks_one_token_back() -> dict[str, np.ndarray]:
    """Trained with attention switched off."""
    model = small(width=32)
    attention = [weight for name, weight in model.named_parameters() if "attention.output" in name or "position" in name]
    with torch.no_grad():
        for weight in attention:
            weight.zero_()
    tokens = np.frombuffer(plays()[0][:200_000].encode(), dtype=np.uint8)
    batches = TokenBatches(tokens, 16, 16)
    optimiser = torch.optim.Adam([weight for weight in model.parameters() if not any(weight is each for each in attention)], lr=0.01)
    for number in range(150):
        optimiser.zero_grad()
        model.loss(*batches(number)).backward()
        optimiser.step()
    return arrays_of(model, bytes_only())


def other_tokenizer() -> dict[str, np.ndarray]:
    other = train_bpe([plays()[1][200_000:260_000]], 256 + len(trained()["merges"]))
    return {**trained(), "merges": np.array([merge[:2] for merge in other.merges], dtype=np.int32)}


def changed(name: str, change) -> dict[str, np.ndarray]:
    arrays = untrained()
    return {**arrays, name: change(arrays[name])}


def as_file(arrays: Mapping[str, np.ndarray]) -> bytes:
    from safetensors.numpy import save

    return save(dict(arrays))
