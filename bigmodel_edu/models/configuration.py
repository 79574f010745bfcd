"""What every model's configuration checks once, when it is made."""

from typing import Any

from torch import nn


def require_positive(configuration: Any, *names: str) -> None:
    """Raise unless each named field is an integer of 1 or more.

    Raises:
        TypeError, ValueError: naming the field and what it holds.
    """
    for name in names:
        value = getattr(configuration, name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise TypeError(f"expected {type(configuration).__name__}.{name} to be an integer, got {value!r}")
        if value < 1:
            raise ValueError(f"expected {type(configuration).__name__}.{name} of 1 or more, got {value}")


def require_divisible(configuration: Any, whole: str, parts: str) -> None:
    """Raise unless one field divides another, as heads must divide the width.

    Raises:
        ValueError: naming both fields and what they hold.
    """
    a, b = getattr(configuration, whole), getattr(configuration, parts)
    if a % b:
        raise ValueError(f"expected {type(configuration).__name__}.{parts} to divide {whole}, got {whole} {a} and {parts} {b}")


def require_dropout(configuration: Any) -> None:
    """Raise unless the dropout is a share from 0 to below 1.

    Raises:
        ValueError: saying what it is.
    """
    if not 0 <= configuration.dropout < 1:
        raise ValueError(f"expected {type(configuration).__name__}.dropout from 0 to below 1, got {configuration.dropout}")


def count_parameters(model: nn.Module, *, trainable: bool = False) -> int:
    """Count a model's weights, each shared one once; works on torch's meta device, where nothing is allocated.

    Args:
        model: any torch module.
        trainable: count only what an optimiser would change.

    >>> count_parameters(nn.Linear(3, 2))
    8
    """
    return sum(weight.numel() for weight in model.parameters() if weight.requires_grad or not trainable)
