"""Size a market from the bottom."""

from collections.abc import Mapping, Sequence

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.economics.business.market import tam_sam_som as one_segment
from bigmodel_edu.exercises.market_and_capital.cash_flows import amount

Segments = Mapping[str, Sequence[float]]

NAMES = ("banks", "insurers", "clinics", "shops", "schools", "law firms", "printers", "labs")


def _tam_sam_som(segments: Segments, serviceable: Sequence[str], obtainable_share: float) -> tuple[float, float, float]:
    sizes = [
        one_segment(buyers, spend, 1.0 if name in serviceable else 0.0, obtainable_share) for name, (buyers, spend) in segments.items()
    ]
    total, served, won = (float(sum(getattr(size, part) for size in sizes)) for part in ("total", "serviceable", "obtainable"))
    return total, served, won


def _market(rng: np.random.Generator, served: int) -> Call:
    names = [str(name) for name in rng.permutation(NAMES)[: served + int(rng.integers(2, 4))]]
    segments = {name: [int(rng.integers(30, 90_000)), round(amount(rng, 40, 30_000), 2)] for name in names}
    serviceable = [str(name) for name in rng.permutation(names)[:served]]
    return arguments(segments, serviceable, round(float(rng.uniform(0.01, 0.3)), 3))


def several(rng: np.random.Generator) -> Call:
    return _market(rng, int(rng.integers(2, 4)))


def one(rng: np.random.Generator) -> Call:
    return _market(rng, 1)


def none(rng: np.random.Generator) -> Call:
    return _market(rng, 0)


def mean_spend(segments: Segments, serviceable: Sequence[str], share: float) -> tuple[float, float, float]:
    def size(names: Sequence[str]) -> float:
        rows = [segments[name] for name in names]
        return sum(row[0] for row in rows) * sum(row[1] for row in rows) / len(rows) if rows else 0.0

    served = size(serviceable)
    return size(list(segments)), served, served * share


def of_total(segments: Segments, serviceable: Sequence[str], share: float) -> tuple[float, float, float]:
    total, served, _ = _tam_sam_som(segments, serviceable, share)
    return total, served, total * share


def share_of_names(segments: Segments, serviceable: Sequence[str], share: float) -> tuple[float, float, float]:
    total = _tam_sam_som(segments, serviceable, share)[0]
    served = total * len(serviceable) / len(segments)
    return total, served, served * share


def share_of_buyers(segments: Segments, serviceable: Sequence[str], share: float) -> tuple[float, float, float]:
    total = _tam_sam_som(segments, serviceable, share)[0]
    served = total * sum(segments[name][0] for name in serviceable) / sum(row[0] for row in segments.values())
    return total, served, served * share


def buyers_only(segments: Segments, serviceable: Sequence[str], share: float) -> tuple[float, float, float]:
    return _tam_sam_som({name: (row[0], 1.0) for name, row in segments.items()}, serviceable, share)


def others_served(segments: Segments, serviceable: Sequence[str], share: float) -> tuple[float, float, float]:
    return _tam_sam_som(segments, [name for name in segments if name not in serviceable], share)


def percent(segments: Segments, serviceable: Sequence[str], share: float) -> tuple[float, float, float]:
    return _tam_sam_som(segments, serviceable, share / 100)


def _reversed(segments: Segments, serviceable: Sequence[str], share: float) -> tuple[float, float, float]:
    total, served, won = _tam_sam_som(segments, serviceable, share)
    return won, served, total


def monthly(segments: Segments, serviceable: Sequence[str], share: float) -> tuple[float, float, float]:
    total, served, won = _tam_sam_som(segments, serviceable, share)
    return 12 * total, 12 * served, 12 * won


def sam_without_choice(segments: Segments, serviceable: Sequence[str], share: float) -> tuple[float, float, float]:
    total = _tam_sam_som(segments, serviceable, share)[0]
    return total, total, total * share


EXERCISE = function(
    __file__,
    points=3,
    reference=_tam_sam_som,
    core={"several segments served": several},
    edges={"one segment served": one, "no segment served": none},
    bans=("bigmodel_edu.economics",),
    relative=1e-6,
    absolute=0.005,
    mistakes={
        "share-of-total": of_total,
        "mean-spend": mean_spend,
        "share-of-names": share_of_names,
        "share-of-buyers": share_of_buyers,
        "buyers-only": buyers_only,
        "others-served": others_served,
        "nothing-left-out": sam_without_choice,
        "percent": percent,
        "names": lambda segments, serviceable, share: [buyers * spend for buyers, spend in segments],
        "order": _reversed,
        "monthly": monthly,
    },
)
