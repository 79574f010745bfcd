"""Learning rates over the steps of a run: a warm-up, then a half cosine down."""

import math


def warmup_cosine(step: int, *, peak: float, steps: int, warmup: int = 0, final: float = 0.0) -> float:
    r"""Return the learning rate of a step.

    .. math:: \eta_s = \begin{cases} \eta_{peak} \, \frac{s + 1}{W} & s < W \\
              \eta_{final} + \frac{1}{2} (\eta_{peak} - \eta_{final}) \left(1 + \cos \pi \frac{s - W}{S - W}\right) & s \ge W \end{cases}

    The first step (0) already learns a little, step W − 1 is the first at the peak; from step S on the rate stays at its end.

    Args:
        step: s, from 0.
        peak: the highest rate.
        steps: S, where the rate reaches its end; more than the warm-up.
        warmup: W, steps of linear growth; 0 begins at the peak.
        final: the rate at the end.

    Raises:
        ValueError: if a number is negative, or the warm-up does not end before the run.

    Source: Loshchilov and Hutter 2017, "SGDR", equation 5, without restarts; warm-up: Goyal et al. 2017, section 2.2.

    >>> [round(warmup_cosine(step, peak=1.0, steps=8, warmup=4), 3) for step in range(9)]
    [0.25, 0.5, 0.75, 1.0, 1.0, 0.854, 0.5, 0.146, 0.0]
    """
    if min(step, warmup) < 0 or min(peak, final) < 0:
        raise ValueError(f"expected no negative number, got step {step}, warm-up {warmup}, peak {peak}, final {final}")
    if warmup >= steps:
        raise ValueError(f"expected a warm-up that ends before the {steps} steps of the run, got {warmup}")
    if step < warmup:
        return peak * (step + 1) / warmup
    share = min(1.0, (step - warmup) / (steps - warmup))
    return final + 0.5 * (peak - final) * (1 + math.cos(math.pi * share))
