"""The language model's loss, without ever holding all logits.

T tokens and V words give T × V logits: for GPT-2 with a batch of 12 × 1,024 tokens 2.5 GB, written and read several times. Rows are
independent, so a few hundred at a time are enough, and their gradient can be taken while they are still near the processor.
"""

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

IGNORE = -100  # torch's own mark for "no target here"
ROWS = 256  # on a CPU: 4 MB of logits for 4,096 words
ROWS_ON_ACCELERATOR = 4096  # fewer would not fill it


def _rows_at_once(hidden: Tensor) -> int:
    return ROWS if hidden.device.type == "cpu" else ROWS_ON_ACCELERATOR


def _at_least_float32(tensor: Tensor) -> Tensor:
    return tensor.float() if tensor.dtype in (torch.bfloat16, torch.float16) else tensor


def _probabilities_in_place(logits: Tensor, index: Tensor) -> tuple[Tensor, Tensor]:
    """Turn logits (N, V) into probabilities where they stand, and return them with the log probability of each row's index, (N, 1)."""
    above = logits.gather(-1, index) - logits.amax(dim=-1, keepdim=True)
    probabilities = torch.softmax(logits, dim=-1, out=logits)
    # ln p(target) = (logit of the target − largest logit) + ln p(largest): no overflow, and p(largest) ≥ 1/V, so no ln 0
    return probabilities, above + probabilities.amax(dim=-1, keepdim=True).log()


class _LinearCrossEntropy(torch.autograd.Function):
    """Computes loss and gradients together, some rows at a time, in one buffer."""

    @staticmethod
    def forward(ctx: Any, hidden: Tensor, weight: Tensor, targets: Tensor) -> Tensor:
        counted, index = (targets != IGNORE).unsqueeze(-1), targets.clamp(min=0).unsqueeze(-1)
        hidden_gradient, log_probabilities = torch.empty_like(hidden), []
        # (C, V), not (V, C): a matrix product reads the wide difference of the loop row by row then, not down its columns
        weight_gradient = torch.zeros_like(_at_least_float32(weight).T, memory_format=torch.contiguous_format)
        size = _rows_at_once(hidden)
        parts = (hidden, hidden * counted, index, hidden_gradient)
        for rows, kept, target, gradient in zip(*(part.split(size) for part in parts), strict=True):
            difference, log_probability = _probabilities_in_place(_at_least_float32(rows @ weight.T), target)
            log_probabilities.append(log_probability)
            # the gradient of −ln softmax: probabilities, less 1 at the target
            difference.scatter_add_(-1, target, torch.full_like(log_probability, -1.0))
            difference = difference.to(hidden.dtype)
            gradient.copy_(difference @ weight)
            weight_gradient += kept.T @ difference
        count = counted.sum().clamp(min=1)
        ctx.save_for_backward(hidden_gradient.mul_(counted), weight_gradient, count)
        ctx.weight_dtype = weight.dtype
        return -torch.cat(log_probabilities).masked_fill(~counted, 0.0).sum() / count

    @staticmethod
    @torch.autograd.function.once_differentiable
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, Tensor, None]:
        hidden_gradient, weight_gradient, count = ctx.saved_tensors
        scale = gradients[0] / count
        return (hidden_gradient * scale).to(hidden_gradient.dtype), (weight_gradient * scale).T.to(ctx.weight_dtype), None


def linear_cross_entropy(hidden: Tensor, weight: Tensor, targets: Tensor) -> Tensor:
    r"""Return the mean of −ln softmax(hidden · weightᵀ)[target], in nats a token.

    Equals ``F.cross_entropy(hidden @ weight.T, targets)``; can be differentiated once.

    Args:
        hidden: (..., C).
        weight: (V, C), the output embedding.
        targets: (...) integers from 0 to V − 1, or −100 where there is nothing to predict.

    Returns:
        A scalar, float32 (float64 for weights in float64); 0 if there is no target at all.

    Raises:
        ValueError: if the shapes do not fit.

    Source: the idea of joining the two is that of Wijmans et al. 2024, "Cut Your Losses in Large-Vocabulary Language Models".

    >>> linear_cross_entropy(torch.zeros(3, 8), torch.zeros(65, 8), torch.tensor([0, 64, -100]))  # knows nothing: ln 65
    tensor(4.1744)
    """
    if hidden.shape[:-1] != targets.shape or hidden.shape[-1:] != weight.shape[1:]:
        shapes = f"{tuple(hidden.shape)}, {tuple(weight.shape)}, {tuple(targets.shape)}"
        raise ValueError(f"expected hidden (..., C), weight (V, C) and targets (...), got {shapes}")
    hidden, targets = hidden.reshape(-1, hidden.shape[-1]), targets.reshape(-1)
    if torch.is_grad_enabled() and (hidden.requires_grad or weight.requires_grad):
        loss: Tensor = _LinearCrossEntropy.apply(hidden, weight, targets)  # type: ignore[no-untyped-call]
        return loss
    size = _rows_at_once(hidden)
    losses = [
        F.cross_entropy(_at_least_float32(rows @ weight.T), target, ignore_index=IGNORE, reduction="sum")
        for rows, target in zip(hidden.split(size), targets.split(size), strict=True)
    ]
    return torch.stack(losses).sum() / (targets != IGNORE).sum().clamp(min=1)
