"""AdamW as real training uses it: torch's fused kernel, and no decay where it does harm."""

import torch
from torch import nn


def adamw(model: nn.Module, *, lr: float, weight_decay: float = 0.1, betas: tuple[float, float] = (0.9, 0.99)) -> torch.optim.AdamW:
    """Return torch's fused AdamW; matrices decay, biases and norms (fewer than two axes) do not.

    Args:
        model: whose parameters that want a gradient are to learn.
        lr: the learning rate.
        weight_decay: λ.
        betas: (β₁, β₂).

    Raises:
        ValueError: if the model has nothing to learn.

    >>> [group["weight_decay"] for group in adamw(nn.Linear(3, 2), lr=0.1).param_groups]
    [0.1, 0.0]
    """
    learning = [parameter for parameter in model.parameters() if parameter.requires_grad]
    if not learning:
        raise ValueError(f"expected a model with parameters that learn, got {type(model).__name__} with none that requires a gradient")
    groups = [
        {"params": [parameter for parameter in learning if parameter.dim() >= 2], "weight_decay": weight_decay},
        {"params": [parameter for parameter in learning if parameter.dim() < 2], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW([group for group in groups if group["params"]], lr=lr, betas=betas, fused=True)
