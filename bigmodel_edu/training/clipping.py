"""Keep one bad batch from throwing a model off: shorten a gradient that is too long, keep its direction."""

from collections.abc import Iterable

from torch import Tensor
from torch.nn.utils import clip_grads_with_norm_, get_total_norm


def clip_gradients(parameters: Iterable[Tensor], largest: float) -> Tensor:
    r"""Scale all gradients together so that their norm is at most ``largest``; a shorter gradient stays as it is.

    .. math:: g \leftarrow g \cdot \min\!\left(1, \frac{c}{\lVert g \rVert_2 + 10^{-6}}\right)

    Args:
        parameters: those with a gradient are changed in place; all gradients form one long vector g.
        largest: c, above 0.

    Returns:
        The norm before clipping, a scalar tensor.

    Raises:
        ValueError: if ``largest`` is not above 0.

    Source: Pascanu, Mikolov and Bengio 2013, algorithm 1.

    >>> import torch
    >>> weight = torch.zeros(2); weight.grad = torch.tensor([3.0, 4.0])
    >>> clip_gradients([weight], 1.0), weight.grad
    (tensor(5.), tensor([0.6000, 0.8000]))
    """
    if not largest > 0:
        raise ValueError(f"expected a largest norm above 0, got {largest}; leave clipping out by None in the configuration")
    learning = [parameter for parameter in parameters if parameter.grad is not None]
    norm = get_total_norm([parameter.grad for parameter in learning if parameter.grad is not None])
    clip_grads_with_norm_(learning, largest, norm)
    return norm
