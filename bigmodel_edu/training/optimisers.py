"""The optimisers of the book, each in the few lines that make it; they give what torch's own give, to 1e-6.

Every step follows from the gradient g and what the optimiser remembers. Real training uses torch's own, which are faster: ``adamw``.
"""

from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor
from torch.optim import Optimizer


class TeachingOptimiser(Optimizer):
    """Walks over the parameters and lets ``update`` change each; settings and memory live where torch keeps them."""

    settings: tuple[str, ...] = ("lr",)  # what ``update`` is told, by name

    def __init__(self, parameters: Iterable[Tensor], **settings: float) -> None:
        if settings["lr"] < 0:
            raise ValueError(f"expected a learning rate of at least 0, got {settings['lr']}")
        super().__init__(parameters, settings)

    @torch.no_grad()
    def step(self, closure: None = None) -> None:  # type: ignore[override]
        """Change every parameter that has a gradient."""
        for group in self.param_groups:
            for parameter in group["params"]:
                if parameter.grad is not None:
                    self.update(parameter, parameter.grad, self.state[parameter], **{name: group[name] for name in self.settings})

    def update(self, parameter: Tensor, gradient: Tensor, memory: dict[str, Any], **settings: float) -> None:
        """Change one parameter in place."""
        raise NotImplementedError(f"expected {type(self).__name__} to say how it updates a parameter")


class GradientDescent(TeachingOptimiser):
    r"""Go against the gradient: :math:`\theta \leftarrow \theta - \eta g`.

    With the gradient of all examples this is gradient descent; with that of a few drawn at random it is stochastic gradient descent.

    Args:
        parameters: what to change.
        lr: η, the learning rate.
    """

    def __init__(self, parameters: Iterable[Tensor], lr: float = 0.01) -> None:
        super().__init__(parameters, lr=lr)

    def update(self, parameter: Tensor, gradient: Tensor, memory: dict[str, Any], *, lr: float) -> None:  # type: ignore[override]
        parameter -= lr * gradient


SGD = GradientDescent


class Momentum(TeachingOptimiser):
    r"""Keep rolling: :math:`v \leftarrow \mu v + g,\ \theta \leftarrow \theta - \eta v`.

    Args:
        parameters: what to change.
        lr: η, the learning rate.
        momentum: μ, the share of the velocity that stays.

    Source: Polyak 1964; in this form Sutskever et al. 2013.
    """

    settings = ("lr", "momentum")

    def __init__(self, parameters: Iterable[Tensor], lr: float = 0.01, momentum: float = 0.9) -> None:
        super().__init__(parameters, lr=lr, momentum=momentum)

    def update(  # type: ignore[override]
        self, parameter: Tensor, gradient: Tensor, memory: dict[str, Any], *, lr: float, momentum: float
    ) -> None:
        velocity = memory.setdefault("velocity", torch.zeros_like(parameter))
        velocity.mul_(momentum).add_(gradient)
        parameter -= lr * velocity


class RMSProp(TeachingOptimiser):
    r"""Divide by how large gradients have been.

    .. math:: s \leftarrow \alpha s + (1 - \alpha) g^2 \qquad \theta \leftarrow \theta - \eta \frac{g}{\sqrt s + \epsilon}

    Args:
        parameters: what to change.
        lr: η, the learning rate.
        alpha: α, the share of the old average that stays.
        eps: ε, keeps the division finite; outside the root.

    Source: Tieleman and Hinton 2012, lecture 6.5.
    """

    settings = ("lr", "alpha", "eps")

    def __init__(self, parameters: Iterable[Tensor], lr: float = 0.01, alpha: float = 0.99, eps: float = 1e-8) -> None:
        super().__init__(parameters, lr=lr, alpha=alpha, eps=eps)

    def update(  # type: ignore[override]
        self, parameter: Tensor, gradient: Tensor, memory: dict[str, Any], *, lr: float, alpha: float, eps: float
    ) -> None:
        square = memory.setdefault("square", torch.zeros_like(parameter))
        square.mul_(alpha).add_((1 - alpha) * gradient**2)
        parameter -= lr * gradient / (square.sqrt() + eps)


class Adam(TeachingOptimiser):
    r"""Momentum and RMSProp together, both corrected for having begun at zero.

    .. math:: m \leftarrow \beta_1 m + (1 - \beta_1) g \qquad s \leftarrow \beta_2 s + (1 - \beta_2) g^2 \\
              \theta \leftarrow \theta - \eta \frac{m / (1 - \beta_1^t)}{\sqrt{s / (1 - \beta_2^t)} + \epsilon}

    Args:
        parameters: what to change.
        lr: η, the learning rate.
        beta1: β₁, the share of the average gradient that stays.
        beta2: β₂, the share of the average square that stays.
        eps: ε; outside the root.

    Source: Kingma and Ba 2015, algorithm 1.
    """

    settings = ("lr", "beta1", "beta2", "eps", "weight_decay")
    decay_in_step = False

    def __init__(
        self, parameters: Iterable[Tensor], lr: float = 1e-3, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8,
        weight_decay: float = 0.0,
    ) -> None:  # fmt: skip
        super().__init__(parameters, lr=lr, beta1=beta1, beta2=beta2, eps=eps, weight_decay=weight_decay)

    def update(  # type: ignore[override]
        self,
        parameter: Tensor,
        gradient: Tensor,
        memory: dict[str, Any],
        *,
        lr: float,
        beta1: float,
        beta2: float,
        eps: float,
        weight_decay: float,
    ) -> None:
        if self.decay_in_step:
            parameter *= 1 - lr * weight_decay
        else:
            gradient = gradient + weight_decay * parameter
        memory["t"] = t = memory.get("t", 0) + 1
        mean = memory.setdefault("mean", torch.zeros_like(parameter))
        square = memory.setdefault("square", torch.zeros_like(parameter))
        mean.mul_(beta1).add_((1 - beta1) * gradient)
        square.mul_(beta2).add_((1 - beta2) * gradient**2)
        parameter -= lr * (mean / (1 - beta1**t)) / ((square / (1 - beta2**t)).sqrt() + eps)


class AdamW(Adam):
    r"""Adam, with the weights shrunk by :math:`\theta \leftarrow \theta (1 - \eta \lambda)` in each step, apart from the gradient.

    In Adam the decay passes through the division by the root, and weights with large gradients hardly decay; here all do alike.

    Args:
        parameters, lr, beta1, beta2, eps: as for :class:`Adam`.
        weight_decay: λ.

    Source: Loshchilov and Hutter 2019, algorithm 2.
    """

    decay_in_step = True

    def __init__(
        self, parameters: Iterable[Tensor], lr: float = 1e-3, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8,
        weight_decay: float = 0.01,
    ) -> None:  # fmt: skip
        super().__init__(parameters, lr, beta1, beta2, eps, weight_decay)
