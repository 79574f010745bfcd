"""Where training starts from."""

import torch
from torch import nn


@torch.no_grad()
def initialise_normal(model: nn.Module, generator: torch.Generator | None = None, *, deviation: float = 0.02) -> None:
    """Draw the weights of linear layers and embeddings from a normal distribution, and set biases to 0, as BERT and ViT do.

    Args:
        model: changed in place.
        generator: source of the numbers; torch's global one by default.
        deviation: standard deviation of the weights.

    >>> layer = nn.Linear(2, 2); initialise_normal(layer); layer.bias.detach()
    tensor([0., 0.])
    """
    for module in model.modules():
        if isinstance(module, nn.Linear | nn.Embedding):
            module.weight.normal_(std=deviation, generator=generator)
        if isinstance(module, nn.Linear) and module.bias is not None:
            module.bias.zero_()
