"""The plan: money is conserved month by month, better assumptions never hurt, and what is out of range is said in words."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bigmodel_edu import data
from bigmodel_edu.economics import plan as planning
from bigmodel_edu.economics.business import Money
from bigmodel_edu.economics.plan import Plan, project, scenarios, tornado, worked_plan
from bigmodel_edu.economics.serving import Device, offers
from bigmodel_edu.facts import fact

PLAN = Plan("Example", 40, 400, Money(0.08))
CHANGES = {
    "tokens_per_second": st.floats(0.1, 1e5),
    "utilisation": st.floats(0.01, 1),
    "requests": st.floats(1, 1e9),
    "output_price": st.floats(0, 100),
    "monthly_growth": st.floats(-0.3, 0.5),
    "price_fall": st.floats(0, 0.9),
    "cost_fall": st.floats(0, 0.9),
    "staff": st.integers(0, 50),
    "funding": st.floats(0, 1e8),
}
PLANS = st.fixed_dictionaries({}, optional=CHANGES).map(lambda values: PLAN.changed(**values))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(PLANS)
def test_cash_is_what_was_raised_plus_what_came_in_less_what_went_out(plan):
    statement = project(plan)
    scale = statement.revenue.sum() + sum(cost.sum() for cost in statement.costs.values()) + plan.funding.amount
    left = plan.funding.amount + statement.revenue.sum() - sum(cost.sum() for cost in statement.costs.values())
    assert statement.last_cash.amount == pytest.approx(left, abs=1e-9 * scale)
    for before, year in zip((plan.funding.amount, *(y.cash for y in statement.years)), statement.years, strict=False):
        assert year.cash == pytest.approx(before + year.profit, abs=1e-9 * scale)
        later_costs = sum(year.costs[kind] for kind in ("people", "marketing", "other"))
        assert year.profit == pytest.approx(year.gross_profit - later_costs, abs=1e-9 * scale)
    assert sum(year.requests for year in statement.years) == pytest.approx(statement.requests.sum())


@settings(max_examples=60, deadline=None, derandomize=True)
@given(PLANS)
def test_machines_are_whole_and_enough(plan):
    statement = project(plan)
    seconds = plan.tokens_read / plan.prefill_tokens_per_second + plan.tokens_written / plan.tokens_per_second
    room = statement.machines * planning.statement.HOURS_A_MONTH * 3600 * plan.utilisation / seconds
    assert (room >= statement.requests * (1 - 1e-9)).all()
    assert (statement.machines >= 1).all()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(PLANS, st.floats(1.05, 3))
def test_more_speed_utilisation_price_and_money_never_hurt(plan, factor):
    cash = project(plan).cash
    for field in ("tokens_per_second", "output_price", "input_price", "funding"):
        value = getattr(plan, field)
        better = project(plan.changed(**{field: getattr(value, "amount", value) * factor})).cash
        assert (better >= cash - 1e-6 * (1 + np.abs(cash))).all()
    assert (project(plan.changed(utilisation=min(plan.utilisation * factor, 1))).cash >= cash - 1e-6 * (1 + np.abs(cash))).all()
    for field in ("machine_hour", "salary", "other_costs"):
        worse = project(plan.changed(**{field: getattr(plan, field).amount * factor})).cash
        assert (worse <= cash + 1e-6 * (1 + np.abs(cash))).all()


def test_a_plan_by_hand():
    """No growth, no falls: 100 requests of 1 s on one machine; 60 months of the same."""
    flat = {"monthly_growth": 0, "growth_fading": 0, "price_fall": 0, "cost_fall": 0, "payment_fee": 0.1, "marketing": 0.2}
    people = {"staff": 1, "hires": 0, "salary": Money(1200), "other_costs": Money(10), "funding": Money(5000)}
    prices = {"input_price": Money(0), "output_price": Money(5e6)}
    plan = Plan("Flat", 1, 1, Money(1), utilisation=1.0, tokens_read=0, tokens_written=1, requests=100, **flat, **people, **prices)
    statement = project(plan)
    month = 100 * 5 * 0.7 - 730 - 100 - 10
    np.testing.assert_allclose(statement.cash, 5000 + month * np.arange(1, 61))
    assert statement.empty_month == next(m for m in range(1, 61) if 5000 + month * m < 0)
    assert statement.break_even_month is None
    assert statement.lowest_cash == statement.last_cash


def test_break_even_is_the_month_after_the_last_loss():
    statement = project(PLAN.changed(output_price=20.0, requests=3_000_000, price_fall=0.0, hires=0))
    month = statement.break_even_month
    assert month is not None and month > 1
    assert (statement.profit[month - 1 :] >= 0).all() and statement.profit[month - 2] < 0


# ---------------------------------------------------------------- doubts

DOUBTFUL = Plan("Example", 40, 400, Money(0.08), uncertainty={"utilisation": (0.2, 0.6), "price_fall": (0.1, 0.5), "salary": (7e4, 1.1e5)})


def test_the_tornado_is_sorted_and_each_bar_is_the_plan_with_one_change():
    bars = tornado(DOUBTFUL)
    assert [bar.swing for bar in bars] == sorted((bar.swing for bar in bars), reverse=True)
    for bar in bars:
        assert bar.at_low == project(DOUBTFUL.changed(**{bar.field: bar.low})).last_cash.amount
        assert bar.at_high == project(DOUBTFUL.changed(**{bar.field: bar.high})).last_cash.amount


def test_scenarios_bound_the_plan_and_every_bar():
    cases = scenarios(DOUBTFUL)
    worst, planned, best = (cases[name].last_cash.amount for name in ("worst", "planned", "best"))
    assert worst < planned < best
    for bar in tornado(DOUBTFUL):
        assert worst <= min(bar.at_low, bar.at_high) and max(bar.at_low, bar.at_high) <= best


def test_a_value_that_leaves_its_doubt_takes_it_along():
    moved = DOUBTFUL.changed(utilisation=0.9)
    assert moved.uncertainty["utilisation"] == (pytest.approx(0.45), 0.9)  # 1.35 would be above 100 %
    assert DOUBTFUL.changed(utilisation=0.5).uncertainty["utilisation"] == (0.2, 0.6)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"utilisation": 1.1}, "“Share of the time that machines are busy” (utilisation) to be a share above 0, at most 1"),
        ({"utilisation": 1.1}, "got 1.1 (110 %)"),
        ({"output_price": Money(-2)}, "“Price of a million tokens written” (output_price) to be a number of 0 or more, got -2"),
        ({"salary": Money(9e4, "EUR")}, "got USD (machine_hour, input_price, output_price, other_costs, funding) and EUR (salary)"),
        ({"salary": 90_000}, "“Full cost of one person, a year” (salary) to be Money(amount, currency), got 90000"),
        ({"staff": 2.5}, "“People in the first year” (staff) to be a whole number of 0 or more, got 2.5"),
        ({"monthly_growth": 10}, "(monthly_growth) to be a share from -0.5 to 1 (-50 % to 100 %), got 10 (1000 %)"),
        ({"price_fall": float("nan")}, "(price_fall) to be a share"),
        ({"uncertainty": {"speed": (1, 2)}}, "uncertainty to name assumptions, got 'speed'"),
        ({"uncertainty": {"utilisation": (0.2, 1.3)}}, "(utilisation) to be a share above 0, at most 1 (100 %), got 1.3 (130 %)"),
        ({"uncertainty": {"utilisation": (0.5, 0.9)}}, "(utilisation) on both sides of 0.4, got 0.5 and 0.9"),
    ],
)
def test_what_is_out_of_range_is_said_in_the_founders_words(values, said):
    with pytest.raises(ValueError, match="out of range") as problem:
        Plan("Example", 40, 400, Money(0.08), **values)
    assert said in str(problem.value)


def test_all_problems_are_said_at_once():
    with pytest.raises(ValueError, match=r"^3 assumptions of the plan are out of range:\n- .*\n- .*\n- "):
        Plan("Example", -1, 400, Money(0.08), utilisation=2, requests=0)


def test_every_assumption_has_a_label_a_range_and_a_field():
    assert set(planning.labels()) == set(PLAN.values)
    assert all(str(planning.allowed(field)) for field in PLAN.values)
    assert len(set(planning.labels().values())) == len(PLAN.values)


# ---------------------------------------------------------------- the worked plan


MARKET = offers(data.prices().rows, r"llama-3\.2-1b-instruct", date(2026, 11, 1))


def worked(**changes):
    return worked_plan(**{"tokens_per_second": 40.0, "prefill_tokens_per_second": 400.0, "market": MARKET, **changes})


def test_the_worked_plan_follows_by_hand_from_the_measured_speed():
    rent = fact("m7g-large.hour").value
    steps = {step.key: step.value for step in worked().steps}
    assert steps["weights"] == 134_515_008 and steps["operations"] == 2 * 134_515_008
    assert steps["cost-busy"] == pytest.approx(rent / (3600 * 40) * 1e6)
    assert steps["cost"] == pytest.approx(steps["cost-busy"] / 0.4)
    assert steps["cost-reading"] == pytest.approx(steps["cost"] / 10)
    assert steps["cost-request"] == pytest.approx((500 * steps["cost-reading"] + 200 * steps["cost"]) / 1e6)
    assert steps["break-even-price"] == pytest.approx(steps["cost"] / 0.97)
    assert steps["price"] == pytest.approx(steps["break-even-price"] / 0.3)
    assert steps["break-even-utilisation"] == pytest.approx(12)
    assert steps["market-speed"] / 40 == pytest.approx(steps["market-times"])
    assert steps["break-even-price"] / steps["market-price"] == pytest.approx(steps["market-times"])


def test_its_plan_earns_the_wished_margin_and_pays_its_people_at_the_said_requests():
    done = worked()
    plan = done.plan
    assert plan.service.gross_margin == pytest.approx(0.7)
    flat = {"monthly_growth": 0.0, "price_fall": 0.0, "cost_fall": 0.0, "hires": 0}
    statement = project(plan.changed(requests=done.step("requests").value, **flat))
    rounding = plan.machine_hour.amount * 730  # machines are whole
    assert -rounding <= statement.profit[0] <= rounding


def test_every_step_has_a_formula_numbers_a_unit_and_a_source():
    done = worked(device=Device("board", 1e12, 20e9, 8e9))
    assert len({step.key for step in done.steps}) == len(done.steps) == 16
    for step in done.steps:
        assert step.name and step.formula and step.numbers and step.unit and step.source
        assert step.result in str(done) and step.source in str(done)
    assert done.step("roof").value == pytest.approx(20e9 / (2 * 134_477_568 + 600 * 23_040), rel=1e-3)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.floats(0.1, 1e5), st.floats(1.1, 10))
def test_a_faster_machine_makes_a_cheaper_token(speed, factor):
    slow, fast = (worked(tokens_per_second=rate, market=()) for rate in (speed, speed * factor))
    for key in ("cost-busy", "cost", "break-even-price", "price"):
        assert slow.step(key).value == pytest.approx(fast.step(key).value * factor)
    assert fast.step("break-even-utilisation").value == pytest.approx(slow.step("break-even-utilisation").value)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"tokens_per_second": 0}, r"“Tokens that one machine writes, a second” \(tokens_per_second\) to be a number above 0, got 0"),
        ({"utilisation": 1.1}, r"\(utilisation\) to be a share above 0, at most 1 \(100 %\), got 1.1 \(110 %\)"),
        ({"machine_hour": Money(-1)}, r"\(machine_hour\) to be a number above 0, got -1"),
        ({"margin": 1.0}, r"expected margin to be a share .* below 1 \(100 %\), got 1 \(100 %\)"),
        ({"machine_hour": Money(0.08, "EUR")}, "expected a rent in USD, in which list prices are, got EUR"),
    ],
)
def test_bad_input_is_named(changes, said):
    with pytest.raises(ValueError, match=said):
        worked(**changes)


def test_another_currency_works_without_list_prices():
    done = worked(machine_hour=Money(0.09, "EUR"), machine_source="an offer of the day", market=())
    assert done.plan.currency == "EUR" and done.step("rent").unit == "EUR/h" and done.step("rent").source == "an offer of the day"
