"""The scaling law of Hoffmann et al. 2022 (Chinchilla) and the best way to spend a budget of compute."""

from dataclasses import dataclass

from bigmodel_edu.economics.ranges import POSITIVE, require
from bigmodel_edu.facts import fact


@dataclass(frozen=True)
class Optimum:
    """How to spend a budget.

    Attributes:
        parameters: N, weights.
        tokens: D, tokens to train on.
        loss: what the law predicts, nats a token.
    """

    parameters: float
    tokens: float
    loss: float

    @property
    def tokens_per_parameter(self) -> float:
        """D / N; "20" has become a proverb."""
        return self.tokens / self.parameters


@dataclass(frozen=True)
class Chinchilla:
    r"""The law and its five constants.

    .. math:: L(N, D) = E + \frac{A}{N^\alpha} + \frac{B}{D^\beta}

    In words: what no model can lose, plus what the model is too small for, plus what the data are too few for.

    Attributes:
        e, a, b, alpha, beta: the constants, all above 0.

    Source: Hoffmann et al. 2022, equation 2 and Appendix D.3.

    >>> round(CHINCHILLA.loss(70e9, 1.4e12), 3)
    1.937
    """

    e: float
    a: float
    b: float
    alpha: float
    beta: float

    def __post_init__(self) -> None:
        for name in ("e", "a", "b", "alpha", "beta"):
            require(name, getattr(self, name), POSITIVE)

    @classmethod
    def published(cls, name: str) -> "Chinchilla":
        """Read a set of constants from the registry: chinchilla, chinchilla-unrounded or chinchilla-refit."""
        return cls(*(float(fact(f"{name}.law-{constant}").value) for constant in ("e", "a", "b", "alpha", "beta")))

    def loss(self, parameters: float, tokens: float) -> float:
        """Predict the loss, nats a token, of N weights trained on D tokens."""
        n, d = require("parameters", parameters, POSITIVE), require("tokens", tokens, POSITIVE)
        return float(self.e + self.a / n**self.alpha + self.b / d**self.beta)

    def optimal(self, flops: float) -> Optimum:
        """Return the size and data that lose least for a budget: see :func:`chinchilla_optimal`."""
        c = require("flops", flops, POSITIVE) / 6
        g = (self.alpha * self.a / (self.beta * self.b)) ** (1 / (self.alpha + self.beta))
        n = g * c ** (self.beta / (self.alpha + self.beta))
        return Optimum(n, c / n, self.loss(n, c / n))


CHINCHILLA = Chinchilla.published("chinchilla")
"""The constants that the paper prints, rounded."""

UNROUNDED = Chinchilla.published("chinchilla-unrounded")
"""The same with the exponents before rounding: the optimum moves by a quarter."""

REFIT = Chinchilla.published("chinchilla-refit")
"""Fitted again to the paper's own points by Besiroglu et al. 2024: about 20 tokens a weight, as the paper's models have."""


def chinchilla_optimal(flops: float, constants: Chinchilla = REFIT) -> Optimum:
    r"""Spend a budget C = 6 N D so that the predicted loss is least.

    .. math:: N = G \left(\tfrac{C}{6}\right)^{\frac{\beta}{\alpha + \beta}}, \quad D = \frac{C}{6N}, \quad
        G = \left(\frac{\alpha A}{\beta B}\right)^{\frac{1}{\alpha + \beta}}

    In words: at the best point, one per cent more weights gains as much as one per cent more data; note that N grows with β, the
    *data's* exponent: if data help quickly, few are needed and the rest of the budget goes into weights.

    Args:
        flops: C, the budget.
        constants: of the law.

    Source: Hoffmann et al. 2022, equation 4; refit: Besiroglu et al. 2024.

    >>> best = chinchilla_optimal(5.76e23)
    >>> round(best.parameters / 1e9), round(best.tokens_per_parameter, 1)
    (72, 18.4)
    """
    return constants.optimal(flops)
