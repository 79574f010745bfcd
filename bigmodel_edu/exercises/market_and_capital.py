"""Market and capital: growth between dates, markets from the bottom, and the value of later money."""

import math
from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from bigmodel_edu.checking.exercise import Call, Exercise, Misconception, Property, arguments
from bigmodel_edu.economics.business.market import cagr as reference_cagr
from bigmodel_edu.economics.business.market import growth_claim
from bigmodel_edu.economics.business.market import tam_sam_som as one_segment
from bigmodel_edu.economics.business.value import npv as reference_npv


def _amount(rng: np.random.Generator, low: float, high: float) -> float:
    return float(f"{np.exp(rng.uniform(np.log(low), np.log(high))):.4g}")  # a number that a card can show


def _short(value: float) -> float:
    return float(f"{value:.4g}")


def _growing(rng: np.random.Generator) -> Call:
    first = _amount(rng, 0.3, 900)
    return arguments(first, _short(first * rng.uniform(1.3, 30)), round(float(rng.uniform(2.2, 9)), 1))


def _falling(rng: np.random.Generator) -> Call:
    first = _amount(rng, 0.3, 900)
    return arguments(first, _short(first * rng.uniform(0.04, 0.8)), round(float(rng.uniform(2.2, 9)), 1))


def _within_a_year(rng: np.random.Generator) -> Call:
    first = _amount(rng, 0.3, 900)
    return arguments(first, _short(first * rng.uniform(1.05, 2.5)), round(float(rng.uniform(0.2, 0.8)), 2))


def _grows_back(ask, rng: np.random.Generator) -> bool:
    rate = ask(7.0, 31.5, 4.0)
    return math.isclose(7.0 * (1 + rate) ** 4, 31.5, rel_tol=1e-4)


GROWTH_HINTS = (
    "Take 100 and let it grow to 400 in two years. By which factor does it grow each year?",
    "The same factor, applied once for each year, must lead from the first value to the last.",
    "Take the ratio to the power 1/years, then subtract 1.",
)

cagr = Exercise(
    id="market-and-capital.cagr",
    points=2,
    target="cagr",
    reference=lambda first, last, years: reference_cagr(first, last, years),
    inputs={"growth": _growing, "decline": _falling, "less than a year": _within_a_year},
    properties=(Property("grows-back", "lead from the first value to the last, applied year after year.", _grows_back),),
    misconceptions=(
        Misconception(
            "arithmetic-mean",
            lambda first, last, years: (last / first - 1) / years,
            "You share the whole growth equally among the years. Growth compounds: each year grows from the year before.",
            GROWTH_HINTS,
        ),
        Misconception(
            "no-brackets",
            lambda first, last, years: (last / first) ** 1 / years - 1,
            "You write ** 1 / years: Python takes the power first, and divides then.",
            (
                "Is 9 ** 1 / 2 in Python 3 or 4.5?",
                "Which part of your line is the exponent?",
                "Put the exponent into brackets: ** (1 / years).",
            ),
        ),
        Misconception(
            "one-year-too-many",
            lambda first, last, years: (last / first) ** (1 / (years + 1)) - 1,
            "You count one year too many: from 2020 to 2024 there are four steps, not five.",
            GROWTH_HINTS,
        ),
        Misconception(
            "one-year-too-few",
            lambda first, last, years: (last / first) ** (1 / (years - 1)) - 1,
            "You count one year too few: `years` is the number of steps already.",
            GROWTH_HINTS,
        ),
        Misconception(
            "factor",
            lambda first, last, years: (last / first) ** (1 / years),
            "You return the yearly factor. The rate is that factor less 1.",
            GROWTH_HINTS,
        ),
        Misconception(
            "total-growth",
            lambda first, last, years: last / first - 1,
            "You return the growth over all years together.",
            GROWTH_HINTS,
        ),
        Misconception(
            "logarithm",
            lambda first, last, years: math.log(last / first) / years,
            "You return the continuous rate, the logarithm of the yearly factor.",
            GROWTH_HINTS,
        ),
        Misconception(
            "percent",
            lambda first, last, years: 100 * ((last / first) ** (1 / years) - 1),
            "You return a percentage; a share is asked for: 0.25 for 25 %.",
            GROWTH_HINTS,
        ),
        Misconception(
            "swapped",
            lambda first, last, years: (first / last) ** (1 / years) - 1,
            "You go from the last value to the first: growth comes out negative.",
            GROWTH_HINTS,
        ),
        Misconception(
            "never-negative",
            lambda first, last, years: abs((last / first) ** (1 / years) - 1),
            "A decline has a negative rate.",
            GROWTH_HINTS,
            also=(lambda first, last, years: max(0.0, (last / first) ** (1 / years) - 1),),
        ),
        Misconception(
            "whole-years",
            lambda first, last, years: (last / first) ** (1 / max(1, int(years))) - 1,
            "You round the years to a whole number; parts of a year count.",
            GROWTH_HINTS,
            also=(lambda first, last, years: (last / first) ** (1 / max(1, round(years))) - 1,),
        ),
    ),
    forbidden=("bigmodel_edu.economics",),
    relative=1e-5,
    absolute=1e-6,
    hints=GROWTH_HINTS,
)


def _months(start: str, end: str) -> int:
    (y0, m0), (y1, m1) = ([int(part) for part in day.split("-")] for day in (start, end))
    return 12 * (y1 - y0) + m1 - m0


def _days(start: str, end: str) -> int:
    return (date.fromisoformat(f"{end}-01") - date.fromisoformat(f"{start}-01")).days


def _yearly_factor(first: float, last: float, start: str, end: str) -> float:
    return growth_claim(first, last, _months(start, end))[1]


def _ratio(first: float, last: float) -> float:
    return max(first / last, last / first)


def _claim(rng: np.random.Generator, months: int, rises: bool) -> Call:
    place = 12 * int(rng.integers(2012, 2024)) + int(rng.integers(0, 12))
    start, end = (f"{each // 12}-{each % 12 + 1:02}" for each in (place, place + months))
    first, ratio = _amount(rng, 0.02, 400), _amount(rng, 3, 500)
    return arguments(first, _short(first * ratio if rises else first / ratio), start, end)


def _a_rise(rng: np.random.Generator) -> Call:
    return _claim(rng, int(rng.integers(13, 60)), rises=True)


def _a_fall(rng: np.random.Generator) -> Call:
    return _claim(rng, int(rng.integers(13, 60)), rises=False)


def _a_few_months(rng: np.random.Generator) -> Call:
    return _claim(rng, int(rng.integers(3, 11)), rises=bool(rng.random() < 0.5))


CLAIM_HINTS = (
    "From 2022-11 to 2024-10: how many months are these? And is the change a rise or a fall?",
    "The months are 12 for each year of difference, plus the difference of the months. Make the ratio larger than 1.",
    "ratio ** (12 / months): as many factors a year as there are years in the interval.",
)

yearly_factor = Exercise(
    id="market-and-capital.yearly_factor",
    points=3,
    target="yearly_factor",
    reference=_yearly_factor,
    inputs={"a rise": _a_rise, "a fall": _a_fall, "a few months": _a_few_months},
    misconceptions=(
        Misconception(
            "both-months-counted",
            lambda first, last, start, end: _ratio(first, last) ** (12 / (_months(start, end) + 1)),
            "You count the first and the last month both: from January to February is one month.",
            CLAIM_HINTS,
        ),
        Misconception(
            "years-only",
            lambda first, last, start, end: _ratio(first, last) ** (1 / (int(end[:4]) - int(start[:4]))),
            "You use the years of the two dates and forget the months.",
            CLAIM_HINTS,
        ),
        Misconception(
            "shared-equally",
            lambda first, last, start, end: _ratio(first, last) / (_months(start, end) / 12),
            "You divide the factor by the years. Factors multiply: 100-fold in two years is 10-fold a year, not 50-fold.",
            CLAIM_HINTS,
        ),
        Misconception(
            "no-brackets",
            lambda first, last, start, end: _ratio(first, last) ** 12 / _months(start, end),
            "You write ** 12 / months: Python takes the power first, and divides then.",
            (
                "Is 9 ** 1 / 2 in Python 3 or 4.5?",
                "Which part of your line is the exponent?",
                "Put the exponent into brackets: ** (12 / months).",
            ),
        ),
        Misconception(
            "days",
            lambda first, last, start, end: _ratio(first, last) ** (365.25 / _days(start, end)),
            "You count days. Here all months are equally long: count months, 12 to a year.",
            (
                "Is the time from February to March shorter than from March to April here?",
                "Read the docstring: what do start and end name?",
                "12 for each year of difference, plus the difference of the months.",
            ),
            also=(lambda first, last, start, end: _ratio(first, last) ** (365 / _days(start, end)),),
        ),
        Misconception(
            "whole-interval",
            lambda first, last, start, end: _ratio(first, last),
            "You return the factor for the whole interval.",
            CLAIM_HINTS,
        ),
        Misconception(
            "a-month",
            lambda first, last, start, end: _ratio(first, last) ** (1 / _months(start, end)),
            "You return the factor of one month.",
            CLAIM_HINTS,
        ),
        Misconception(
            "upside-down-for-falls",
            lambda first, last, start, end: (last / first) ** (12 / _months(start, end)),
            "For a fall your factor is below 1. “Fell 4-fold” means first / last.",
            CLAIM_HINTS,
        ),
        Misconception(
            "upside-down-for-rises",
            lambda first, last, start, end: (first / last) ** (12 / _months(start, end)),
            "For a rise your factor is below 1. “Rose 4-fold” means last / first.",
            CLAIM_HINTS,
        ),
        Misconception(
            "exponent-upside-down",
            lambda first, last, start, end: _ratio(first, last) ** (_months(start, end) / 12),
            "You raise the factor to the power of the years; a longer interval would then mean faster growth.",
            CLAIM_HINTS,
        ),
        Misconception(
            "rate",
            lambda first, last, start, end: _yearly_factor(first, last, start, end) - 1,
            "You subtract 1: that is a rate. The factor is asked for.",
            CLAIM_HINTS,
        ),
    ),
    forbidden=("bigmodel_edu.economics",),
    relative=1e-5,
    hints=CLAIM_HINTS,
)

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
    segments = {name: [int(rng.integers(30, 90_000)), round(_amount(rng, 40, 30_000), 2)] for name in names}
    serviceable = [str(name) for name in rng.permutation(names)[:served]]
    return arguments(segments, serviceable, round(float(rng.uniform(0.01, 0.3)), 3))


def _several(rng: np.random.Generator) -> Call:
    return _market(rng, int(rng.integers(2, 4)))


def _one(rng: np.random.Generator) -> Call:
    return _market(rng, 1)


def _none(rng: np.random.Generator) -> Call:
    return _market(rng, 0)


def _mean_spend(segments: Segments, serviceable: Sequence[str], share: float) -> tuple[float, float, float]:
    def size(names: Sequence[str]) -> float:
        rows = [segments[name] for name in names]
        return sum(row[0] for row in rows) * sum(row[1] for row in rows) / len(rows) if rows else 0.0

    served = size(serviceable)
    return size(list(segments)), served, served * share


def _of_total(segments: Segments, serviceable: Sequence[str], share: float) -> tuple[float, float, float]:
    total, served, _ = _tam_sam_som(segments, serviceable, share)
    return total, served, total * share


def _share_of_names(segments: Segments, serviceable: Sequence[str], share: float) -> tuple[float, float, float]:
    total = _tam_sam_som(segments, serviceable, share)[0]
    served = total * len(serviceable) / len(segments)
    return total, served, served * share


def _share_of_buyers(segments: Segments, serviceable: Sequence[str], share: float) -> tuple[float, float, float]:
    total = _tam_sam_som(segments, serviceable, share)[0]
    served = total * sum(segments[name][0] for name in serviceable) / sum(row[0] for row in segments.values())
    return total, served, served * share


def _buyers_only(segments: Segments, serviceable: Sequence[str], share: float) -> tuple[float, float, float]:
    return _tam_sam_som({name: (row[0], 1.0) for name, row in segments.items()}, serviceable, share)


def _others_served(segments: Segments, serviceable: Sequence[str], share: float) -> tuple[float, float, float]:
    return _tam_sam_som(segments, [name for name in segments if name not in serviceable], share)


def _percent(segments: Segments, serviceable: Sequence[str], share: float) -> tuple[float, float, float]:
    return _tam_sam_som(segments, serviceable, share / 100)


def _reversed(segments: Segments, serviceable: Sequence[str], share: float) -> tuple[float, float, float]:
    total, served, won = _tam_sam_som(segments, serviceable, share)
    return won, served, total


def _monthly(segments: Segments, serviceable: Sequence[str], share: float) -> tuple[float, float, float]:
    total, served, won = _tam_sam_som(segments, serviceable, share)
    return 12 * total, 12 * served, 12 * won


def _sam_without_choice(segments: Segments, serviceable: Sequence[str], share: float) -> tuple[float, float, float]:
    total = _tam_sam_som(segments, serviceable, share)[0]
    return total, total, total * share


MARKET_HINTS = (
    "Do it by hand for two segments, of which you can serve one.",
    "Each segment is worth buyers times its own spend. Which segments count for TAM, which for SAM? SOM is a share of which of the two?",
    "TAM sums over all segments, SAM over the names in serviceable, SOM is obtainable_share times SAM.",
)

tam_sam_som = Exercise(
    id="market-and-capital.tam_sam_som",
    points=3,
    target="tam_sam_som",
    reference=_tam_sam_som,
    inputs={"several segments served": _several, "one segment served": _one, "no segment served": _none},
    misconceptions=(
        Misconception(
            "share-of-total", _of_total, "Your SOM is a share of the whole market. You can win only what you can serve.", MARKET_HINTS
        ),
        Misconception(
            "mean-spend",
            _mean_spend,
            "You multiply all buyers by a mean spend. Small segments with large budgets then count as much as large ones.",
            MARKET_HINTS,
        ),
        Misconception(
            "share-of-names",
            _share_of_names,
            "Your SAM is TAM times the share of segments that you serve. Segments have different sizes.",
            MARKET_HINTS,
        ),
        Misconception(
            "share-of-buyers",
            _share_of_buyers,
            "Your SAM is TAM times the share of buyers that you serve. Buyers of different segments spend different amounts.",
            MARKET_HINTS,
        ),
        Misconception("buyers-only", _buyers_only, "You count buyers; a market is counted in money.", MARKET_HINTS),
        Misconception("others-served", _others_served, "Your SAM holds the segments that are not in `serviceable`.", MARKET_HINTS),
        Misconception(
            "nothing-left-out", _sam_without_choice, "Your SAM is the whole market; leave out what you cannot serve.", MARKET_HINTS
        ),
        Misconception("percent", _percent, "You divide the share by 100; it comes as a share already: 0.04 means 4 %.", MARKET_HINTS),
        Misconception(
            "names",
            lambda segments, serviceable, share: [buyers * spend for buyers, spend in segments],
            "You go through a dict and get its keys, the names. Buyers and spend stand in its values.",
            (
                "What does `for each in segments` give you? Print it.",
                "A dict has .keys(), .values() and .items(). Which do you need for TAM? And serviceable is a list of names.",
                "TAM: go through segments.values(). SAM: for each name in serviceable look up segments[name].",
            ),
        ),
        Misconception("order", _reversed, "The order is TAM, SAM, SOM: from the largest to the smallest.", MARKET_HINTS),
        Misconception("monthly", _monthly, "You take the spend for that of a month. It is that of a year.", MARKET_HINTS),
    ),
    forbidden=("bigmodel_edu.economics",),
    relative=1e-6,
    absolute=0.005,
    hints=MARKET_HINTS,
)


def _flows(rng: np.random.Generator, count: int) -> list[float]:
    return [round(float(each), 2) for each in rng.normal(0, 80, count)]


def _pay_then_receive(rng: np.random.Generator) -> Call:
    later = [round(float(each), 2) for each in rng.uniform(10, 90, int(rng.integers(3, 9)))]
    return arguments(round(float(rng.uniform(0.04, 0.6)), 3), [round(-float(rng.uniform(50, 200)), 2), *later])


def _mixed_signs(rng: np.random.Generator) -> Call:
    return arguments(round(float(rng.uniform(0.04, 0.6)), 3), _flows(rng, int(rng.integers(2, 9))))


def _negative_rate(rng: np.random.Generator) -> Call:
    return arguments(round(float(rng.uniform(-0.3, -0.02)), 3), _flows(rng, int(rng.integers(2, 7))))


def _only_today(rng: np.random.Generator) -> Call:
    return arguments(round(float(rng.uniform(0.04, 0.6)), 3), _flows(rng, 1))


def _discounted(flows: Sequence[float], divisors: Sequence[float]) -> float:
    return sum(flow / divisor for flow, divisor in zip(flows, divisors, strict=True))


VALUE_HINTS = (
    "What are 100 dollars of today worth today? And 110 dollars in one year, at a rate of 10 %?",
    "The first amount counts in full. By what is the amount of year t divided?",
    "Sum flows[t] / (1 + rate) ** t, with t from 0. The signs are in the flows already.",
)

npv = Exercise(
    id="market-and-capital.npv",
    points=3,
    target="npv",
    reference=lambda rate, flows: reference_npv(rate, flows),
    inputs={
        "pay, then receive": _pay_then_receive,
        "mixed signs": _mixed_signs,
        "negative rate": _negative_rate,
        "only today": _only_today,
    },
    misconceptions=(
        Misconception(
            "first-discounted",
            lambda rate, flows: _discounted(flows, [(1 + rate) ** (t + 1) for t in range(len(flows))]),
            "You discount the first amount, too. It is paid today. (Spreadsheets have a function NPV that does the same.)",
            VALUE_HINTS,
        ),
        Misconception(
            "sign",
            lambda rate, flows: reference_npv(rate, [-flows[0], *flows[1:]]),
            "You turn the sign of the first amount. What is paid comes with a minus already.",
            VALUE_HINTS,
            also=(
                lambda rate, flows: reference_npv(rate, [-abs(flows[0]), *flows[1:]]),
                lambda rate, flows: -reference_npv(rate, flows),
            ),
        ),
        Misconception(
            "not-discounted",
            lambda rate, flows: float(sum(flows)),
            "You add amounts of different years as they are. Later money is worth less.",
            VALUE_HINTS,
        ),
        Misconception(
            "simple-interest",
            lambda rate, flows: _discounted(flows, [1 + rate * t for t in range(len(flows))]),
            "You divide by 1 + rate · t. Interest earns interest: it is a power.",
            VALUE_HINTS,
        ),
        Misconception(
            "future-value",
            lambda rate, flows: _discounted(flows, [(1 + rate) ** -t for t in range(len(flows))]),
            "You multiply where you should divide: later amounts become larger.",
            VALUE_HINTS,
        ),
        Misconception(
            "end-value",
            lambda rate, flows: reference_npv(rate, flows) * (1 + rate) ** (len(flows) - 1),
            "You give the value at the end of the last year, not today's.",
            VALUE_HINTS,
        ),
        Misconception(
            "power-of-the-rate",
            lambda rate, flows: _discounted(flows, [1 + rate**t for t in range(len(flows))]),
            "You divide by 1 + rate ** t: the power belongs to the whole of 1 + rate.",
            (
                "What are 110 dollars in one year worth today, at 10 %? And 121 in two years?",
                "Which part of your line is raised to the power t?",
                "Put brackets round it: (1 + rate) ** t.",
            ),
        ),
        Misconception(
            "first-amount-only",
            lambda rate, flows: flows[0],
            "You return the first amount. If there is a loop, its return may stand inside it, so that it ends after one round.",
            (
                "How many amounts does your function look at before it returns?",
                "Look at how far your return is indented.",
                "Return the sum after the loop, not in it.",
            ),
        ),
        Misconception(
            "continuous",
            lambda rate, flows: _discounted(flows, [math.exp(rate * t) for t in range(len(flows))]),
            "You discount continuously, by exp(rate · t). The rate here is a yearly one.",
            VALUE_HINTS,
        ),
        Misconception(
            "one-minus-rate",
            lambda rate, flows: sum(flow * (1 - rate) ** t for t, flow in enumerate(flows)),
            "You multiply by 1 − rate. Dividing by 1 + rate is not the same.",
            VALUE_HINTS,
        ),
        Misconception(
            "first-left-out",
            lambda rate, flows: reference_npv(rate, [0.0, *flows[1:]]),
            "You leave out the first amount.",
            VALUE_HINTS,
        ),
        Misconception(
            "one-divisor",
            lambda rate, flows: flows[0] + sum(flows[1:]) / (1 + rate),
            "You discount every later amount by one year.",
            VALUE_HINTS,
        ),
        Misconception(
            "percent",
            lambda rate, flows: reference_npv(rate / 100, flows),
            "You divide the rate by 100; it comes as a share already.",
            VALUE_HINTS,
        ),
    ),
    forbidden=("bigmodel_edu.economics", ".npv"),
    relative=1e-5,
    absolute=1e-4,
    hints=VALUE_HINTS,
)


def _payback(rate: float, flows: Sequence[float]) -> int | None:
    return next((t for t in range(len(flows)) if reference_npv(rate, flows[: t + 1]) >= 0), None)


def _payback_or_fail(rate: float, flows: Sequence[float]) -> int:
    year, total = 0, flows[0]
    while total < 0:
        year += 1
        total += flows[year] / (1 + rate) ** year
    return year


def _investment(rng: np.random.Generator, share: tuple[float, float]) -> Call:
    """Flows whose present value reaches a share of what was paid."""
    years, rate = int(rng.integers(5, 10)), round(float(rng.uniform(0.12, 0.4)), 3)
    later = rng.uniform(5, 60, years)
    worth = reference_npv(rate, [0.0, *later])
    return arguments(rate, [round(-worth * float(rng.uniform(*share)), 2), *(round(float(each), 2) for each in later)])


def _paid_back(rng: np.random.Generator) -> Call:
    return _investment(rng, (0.35, 0.95))


def _never_paid_back(rng: np.random.Generator) -> Call:
    return _investment(rng, (1.02, 1.25))


def _nothing_to_pay(rng: np.random.Generator) -> Call:
    return arguments(round(float(rng.uniform(0.05, 0.4)), 3), [0.0, *_flows(rng, int(rng.integers(1, 5)))])


def _back_and_down_again(rng: np.random.Generator) -> Call:
    rate = round(float(rng.uniform(0.1, 0.3)), 3)
    return arguments(rate, [-100.0, round(float(rng.uniform(30, 60)), 2), round(float(rng.uniform(140, 170)), 2), -150.0, 10.0])


PAYBACK_HINTS = (
    "After each year, how much of what was paid has come back, in today's money?",
    "Add up the discounted amounts one after the other. In which year does the sum reach 0 or more for the first time?",
    "Keep a running sum, starting with flows[0] in year 0; return the first t at which it is ≥ 0, and None after the loop.",
)

payback_year = Exercise(
    id="market-and-capital.payback_year",
    points=3,
    target="payback_year",
    reference=_payback,
    inputs={
        "paid back": _paid_back,
        "never paid back": _never_paid_back,
        "nothing to pay": _nothing_to_pay,
        "paid back, then paid again": _back_and_down_again,
    },
    misconceptions=(
        Misconception(
            "not-discounted",
            lambda rate, flows: _payback(0.0, flows),
            "You add the amounts as they are; discount them first.",
            PAYBACK_HINTS,
        ),
        Misconception(
            "fails-when-it-never-comes",
            _payback_or_fail,
            "Where the money never comes back your code looks for one year more than there is. Return None there.",
            (
                "What does your function do when all amounts are used up and the sum is still below 0?",
                "Look at the condition that ends your loop.",
                "Go through the amounts with a for loop, and return None after it.",
            ),
        ),
        Misconception(
            "one-amount-behind",
            lambda rate, flows: 0,
            "You always return year 0. Is your sum still empty there? flows[:t] leaves out place t, and an empty sum is 0.",
            (
                "Which amounts have come by the end of year 0? Is your sum empty there?",
                "What is [5, 6, 7][:1], and what is [5, 6, 7][:2]?",
                "The sum up to year t holds flows[t] as well: flows[: t + 1].",
            ),
        ),
        Misconception(
            "counted-from-one",
            lambda rate, flows: None if _payback(rate, flows) is None else _payback(rate, flows) + 1,  # type: ignore[operator]
            "You count the first amount as year 1. It is today's: year 0.",
            PAYBACK_HINTS,
        ),
        Misconception(
            "last-year-instead-of-never",
            lambda rate, flows: len(flows) - 1 if _payback(rate, flows) is None else _payback(rate, flows),
            "Where the money never comes back you return a year. Return None.",
            PAYBACK_HINTS,
            also=(
                lambda rate, flows: len(flows) if _payback(rate, flows) is None else _payback(rate, flows),
                lambda rate, flows: -1 if _payback(rate, flows) is None else _payback(rate, flows),
                lambda rate, flows: 0 if _payback(rate, flows) is None else _payback(rate, flows),
            ),
        ),
        Misconception(
            "more-than-back",
            lambda rate, flows: next((t for t in range(len(flows)) if reference_npv(rate, flows[: t + 1]) > 0), None),
            "You wait for more than 0. At exactly 0 everything has come back.",
            PAYBACK_HINTS,
        ),
        Misconception(
            "stays-back",
            lambda rate, flows: (
                max((t + 1 for t in range(len(flows)) if reference_npv(rate, flows[: t + 1]) < 0), default=0)
                if reference_npv(rate, flows) >= 0
                else None
            ),
            "You ask when the sum stays above 0 for good. The first year in which it reaches 0 is asked for.",
            PAYBACK_HINTS,
        ),
        Misconception(
            "first-discounted-later-not",
            lambda rate, flows: next(
                (t for t in range(len(flows)) if flows[0] + sum(flows[1 : t + 1]) / (1 + rate) >= 0),
                None,
            ),
            "You discount every later amount by one year only.",
            PAYBACK_HINTS,
        ),
        Misconception(
            "one-amount-alone",
            lambda rate, flows: next((t for t in range(1, len(flows)) if flows[t] / (1 + rate) ** t >= -flows[0]), None),
            "You look for one amount that pays everything back. Amounts add up.",
            PAYBACK_HINTS,
        ),
    ),
    forbidden=("bigmodel_edu.economics", ".npv"),
    draws=5,
    hints=PAYBACK_HINTS,
)


def _three_years(up: int, down: int, again: int) -> float:
    return (1 + up / 100) * (1 - down / 100) * (1 + again / 100)


mean_growth = Exercise(
    id="market-and-capital.mean_growth",
    points=2,
    kind="number",
    target="mean_growth",
    prompt=(
        "A company's revenue grows by {up} % in the first year, falls by {down} % in the second, and grows by {again} % in the third. "
        "What is its compound growth rate a year? Give it in per cent, to within 1 % of the number (for example 23.4)."
    ),
    variant=lambda rng: {"up": int(rng.integers(80, 141)), "down": int(rng.integers(20, 31)), "again": int(rng.integers(25, 71))},
    reference=lambda **numbers: 100 * (_three_years(**numbers) ** (1 / 3) - 1),
    relative=0.01,
    hints=(
        "By what is the revenue multiplied in each of the three years?",
        "A fall of 20 % multiplies by 0.8. Multiply the three factors.",
        "Third root of the product, less 1, times 100.",
    ),
    misconceptions=(
        Misconception(
            "share",
            lambda **numbers: _three_years(**numbers) ** (1 / 3) - 1,
            "Your number is right as a share; the question asks for per cent.",
            ("What is 0.25 in per cent?", "By which factor are you off?", "Multiply by 100."),
        ),
        Misconception(
            "factor",
            lambda **numbers: _three_years(**numbers) ** (1 / 3),
            "You gave the yearly factor. The rate is that factor less 1, in per cent.",
            ("A factor of 1.25: what is the growth in per cent?", "Two steps are left.", "Subtract 1 and multiply by 100."),
        ),
        Misconception(
            "mean-of-the-rates",
            lambda up, down, again: (up - down + again) / 3,
            "You took the mean of the three rates. It is always too high: a fall takes its share from a larger sum than the one before.",
            (
                "By what is the revenue multiplied in each year?",
                "Multiply three factors first.",
                "Third root of the product, less 1, times 100.",
            ),
        ),
        Misconception(
            "whole-growth",
            lambda **numbers: 100 * (_three_years(**numbers) - 1),
            "You gave the growth of all three years together.",
            (
                "Your number is for three years.",
                "Which factor, three times, gives your product?",
                "Third root of the product, less 1, times 100.",
            ),
        ),
        Misconception(
            "fall-counted-as-growth",
            lambda up, down, again: (up + down + again) / 3,
            "You counted the fall as growth, and took the mean of the rates.",
            (
                "By what is the revenue multiplied when it falls?",
                "Multiply three factors first.",
                "Third root of the product, less 1, times 100.",
            ),
        ),
    ),
)

PAYERS = (
    "Who pays this amount, and for what?",
    "Is it spent by customers, or put into companies?",
    "A market is what buyers spend in a year on things like yours.",
)

what_is_no_market = Exercise(
    id="market-and-capital.what_is_no_market",
    points=1,
    kind="choice",
    target="what_is_no_market",
    prompt=(
        "A pitch says: “Companies invested 252.3 billion dollars in AI in 2024, so that is our total market.” "
        "What is the first thing that is wrong with it?"
    ),
    options={
        "a": "The figure is too old to be used.",
        "b": "It is worldwide, and the company sells in one country.",
        "c": "It is money that went into companies (stakes, mergers), not what customers spent on a product.",
        "d": "It should be multiplied by the market share that the company expects.",
    },
    reference="c",
    misconceptions=(
        Misconception("old", "a", "Every figure ages; a fresh one of the same kind would be as wrong.", PAYERS),
        Misconception(
            "worldwide",
            "b",
            "That would be a matter of SAM, and a smaller fault: a total market may be worldwide. The figure measures something else.",
            PAYERS,
        ),
        Misconception("share", "d", "A share of something that is no market is no estimate either.", PAYERS),
    ),
)
