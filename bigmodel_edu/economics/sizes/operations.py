"""How many operations a model takes, and how long and how dear that is."""

from bigmodel_edu.economics.ranges import COUNT, PART, POSITIVE, require
from bigmodel_edu.economics.sizes.weights import matrix_parameters
from bigmodel_edu.facts import Architecture

SECONDS_A_DAY = 86_400


def training_flops(parameters: float, tokens: float) -> float:
    """Operations of training: C = 6 N D.

    In words: each weight takes one multiplication and one addition for each token on the way forward, and twice that on the way
    back (gradients of the inputs, and of the weights). Attention's own products, which hold no weights, are left out.

    Args:
        parameters: N, weights that a token uses.
        tokens: D, tokens trained on.

    Returns:
        FLOPs.

    Source: Kaplan et al. 2020, section 2.1; Brown et al. 2020, Appendix D.

    >>> training_flops(175e9, 300e9)
    3.15e+23
    """
    return 6 * require("parameters", parameters, POSITIVE) * require("tokens", tokens, POSITIVE)


def forward_flops(model: Architecture, tokens: int, *, past: int = 0, causal: bool = False) -> int:
    r"""Operations of one forward pass over one sequence.

    .. math:: 2\, T N_\text{matrices} + 4\, L\, T\, S\, H D

    In words: two operations for each token and each matrix weight that it is multiplied with; and in each layer each of T queries
    meets S keys and values, twice two operations for each of the H·D channels. The full table of scores is counted, as most reports
    do; a causal model needs about half of it.

    Args:
        model: a published configuration.
        tokens: T, positions that are computed.
        past: positions before them whose keys and values are cached; S = past + T.
        causal: count only the scores that a causal model needs.

    Returns:
        FLOPs.

    Source: Karpathy 2023, nanoGPT, transformer_sizing.ipynb; Chowdhery et al. 2022, Appendix B.

    >>> from bigmodel_edu.facts import architecture
    >>> forward_flops(architecture("gpt2-small"), tokens=1024)
    291648307200
    """
    require("tokens", tokens, COUNT)
    require("past", past + 1, COUNT)
    scores = tokens * past + tokens * (tokens + 1) // 2 if causal else tokens * (past + tokens)
    attention = 4 * model.layers * scores * model.heads * model.head_size
    return 2 * tokens * matrix_parameters(model) + attention


def mfu(tokens_per_second: float, parameters: float, peak_flops: float, *, model: Architecture | None = None, tokens: int = 0) -> float:
    r"""Model FLOPs utilisation: the share of the hardware's dense peak that useful work reaches.

    .. math:: \frac{R\,(6 N + 12\, L H D\, T)}{P}

    In words: tokens a second times operations a token, over operations a second that the hardware could do. The second term counts
    attention, where a model and its context are given.

    Args:
        tokens_per_second: R, of training.
        parameters: N.
        peak_flops: P, FLOP/s of all chips together: the dense peak, in the format that was computed in.
        model: counts attention, with ``tokens``.
        tokens: T, the length of context trained on.

    Raises:
        ValueError: if the share is above 1: then the peak is not that of the hardware that was used.

    Source: Chowdhery et al. 2022, section 4.1 and Appendix B.

    >>> round(mfu(238_300, 540.35e9, 6144 * 275e12), 4)
    0.4573
    """
    require("tokens_per_second", tokens_per_second, POSITIVE)
    require("peak_flops", peak_flops, POSITIVE)
    attention = 12 * model.layers * model.heads * model.head_size * require("tokens", tokens, COUNT) if model else 0
    share = tokens_per_second * (6 * require("parameters", parameters, POSITIVE) + attention) / peak_flops
    if share > 1:
        raise ValueError(
            f"expected a utilisation of at most 1 (100 %), got {share:.3g} ({share * 100:.4g} %): check that peak_flops is the dense peak "
            "of the cards that were used, all of them together, in the number format that was used"
        )
    return share


def gpu_flops(gpus: float, seconds: float, flops_per_second: float) -> float:
    """Operations that hardware did: cards × seconds × speed of one.

    In words: the upper bound that papers print when they know only how long how many cards ran.

    Source: Vaswani et al. 2017, section 6.1.

    >>> round(gpu_flops(8, 12 * 3600, 9.5e12) / 1e18, 2)
    3.28
    """
    return require("gpus", gpus, POSITIVE) * require("seconds", seconds, POSITIVE) * require("flops_per_second", flops_per_second, POSITIVE)


def training_days(flops: float, gpus: float, peak_flops: float, utilisation: float) -> float:
    """Days that training takes: operations / (cards × peak × utilisation × 86,400).

    In words: what is to be done, over what the cards really do in a day.

    Args:
        flops: operations in all.
        gpus: cards.
        peak_flops: dense peak of one card, FLOP/s.
        utilisation: MFU, above 0 and at most 1.

    >>> round(training_days(3.14e23, 1024, 312e12, 0.40), 1)
    28.4
    """
    speed = require("gpus", gpus, POSITIVE) * require("peak_flops", peak_flops, POSITIVE) * require("utilisation", utilisation, PART)
    return require("flops", flops, POSITIVE) / speed / SECONDS_A_DAY


def days_at_throughput(tokens: float, tokens_per_second: float) -> float:
    """Days that a corpus takes at a measured speed: tokens / (tokens a second × 86,400).

    Source: Touvron et al. 2023, section 2.4, has an example.

    >>> round(days_at_throughput(1.4e12, 380 * 2048), 1)
    20.8
    """
    return require("tokens", tokens, POSITIVE) / require("tokens_per_second", tokens_per_second, POSITIVE) / SECONDS_A_DAY


def training_cost(gpus: float, hours: float, price_per_gpu_hour: float) -> float:
    """Rent of training, in the currency of the price: cards × hours × price.

    In words: only the final run's rent; research, failed runs, data and people are not in it.

    >>> training_cost(gpus=32, hours=168, price_per_gpu_hour=8)
    43008
    """
    price = require("price_per_gpu_hour", price_per_gpu_hour, POSITIVE)
    return require("gpus", gpus, POSITIVE) * require("hours", hours, POSITIVE) * price
