"""The two decoders at a small, odd size, and a way to draw texts: shared by the decoders' tests."""

import torch

from bigmodel_edu.models.gpt import GPT, GPTConfig
from bigmodel_edu.models.llama import Llama, LlamaConfig

VOCABULARY, CONTEXT = 53, 19


def make(kind, dtype=torch.float32, scale=12.0):
    """Return a decoder whose weights are large enough that every path leaves a trace in the output."""
    source = torch.Generator().manual_seed(3)
    if kind == "llama":
        model = Llama(LlamaConfig(VOCABULARY, CONTEXT, layers=3, heads=6, key_heads=2, width=24, hidden=37), generator=source)
    else:
        config = GPTConfig(VOCABULARY, CONTEXT, layers=3, heads=3, width=21, bias=kind != "gpt-plain", pre_norm=kind != "gpt-post")
        model = GPT(config, generator=source)
    with torch.no_grad():
        for weight in model.parameters():
            if weight.dim() == 2:
                weight.mul_(scale)
            else:
                weight.add_(torch.randn(weight.shape, generator=source), alpha=0.2)
    return model.to(dtype).eval()


def texts(*shape, seed=0):
    return torch.randint(VOCABULARY, shape, generator=torch.Generator().manual_seed(seed))
