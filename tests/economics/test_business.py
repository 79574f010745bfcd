"""The three business models: what goes in comes out or is held, shares add up, and bad input is named."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bigmodel_edu.economics import business
from bigmodel_edu.economics.business import (
    ApiService,
    CapTable,
    Fund,
    Money,
    Round,
    ShiftedBetaGeometric,
    Subscription,
    constant_churn,
    published_retention,
)
from bigmodel_edu.facts import fact

AMOUNTS = st.floats(0.01, 1e6)
SHARES = st.floats(0.01, 0.99)


def service(**changes):
    usual = {
        "input_price": Money(0.10),
        "output_price": Money(0.40),
        "tokens_read": 900,
        "tokens_written": 210,
        "prefill_tokens_per_second": 20_000,
        "decode_tokens_per_second": 2_500,
        "machine_hour": Money(2.5),
        "utilisation": 0.45,
        "payment_fee": 0.03,
    }
    return ApiService(**{**usual, **changes})


# ---------------------------------------------------------------- money and its value


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=8))
def test_money_adds_up_in_its_currency(amounts):
    total = Money(0, "CNY")
    for amount in amounts:
        total = total + Money(amount, "CNY")
    assert total.currency == "CNY" and total.amount == pytest.approx(sum(amounts))
    assert (total - total).amount == 0 and (-total + total).amount == 0


def test_currencies_are_never_mixed():
    for mix in (lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a < b, lambda a, b: a / b):
        with pytest.raises(ValueError, match="expected amounts of one currency, got USD and EUR"):
            mix(Money(1), Money(1, "EUR"))
    assert Money(3) / Money(2) == 1.5 and Money(3) / 2 == Money(1.5) and 2 * Money(3) == Money(6)


@pytest.mark.parametrize(
    ("make", "error", "said"),
    [
        (lambda: Money("3"), TypeError, "expected an amount of money to be a number, got '3'"),
        (lambda: Money(float("nan")), ValueError, "expected an amount of money to be finite"),
        (lambda: Money(3, "dollar"), ValueError, "three capital letters such as USD, got 'dollar'"),
        (lambda: Money(3) + 4, TypeError, "expected money in USD, got 4"),
        (lambda: Money(3) * Money(4), TypeError, "expected a number to multiply money with"),
    ],
)
def test_money_that_cannot_be_is_named(make, error, said):
    with pytest.raises(error, match=said):
        make()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=9), st.floats(-0.9, 5))
def test_present_value_is_the_bank_account_that_pays_the_flows(flows, rate):
    """Put the value into an account at the rate and pay out every flow: nothing is left."""
    account = business.npv(rate, flows)
    for flow in flows[:-1]:
        account = (account - flow) * (1 + rate)
    scale = sum(abs(flow) for flow in flows) * max(1, (1 + rate) ** len(flows)) * max(1, (1 + rate) ** -len(flows)) + 1
    assert account - flows[-1] == pytest.approx(0, abs=1e-9 * scale)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(AMOUNTS, st.lists(st.floats(0.01, 1e6), min_size=1, max_size=8))
def test_the_internal_rate_makes_the_present_value_nothing(paid, received):
    flows = [-paid, *received]
    try:
        rate = business.irr(flows)
    except ValueError as error:
        assert "found none" in str(error)  # less than a hundredth, or more than ten thousand times, a year
        return
    assert business.npv(rate, flows) == pytest.approx(0, abs=1e-6 * (paid + sum(received)) * max(1.0, (1 + rate) ** -len(flows)))
    assert (rate > 0) is (sum(received) > paid) or abs(rate) < 1e-6


def test_a_portfolio_is_not_the_mean_of_its_rates():
    lost, won = [-100, 0, 0, 1e-9], [-100, 0, 0, 1000]
    together = business.portfolio_irr([lost, won])
    assert together == pytest.approx((1000 / 200) ** (1 / 3) - 1, abs=1e-6)


def test_flows_that_have_several_rates_are_refused():
    with pytest.raises(ValueError, match=r"change their sign once .* got 2 changes"):
        business.irr([-100, 230, -132])  # 10 % and 20 %
    with pytest.raises(ValueError, match="got 0 changes"):
        business.irr([100, 20])


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.floats(0.1, 1e3), st.floats(0.1, 1e3), st.floats(0.5, 50))
def test_growth_leads_from_the_first_to_the_last_value(first, last, years):
    rate = business.cagr(first, last, years)
    assert first * (1 + rate) ** years == pytest.approx(last, rel=1e-4)
    assert (rate > 0) is (last > first) or rate == 0


def test_a_market_is_three_circles_one_in_another():
    market = business.tam_sam_som(1000, 12.5, 0.4, 0.1)
    assert (market.total, market.serviceable, market.obtainable) == pytest.approx((12_500, 5_000, 500))


def test_the_famous_price_fall_reads_slower_with_its_own_dates():
    prices = fact("ai-index.price-2022").value, fact("ai-index.price-2024").value
    told, dated = (business.growth_claim(*prices, months=months) for months in (18, fact("ai-index.price-fall-months").value))
    assert told[0] == dated[0] and told[1] > 2 * dated[1]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.floats(1, 1000), st.floats(1, 100), st.floats(0.001, 0.5))
def test_payback_agrees_with_a_simulated_customer(cost, margin, churn):
    months = business.payback_months(cost, margin, churn)
    collected, month = 0.0, 0
    while collected < cost and month < 5000:
        collected += margin * (1 - churn) ** month
        month += 1
    if months == float("inf"):
        assert margin / churn <= cost * (1 + 1e-9)
    elif months < 4999:
        assert month - 1 <= months + 1e-6 and months <= month + 1e-6


# ---------------------------------------------------------------- selling tokens


@settings(max_examples=60, deadline=None, derandomize=True)
@given(AMOUNTS, AMOUNTS, st.floats(0.05, 1), st.floats(0, 0.5))
def test_a_request_conserves_money(input_price, output_price, share, fee):
    one = service(input_price=Money(input_price), output_price=Money(output_price), utilisation=share, payment_fee=fee)
    paid = (one.input_price * one.tokens_read + one.output_price * one.tokens_written) / 1e6
    taken = paid * fee
    assert (paid - taken - one.cost - one.contribution).amount == pytest.approx(0, abs=1e-12 * paid.amount + 1e-15)
    requests_an_hour = 3600 * share / one.machine_seconds
    assert (one.cost * requests_an_hour).amount == pytest.approx(one.machine_hour.amount)
    assert one.gross_margin == pytest.approx(one.contribution / one.revenue)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(SHARES, SHARES)
def test_at_break_even_nothing_is_left_and_busier_is_better(share, other):
    one = service(utilisation=share)
    if one.break_even_utilisation <= 1:
        assert service(utilisation=one.break_even_utilisation).contribution.amount == pytest.approx(0, abs=1e-12)
    factor = one.break_even_price_factor
    priced = service(utilisation=share, input_price=one.input_price * factor, output_price=one.output_price * factor)
    assert priced.gross_margin == pytest.approx(0, abs=1e-9)
    low, high = sorted((share, other))
    assert service(utilisation=low).gross_margin <= service(utilisation=high).gross_margin


def test_break_even_utilisation_by_hand():
    assert business.break_even_utilisation(0.5, 3.6, 8000) == 0.25
    assert business.break_even_utilisation(0.05, 3.6, 8000) == pytest.approx(2.5)  # never


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.floats(0, 0.9), st.floats(0, 0.9), st.integers(1, 10))
def test_a_price_war_helps_exactly_when_costs_fall_faster(price_fall, cost_fall, years):
    path = business.price_war(service(), price_fall, cost_fall, years)
    assert [step.year for step in path] == list(range(years + 1))
    first, last = path[0].gross_margin, path[-1].gross_margin
    assert (last - first) * (cost_fall - price_fall) >= -1e-9
    for step in path:
        assert step.output_price.amount == pytest.approx(0.40 * (1 - price_fall) ** step.year)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"output_price": Money(-0.4)}, "expected output_price to be a number of 0 or more, got -0.4"),
        ({"utilisation": 1.1}, r"expected utilisation to be a share above 0, at most 1 \(100 %\), got 1.1 \(110 %\)"),
        ({"machine_hour": Money(2.5, "EUR")}, r"one currency, got USD \(input_price, output_price\) and EUR \(machine_hour\)"),
        ({"tokens_read": 0, "tokens_written": 0}, r"expected tokens_read \+ tokens_written to be a number above 0, got 0"),
        ({"payment_fee": 1.0}, r"expected payment_fee to be .* below 1 \(100 %\), got 1 \(100 %\)"),
        ({"decode_tokens_per_second": 0}, "expected decode_tokens_per_second to be a number above 0, got 0"),
    ],
)
def test_a_service_names_what_is_out_of_range(changes, said):
    with pytest.raises(ValueError, match=said):
        service(**changes)


# ---------------------------------------------------------------- product


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.floats(0.5, 1000), min_size=1, max_size=18), st.lists(st.floats(0, 1), min_size=1, max_size=5))
def test_all_who_came_are_there_or_have_left(joined, churn):
    table = business.cohort_table(joined, churn)
    everyone = np.cumsum(joined)
    np.testing.assert_allclose(table.customers + np.cumsum(table.lost.sum(axis=0)), everyone, rtol=1e-9)
    assert (table.active >= 0).all() and (table.lost >= 0).all()
    shares = table.retention
    assert ((shares[~np.isnan(shares)] >= 0) & (shares[~np.isnan(shares)] <= 1)).all()


def test_drawn_customers_are_whole_conserved_and_on_average_as_expected():
    joined = [400, 300, 500]
    drawn = [business.cohort_table(joined, 0.2, generator=np.random.default_rng(seed)) for seed in range(200)]
    for table in drawn:
        assert (table.active == table.active.round()).all()
        assert table.customers[-1] + table.lost.sum() == sum(joined)
    mean = np.mean([table.customers for table in drawn], axis=0)
    np.testing.assert_allclose(mean, business.cohort_table(joined, 0.2).customers, rtol=0.01)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(AMOUNTS, SHARES, st.floats(0.02, 1), st.floats(0, 0.05))
def test_lifetime_value_is_the_sum_over_a_long_life(revenue, margin, churn, discount):
    months = np.arange(3000)
    total = float((revenue * margin * ((1 - churn) / (1 + discount)) ** months).sum())
    assert business.lifetime_value(revenue, margin, churn, discount=discount) == pytest.approx(total, rel=1e-6)


def test_a_subscription_by_hand():
    product = Subscription(Money(20), Money(5), 0.05, Money(100))
    assert product.lifetime_value == Money(300)
    assert product.ltv_to_cac == pytest.approx(business.ltv_to_cac(20, 0.75, 0.05, 100)) == pytest.approx(3)
    assert not Subscription(Money(20), Money(21), 0.05, Money(100)).healthy
    assert Subscription(Money(20), Money(21), 0.05, Money(100)).payback_months == float("inf")
    assert Subscription(Money(20), Money(5), 1.0, Money(10)).payback_months <= 1


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.lists(st.floats(1, 500), min_size=2, max_size=24), st.floats(0.01, 0.9))
def test_cash_of_a_subscription_is_margins_less_acquisition(joined, churn):
    product = Subscription(Money(20), Money(5), churn, Money(100))
    cash = business.subscription_cash(product, joined)
    customer_months = business.cohort_table(joined, churn).customers.sum()
    assert cash.sum() == pytest.approx(15 * customer_months - 100 * sum(joined), rel=1e-9, abs=1e-6)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: business.cohort_table([], 0.1), "new customers of one month or more, got no month"),
        (lambda: business.cohort_table([10, 0], 0.1), "expected joined in month 1: a cohort to be a number above 0, got 0"),
        (lambda: business.cohort_table([10], [0.1, 1.2]), r"expected churn in month 2 to be a share from 0 to 1 .* got 1.2 \(120 %\)"),
        (lambda: business.cohort_table([10], []), "expected churn to be a share, or one for each month"),
        (lambda: business.lifetime_value(20, 0.7, 0), "expected churn to be a share above 0"),
        (lambda: business.lifetime_value(20, 70, 0.1), r"expected margin to be a share from 0 to 1 .* got 70 \(7000 %\)"),
        (lambda: business.payback_months(100, 10, 1.0), "expected churn to be a share from 0 to below 1"),
        (lambda: Subscription(Money(20), Money(5, "EUR"), 0.1, Money(9)), r"got USD \(.*\) and EUR \(monthly_cost\)"),
        (lambda: business.cagr(0, 5, 2), "expected first to be a number above 0, got 0"),
        (lambda: business.npv(-1, [1, 2]), "expected rate to be a number above -1, got -1"),
        (lambda: business.npv(0.1, []), "one amount or more"),
        (lambda: business.portfolio_irr([]), "one investment or more, got none"),
        (lambda: business.price_war(service(), 0.2, 0.1, 0), "expected years to be a whole number of 1 or more, got 0"),
    ],
)
def test_bad_input_is_named(call, said):
    with pytest.raises(ValueError, match=said):
        call()


# ---------------------------------------------------------------- incubator

ROUNDS = st.lists(st.tuples(AMOUNTS, AMOUNTS, st.floats(0, 0.2)), max_size=5)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(ROUNDS, st.floats(0.01, 0.99), AMOUNTS)
def test_shares_add_up_to_one_and_a_price_is_paid_out_in_full(rounds, first, price):
    table = CapTable({"founder": first, "friend": 1 - first})
    for number, (invested, pre_money, pool) in enumerate(rounds):
        financing = Round(f"round {number}", Money(invested), Money(pre_money), min(pool, 0.9 * pre_money / (invested + pre_money)))
        before = dict(table.shares)
        table = table.after(financing)
        assert table.shares[f"round {number}"] == pytest.approx(invested / (invested + pre_money))
        kept = {owner: table.shares[owner] / share for owner, share in before.items() if owner != "option pool" and share > 0}
        assert max(kept.values()) == pytest.approx(min(kept.values()))
    assert sum(table.shares.values()) == pytest.approx(1)
    assert sum(part.amount for part in table.proceeds(Money(price)).values()) == pytest.approx(price)


def test_a_round_without_news_leaves_each_stakes_worth():
    """Money that comes in is worth what it is: each old owner's stake is worth the same before and after."""
    financing = Round("fund", Money(2_000_000), Money(6_000_000))
    table = CapTable({"a": 0.6, "b": 0.4}).after(financing)
    assert table.proceeds(financing.post_money)["a"].amount == pytest.approx(0.6 * 6_000_000)
    assert table.proceeds(financing.post_money)["fund"] == financing.invested


def fund(**changes):
    usual = {"companies": 30, "cheque": Money(120_000), "ownership": 0.06, "dilution": 0.25, "running_cost": Money(80_000)}
    return Fund(**{**usual, **changes})


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.integers(1, 60), SHARES, st.floats(0, 0.9), st.integers(0, 2**32), st.integers(4, 15))
def test_money_that_goes_in_comes_out_is_held_or_is_others(companies, ownership, dilution, seed, life):
    one = fund(companies=companies, ownership=ownership, dilution=dilution, life=life)
    result = business.simulate_fund(one, 20, np.random.default_rng(seed))
    np.testing.assert_allclose(result.flows.sum(axis=1), result.returned - result.invested - result.costs, rtol=1e-9, atol=1e-3)
    price = (result.returned + result.held + result.others) * one.stake_at_exit
    np.testing.assert_allclose(price, result.returned + result.held, rtol=1e-9)
    assert (result.flows[:, 0] < 0).all() and (result.held >= 0).all()


def test_published_shares_are_drawn_and_add_up_to_all():
    names = ("below-1", "1-to-5", "5-to-10", "10-to-20", "20-to-50", "above-50")
    shares = [fact(f"venture-returns.{name}").value for name in names]
    assert sum(shares) == pytest.approx(100)
    draws = business.returned_multiple(400_000, np.random.default_rng(7))
    counted, _ = np.histogram(draws, bins=[0, 1, 5, 10, 20, 50, np.inf])
    np.testing.assert_allclose(counted / 4000, shares, atol=0.25)


def test_the_tail_is_the_power_law_that_it_says():
    draws = business.returned_multiple(2_000_000, np.random.default_rng(8), tail=1.5)
    tail = draws[draws > 50]
    assert np.mean(np.log(tail / 50)) == pytest.approx(1 / 1.5, rel=0.03)  # Hill's estimate of 1 / a


def test_more_dilution_never_helps_and_more_companies_narrow_the_spread():
    results = [business.simulate_fund(fund(dilution=share), 200, np.random.default_rng(2)).multiple for share in (0.0, 0.3, 0.6)]
    assert (results[0] >= results[1]).all() and (results[1] >= results[2]).all()
    few, many = (
        business.simulate_fund(fund(companies=count, running_cost=Money(0)), 1500, np.random.default_rng(3)).multiple for count in (5, 100)
    )
    assert np.subtract(*np.quantile(few, [0.75, 0.25])) > 1.5 * np.subtract(*np.quantile(many, [0.75, 0.25]))
    assert np.median(few) < np.median(many)  # the mean lives in the tail: small funds mostly miss it


def test_the_rates_of_a_fund_are_roots():
    result = business.simulate_fund(fund(), 60, np.random.default_rng(4))
    years = np.arange(result.flows.shape[1])
    for flows, rate in zip(result.flows, result.rates, strict=True):
        if rate > -1:
            assert float((1 + rate) ** -years.astype(float) @ flows) == pytest.approx(0, abs=1e-3 * np.abs(flows).sum())


def test_the_same_generator_gives_the_same_fund():
    first, second = (business.simulate_fund(fund(), 10, np.random.default_rng(5)).flows for _ in range(2))
    assert (first == second).all()


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: fund(companies=0), "expected companies to be a whole number of 1 or more, got 0"),
        (lambda: fund(ownership=1.2), r"expected ownership to be .* got 1.2 \(120 %\)"),
        (lambda: fund(running_cost=Money(1, "CNY")), r"got USD \(cheque\) and CNY \(running_cost\)"),
        (lambda: fund(holding_years=(5, 3)), r"from the shortest to the longest, got \(5, 3\)"),
        (lambda: fund(investing_years=20), "investing_years of at most life, got 20 and 12"),
        (lambda: business.returned_multiple(3, np.random.default_rng(0), tail=1.0), "expected tail to be a number above 1, got 1"),
        (lambda: CapTable({}), "expected shares to name an owner or more, got none"),
        (lambda: CapTable({"a": 0.5, "b": 0.6}), r"expected shares to add up to 1 \(100 %\), got 1.1 \(110 %\)"),
        (lambda: CapTable({"a": 1.5, "b": -0.5}), "expected the share of b to be a number of 0 or more, got -0.5"),
        (lambda: Round("x", Money(9), Money(1), option_pool=0.2), "the investor's and the pool's share together"),
        (lambda: Round(" ", Money(9), Money(1)), "expected investor to be a name"),
    ],
)
def test_bad_input_of_an_incubator_is_named(call, said):
    with pytest.raises(ValueError, match=said):
        call()


def test_published_cohorts_shrink_and_begin_whole():
    for segment in ("high-end", "regular"):
        shares = published_retention(segment)
        assert shares.shape == (13,) and shares[0] == 1 and (np.diff(shares) < 0).all()
    with pytest.raises(ValueError, match="high-end, regular"):
        published_retention("free")


@pytest.mark.parametrize(("segment", "alpha", "beta"), [("high-end", 0.668, 3.806), ("regular", 0.704, 1.182)])
def test_the_fit_gives_the_published_estimates(segment, alpha, beta):
    """Fader and Hardie 2007, section 4: estimates from years 0 to 7."""
    fitted = ShiftedBetaGeometric.fit(published_retention(segment)[:8])
    assert (fitted.alpha, fitted.beta) == pytest.approx((alpha, beta), abs=1e-3)


def test_customers_who_are_all_alike_have_a_constant_churn():
    shares = 0.8 ** np.arange(9)
    assert constant_churn(shares) == pytest.approx(0.2)
    fitted = ShiftedBetaGeometric.fit(shares)
    assert fitted.alpha / (fitted.alpha + fitted.beta) == pytest.approx(0.2, abs=0.005)
    with pytest.raises(ValueError, match="alpha"):
        ShiftedBetaGeometric(0.0, 1.0)
