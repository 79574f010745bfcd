"""Electricity and emissions of computing."""

from bigmodel_edu.economics.ranges import NOT_NEGATIVE, POSITIVE, Range, require

EFFECTIVENESS = Range(1)


def energy(gpu_hours: float, watts: float, effectiveness: float = 1.0) -> float:
    """Kilowatt-hours: card-hours × watts / 1,000 × power usage effectiveness.

    In words: what the cards draw, times how much more than its computers a data centre draws (1.0 means nothing for cooling).

    Args:
        gpu_hours: card-hours.
        watts: what one card draws; the data sheet's maximum gives an upper bound.
        effectiveness: PUE, 1 or more.

    Source: Patterson et al. 2022, The Carbon Footprint of Machine Learning Training (arXiv 2204.05149).

    >>> round(energy(30.84e6, 700) / 1e6, 2)
    21.59
    """
    kilowatts = require("watts", watts, POSITIVE) / 1000
    return require("gpu_hours", gpu_hours, NOT_NEGATIVE) * kilowatts * require("effectiveness", effectiveness, EFFECTIVENESS)


def carbon(kilowatt_hours: float, grams_per_kilowatt_hour: float) -> float:
    """Tonnes of CO₂ equivalent: kilowatt-hours × grams a kilowatt-hour / 10⁶.

    In words: electricity times what the place's mix of power stations emits for it.

    >>> round(carbon(21.588e6, 414))
    8937
    """
    grams = require("grams_per_kilowatt_hour", grams_per_kilowatt_hour, NOT_NEGATIVE)
    return require("kilowatt_hours", kilowatt_hours, NOT_NEGATIVE) * grams / 1e6
