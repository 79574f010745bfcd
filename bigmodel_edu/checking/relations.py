"""How a numerical answer relates to the expected values in every case: a factor, a sign, a rounding, another order."""

import math
from collections.abc import Callable, Sequence

import numpy as np

from bigmodel_edu.calling import Plain
from bigmodel_edu.language import _

Pair = tuple[np.ndarray, np.ndarray]  # what is expected in a case, and what the answer gave, of one shape
FEWEST = 3  # numbers that a relation must explain; two or fewer agree by chance with one or the other


def relation_of(expected: Sequence[Plain], got: Sequence[Plain]) -> str:
    """Say how the answer's numbers come from the expected ones; empty where no simple relation holds in all cases.

    Args:
        expected: by case.
        got: by case, as many.

    >>> relation_of([0.5, 0.2, 0.7], [50.0, 20.0, 70.0])
    'Every value is 100 times the expected one: percent where a share is asked for?'
    >>> relation_of([np.array([1.0, 2.0, 4.0])], [np.array([2.0, 4.0, 8.0])])
    'Every value is 2 times the expected one.'
    """
    pairs = [_numbers(want, have) for want, have in zip(expected, got, strict=True)]
    if not pairs or any(pair is None for pair in pairs):
        return ""
    cases = [pair for pair in pairs if pair is not None]
    if all(_transposed(*case) for case in cases) and any(want.shape != have.shape or not _close(want, have) for want, have in cases):
        return _("Your result is the expected one with its last two axes swapped.")
    if any(want.shape != have.shape for want, have in cases) or sum(want.size for want, _have in cases) < FEWEST:
        return ""
    return next((said for find in (_of_all_numbers, _of_order) if (said := find(cases))), "")


def _numbers(want: Plain, have: Plain) -> Pair | None:
    try:
        plain = np.asarray(want), np.asarray(have)
    except ValueError:  # rows of unequal length
        return None
    if any(each.dtype.kind not in "iuf" for each in plain):
        return None
    pair = plain[0].astype(np.float64), plain[1].astype(np.float64)
    return pair if all(np.isfinite(each).all() for each in pair) else None


def _transposed(want: np.ndarray, have: np.ndarray) -> bool:
    return want.ndim >= 2 and have.shape == want.swapaxes(-1, -2).shape and _close(want.swapaxes(-1, -2), have)


def _close(want: np.ndarray, have: np.ndarray) -> bool:
    return bool(np.allclose(have, want, rtol=1e-4, atol=1e-6))


def _of_all_numbers(cases: Sequence[Pair]) -> str:
    """A relation of each number to its own expected one."""
    want, have = (np.concatenate([case[side].ravel() for case in cases]) for side in (0, 1))
    if not have.any():
        return _("All your values are 0.")
    if _close(-want, have):
        return _("Every value has the opposite sign.")
    if _close(np.abs(want), have) and (want < 0).any():
        return _("Your values lose their sign: each is the size of the expected one.")
    if said := _factor(want, have):
        return said
    if np.ptp(have - want) <= 1e-4 * max(1.0, float(np.abs(want).max())):
        constant = float(np.mean(have - want))
        if math.isclose(abs(constant), 1.0, rel_tol=1e-3):
            return _("Every value is too large by 1.") if constant > 0 else _("Every value is too small by 1.")
        return _("Every value is off by the same constant.")
    return _rounding(want, have)


def _factor(want: np.ndarray, have: np.ndarray) -> str:
    large = np.abs(want) > 1e-6
    if large.sum() < FEWEST or np.abs(have[~large]).max(initial=0.0) > 1e-4:
        return ""
    ratios = have[large] / want[large]
    factor = float(np.mean(ratios))
    if np.ptp(ratios) > 1e-3 * abs(factor):
        return ""
    said = _("Every value is {factor:.4g} times the expected one").format(factor=factor)
    why = next((why for known, why in _known_factors() if math.isclose(abs(factor), known, rel_tol=1e-3)), "")
    return f"{said}: {why}" if why else f"{said}."


def _known_factors() -> list[tuple[float, str]]:
    """Factors that tell by themselves where they come from."""
    percent, units = _("percent where a share is asked for?"), _("is it another unit?")
    logarithm = _("is it a logarithm to another base?")
    return [
        (100.0, percent),
        (0.01, _("a share where percent is asked for?")),
        *((factor, units) for base in (12.0, 60.0, 365.0, 1e3, 1024.0, 3600.0, 1e6, 1e9) for factor in (base, 1 / base)),
        *((factor, logarithm) for base in (math.log(2), math.log(10), math.log2(10)) for factor in (base, 1 / base)),
        *((factor, _("is π counted right?")) for base in (math.pi, 2 * math.pi) for factor in (base, 1 / base)),
    ]


def _rounding(want: np.ndarray, have: np.ndarray) -> str:
    roundings: list[tuple[str, Callable[[np.ndarray], np.ndarray]]] = [
        (_("Your values are the expected ones rounded to whole numbers."), np.round),
        (_("Your values are the expected ones rounded down: is there a whole-number division?"), np.floor),
        (_("Your values are the expected ones rounded up."), np.ceil),
        *((_("Your values are rounded; give them with all their digits."), _rounded_to(digits)) for digits in (1, 2, 3, 4)),
    ]
    return next((said for said, make in roundings if np.array_equal(make(want), have)), "")


def _rounded_to(digits: int) -> Callable[[np.ndarray], np.ndarray]:
    return lambda want: np.round(want, digits)


def _of_order(cases: Sequence[Pair]) -> str:
    """The right numbers in other places, in the same way in every case that has more than one."""
    several = [(want, have) for want, have in cases if want.size > 1]
    if not several:
        return ""
    orders: list[tuple[str, Callable[[np.ndarray], np.ndarray]]] = [
        (_("Your values are right, and in reverse order."), lambda want: np.flip(want, axis=-1)),
        (_("Your values are right, and each stands one place too late."), lambda want: np.roll(want, 1, axis=-1)),
        (_("Your values are right, and each stands one place too early."), lambda want: np.roll(want, -1, axis=-1)),
    ]
    for said, make in orders:
        if all(_close(make(want), have) for want, have in several):
            return said
    if all(_close(np.sort(want.ravel()), np.sort(have.ravel())) for want, have in several):
        return _("Your values are right, but stand in other places.")
    return ""
