"""Finance: log returns, the Sharpe ratio, value at risk and expected shortfall, splits in time, and what a loan earns."""

import numpy as np

from bigmodel_edu.checking.exercise import Call, Exercise, Misconception, Property, arguments


def _log_returns(prices):
    return np.diff(np.log(prices), axis=0)


def _prices(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Prices that move by several per cent a day, so that simple and log returns differ visibly."""
    return rng.uniform(5, 400, shape[1:]) * np.exp(np.cumsum(rng.normal(0.01, 0.08, shape), axis=0))


def _one_series(rng: np.random.Generator) -> Call:
    return arguments(_prices(rng, int(rng.integers(3, 12))))


def _several_series(rng: np.random.Generator) -> Call:
    days = int(rng.integers(4, 9))
    return arguments(_prices(rng, days, days + int(rng.choice([-2, 3]))))


def _returns_add_up(ask, rng: np.random.Generator) -> bool:
    prices = _prices(rng, 9)
    return bool(np.isclose(np.sum(ask(prices)), np.log(prices[-1] / prices[0]), atol=1e-6))


log_returns = Exercise(
    id="finance.log_returns",
    points=2,
    target="log_returns",
    reference=_log_returns,
    inputs={"one series": _one_series, "several series": _several_series},
    properties=(Property("sum", "add up to the log return from the first day to the last.", _returns_add_up),),
    misconceptions=(
        Misconception(
            "simple-returns",
            lambda prices: prices[1:] / prices[:-1] - 1,
            "You return simple returns, p(t) / p(t−1) − 1. They do not add up over time; log returns do.",
            (
                "Up 50 % and then down 50 %: where are you, and what is the sum of your two numbers?",
                "Which function turns a product of factors into a sum?",
                "Take the logarithm of the ratio of the two prices.",
            ),
        ),
        Misconception(
            "ratios",
            lambda prices: prices[1:] / prices[:-1],
            "You return the ratios of neighbouring prices; their logarithm is missing.",
            (
                "What should your function return for a price that does not move?",
                "One step is left.",
                "Take the natural logarithm of each ratio.",
            ),
        ),
        Misconception(
            "backwards",
            lambda prices: -np.diff(np.log(prices), axis=0),
            "Your sign is the wrong one: you divide the old price by the new one.",
            (
                "A price rises from 100 to 110. Should the return be above or below 0?",
                "Which price stands in the numerator?",
                "Divide the later price by the earlier one, or turn the difference of the logarithms round.",
            ),
        ),
        Misconception(
            "base-10",
            lambda prices: np.diff(np.log10(prices), axis=0),
            "You use the logarithm to base 10; the formula has the natural one.",
            (
                "For a rise of 1 % the result should be close to 0.01. What do you get?",
                "Which logarithm does the formula use?",
                "Replace log10 by log.",
            ),
        ),
        Misconception(
            "differences",
            lambda prices: np.diff(prices, axis=0),
            "You return differences of prices, in money. A return has no unit.",
            (
                "Does your result change when all prices are given in cents?",
                "What is missing before the difference?",
                "Take the logarithm of the prices first.",
            ),
        ),
        Misconception(
            "first-day-kept",
            lambda prices: np.concatenate([np.zeros((1, *prices.shape[1:])), np.diff(np.log(prices), axis=0)]),
            "You give the first day a return of 0. It has no day before it, so it has no return.",
            (
                "How many returns have five prices?",
                "What was the price before the first price?",
                "Leave the first row out: T prices have T − 1 returns.",
            ),
        ),
        Misconception(
            "across-series",
            lambda prices: np.diff(np.log(prices), axis=-1),
            "With several series you compare neighbouring columns: one share with another. Time runs along the first axis.",
            (
                "Which axis is time?",
                "Compare the shape of your result with (T − 1, N).",
                "Take differences along axis 0.",
            ),
        ),
    ),
    hints=(
        "By hand: prices 100, 110, 99 have the log returns 0.0953 and −0.1054.",
        "Print the shape of your result for prices of shape (5, 3): it should be (4, 3).",
        "ln(a / b) = ln a − ln b: take logarithms, then differences along the first axis.",
    ),
)


def _sharpe(returns, risk_free=0.0, periods=252):
    excess = np.asarray(returns) - risk_free / periods
    return float(excess.mean() / excess.std(ddof=1) * np.sqrt(periods))


def _some_returns(rng: np.random.Generator, count: int | None = None) -> np.ndarray:
    mean = rng.choice([-1, 1]) * rng.uniform(0.002, 0.01)
    return rng.normal(mean, rng.uniform(0.01, 0.03), count or int(rng.integers(8, 20)))


def _daily(rng: np.random.Generator) -> Call:
    return arguments(_some_returns(rng))


def _monthly_above_a_rate(rng: np.random.Generator) -> Call:
    return arguments(_some_returns(rng), risk_free=float(rng.uniform(0.02, 0.06)), periods=int(rng.choice([12, 52])))


sharpe_ratio = Exercise(
    id="finance.sharpe_ratio",
    points=3,
    target="sharpe_ratio",
    reference=_sharpe,
    inputs={"daily returns, no interest": _daily, "other periods, with interest": _monthly_above_a_rate},
    misconceptions=(
        Misconception(
            "not-annualised",
            lambda returns, risk_free=0.0, periods=252: _sharpe(returns, risk_free, periods) / np.sqrt(periods),
            "You return the ratio of one period. It is asked for a year.",
            (
                "A year has many periods. How do the mean and the standard deviation of their sum grow?",
                "The mean grows with n, the standard deviation with √n.",
                "Multiply by the square root of periods.",
            ),
        ),
        Misconception(
            "times-periods",
            lambda returns, risk_free=0.0, periods=252: _sharpe(returns, risk_free, periods) * np.sqrt(periods),
            "You multiply by the number of periods. That is right for the mean alone; the standard deviation grows too, with its root.",
            (
                "How does the standard deviation of a sum of n independent returns grow?",
                "n / √n is what?",
                "Multiply by the square root of periods.",
            ),
        ),
        Misconception(
            "yearly-rate-from-each-period",
            lambda returns, risk_free=0.0, periods=252: float((np.mean(returns) - risk_free) / np.std(returns, ddof=1) * np.sqrt(periods)),
            "You subtract a year's interest from each period's return.",
            (
                "Is risk_free a rate for a year or for a period?",
                "How much interest does one period bring, when the year brings risk_free?",
                "Divide risk_free by periods before you subtract it.",
            ),
        ),
        Misconception(
            "rate-ignored",
            lambda returns, risk_free=0.0, periods=252: _sharpe(returns, 0.0, periods),
            "You leave the interest out: the ratio measures what was earned beyond it.",
            (
                "What would a savings account have earned?",
                "Where in your code is risk_free used?",
                "Subtract risk_free / periods from the mean return.",
            ),
        ),
        Misconception(
            "population-deviation",
            lambda returns, risk_free=0.0, periods=252: _sharpe(returns, risk_free, periods) * np.sqrt(len(returns) / (len(returns) - 1)),
            "You divide the squares by n. The docstring asks for the sample's standard deviation, which divides by n − 1.",
            (
                "Does the standard deviation that you use divide by n or by n − 1?",
                "numpy divides by n unless told, torch and pandas by n − 1.",
                "In numpy, give std the argument ddof=1.",
            ),
        ),
        Misconception(
            "variance",
            lambda returns, risk_free=0.0, periods=252: float(
                (np.mean(returns) - risk_free / periods) / np.var(returns, ddof=1) * np.sqrt(periods)
            ),
            "You divide by the variance; the ratio has the standard deviation in its denominator.",
            (
                "Does your ratio change when returns are given in per cent?",
                "What is the unit of a variance?",
                "Take the root of the variance, or use std.",
            ),
        ),
        Misconception(
            "always-252",
            lambda returns, risk_free=0.0, periods=252: _sharpe(returns, risk_free, periods) / np.sqrt(periods) * np.sqrt(252),
            "You always take 252 periods a year, whatever the function is told.",
            (
                "How many months has a year?",
                "Look for a 252 in your code.",
                "Use the argument periods.",
            ),
        ),
    ),
    hints=(
        "Three numbers: the mean excess return, its sample standard deviation, and the root of the periods in a year.",
        "Try returns 0.01, 0.02, 0.03 with periods=4: the mean is 0.02, the standard deviation 0.01, the result 4.",
        "(mean(returns) − risk_free / periods) / std(returns, n − 1) · √periods.",
    ),
)


def _value_at_risk(returns, level=0.99):
    return float(-np.quantile(returns, 1 - level))


def _skewed_returns(rng: np.random.Generator, count: int) -> np.ndarray:
    """Returns with a heavy lower tail: no symmetric shortcut gives the same number."""
    calm = rng.normal(0.001, 0.01, count)
    return np.where(rng.random(count) < 0.12, calm - rng.exponential(0.05, count), calm)


def _losses_and_gains(rng: np.random.Generator) -> Call:
    return arguments(_skewed_returns(rng, int(rng.integers(40, 90))), float(rng.choice([0.9, 0.95, 0.975])))


def _level_by_default(rng: np.random.Generator) -> Call:
    return arguments(_skewed_returns(rng, int(rng.integers(130, 190))))


def _only_gains(rng: np.random.Generator) -> Call:
    """Nothing was lost: the loss at the level is negative, that is, a gain."""
    return arguments(np.exp(rng.normal(-4, 0.6, int(rng.integers(30, 60)))), float(rng.choice([0.8, 0.9])))


SIGN_HINTS = (
    "Value at risk is a loss. How does the formula turn a return into a loss?",
    "For returns whose worst tenth begins at −4 % the result should be 0.04.",
    "Put a minus before the quantile.",
)

value_at_risk = Exercise(
    id="finance.value_at_risk",
    points=3,
    target="value_at_risk",
    reference=_value_at_risk,
    inputs={"losses and gains": _losses_and_gains, "the level by default": _level_by_default, "only gains": _only_gains},
    misconceptions=(
        Misconception(
            "sign",
            lambda returns, level=0.99: float(np.quantile(returns, 1 - level)),
            "You return the quantile of the returns. It is a loss that is asked for, and a loss is a return with its sign turned.",
            SIGN_HINTS,
        ),
        Misconception(
            "wrong-tail",
            lambda returns, level=0.99: float(np.quantile(returns, level)),
            "You took the best days: the upper tail of the returns. Losses lie in the lower one.",
            (
                "On which side of a histogram of returns are the bad days?",
                "With a level of 99 %, which share of the days is worse than the result?",
                "Take the quantile at 1 − level, or turn the sign of the returns first.",
            ),
        ),
        Misconception(
            "wrong-tail-negative",
            lambda returns, level=0.99: float(-np.quantile(returns, level)),
            "You turned the sign of the upper quantile: these are the best days.",
            (
                "On which side of a histogram of returns are the bad days?",
                "Only one of the two may be turned: the sign or the tail.",
                "Use −quantile(returns, 1 − level), or quantile(−returns, level).",
            ),
        ),
        Misconception(
            "normal",
            lambda returns, level=0.99: float(-(np.mean(returns) + _normal_quantile(1 - level) * np.std(returns))),
            "You assumed a normal distribution. The exercise asks for what happened: a quantile of the returns themselves.",
            (
                "Do returns have the tails of a normal distribution?",
                "How many of the given days are worse than your number?",
                "Use the quantile of the returns, without mean and standard deviation.",
            ),
            also=(lambda returns, level=0.99: float(-(np.mean(returns) + _normal_quantile(1 - level) * np.std(returns, ddof=1))),),
        ),
        Misconception(
            "absolute-returns",
            lambda returns, level=0.99: float(np.quantile(np.abs(returns), level)),
            "You took the quantile of the sizes of the returns. A large gain is no risk of loss.",
            (
                "Is a day of +8 % a loss?",
                "Try returns that are all positive.",
                "Turn the sign instead of taking the absolute value.",
            ),
        ),
        Misconception(
            "never-below-zero",
            lambda returns, level=0.99: max(0.0, _value_at_risk(returns, level)),
            "You cut negative results off. When even the bad days were gains, the loss is a negative number, and that is asked for.",
            (
                "Try returns that are all positive.",
                "What does the formula give for them?",
                "Leave out the maximum with 0.",
            ),
        ),
        Misconception(
            "worst-day",
            lambda returns, level=0.99: float(-np.min(returns)),
            "You return the worst day. The level says which share of the days may be worse.",
            (
                "Does your result depend on level?",
                "With 100 days and 95 %, about how many days are worse than the result?",
                "Use a quantile at 1 − level instead of the minimum.",
            ),
        ),
    ),
    hints=(
        "Sort the returns. At 95 %, which share of the sorted days stands on the bad side of your number?",
        "Draw a histogram of the returns, and mark minus your result in it.",
        "The quantile of the returns at 1 − level, with its sign turned.",
    ),
)


def _normal_quantile(probability: float) -> float:
    from statistics import NormalDist

    return NormalDist().inv_cdf(probability)


def _expected_shortfall(returns, level=0.99):
    returns = np.asarray(returns)
    return float(-returns[returns <= np.quantile(returns, 1 - level)].mean())


def _rounded_returns(rng: np.random.Generator) -> Call:
    """Returns in whole per cent: the quantile itself is a value that many days have."""
    values = np.repeat([-0.09, -0.05, -0.02, 0.0, 0.03], [2, 7, 9, 11, 12]) * rng.uniform(0.5, 2.0)
    return arguments(rng.permutation(values), 0.9)


def _at_least_the_value_at_risk(ask, rng: np.random.Generator) -> bool:
    returns = _skewed_returns(rng, 71)
    return float(np.asarray(ask(returns, 0.9))) >= _value_at_risk(returns, 0.9)


expected_shortfall = Exercise(
    id="finance.expected_shortfall",
    points=2,
    target="expected_shortfall",
    reference=_expected_shortfall,
    inputs={"losses and gains": _losses_and_gains, "the level by default": _level_by_default, "days that are alike": _rounded_returns},
    properties=(Property("beyond", "never be below the value at risk at the same level.", _at_least_the_value_at_risk),),
    misconceptions=(
        Misconception(
            "value-at-risk",
            _value_at_risk,
            "You return the value at risk: where the tail begins, not how bad it is on average.",
            (
                "How much is lost on the days beyond the value at risk?",
                "One step is left after the quantile.",
                "Average the returns that are at or below the quantile, and turn the sign.",
            ),
        ),
        Misconception(
            "sign",
            lambda returns, level=0.99: -_expected_shortfall(returns, level),
            "You return a return; a loss is asked for.",
            SIGN_HINTS,
        ),
        Misconception(
            "divided-by-all-days",
            lambda returns, level=0.99: float(-np.sum(returns[returns <= np.quantile(returns, 1 - level)]) / len(returns)),
            "You divide by the number of all days. It is a mean over the bad days only.",
            (
                "Which days does the mean run over?",
                "By which factor are you off, about? Compare it with 1 − level.",
                "Divide by the number of days in the tail.",
            ),
        ),
        Misconception(
            "strictly-below",
            lambda returns, level=0.99: float(-np.mean(returns[returns < np.quantile(returns, 1 - level)])),
            "You leave out the days that lie exactly at the quantile. They belong to the tail.",
            (
                "What happens when many days have the same return?",
                "Read the definition: at or below.",
                "Compare with <= instead of <.",
            ),
        ),
        Misconception(
            "mean-of-the-good-days",
            lambda returns, level=0.99: float(-np.mean(returns[returns >= np.quantile(returns, 1 - level)])),
            "You averaged the days outside the tail.",
            (
                "On which side of the quantile are the bad days?",
                "Is your result a large loss?",
                "Turn the comparison round.",
            ),
        ),
        Misconception(
            "all-losing-days",
            lambda returns, level=0.99: float(-np.mean(returns[returns < 0])),
            "You averaged all losing days, whatever the level is.",
            (
                "Does your result depend on level?",
                "Which days does the definition average?",
                "Compare the returns with their quantile at 1 − level instead of 0.",
            ),
        ),
    ),
    hints=(
        "First the quantile at 1 − level. Which days are at or below it?",
        "Print how many days you average: about (1 − level) of all.",
        "Minus the mean of the returns that are at or below the quantile.",
    ),
)


def _walk_forward(days, first, test, gap=0):
    return [(stop, stop + gap, stop + gap + test) for stop in range(first, days - gap - test + 1, test)]


def _fits_exactly(rng: np.random.Generator) -> Call:
    first, test, folds = int(rng.integers(5, 30)), int(rng.integers(2, 9)), int(rng.integers(2, 6))
    return arguments(first + folds * test, first, test)


def _with_days_over(rng: np.random.Generator) -> Call:
    first, test, folds = int(rng.integers(5, 30)), int(rng.integers(4, 9)), int(rng.integers(2, 6))
    return arguments(first + folds * test + int(rng.integers(1, test)), first, test)


def _with_a_gap(rng: np.random.Generator) -> Call:
    first, test, folds, gap = int(rng.integers(9, 30)), int(rng.integers(4, 9)), int(rng.integers(2, 6)), int(rng.integers(1, 8))
    return arguments(first + folds * test + gap + int(rng.integers(0, test)), first, test, gap=gap)


def _too_short(rng: np.random.Generator) -> Call:
    return arguments(int(rng.integers(3, 10)), 8, int(rng.integers(3, 6)), gap=2)


walk_forward = Exercise(
    id="finance.walk_forward",
    points=3,
    target="walk_forward",
    reference=_walk_forward,
    inputs={
        "the days fit exactly": _fits_exactly,
        "some days are over": _with_days_over,
        "with a gap": _with_a_gap,
        "too few days": _too_short,
    },
    misconceptions=(
        Misconception(
            "gap-ignored",
            lambda days, first, test, gap=0: _walk_forward(days, first, test),
            "You test on the day after training, without the gap. A target that spans several days then reaches into the test.",
            (
                "How far into the future does the target of the last training day reach?",
                "Where in your code is gap used?",
                "The test begins at train_stop + gap, and ends test days later.",
            ),
        ),
        Misconception(
            "part-of-a-block",
            lambda days, first, test, gap=0: [(stop, stop + gap, min(stop + gap + test, days)) for stop in range(first, days - gap, test)],
            "Your last test block is shorter than the others. Only whole blocks are asked for.",
            (
                "How long is your last block?",
                "When must the loop end?",
                "Keep a split only if train_stop + gap + test is not beyond days.",
            ),
        ),
        Misconception(
            "beyond-the-end",
            lambda days, first, test, gap=0: [(stop, stop + gap, stop + gap + test) for stop in range(first, days, test)],
            "Your last test block reaches beyond the last day.",
            (
                "Which is the largest day that you test on? Does it exist?",
                "When must the loop end?",
                "Keep a split only if train_stop + gap + test is not beyond days.",
            ),
        ),
        Misconception(
            "last-block-missing",
            lambda days, first, test, gap=0: [(stop, stop + gap, stop + gap + test) for stop in range(first, days - gap - test, test)],
            "When the days fit exactly, your last block is missing.",
            (
                "Try days=10, first=6, test=2: which blocks should come out?",
                "Does range include its end?",
                "The block may end exactly at days: use <= in the comparison, or + 1 in the range.",
            ),
        ),
        Misconception(
            "trains-on-the-test",
            lambda days, first, test, gap=0: [(each[2], *each[1:]) for each in _walk_forward(days, first, test, gap)],
            "You train on the very days that you test on: train_stop lies at the end of the test.",
            (
                "May the model have seen the days that it is tested on?",
                "Compare train_stop with test_start.",
                "Training ends gap days before the test begins.",
            ),
        ),
        Misconception(
            "steps-by-test-and-gap",
            lambda days, first, test, gap=0: [
                (stop, stop + gap, stop + gap + test) for stop in range(first, days - gap - test + 1, test + gap)
            ],
            "You move on by test + gap, so some days are never tested. Blocks should follow each other without a hole.",
            (
                "Which days do you never test on?",
                "Where does the second block begin, and where did the first end?",
                "Move train_stop on by test days each time.",
            ),
        ),
        Misconception(
            "one-day-at-a-time",
            lambda days, first, test, gap=0: [(stop, stop + gap, stop + gap + test) for stop in range(first, days - gap - test + 1)],
            "You move on by one day, so the blocks overlap and days are tested several times.",
            (
                "How often is each day tested?",
                "Where does the second block begin, and where did the first end?",
                "Move train_stop on by test days each time.",
            ),
        ),
    ),
    hints=(
        "Draw a line of days. Mark where training ends, the gap, and the block of the test; then the next one below it.",
        "For days=10, first=4, test=2, gap=1 the result is [(4, 5, 7), (6, 7, 9)].",
        "Begin with train_stop = first and add test each time, as long as train_stop + gap + test <= days.",
    ),
)

what_fits = Exercise(
    id="finance.what_fits",
    points=1,
    kind="choice",
    target="what_fits",
    prompt="A start-up shows its model of tomorrow's closing price: R² = 0.998 on test days. What does this show?",
    options={
        "a": "The model explains nearly all of tomorrow's gains and losses.",
        "b": "The model has seen the test days.",
        "c": "Nearly nothing: today's price alone reaches about the same.",
        "d": "The market is not efficient.",
    },
    reference="c",
    misconceptions=(
        Misconception(
            "explains-returns",
            "a",
            "It explains the level of the price, which hardly changes from day to day. Gains and losses are the changes.",
            (
                "What would a model that always says “as today” reach?",
                "Look at the table of baselines above.",
                "R² compares with the mean price of all years, a baseline that nobody would use.",
            ),
        ),
        Misconception(
            "leak",
            "b",
            "That may be, but no leak is needed to reach this number.",
            (
                "What would a model that always says “as today” reach?",
                "Look at the table of baselines above.",
                "Ask first which baseline reaches the same.",
            ),
        ),
        Misconception(
            "inefficient",
            "d",
            "The number says nothing on whether money can be made: the rule “as today” reaches about the same.",
            (
                "Can you trade on the forecast “as today”?",
                "Look at the table of baselines above.",
                "A claim on markets needs returns, costs and days that were not used before.",
            ),
        ),
    ),
)

break_even_risk = Exercise(
    id="finance.break_even_risk",
    points=1,
    kind="number",
    target="break_even_risk",
    prompt=(
        "You lend for one year at {rate} % interest. A loan that is paid back earns the interest. Of a loan that turns bad you lose "
        "{loss} % of the sum, and it pays no interest. Up to which probability of turning bad, in per cent, does a loan not lose money on "
        "average? (Leave out your own costs.) Give the number to within 1 %."
    ),
    variant=lambda rng: {"rate": int(rng.integers(6, 19)), "loss": int(rng.choice([40, 45, 55, 60, 70]))},
    reference=lambda rate, loss: 100 * rate / (rate + loss),
    relative=0.01,
    misconceptions=(
        Misconception(
            "ratio",
            lambda rate, loss: 100 * rate / loss,
            "You divided the interest by the loss. A loan that turns bad also brings no interest, so less of it is earned.",
            (
                "With probability p the loan is bad. What is earned with probability 1 − p?",
                "Write the mean earning as a sum of two parts, and set it to 0.",
                "(1 − p) · rate = p · loss.",
            ),
        ),
        Misconception(
            "everything-lost",
            lambda rate, loss: 100 * rate / (rate + 100),
            "You assumed that the whole sum is lost; part of it comes back.",
            (
                "Which share of the sum is lost?",
                "Write the mean earning as a sum of two parts, and set it to 0.",
                "(1 − p) · rate = p · loss.",
            ),
        ),
        Misconception(
            "other-side",
            lambda rate, loss: 100 * loss / (rate + loss),
            "You gave the probability of being paid back at which the loan breaks even. The question asks for the other one.",
            (
                "Would you lend to somebody who fails to pay with this probability?",
                "Which of the two outcomes has the probability p?",
                "Take 100 minus your number.",
            ),
        ),
        Misconception(
            "share",
            lambda rate, loss: rate / (rate + loss),
            "You gave a share between 0 and 1; the question asks for per cent.",
            ("Which unit is asked for?", "By which factor are you off?", "Multiply by 100."),
        ),
    ),
)
