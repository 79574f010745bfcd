"""The scaling laws of Kaplan et al. 2020: pure powers, without a loss that remains."""

from bigmodel_edu.economics.ranges import POSITIVE, require
from bigmodel_edu.facts import fact


def kaplan_loss_parameters(parameters: float) -> float:
    r"""Loss of a model that has data enough, by its size.

    .. math:: L(N) = \left(N_c / N\right)^{\alpha_N}

    In words: ten times the weights divide the loss by about 1.19.

    Args:
        parameters: N, without embeddings.

    Returns:
        Nats a token, on WebText2.

    Source: Kaplan et al. 2020, equation 1.1.

    >>> round(kaplan_loss_parameters(1e9), 2)
    2.38
    """
    return float((fact("kaplan.scale-n").value / require("parameters", parameters, POSITIVE)) ** fact("kaplan.exponent-n").value)


def kaplan_loss_data(tokens: float) -> float:
    r"""Loss of a large model that is stopped in time, by its data.

    .. math:: L(D) = \left(D_c / D\right)^{\alpha_D}

    In words: ten times the data divide the loss by about 1.24.

    Args:
        tokens: D.

    Returns:
        Nats a token, on WebText2.

    Source: Kaplan et al. 2020, equation 1.2.

    >>> round(kaplan_loss_data(22e9), 2)
    2.1
    """
    return float((fact("kaplan.scale-d").value / require("tokens", tokens, POSITIVE)) ** fact("kaplan.exponent-d").value)
