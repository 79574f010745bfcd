"""The case of OpenAI: what a training run costs, what a founder keeps, how long the money lasts, when a model has paid for itself."""

import math

import numpy as np

from bigmodel_edu.checking.exercise import Call, Exercise, Misconception, Property, arguments

# ---------------------------------------------------------------- training_bill


def _bill(gpu_hours, gpus, price_per_hour):
    total = sum(gpu_hours.values())
    return total * price_per_hour, total / gpus / 24


def _run(rng: np.random.Generator, phases: int) -> Call:
    names = ["pre-training", "longer context", "post-training", "evaluation"][:phases]
    hours = [int(rng.integers(200_000, 4_000_000)), *(int(rng.integers(2_000, 150_000)) for _ in range(phases - 1))]
    return arguments(dict(zip(names, hours, strict=True)), int(rng.integers(200, 9_000)), round(float(rng.uniform(1.2, 6.5)), 2))


def _several_phases(rng: np.random.Generator) -> Call:
    return _run(rng, int(rng.integers(3, 5)))


def _one_phase(rng: np.random.Generator) -> Call:
    return _run(rng, 1)


def _twice_the_gpus(ask, rng: np.random.Generator) -> bool:
    """The same hours on twice as many GPUs: the same bill in half the time."""
    hours, gpus, price = _run(rng, 3).args
    (cost, days), (again, fewer) = ask(hours, gpus, price), ask(hours, 2 * gpus, price)
    return math.isclose(cost, again, rel_tol=1e-6) and math.isclose(days, 2 * fewer, rel_tol=1e-6)


def _first(gpu_hours):
    return max(gpu_hours.values())


HOUR_HINTS = (
    "One GPU-hour is one GPU for one hour. What are 1,000 GPU-hours: one GPU for 1,000 h, or 1,000 GPUs for 1,000 h?",
    "Does the bill change when the same GPU-hours are done by twice as many GPUs in half the time?",
    "cost = GPU-hours × price; days = GPU-hours / gpus / 24.",
)

training_bill = Exercise(
    id="case-openai.training_bill",
    points=3,
    target="training_bill",
    reference=_bill,
    inputs={"several phases": _several_phases, "one phase": _one_phase},
    properties=(Property("same-bill", "give the same cost, and half the days, on twice as many GPUs.", _twice_the_gpus),),
    forbidden=("bigmodel_edu.economics",),
    misconceptions=(
        Misconception(
            "counted-twice",
            lambda hours, gpus, price: (sum(hours.values()) * gpus * price, sum(hours.values()) / 24),
            "You multiply GPU-hours by the number of GPUs. GPU-hours already count every GPU.",
            HOUR_HINTS,
            also=(lambda hours, gpus, price: (sum(hours.values()) * gpus * price, sum(hours.values()) / gpus / 24),),
        ),
        Misconception(
            "bill-of-one-gpu",
            lambda hours, gpus, price: (sum(hours.values()) / gpus * price, sum(hours.values()) / gpus / 24),
            "You charge the hours that pass on the wall, as if there were one GPU. Every GPU is rented for all of them.",
            HOUR_HINTS,
        ),
        Misconception(
            "pretraining-only",
            lambda hours, gpus, price: (_first(hours) * price, _first(hours) / gpus / 24),
            "You count the largest phase only. The model that people use went through all of them.",
            (
                "How many phases does the table have?",
                "Compare your hours with the sum of the table's.",
                "Sum gpu_hours.values().",
            ),
        ),
        Misconception(
            "days-of-one-gpu",
            lambda hours, gpus, price: (sum(hours.values()) * price, sum(hours.values()) / 24),
            "Your cost is right. Your days are those of a single GPU; here many work at the same time.",
            HOUR_HINTS,
        ),
        Misconception(
            "hours-not-days",
            lambda hours, gpus, price: (sum(hours.values()) * price, sum(hours.values()) / gpus),
            "Your cost is right. The time is in hours; days are asked for.",
            ("In which unit is your second number?", "By which factor are you off?", "Divide by 24."),
        ),
        Misconception(
            "other-order",
            lambda hours, gpus, price: _bill(hours, gpus, price)[::-1],
            "You return the days first. The order is (cost, days).",
            ("Which of your two numbers is the larger one?", "Read the docstring's Returns again.", "Return cost first, then days."),
        ),
    ),
    hints=(
        "Two numbers are returned, as a tuple: (cost, days).",
        "Write the units beside each line: GPU-hours, USD per GPU-hour, GPUs, h, days.",
        "total = sum of the hours; (total × price, total / gpus / 24).",
    ),
)

# ---------------------------------------------------------------- stake_after_rounds


def _stake(stake, rounds):
    for raised, pre_money in rounds:
        stake *= pre_money / (pre_money + raised)
    return stake


def _rounds(rng: np.random.Generator, count: int) -> Call:
    pre, rounds = float(rng.uniform(4, 20)), []
    for _ in range(count):
        raised = pre * float(rng.uniform(0.08, 0.6))
        rounds.append((round(raised, 2), round(pre, 2)))
        pre = (pre + raised) * float(rng.uniform(1.2, 4))
    return arguments(round(float(rng.uniform(0.05, 0.9)), 3), rounds)


def _several_rounds(rng: np.random.Generator) -> Call:
    return _rounds(rng, int(rng.integers(2, 5)))


def _one_round(rng: np.random.Generator) -> Call:
    return _rounds(rng, 1)


def _no_round(rng: np.random.Generator) -> Call:
    return _rounds(rng, 0)


def _by_factor(factor):
    def wrong(stake, rounds):
        for raised, pre_money in rounds:
            stake *= factor(raised, pre_money)
        return stake

    return wrong


PRE_HINTS = (
    "A company is worth 10 before the round, and 2 come in. What is it worth afterwards?",
    "The investor gets 2 of 12, not 2 of 10.",
    "Those who were there keep pre_money / (pre_money + raised) of what they had.",
)

stake_after_rounds = Exercise(
    id="case-openai.stake_after_rounds",
    points=2,
    target="stake_after_rounds",
    reference=_stake,
    inputs={"several rounds": _several_rounds, "one round": _one_round, "no round": _no_round},
    forbidden=("bigmodel_edu.economics",),
    misconceptions=(
        Misconception(
            "share-of-pre-money",
            _by_factor(lambda raised, pre: 1 - raised / pre),
            "You divide the new money by the value before it came in. The investor's share is raised / (pre_money + raised).",
            PRE_HINTS,
        ),
        Misconception(
            "points-subtracted",
            lambda stake, rounds: stake - sum(raised / (pre + raised) for raised, pre in rounds),
            "You subtract the new investors' shares from the stake. Everybody gives up the same *part* of what they have.",
            (
                "Someone owns 10 %, and an investor gets 20 %. Can the result be −10 %?",
                "What remains of 50 % when all give up a fifth?",
                "Multiply the stake by pre_money / (pre_money + raised), round after round.",
            ),
        ),
        Misconception(
            "shares-added-up",
            lambda stake, rounds: stake * (1 - sum(raised / (pre + raised) for raised, pre in rounds)),
            "You add up the shares of all rounds first. The second round dilutes what is left after the first.",
            (
                "Two rounds of 50 % each: is nothing left?",
                "After the first half is given, half of what remains is given again.",
                "Multiply one factor for each round.",
            ),
        ),
        Misconception(
            "investors-share",
            lambda stake, rounds: math.prod((raised / (pre + raised) for raised, pre in rounds), start=stake),
            "You keep what the investors get. Asked is what the owner keeps.",
            (
                "An investor gets 20 %. Which part do the others keep?",
                "1 minus the investor's share remains.",
                "Multiply by pre_money / (pre_money + raised).",
            ),
        ),
        Misconception(
            "last-round-only",
            lambda stake, rounds: _stake(stake, rounds[-1:]),
            "You apply one round only. Each round dilutes.",
            ("How many rounds are in the list?", "Print the stake after each round.", "Loop over all rounds and multiply each time."),
            also=(lambda stake, rounds: _stake(stake, rounds[:1]),),
        ),
        Misconception(
            "all-money-at-once",
            lambda stake, rounds: _stake(stake, [(sum(r for r, _ in rounds), rounds[0][1])]) if rounds else stake,
            "You sell for all the money at the first price. Each round has a price of its own.",
            (
                "Is the company worth the same at each round?",
                "Compute the factor of each round from its own pair.",
                "Multiply the factors.",
            ),
            also=(lambda stake, rounds: _stake(stake, [(sum(r for r, _ in rounds), rounds[-1][1])]) if rounds else stake,),
        ),
    ),
    hints=(
        "Begin with one round: 2 come in at 10 before. What do the old owners keep?",
        "Dilution multiplies. An empty list leaves the stake as it is.",
        "for raised, pre_money in rounds: stake *= pre_money / (pre_money + raised).",
    ),
)

# ---------------------------------------------------------------- runway_months


def _runway(cash, revenue, cost, growth, most=120):
    for month in range(most):
        cash += revenue - cost
        if cash < 0:
            return month
        revenue *= 1 + growth
    return math.inf


def _company(rng: np.random.Generator, months: float, growth: float) -> Call:
    """A company whose revenue covers part of its cost, with cash for about so many months at today's burn."""
    revenue = round(float(rng.uniform(10, 90)), 1)
    cost = round(revenue * float(rng.uniform(1.6, 3)), 1)
    return arguments(round((cost - revenue) * months + float(rng.uniform(0.1, 0.9)), 2), revenue, cost, growth)


def _flat(rng: np.random.Generator) -> Call:
    return _company(rng, int(rng.integers(3, 15)), 0.0)


def _growing(rng: np.random.Generator) -> Call:
    """Growth that lengthens the runway but does not save the company."""
    while True:
        call = _company(rng, float(rng.uniform(3, 8)), round(float(rng.uniform(0.01, 0.05)), 3))
        cash, revenue, cost, growth = call.args
        if _runway(cash, revenue, cost, growth) not in (math.inf, _runway(cash, revenue, cost, 0.0)):
            return call


def _shrinking(rng: np.random.Generator) -> Call:
    while True:
        call = _company(rng, float(rng.uniform(8, 15)), -round(float(rng.uniform(0.04, 0.12)), 3))
        cash, revenue, cost, growth = call.args
        if _runway(cash, revenue, cost, growth) != _runway(cash, revenue, cost, 0.0):
            return call


def _saved(rng: np.random.Generator) -> Call:
    while True:
        call = _company(rng, float(rng.uniform(6, 14)), round(float(rng.uniform(0.12, 0.3)), 3))
        if _runway(*call.args) == math.inf:
            return call


def _at_once(rng: np.random.Generator) -> Call:
    return _company(rng, 0, round(float(rng.uniform(-0.1, 0.1)), 3))


def _constant_burn(cash, revenue, cost, growth, most=120):
    return int(cash // (cost - revenue))


def _grows_first(cash, revenue, cost, growth, most=120):
    return _runway(cash, revenue * (1 + growth), cost, growth)


def _compound_cost(cash, revenue, cost, growth, most=120):
    for month in range(120):
        cash += revenue - cost
        if cash < 0:
            return month
        revenue, cost = revenue * (1 + growth), cost * (1 + growth)
    return math.inf


def _added_growth(cash, revenue, cost, growth, most=120):
    first = revenue
    for month in range(120):
        cash += revenue - cost
        if cash < 0:
            return month
        revenue += first * growth
    return math.inf


def _never_infinite(cash, revenue, cost, growth, most=120):
    found = _runway(cash, revenue, cost, growth)
    return 120 if found == math.inf else found


def _month_too_many(cash, revenue, cost, growth, most=120):
    return _runway(cash, revenue, cost, growth) + 1


def _until_break_even(cash, revenue, cost, growth, most=120):
    month = 0
    while revenue < cost and month < 120:
        revenue, month = revenue * (1 + growth), month + 1
    return month if month < 120 else math.inf


MONTH_HINTS = (
    "Follow one company with a pencil: cash at the end of month 1, 2, 3.",
    "Which comes first in a month: this month's revenue and cost, or the growth for the next month?",
    "Loop: cash += revenue − cost; if cash < 0, return the full months before; then revenue *= 1 + growth.",
)

runway_months = Exercise(
    id="case-openai.runway_months",
    points=3,
    target="runway_months",
    reference=lambda cash, revenue, cost, growth: _runway(cash, revenue, cost, growth),
    inputs={
        "revenue that does not change": _flat,
        "revenue that grows": _growing,
        "revenue that shrinks": _shrinking,
        "growth that saves the company": _saved,
        "no cash for the first month": _at_once,
    },
    draws=10,  # months are whole numbers: two mistakes may agree on a few companies
    forbidden=("bigmodel_edu.economics",),
    misconceptions=(
        Misconception(
            "constant-burn",
            _constant_burn,
            "You divide the cash by today's burn. Revenue changes, and the burn with it.",
            (
                "Is next month's burn the same as this month's?",
                "Compare your result for growth 0 and for growth 0.1.",
                "Go month by month and change the revenue each time.",
            ),
        ),
        Misconception(
            "grows-first",
            _grows_first,
            "You let the revenue grow before the first month. The first month has today's revenue.",
            MONTH_HINTS,
        ),
        Misconception(
            "one-too-many",
            _month_too_many,
            "You count the month in which the cash runs out. Only months that are paid in full count.",
            MONTH_HINTS,
        ),
        Misconception(
            "costs-grow-too",
            _compound_cost,
            "You let the costs grow as the revenue does. Here the costs stay.",
            (
                "Which of the two changes from month to month?",
                "Read the docstring: what does growth apply to?",
                "Multiply the revenue only.",
            ),
        ),
        Misconception(
            "simple-growth",
            _added_growth,
            "You add the same amount each month. A growth of 10 % a month is 10 % of the month before.",
            (
                "What are two months of 10 % growth on 100: 120 or 121?",
                "Print the revenue of the first four months.",
                "revenue *= 1 + growth.",
            ),
        ),
        Misconception(
            "never-infinite",
            _never_infinite,
            "You give a number where the cash never runs out within ten years; the answer there is math.inf.",
            (
                "What does your function say of a company that becomes profitable in time?",
                "What happens after the last month of your loop?",
                "Return math.inf after the loop.",
            ),
        ),
        Misconception(
            "until-break-even",
            _until_break_even,
            "You count the months until revenue covers cost. Asked is how long the cash lasts.",
            (
                "Does your result depend on the cash?",
                "A company may run out of cash long before it breaks even.",
                "Follow the cash, month by month.",
            ),
        ),
    ),
    hints=(
        "Go month by month; ten years, 120 months, are enough.",
        "A month counts when the cash at its end is 0 or more.",
        "for month in range(120): cash += revenue - cost; if cash < 0: return month; revenue *= 1 + growth. Then math.inf.",
    ),
)

# ---------------------------------------------------------------- days_to_pay_back


def _days(fixed_cost, revenue_per_day, cost_per_day, paying_share):
    left = revenue_per_day * paying_share - cost_per_day
    return fixed_cost / left if left > 0 else math.inf


def _service(rng: np.random.Generator, paying: float, cover: float) -> Call:
    revenue = round(float(rng.uniform(100_000, 900_000)), 2)
    cost = round(revenue * paying * cover, 2)
    return arguments(round(float(rng.uniform(1e6, 9e7)), 2), revenue, cost, paying)


def _earning(rng: np.random.Generator) -> Call:
    return _service(rng, round(float(rng.uniform(0.3, 0.95)), 3), float(rng.uniform(0.2, 0.8)))


def _losing(rng: np.random.Generator) -> Call:
    return _service(rng, round(float(rng.uniform(0.1, 0.5)), 3), float(rng.uniform(1.1, 1.9)))


def _nobody_pays(rng: np.random.Generator) -> Call:
    fixed, revenue, _cost, _paying = _earning(rng).args
    return arguments(fixed, revenue, round(revenue * 0.3, 2), 0.0)


def _whole_days(fixed_cost, revenue_per_day, cost_per_day, paying_share):
    days = _days(fixed_cost, revenue_per_day, cost_per_day, paying_share)
    return days if days == math.inf else math.ceil(days)


days_to_pay_back = Exercise(
    id="case-openai.days_to_pay_back",
    points=2,
    target="days_to_pay_back",
    reference=_days,
    inputs={"a service that earns": _earning, "a service that loses": _losing, "nobody pays": _nobody_pays},
    forbidden=("bigmodel_edu.economics",),
    misconceptions=(
        Misconception(
            "revenue-only",
            lambda fixed, revenue, cost, share: fixed / (revenue * share) if share else math.inf,
            "You divide by the revenue. Serving costs money each day; only what is left pays back.",
            (
                "What is left of a day's revenue after serving?",
                "Which of your inputs does not appear in your formula?",
                "Divide by revenue × share − cost.",
            ),
        ),
        Misconception(
            "all-pay",
            lambda fixed, revenue, cost, share: fixed / (revenue - cost) if revenue > cost else math.inf,
            "You let every token be paid. Only a share of them is.",
            (
                "Who uses the service for free?",
                "Which of your inputs does not appear in your formula?",
                "Multiply the revenue by paying_share.",
            ),
        ),
        Misconception(
            "share-of-the-profit",
            lambda fixed, revenue, cost, share: fixed / ((revenue - cost) * share) if share and revenue > cost else math.inf,
            "You take the share of the profit. Tokens that are not paid for still cost: the share applies to the revenue alone.",
            (
                "Do free users cost nothing?",
                "Compute revenue and cost of a day on two lines. Which of them has the share?",
                "revenue × share − cost.",
            ),
        ),
        Misconception(
            "negative-days",
            lambda fixed, revenue, cost, share: fixed / (revenue * share - cost),
            "Where a day loses money you return a negative number of days. It is never paid back: math.inf.",
            (
                "What do −12 days mean?",
                "Test a service whose cost is above its revenue.",
                "Return math.inf where nothing is left of a day.",
            ),
            also=(lambda fixed, revenue, cost, share: abs(fixed / (revenue * share - cost)),),
        ),
        Misconception(
            "whole-days",
            _whole_days,
            "You round to whole days. The exercise asks for the number as it is.",
            ("Does the docstring ask for whole days?", "Print the number before rounding.", "Leave the rounding out."),
        ),
    ),
    hints=(
        "What is left of one day?",
        "If nothing is left of a day, the answer is math.inf.",
        "fixed_cost / (revenue_per_day × paying_share − cost_per_day).",
    ),
)

# ---------------------------------------------------------------- questions

spent_per_dollar = Exercise(
    id="case-openai.spent_per_dollar",
    points=1,
    kind="number",
    target="spent_per_dollar",
    prompt=(
        "A maker of models has a revenue of {revenue} million dollars a year and a loss of {loss} million. "
        "How many dollars does it spend for each dollar that it earns? Give the number to within 1 %."
    ),
    variant=lambda rng: {"revenue": int(rng.choice([310, 370, 420, 530])), "loss": int(rng.choice([650, 760, 980, 1_240]))},
    reference=lambda revenue, loss: (revenue + loss) / revenue,
    relative=0.01,
    misconceptions=(
        Misconception(
            "loss-per-dollar",
            lambda revenue, loss: loss / revenue,
            "You gave the loss for each dollar earned. The dollar that was earned is spent as well.",
            (
                "What did the company spend in all?",
                "Spending = revenue + loss.",
                "Add 1 to what you have.",
            ),
        ),
        Misconception(
            "upside-down",
            lambda revenue, loss: revenue / (revenue + loss),
            "You gave the dollars earned for each dollar spent.",
            ("Is your number above or below 1?", "Who loses money spends more than it earns.", "Turn the fraction over."),
        ),
        Misconception(
            "difference",
            lambda revenue, loss: (loss - revenue) / revenue,
            "You took the revenue off the loss. A loss is what is missing after all the revenue was spent.",
            (
                "Revenue 100, spending 300: what is the loss?",
                "Spending = revenue + loss.",
                "(revenue + loss) / revenue.",
            ),
        ),
        Misconception(
            "revenue-per-loss",
            lambda revenue, loss: revenue / loss,
            "You divided the revenue by the loss. Asked is spending over revenue.",
            ("What is the spending?", "Spending = revenue + loss.", "(revenue + loss) / revenue."),
        ),
    ),
)

left_out = Exercise(
    id="case-openai.left_out",
    points=1,
    kind="choice",
    target="left_out",
    prompt=(
        "DeepSeek's report prices the training of V3 at 5.576 million dollars. Which of these does that number NOT contain, "
        "as the report itself says or its arithmetic shows? More than one option can be right."
    ),
    options={
        "a": "earlier research and failed or smaller experiments",
        "b": "the hours that extended the context",
        "c": "salaries",
        "d": "post-training",
        "e": "what it costs to buy the cluster",
    },
    reference="a, c, e",
    misconceptions=(
        Misconception(
            "pretraining-only",
            "a, b, c, d, e",
            "The table has three rows: pre-training, longer context, and post-training. All three are in the sum.",
            (
                "Add up the rows of the table. Which of them does the sum contain?",
                "2,664 + 119 + 5 = ?",
                "The rows of the table are in; what has no row is out.",
            ),
        ),
        Misconception(
            "only-research",
            "a",
            "Research is left out, and more: the price is a rent for GPU-hours and nothing else.",
            (
                "The number is GPU-hours × 2 dollars. What has no GPU-hour in that table?",
                "Who writes the code, and who owns the machines?",
                "Go through the options: which of them is a row of the table?",
            ),
        ),
        Misconception(
            "all-in",
            "e",
            "A cluster that is bought costs far more than its rent for two months; but other things are missing as well.",
            (
                "The number is GPU-hours × 2 dollars. What has no GPU-hour in that table?",
                "Is every experiment before the final run in the table?",
                "Go through the options: which of them is a row of the table?",
            ),
        ),
    ),
)
