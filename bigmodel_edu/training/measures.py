"""How good a language model is on text that it has not seen: loss, perplexity, bits per byte."""

import math
from typing import Any

import torch
from torch import nn

from bigmodel_edu.training.batches import require_length, token_array


def perplexity(loss: float) -> float:
    r"""Return the perplexity :math:`e^{loss}`: among how many equally likely tokens the model seems to choose.

    Args:
        loss: mean cross-entropy in nats a token, at least 0.

    Raises:
        ValueError: for a negative loss.

    >>> round(perplexity(math.log(65)), 6)
    65.0
    """
    if loss < 0:
        raise ValueError(f"expected a cross-entropy of at least 0 nats, got {loss}")
    return math.exp(loss) if loss < 700 else math.inf


def bits_per_byte(loss: float, tokens: int, length: int) -> float:
    """Return how many bits the model needs for a byte of text: comparable between tokenizers, as a loss for a token is not.

    Args:
        loss: mean cross-entropy in nats a token.
        tokens: how many tokens the text has.
        length: how many bytes (UTF-8) it has.

    >>> round(bits_per_byte(math.log(256), tokens=10, length=10), 6)
    8.0
    """
    if tokens < 1 or length < 1:
        raise ValueError(f"expected a text of at least one token and byte, got {tokens} tokens and {length} bytes")
    return loss / math.log(2) * tokens / length


@torch.no_grad()
def held_out_loss(model: nn.Module, tokens: Any, length: int, *, batch_size: int = 16, windows: int | None = None) -> float:
    """Return the model's mean loss on a text, read in windows that follow one another; the same number every time.

    Each window begins without knowledge of the one before it, so the number is a little worse than that of a model that reads on.

    Args:
        model: has ``loss(inputs, targets)``, a mean over tokens.
        tokens: (N,) integers that the model was not trained on.
        length: T, tokens in a window.
        batch_size: windows read at once; does not change the result but for rounding.
        windows: use only so many, spread evenly over the text; None uses all.

    Returns:
        nats a token.

    Raises:
        ValueError: if the text is shorter than one window and its last target.
    """
    text = token_array(tokens)
    require_length(text, length)
    starts = torch.arange(0, len(text) - length, length)
    if windows is not None and windows < len(starts):
        starts = starts[torch.linspace(0, len(starts) - 1, windows).round().long()]
    device = next(model.parameters()).device
    training = model.training
    model.eval()
    total = 0.0
    for part in starts.split(batch_size):
        rows = torch.stack([torch.as_tensor(text[start : start + length + 1].astype("int64")) for start in part.tolist()]).to(device)
        total += float(model.loss(rows[:, :-1], rows[:, 1:])) * len(rows)  # type: ignore[operator]
    model.train(training)
    return total / len(starts)
