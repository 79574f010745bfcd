"""What a viewer accepts: numpy arrays, lists, tensors of any library, and the attentions that a model recorded."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]
ROUNDING = 2e-2  # a row in bfloat16 sums to 1 only within this


def to_numpy(values: Any) -> NDArray[Any]:
    """Copy anything array-like to numpy, tensors from any device and precision included.

    >>> to_numpy([[0.5, 0.5]]).shape
    (1, 2)
    """
    if hasattr(values, "detach"):  # a torch tensor: numpy knows neither its graph, its device nor bfloat16
        values = values.detach().cpu()
        values = values.float() if values.is_floating_point() else values
        return np.asarray(values.numpy())
    return np.asarray(values)


def attention_weights(weights: Any) -> Array:
    """Bring recorded attentions into one shape.

    Args:
        weights: (T, S), (H, T, S), (L, H, T, S), or a sequence with one (H, T, S) or (1, H, T, S) array per layer,
            which is what models return. Each weight lies between 0 and 1.

    Returns:
        (L, H, T, S), float32.

    Raises:
        ValueError: if the shapes do not fit, or a weight is not finite or not in 0 to 1.

    >>> attention_weights(np.full((3, 4), 0.25)).shape
    (1, 1, 3, 4)
    """
    array = _stack(weights)
    if array.ndim == 5 and array.shape[1] == 1:
        array = array[:, 0]
    if not 2 <= array.ndim <= 4 or 0 in array.shape:
        expected = "expected weights of shape (T, S), (H, T, S) or (L, H, T, S), got {shape}; take one sequence of a batch"
        raise ValueError(expected.format(shape=array.shape))
    array = array.reshape((1,) * (4 - array.ndim) + array.shape)
    low, high = float(array.min()), float(array.max())
    if not (np.isfinite(low) and np.isfinite(high) and low >= 0 and high <= 1 + ROUNDING):
        expected = "expected weights between 0 and 1, as a softmax gives them, got values from {low:.4g} to {high:.4g}"
        raise ValueError(expected.format(low=low, high=high))
    return np.minimum(array, 1, dtype=np.float32)


def _stack(weights: Any) -> Array:
    """One array from one array, or from a sequence of one per layer."""
    if weights is None or (isinstance(weights, Sequence) and any(layer is None for layer in weights)):
        raise ValueError('expected weights, got None: the model recorded none; ask it to (in transformers, attn_implementation="eager")')
    if isinstance(weights, Sequence) and len(weights) and hasattr(weights[0], "shape"):
        layers = [to_numpy(layer) for layer in weights]
        shapes = sorted({layer.shape for layer in layers})
        if len(shapes) > 1:
            raise ValueError(f"expected the same shape in every layer, got {shapes}")
        return np.stack(layers).astype(np.float32)
    return to_numpy(weights).astype(np.float32)


def never_looked(weights: Array) -> NDArray[np.bool_]:
    """Find the mask in the data: the pairs whose weight is exactly 0 in every head of a layer.

    Args:
        weights: (L, H, T, S).

    Returns:
        (L, T, S), True where no head looks.

    >>> never_looked(np.array([[[[1.0, 0.0], [0.5, 0.5]]]])).astype(int).tolist()
    [[[0, 1], [0, 0]]]
    """
    hidden: NDArray[np.bool_] = (weights == 0).all(axis=1)
    return hidden


def check_tokens(tokens: Sequence[Any], count: int, axis: str) -> None:
    """Say so when there is not one token for each row or column.

    Raises:
        ValueError: with both counts.
    """
    if isinstance(tokens, str | bytes):
        expected = "expected a list of tokens for the {axis}, got one {kind}; split it first"
        raise TypeError(expected.format(axis=axis, kind=type(tokens).__name__))
    if len(tokens) != count:
        expected = "expected one token for each of the {count} {axis}, got {found} tokens"
        raise ValueError(expected.format(count=count, axis=axis, found=len(tokens)))
