"""What a plan assumes, in the founder's words: a label and a range for each field, and what is wrong with a value."""

from collections.abc import Mapping
from typing import Any

from bigmodel_edu.economics.business.money import Money, require_one_currency
from bigmodel_edu.economics.ranges import (
    BELOW_ONE,
    COUNT_OR_NONE,
    NOT_NEGATIVE,
    PART,
    POSITIVE,
    Range,
    complaint,
)
from bigmodel_edu.language import _

MONTHLY_GROWTH = Range(-0.5, 1, share=True)

_RANGES: dict[str, Range] = {
    "tokens_per_second": POSITIVE,
    "prefill_tokens_per_second": POSITIVE,
    "machine_hour": POSITIVE,
    "utilisation": PART,
    "tokens_read": NOT_NEGATIVE,
    "tokens_written": POSITIVE,
    "input_price": NOT_NEGATIVE,
    "output_price": NOT_NEGATIVE,
    "requests": POSITIVE,
    "monthly_growth": MONTHLY_GROWTH,
    "growth_fading": BELOW_ONE,
    "price_fall": BELOW_ONE,
    "cost_fall": BELOW_ONE,
    "payment_fee": BELOW_ONE,
    "marketing": BELOW_ONE,
    "staff": COUNT_OR_NONE,
    "hires": COUNT_OR_NONE,
    "salary": NOT_NEGATIVE,
    "other_costs": NOT_NEGATIVE,
    "funding": NOT_NEGATIVE,
}

MONEY = ("machine_hour", "input_price", "output_price", "salary", "other_costs", "funding")
"""Fields that are money, all of one currency."""


def allowed(field: str) -> Range:
    """Return the range of a field.

    Raises:
        ValueError: if a plan has no such field.
    """
    if field not in _RANGES:
        raise ValueError(f"expected an assumption among {', '.join(_RANGES)}, got {field!r}")
    return _RANGES[field]


def labels() -> dict[str, str]:
    """Return what each assumption is called, with its unit, in the reader's language."""
    return {
        "tokens_per_second": _("Tokens that one machine writes, a second"),
        "prefill_tokens_per_second": _("Tokens that one machine reads, a second"),
        "machine_hour": _("Rent of one machine, an hour"),
        "utilisation": _("Share of the time that machines are busy"),
        "tokens_read": _("Tokens read for a request"),
        "tokens_written": _("Tokens written for a request"),
        "input_price": _("Price of a million tokens read"),
        "output_price": _("Price of a million tokens written"),
        "requests": _("Requests in the first month"),
        "monthly_growth": _("Growth of requests in the first month"),
        "growth_fading": _("Part of that growth that is lost each year"),
        "price_fall": _("Fall of prices, a year"),
        "cost_fall": _("Fall of machines' rent, a year"),
        "payment_fee": _("Share of revenue that payment costs"),
        "marketing": _("Share of revenue spent on sales"),
        "staff": _("People in the first year"),
        "hires": _("People who join each later year"),
        "salary": _("Full cost of one person, a year"),
        "other_costs": _("Other costs, a month"),
        "funding": _("Money raised at the start"),
    }


def problems(values: Mapping[str, Any]) -> list[str]:
    """Say everything that is wrong with a plan's assumptions, each in one sentence.

    Args:
        values: field to value; money as Money.

    Returns:
        Sentences that name the assumption, its range and what was given; empty if all is well.

    >>> problems({"utilisation": 1.1, "salary": Money(-5)})  # doctest: +NORMALIZE_WHITESPACE
    ['expected “Share of the time that machines are busy” (utilisation) to be a share above 0, at most 1 (100 %), got 1.1 (110 %)',
     'expected “Full cost of one person, a year” (salary) to be a number of 0 or more, got -5']
    """
    names, found = labels(), []
    for field, value in values.items():
        name = f"“{names[field]}” ({field})"
        if field in MONEY:
            if not isinstance(value, Money):
                found.append(_("expected {name} to be Money(amount, currency), got {value!r}").format(name=name, value=value))
                continue
            value = value.amount
        said = complaint(name, value, allowed(field))
        found += [said] if said else []
    amounts = {field: value for field, value in values.items() if field in MONEY and isinstance(value, Money)}
    try:
        require_one_currency(**amounts)
    except ValueError as error:
        found.append(str(error))
    return found
