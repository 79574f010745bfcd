"""Business models: what a million tokens cost, what is left of a price, what a customer and a fund return."""

import math
from collections.abc import Sequence
from itertools import zip_longest

import numpy as np
from scipy.optimize import brentq

from bigmodel_edu.checking.exercise import Call, Exercise, Misconception, Property, arguments
from bigmodel_edu.economics.business import portfolio_irr

# ---------------------------------------------------------------- cost_per_million_tokens


def _cost(price_per_hour, utilisation, tokens_read, tokens_written, read_per_second, written_per_second):
    seconds = tokens_read / read_per_second + tokens_written / written_per_second
    return price_per_hour * seconds / 3600 / utilisation / (tokens_read + tokens_written) * 1e6


def _request(rng: np.random.Generator, read: float, written: float) -> Call:
    speed = float(rng.uniform(800, 6000))
    return arguments(
        round(float(rng.uniform(1.2, 30)), 2),
        round(float(rng.uniform(0.15, 0.9)), 2),
        read,
        written,
        round(speed * float(rng.uniform(3, 12))),
        round(speed),
    )


def _long_prompt(rng: np.random.Generator) -> Call:
    return _request(rng, int(rng.integers(2_000, 9_000)), int(rng.integers(80, 900)))


def _long_answer(rng: np.random.Generator) -> Call:
    return _request(rng, int(rng.integers(20, 200)), int(rng.integers(1_000, 4_000)))


def _one_kind_only(rng: np.random.Generator) -> Call:
    tokens = [0, int(rng.integers(300, 3_000))]
    return _request(rng, *(tokens if rng.random() < 0.5 else tokens[::-1]))


def _at_speed(price, utilisation, speed):
    return price / 3600 / speed / utilisation * 1e6


SPEED_HINTS = (
    "How many seconds does the machine need for the prompt alone? And for the answer alone?",
    "Take 1,000 tokens read at 10,000 a second and 1,000 written at 1,000 a second: 0.1 s + 1 s, not 2,000 tokens at 5,500.",
    "Add up the times, tokens_read / read_per_second + tokens_written / written_per_second. Speeds are not averaged.",
)
USE_HINTS = (
    "Who pays for the hours in which no customer asks?",
    "A machine that is busy a quarter of the time makes every token four times as dear. Does yours?",
    "Divide the cost by utilisation.",
)

cost_per_million_tokens = Exercise(
    id="business-models.cost_per_million_tokens",
    points=3,
    target="cost_per_million_tokens",
    reference=_cost,
    inputs={"long prompts": _long_prompt, "long answers": _long_answer, "only reading, or only writing": _one_kind_only},
    relative=1e-3,
    absolute=1e-9,
    forbidden=("bigmodel_edu.economics",),
    misconceptions=(
        Misconception(
            "mean-of-speeds",
            lambda p, u, r, w, fast, slow: _at_speed(p, u, (fast + slow) / 2),
            "You work with the mean of the two speeds. Reading and writing take turns, each at its own speed.",
            SPEED_HINTS,
            also=(
                lambda p, u, r, w, fast, slow: _at_speed(p, u, (r * fast + w * slow) / (r + w)),
                lambda p, u, r, w, fast, slow: _at_speed(p, u, fast + slow),
            ),
        ),
        Misconception(
            "all-at-the-speed-of-writing",
            lambda p, u, r, w, fast, slow: _at_speed(p, u, slow),
            "You let the prompt be read at the speed of writing. Reading is several times as fast.",
            SPEED_HINTS,
        ),
        Misconception(
            "reading-is-free",
            lambda p, u, r, w, fast, slow: p * (w / slow) / 3600 / u / (r + w) * 1e6,
            "You count the time of writing only. Reading the prompt takes time of the machine as well.",
            SPEED_HINTS,
        ),
        Misconception(
            "costs-averaged",
            lambda p, u, r, w, fast, slow: (_at_speed(p, u, fast) + _at_speed(p, u, slow)) / 2,
            "You average the cost of reading and the cost of writing, as if half of all tokens were read. The request says how many are.",
            SPEED_HINTS,
            also=(lambda p, u, r, w, fast, slow: _at_speed(p, u, fast) + _at_speed(p, u, slow),),
        ),
        Misconception(
            "utilisation-ignored",
            lambda p, u, r, w, fast, slow: _cost(p, 1, r, w, fast, slow),
            "Your cost is that of a machine which is always busy. Idle hours are paid as well.",
            USE_HINTS,
        ),
        Misconception(
            "utilisation-multiplied",
            lambda p, u, r, w, fast, slow: _cost(p, 1, r, w, fast, slow) * u,
            "You multiply by the utilisation, so that a machine with fewer customers looks cheaper.",
            USE_HINTS,
        ),
        Misconception(
            "per-million-written",
            lambda p, u, r, w, fast, slow: _cost(p, u, r, w, fast, slow) * (r + w) / w if w else math.inf,
            "You divide by the tokens written only. The exercise counts tokens read and written alike.",
            (
                "A million of which tokens?",
                "How many tokens does one request have, read and written together?",
                "Divide by tokens_read + tokens_written.",
            ),
        ),
        Misconception(
            "a-million-requests",
            lambda p, u, r, w, fast, slow: _cost(p, u, r, w, fast, slow) * (r + w),
            "You return the cost of a million requests. A million tokens are fewer requests: each request has many tokens.",
            (
                "What does your result cost a million of: requests or tokens?",
                "How many tokens does one request have, read and written together?",
                "Divide by (tokens_read + tokens_written); the brackets matter.",
            ),
            also=(lambda p, u, r, w, fast, slow: p / 3600 / u * (r + w) / ((fast + slow) / 2) * 1e6,),
        ),
        Misconception(
            "one-request",
            lambda p, u, r, w, fast, slow: _cost(p, u, r, w, fast, slow) * (r + w) / 1e6,
            "You return the cost of one request, not of a million tokens.",
            (
                "How many requests make a million tokens?",
                "One step is left: from a request to a million tokens.",
                "Divide by the tokens of a request and multiply by a million.",
            ),
        ),
        Misconception(
            "seconds-as-hours",
            lambda p, u, r, w, fast, slow: _cost(p, u, r, w, fast, slow) * 3600,
            "You multiply seconds by a price for an hour.",
            ("In which unit is your time?", "By which factor are you off?", "Divide the seconds by 3,600 before you multiply by the rent."),
            also=(lambda p, u, r, w, fast, slow: _cost(p, u, r, w, fast, slow) * 60,),
        ),
    ),
    hints=(
        "Follow one request: how long is the machine busy with it?",
        "Write down the unit of every line: s, h, USD, USD per token, USD per million tokens.",
        "Seconds of the request, to hours, times the rent, over the utilisation, over the request's tokens, times a million.",
    ),
)

# ---------------------------------------------------------------- gross_margin


def _revenue(prices, tokens):
    return sum(price * count for price, count in zip(prices, tokens, strict=True)) / 1e6


def _margin(prices, tokens, cost):
    return 1 - cost / _revenue(prices, tokens)


def _sale(rng: np.random.Generator, cost_share: float, given_away: bool = False) -> Call:
    kinds = int(rng.integers(2, 5))
    prices = [round(float(price), 2) for price in rng.uniform(0.05, 4, kinds)]
    tokens = [int(count) for count in rng.integers(2_000_000, 900_000_000, kinds)]
    if given_away:
        prices[int(rng.integers(kinds))] = 0.0
    return arguments(prices, tokens, round(_revenue(prices, tokens) * cost_share, 2))


def _with_profit(rng: np.random.Generator) -> Call:
    return _sale(rng, float(rng.uniform(0.12, 0.8)))


def _with_loss(rng: np.random.Generator) -> Call:
    return _sale(rng, float(rng.uniform(1.2, 3.5)))


def _partly_free(rng: np.random.Generator) -> Call:
    return _sale(rng, float(rng.uniform(0.3, 1.6)), given_away=True)


def _nothing_left(ask, rng: np.random.Generator) -> bool:
    call = _sale(rng, 1.0)
    return abs(ask(*call.args[:2], _revenue(*call.args[:2]))) < 1e-6


gross_margin = Exercise(
    id="business-models.gross_margin",
    points=2,
    target="gross_margin",
    reference=_margin,
    inputs={"sold with a profit": _with_profit, "sold at a loss": _with_loss, "some tokens given away": _partly_free},
    properties=(Property("nothing-left", "be 0 when the cost is all of the revenue.", _nothing_left),),
    relative=1e-4,
    absolute=1e-5,
    forbidden=("bigmodel_edu.economics",),
    misconceptions=(
        Misconception(
            "profit-over-cost",
            lambda prices, tokens, cost: _revenue(prices, tokens) / cost - 1,
            "You divide the profit by the cost. That is a mark-up, which can be 545 %; a margin is a share of the revenue, never above 1.",
            (
                "Can a share of the revenue be larger than 1?",
                "Sold for 100, cost 20: what share of the 100 is left?",
                "Divide the profit by the revenue, not by the cost.",
            ),
        ),
        Misconception(
            "share-of-cost",
            lambda prices, tokens, cost: cost / _revenue(prices, tokens),
            "You return what the cost takes of the revenue. The margin is what is left of it.",
            (
                "Sold for 100, cost 20: is the margin 0.2 or 0.8?",
                "You are one subtraction away.",
                "Return 1 minus what you have.",
            ),
        ),
        Misconception(
            "profit",
            lambda prices, tokens, cost: _revenue(prices, tokens) - cost,
            "You return the profit in dollars, not as a share of the revenue.",
            ("In which unit is your result?", "A margin has no unit.", "Divide the profit by the revenue."),
        ),
        Misconception(
            "percent",
            lambda prices, tokens, cost: 100 * _margin(prices, tokens, cost),
            "You return per cent; a share is expected, such as 0.75.",
            ("What is 75 % as a share?", "By which factor are you off?", "Leave out the factor 100."),
        ),
        Misconception(
            "no-brackets",
            lambda prices, tokens, cost: _revenue(prices, tokens) - cost / _revenue(prices, tokens),
            "You return revenue − cost / revenue: without brackets Python divides first.",
            (
                "Which of − and / does Python compute first?",
                "Try revenue = 100 and cost = 20 in your last line. Is the result 0.8?",
                "Write (revenue - cost) / revenue.",
            ),
        ),
        Misconception(
            "lists-multiplied",
            lambda prices, tokens, cost: sum(prices * tokens),
            "You multiply two lists with *. Python lists do not multiply place by place.",
            (
                "What does [2, 3] * [10, 20] do in a cell of its own?",
                "Go through both lists together: zip(prices, tokens).",
                "Add up price * count over the pairs of zip, or make arrays of both with np.array first.",
            ),
        ),
        Misconception(
            "per-token",
            lambda prices, tokens, cost: 1 - cost / (_revenue(prices, tokens) * 1e6),
            "You take the prices as prices of one token. They are for a million tokens.",
            ("What does one token cost at 2 dollars per million?", "Compare your revenue with the cost.", "Divide the revenue by 1e6."),
        ),
        Misconception(
            "mean-price",
            lambda prices, tokens, cost: 1 - cost / (sum(prices) / len(prices) * sum(tokens) / 1e6),
            "You multiply the mean of the prices by all tokens. Each kind of token has its own price and its own number.",
            (
                "Of which kind are most tokens sold: a dear one or a cheap one?",
                "Compute the revenue of each kind first, then add up.",
                "Sum price × tokens over the kinds.",
            ),
            also=(lambda prices, tokens, cost: 1 - cost / (sum(prices) * sum(tokens) / 1e6),),
        ),
        Misconception(
            "never-negative",
            lambda prices, tokens, cost: max(0.0, _margin(prices, tokens, cost)),
            "You cut the margin off at 0. Who sells below cost has a negative margin, and should see it.",
            (
                "What is left when 100 is earned and 150 spent?",
                "Try a cost above the revenue.",
                "Leave out the max: a margin may be negative.",
            ),
        ),
    ),
    hints=(
        "First the revenue alone: price × tokens of each kind, added up.",
        "Prices are for a million tokens. Check the size of the revenue against the cost.",
        "(revenue − cost) / revenue.",
    ),
)

# ---------------------------------------------------------------- break_even_utilisation


def _full_hour(price, tokens_per_second):
    return 3600 * tokens_per_second / 1e6 * price


def _break_even(price, price_per_hour, tokens_per_second, fee):
    brought = _full_hour(price * (1 - fee), tokens_per_second)
    return price_per_hour / brought if brought else math.inf


def _offer(rng: np.random.Generator, share: float) -> Call:
    speed, price, fee = int(rng.integers(900, 20_000)), round(float(rng.uniform(0.06, 3)), 3), round(float(rng.uniform(0.02, 0.3)), 3)
    return arguments(price, round(_full_hour(price * (1 - fee), speed) * share, 3), speed, fee)


def _pays(rng: np.random.Generator) -> Call:
    return _offer(rng, float(rng.uniform(0.08, 0.7)))


def _never_pays(rng: np.random.Generator) -> Call:
    return _offer(rng, float(rng.uniform(1.3, 5)))


def _given_away(rng: np.random.Generator) -> Call:
    price, *rest = _offer(rng, 0.5).args
    return arguments(0.0 * price, *rest)


def _over(rent, brought):
    return rent / brought if brought else math.inf


break_even_utilisation = Exercise(
    id="business-models.break_even_utilisation",
    points=2,
    target="break_even_utilisation",
    reference=_break_even,
    inputs={"a price that can pay": _pays, "a price that never pays": _never_pays, "tokens given away": _given_away},
    relative=1e-3,
    absolute=1e-7,
    forbidden=("bigmodel_edu.economics",),
    misconceptions=(
        Misconception(
            "capped",
            lambda p, rent, speed, fee: min(1.0, _break_even(p, rent, speed, fee)),
            "You cut the result off at 1. A result above 1 is the news: at this price the rent can never be earned.",
            (
                "What does your function say of a price that is far too low?",
                "Can a reader of your result see the difference between just enough and never enough?",
                "Return the quotient as it is, also above 1.",
            ),
        ),
        Misconception(
            "given-away",
            lambda p, rent, speed, fee: rent / _full_hour(p * (1 - fee), speed),
            "At a price of 0 you divide by 0. No share of the time is enough then: the answer is infinity, math.inf.",
            (
                "What does an hour bring when every token is given away?",
                "Read in the docstring what is returned where the price is 0.",
                "Ask first whether the price is 0, and return math.inf there.",
            ),
        ),
        Misconception(
            "no-brackets",
            lambda p, rent, speed, fee: rent / 3600 * speed * p * (1 - fee) / 1e6 if p else math.inf,
            "You divide by 3600 and multiply by the rest: a / b * c is (a / b) * c in Python.",
            (
                "Is 12 / 3 * 2 in Python 2 or 8?",
                "Which of your factors should stand below the line, all together?",
                "Put what a full hour brings into a variable of its own, and divide the rent by it.",
            ),
        ),
        Misconception(
            "inverse",
            lambda p, rent, speed, fee: _full_hour(p * (1 - fee), speed) / rent,
            "You divide what a full hour brings by the rent. The share that pays the rent is the other way round.",
            (
                "If the rent doubles, must the machine be busy for longer or for shorter?",
                "Let a full hour bring 10 and cost 2. Which share of the hour pays for it?",
                "Swap numerator and denominator.",
            ),
        ),
        Misconception(
            "fee-ignored",
            lambda p, rent, speed, fee: _over(rent, _full_hour(p, speed)),
            "You forget the fee: of each dollar that a customer pays, payment takes its share first.",
            (
                "How much of a price of 1 dollar arrives with a fee of 0.1?",
                "Which of your four inputs does not appear in your formula?",
                "Work with price × (1 − fee).",
            ),
        ),
        Misconception(
            "fee-on-the-rent",
            lambda p, rent, speed, fee: _over(rent * (1 + fee), _full_hour(p, speed)),
            "You add the fee to the rent. It is a share of what customers pay.",
            (
                "Who pays the fee, and of which amount is it a share?",
                "1 / (1 − 0.2) is 1.25, and not 1.2.",
                "Work with price × (1 − fee) and leave the rent alone.",
            ),
            also=(lambda p, rent, speed, fee: _over(rent, _full_hour(p * (1 + fee), speed)),),
        ),
        Misconception(
            "seconds",
            lambda p, rent, speed, fee: 3600 * _break_even(p, rent, speed, fee),
            "You compare the rent of an hour with what a second brings.",
            ("For how long does the rent pay?", "By which factor are you off?", "An hour has 3,600 seconds."),
            also=(lambda p, rent, speed, fee: 60 * _break_even(p, rent, speed, fee),),
        ),
        Misconception(
            "per-token",
            lambda p, rent, speed, fee: _break_even(p, rent, speed, fee) / 1e6,
            "You take the price as that of one token. It is for a million tokens.",
            ("What does one token bring at 2 dollars per million?", "By which factor are you off?", "Divide the price by 1e6."),
        ),
        Misconception(
            "percent",
            lambda p, rent, speed, fee: 100 * _break_even(p, rent, speed, fee),
            "You return per cent; a share is expected, such as 0.25.",
            ("What is 25 % as a share?", "By which factor are you off?", "Leave out the factor 100."),
        ),
    ),
    hints=(
        "What does an hour bring in which the machine is always busy? What does an hour cost?",
        "Test a price of 0: no share of the time is enough, so the answer is math.inf.",
        "price_per_hour / (3600 × tokens_per_second / 1e6 × price × (1 − fee)).",
    ),
)

# ---------------------------------------------------------------- ltv_to_cac


def _ltv_to_cac(monthly_revenue, margin, churn, cost_of_acquisition):
    return monthly_revenue * margin / churn / cost_of_acquisition


def _customer(rng: np.random.Generator, margin: float, churn: float) -> Call:
    return arguments(round(float(rng.uniform(5, 90)), 2), margin, churn, round(float(rng.uniform(8, 400)), 2))


def _ordinary(rng: np.random.Generator) -> Call:
    return _customer(rng, round(float(rng.uniform(0.2, 0.9)), 3), round(float(rng.uniform(0.01, 0.2)), 4))


def _stay_long(rng: np.random.Generator) -> Call:
    return _customer(rng, round(float(rng.uniform(0.2, 0.9)), 3), round(float(rng.uniform(0.01, 0.025)), 4))


def _below_cost(rng: np.random.Generator) -> Call:
    return _customer(rng, -round(float(rng.uniform(0.05, 0.6)), 3), round(float(rng.uniform(0.01, 0.2)), 4))


def _all_leave(rng: np.random.Generator) -> Call:
    return _customer(rng, round(float(rng.uniform(0.2, 0.9)), 3), 1.0)


def _one_month(ask, rng: np.random.Generator) -> bool:
    """A customer who pays 10 once, all of it margin, and cost 10."""
    return abs(ask(10.0, 1.0, 1.0, 10.0) - 1) < 1e-6


LIFETIME_HINTS = (
    "If 5 of 100 customers leave each month, how many months does one stay on average?",
    "Add up the shares that still pay: 1 + 0.95 + 0.95² + …. It is a geometric series.",
    "The series sums to 1 / churn.",
)

ltv_to_cac = Exercise(
    id="business-models.ltv_to_cac",
    points=2,
    target="ltv_to_cac",
    reference=_ltv_to_cac,
    inputs={
        "ordinary customers": _ordinary,
        "customers who stay long": _stay_long,
        "customers served below cost": _below_cost,
        "everybody leaves after a month": _all_leave,
    },
    properties=(Property("one-month", "be 1 for a customer who pays once, at no cost of serving, as much as it cost to win.", _one_month),),
    forbidden=("bigmodel_edu.economics",),
    misconceptions=(
        Misconception(
            "churn-as-lifetime",
            lambda revenue, margin, churn, cac: revenue * margin * churn / cac,
            "You multiply by the churn. The smaller the churn, the longer a customer stays: the lifetime is 1 / churn.",
            LIFETIME_HINTS,
        ),
        Misconception(
            "retention-as-lifetime",
            lambda revenue, margin, churn, cac: revenue * margin * (1 - churn) / cac,
            "You use 1 − churn: the share that stays one month. The months that a customer stays are 1 / churn.",
            LIFETIME_HINTS,
            also=(lambda revenue, margin, churn, cac: revenue * margin / (1 - churn) / cac,),
        ),
        Misconception(
            "first-month-forgotten",
            lambda revenue, margin, churn, cac: revenue * margin * (1 - churn) / churn / cac,
            "You begin to count after the first departure. Here a customer pays at the beginning of each month, the first one included.",
            (
                "With a churn of 1 everybody leaves after one month. How often did they pay?",
                "Write down the first three terms of the sum. Is the first one 1?",
                "The sum is 1 / churn; (1 − churn) / churn has lost its first month.",
            ),
        ),
        Misconception(
            "a-year",
            lambda revenue, margin, churn, cac: 12 * revenue * margin / cac,
            "You count the same number of months for everyone. The lifetime follows from the churn.",
            LIFETIME_HINTS,
            also=tuple(
                lambda revenue, margin, churn, cac, months=months: revenue * margin * (1 - (1 - churn) ** months) / churn / cac
                for months in (12, 24, 36)
            ),
        ),
        Misconception(
            "margin-ignored",
            lambda revenue, margin, churn, cac: revenue / churn / cac,
            "You count the revenue as gain. Serving the customer costs money: only the margin is left.",
            (
                "What is left of 20 dollars when serving costs 5?",
                "Which of your inputs does not appear in your formula?",
                "Multiply by margin.",
            ),
        ),
        Misconception(
            "margin-in-dollars",
            lambda revenue, margin, churn, cac: (revenue - margin) / churn / cac,
            "You take the margin off the revenue. It is a share: of each dollar that comes in, so much is left.",
            (
                "In which unit is margin: dollars, or a share?",
                "Of 20 dollars a month with a margin of 0.75, how many are left?",
                "Multiply the revenue by the margin.",
            ),
            also=(lambda revenue, margin, churn, cac: revenue * (1 - margin) / churn / cac,),
        ),
        Misconception(
            "upside-down",
            lambda revenue, margin, churn, cac: cac / (revenue * margin / churn),
            "You return CAC / LTV; the exercise asks for LTV / CAC.",
            (
                "Should a better business have a larger or a smaller number?",
                "Which of the two is the numerator?",
                "Turn the fraction over.",
            ),
        ),
        Misconception(
            "acquisition-taken-off",
            lambda revenue, margin, churn, cac: (revenue * margin / churn - cac) / cac,
            "You subtract the cost of acquisition first. The rule of thumb with 3 compares the whole lifetime value with it.",
            (
                "By which number are you off, each time?",
                "LTV / CAC is 1 where a customer just pays back.",
                "Divide the lifetime value, without the subtraction.",
            ),
            also=(lambda revenue, margin, churn, cac: revenue * margin / churn - cac,),
        ),
        Misconception(
            "value-only",
            lambda revenue, margin, churn, cac: revenue * margin / churn,
            "You return the lifetime value in dollars; it still has to be compared with the cost of acquisition.",
            ("In which unit is your result?", "The ratio has no unit.", "Divide by cost_of_acquisition."),
        ),
    ),
    hints=(
        "What does one customer leave in one month? For how many months, on average?",
        "Try churn = 0.05: the lifetime is 20 months.",
        "monthly_revenue × margin / churn / cost_of_acquisition.",
    ),
)

# ---------------------------------------------------------------- portfolio_irr


def _row(rng: np.random.Generator, multiple: float) -> list[float]:
    """A cheque in year 0 or 1, zeros, and one return at the end; a lost cheque ends where it is lost."""
    cheque = round(float(rng.uniform(20, 200)), 1)
    start, held = int(rng.integers(0, 2)), int(rng.integers(2, 7))
    return [0.0] * start + [-cheque] + [0.0] * (held - 1) + [round(cheque * multiple, 1)]


def _portfolio(rng: np.random.Generator, multiples: Sequence[float]) -> Call:
    rows = [_row(rng, multiple) for multiple in multiples]
    return arguments([rows[place] for place in rng.permutation(len(rows))])


def _some_lost(rng: np.random.Generator) -> Call:
    return _portfolio(rng, [0.0, float(rng.uniform(0.1, 0.8)), float(rng.uniform(1.1, 2.5)), float(rng.uniform(5, 12))])


def _all_gain(rng: np.random.Generator) -> Call:
    return _portfolio(rng, [float(multiple) for multiple in rng.uniform(1.2, 6, int(rng.integers(2, 5)))])


def _soon(rng: np.random.Generator) -> Call:
    """Rates above 100 %."""
    one, other = (round(float(rng.uniform(20, 200)), 1) for _ in range(2))
    return arguments([[0.0, -one, round(one * float(rng.uniform(2.5, 5)), 1)], [-other, round(other * float(rng.uniform(2.5, 5)), 1)]])


def _as_a_whole_lost(rng: np.random.Generator) -> Call:
    return _portfolio(rng, [0.0, float(rng.uniform(0.1, 0.5)), float(rng.uniform(0.5, 1.4))])


def _single(ask, rng: np.random.Generator) -> bool:
    """100 that become 121 in two years: 10 %."""
    return abs(ask([[-100.0, 0.0, 121.0]]) - 0.1) < 1e-3


def _rate(row: Sequence[float]) -> float:
    if sum(each for each in row if each > 0) == 0:
        return -1.0
    values = np.asarray(row, dtype=float)
    years = np.arange(len(values))
    return float(brentq(lambda rate: float(values @ (1.0 + rate) ** -years), -0.999, 1e4))


def _together(rows: Sequence[Sequence[float]]) -> list[float]:
    return [float(sum(column)) for column in zip_longest(*rows, fillvalue=0.0)]


def _cheque(row: Sequence[float]) -> float:
    return -sum(each for each in row if each < 0)


def _mean_rate(flows):
    return float(np.mean([_rate(row) for row in flows]))


def _weighted_rate(flows):
    return float(np.average([_rate(row) for row in flows], weights=[_cheque(row) for row in flows]))


def _mean_of_survivors(flows):
    return float(np.mean([_rate(row) for row in flows if max(row) > 0]))


def _only_survivors(flows):
    return _rate(_together([row for row in flows if max(row) > 0]))


def _only_winners(flows):
    return _rate(_together([row for row in flows if sum(row) > 0]))


def _cut_to_the_shortest(flows):
    return _rate([float(sum(column)) for column in zip(*flows, strict=False)])


def _aligned_at_the_end(flows):
    longest = max(len(row) for row in flows)
    return _rate(_together([[0.0] * (longest - len(row)) + list(row) for row in flows]))


def _aligned_at_the_cheque(flows):
    return _rate(_together([list(row)[next(place for place, each in enumerate(row) if each) :] for row in flows]))


def _in_one_array(flows):
    return _rate(np.array(flows).sum(axis=0))


def _never_below_zero(flows):
    return max(0.0, _rate(_together(flows)))


def _multiple(flows):
    total = _together(flows)
    return sum(each for each in total if each > 0) / _cheque(total)


IRR_HINTS = (
    "Two investments: 100 is lost, 1 becomes 4 in a year. Is the portfolio's rate anywhere near the mean of −100 % and +300 %?",
    "Add the money of all rows, year by year, and look at the one row that results.",
    "The rate belongs to the sum of the rows: find r with Σ total[t] / (1 + r)^t = 0.",
)
LENGTH_HINTS = (
    "Place t of every row is year t. Do you keep that when rows have different lengths?",
    "Print the row of sums, and count its years.",
    "Fill shorter rows with zeros at their end.",
)

portfolio_irr_exercise = Exercise(
    id="business-models.portfolio_irr",
    points=4,
    target="portfolio_irr",
    reference=lambda flows: portfolio_irr(flows),
    inputs={
        "some lost, one large gain": _some_lost,
        "gains only": _all_gain,
        "a large gain soon": _soon,
        "a loss as a whole": _as_a_whole_lost,
    },
    properties=(Property("single", "be 10 % for 100 that become 121 in two years.", _single),),
    draws=3,
    relative=0.0,
    absolute=5e-4,
    forbidden=("bigmodel_edu.economics", "numpy_financial", "pyxirr"),
    misconceptions=(
        Misconception(
            "mean-of-rates",
            _mean_rate,
            "You average the rates of the single investments. That forgets how much was put in where, and for how long.",
            IRR_HINTS,
            also=(_weighted_rate, _mean_of_survivors),
        ),
        Misconception(
            "survivors-only",
            _only_survivors,
            "You leave out investments that were lost. Their cheques were paid, and belong to the sum.",
            (
                "Who paid the cheques of the companies that failed?",
                "Compare the first entry of your sum with the sum of all cheques.",
                "Add up all rows, also those without a return.",
            ),
            also=(_only_winners,),
        ),
        Misconception(
            "one-array",
            _in_one_array,
            "You make one array of all rows. Rows have different lengths, so they do not form a table.",
            (
                "How many years has each row?",
                "What should stand in a year after an investment has ended?",
                "Start with zeros for the longest row, and add each row to the years that it has.",
            ),
        ),
        Misconception(
            "never-negative",
            _never_below_zero,
            "Where the portfolio loses money you return 0. Then the rate is negative.",
            (
                "What is the rate of 100 that become 50 in a year?",
                "Where does your search begin?",
                "Search from −0.99 on, not from 0.",
            ),
        ),
        Misconception(
            "cut-to-the-shortest",
            _cut_to_the_shortest,
            "You stop at the end of the shortest row (as zip does): later returns are lost.",
            LENGTH_HINTS,
        ),
        Misconception(
            "aligned-at-the-end",
            _aligned_at_the_end,
            "You align the rows at their last year. The first place of every row is the same year, today.",
            LENGTH_HINTS,
        ),
        Misconception(
            "aligned-at-the-cheque",
            _aligned_at_the_cheque,
            "You move every row to its own first cheque. A row that begins with a zero pays a year later, and that year counts.",
            LENGTH_HINTS,
        ),
        Misconception(
            "multiple",
            lambda flows: _multiple(flows) - 1,
            "You return what was gained over all years. A rate of return is a rate for one year.",
            (
                "100 become 121 in two years. Is that 21 % a year?",
                "Does your result depend on when the money comes?",
                "Discount each year by (1 + r)^t and look for the r that makes the sum 0.",
            ),
            also=(lambda flows: _multiple(flows) ** (1 / (len(_together(flows)) - 1)) - 1,),
        ),
        Misconception(
            "percent",
            lambda flows: 100 * _rate(_together(flows)),
            "You return per cent; a share is expected, such as 0.1.",
            ("What is 10 % as a share?", "By which factor are you off?", "Leave out the factor 100."),
        ),
    ),
    hints=(
        "Two steps: one row of sums, then the rate of that row.",
        "The present value falls as the rate rises. Where it crosses 0 is the rate; halve an interval until it is small.",
        "The rate can be negative: search from −0.99 on, not from 0.",
    ),
)

# ---------------------------------------------------------------- questions


def _after_the_war(margin: int, price_fall: int, cost_fall: int, years: int) -> float:
    return 100 - (100 - margin) * ((100 - cost_fall) / (100 - price_fall)) ** years


WAR_HINTS = (
    "Set the price to 100 today. With this margin, what is the cost?",
    "Write price and cost of each year in two columns; each falls by its own rate.",
    "The margin of the last year is (price − cost) / price of that year, times 100.",
)

price_war = Exercise(
    id="business-models.price_war",
    points=1,
    kind="number",
    target="margin_left",
    prompt=(
        "A service has a gross margin of {margin} %. Each year its prices fall by {price_fall} % and its cost of a token by {cost_fall} %. "
        "What is the gross margin after {years} years, in per cent? Give the number to within 1 %."
    ),
    variant=lambda rng: {
        "margin": int(rng.choice([80, 81, 84])),
        "price_fall": int(rng.choice([25, 31])),
        "cost_fall": int(rng.choice([8, 11])),
        "years": int(rng.choice([2, 3])),
    },
    reference=_after_the_war,
    relative=0.01,
    hints=WAR_HINTS,
    misconceptions=(
        Misconception(
            "share",
            lambda **numbers: _after_the_war(**numbers) / 100,
            "Your number is right as a share; the question asks for per cent.",
            ("What is 0.25 in per cent?", "By which factor are you off?", "Multiply by 100."),
        ),
        Misconception(
            "subtracted",
            lambda margin, price_fall, cost_fall, years: margin - years * (price_fall - cost_fall),
            "You subtract per cents of different things. The falls multiply price and cost; the margin follows from both.",
            (
                "Set the price to 100 today. What is the cost today?",
                "Compute price and cost of each year, then the margin from them.",
                "Cost over price changes by (1 − cost fall) / (1 − price fall) each year.",
            ),
        ),
        Misconception(
            "one-year",
            lambda margin, price_fall, cost_fall, years: _after_the_war(margin, price_fall, cost_fall, 1),
            "You let prices and costs fall once. They fall each year.",
            ("How often do prices fall?", "Compute year by year.", "Raise the yearly factor to the power of the years."),
        ),
        Misconception(
            "swapped",
            lambda margin, price_fall, cost_fall, years: _after_the_war(margin, cost_fall, price_fall, years),
            "You swapped the two falls: prices fall faster than costs here, so the margin shrinks.",
            (
                "Does the margin grow or shrink when prices fall faster than costs?",
                "Which fall belongs to the numerator of cost / price?",
                "Cost over price changes by (1 − cost fall) / (1 − price fall) each year.",
            ),
        ),
        Misconception(
            "costs-stay",
            lambda margin, price_fall, cost_fall, years: _after_the_war(margin, price_fall, 0, years),
            "You let prices fall and keep the cost. It falls as well.",
            ("What happens to the cost of a token?", "Compute cost and price of each year.", "The cost is multiplied by 1 − cost fall."),
        ),
        Misconception(
            "margin-shrinks-itself",
            lambda margin, price_fall, cost_fall, years: margin * ((100 - price_fall) / (100 - cost_fall)) ** years,
            "You let the margin itself shrink by the yearly factor. It is the cost's share of the price that changes by a factor.",
            (
                "What is 100 % minus the margin?",
                "Follow the cost's share of the price.",
                "100 − (100 − margin) × ((1 − cost fall) / (1 − price fall))^years.",
            ),
        ),
        Misconception(
            "cost-share",
            lambda margin, price_fall, cost_fall, years: 100 - _after_the_war(margin, price_fall, cost_fall, years),
            "You gave the cost's share of the price. The margin is the rest.",
            ("What is left of 100?", "You are one subtraction away.", "Return 100 minus what you have."),
        ),
    ),
)

more_companies = Exercise(
    id="business-models.more_companies",
    points=1,
    kind="choice",
    target="more_companies",
    prompt=(
        "Two incubators with the same money pick their companies equally well. One backs 10, the other 160. "
        "Over many such incubators, what differs?"
    ),
    options={
        "a": "The mean of the multiple hardly differs; fewer of those with 160 companies lose money.",
        "b": "Those with 160 companies have a far higher mean, because they find the rare large exit more often.",
        "c": "Nothing differs: each company has the same odds.",
        "d": "Those with 10 companies have the higher typical (median) multiple, because they can choose.",
    },
    reference="a",
    misconceptions=(
        Misconception(
            "higher-mean",
            "b",
            "They find large exits more often, and hold a smaller part of their money in each. The mean stays.",
            (
                "How much of the money goes into each company?",
                "The mean of a sum is the sum of the means.",
                "16 times as many draws, each with a sixteenth of the money: what is the mean?",
            ),
        ),
        Misconception(
            "nothing",
            "c",
            "The odds of a company are the same; those of the sum are not.",
            (
                "Toss one coin or a hundred: how often do you see less than 40 % heads?",
                "Compare the spread of the mean of 10 draws with that of 160.",
                "Look at the chance of loss in the table of the lesson.",
            ),
        ),
        Misconception(
            "few-are-better",
            "d",
            "Both pick equally well, says the question. With few companies most incubators miss the rare large exit.",
            (
                "In how many of 250 financings came back more than 50 times?",
                "With 10 companies, how likely is one such exit?",
                "Look at the median in the table of the lesson.",
            ),
        ),
    ),
)
