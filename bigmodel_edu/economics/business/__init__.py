"""The three ways to earn with big models, each as arithmetic: an API service, a product by subscription, an incubator.

Money has a currency, and what goes in comes out or is still held: the tests hold these laws for every input.
"""

from bigmodel_edu.economics.business.api import ApiService, PriceWarYear, break_even_utilisation, gross_margin, price_war
from bigmodel_edu.economics.business.incubator import Fund, FundResult, returned_multiple, simulate_fund
from bigmodel_edu.economics.business.market import MarketSize, cagr, growth_claim, tam_sam_som
from bigmodel_edu.economics.business.money import Money, require_one_currency
from bigmodel_edu.economics.business.ownership import CapTable, Round
from bigmodel_edu.economics.business.product import (
    CohortTable,
    Subscription,
    cohort_table,
    lifetime_value,
    ltv_to_cac,
    subscription_cash,
)
from bigmodel_edu.economics.business.retention import ShiftedBetaGeometric, constant_churn, published_retention
from bigmodel_edu.economics.business.value import irr, npv, payback_months, portfolio_irr

__all__ = [
    "ApiService",
    "CapTable",
    "CohortTable",
    "Fund",
    "FundResult",
    "MarketSize",
    "Money",
    "PriceWarYear",
    "Round",
    "ShiftedBetaGeometric",
    "Subscription",
    "break_even_utilisation",
    "cagr",
    "cohort_table",
    "constant_churn",
    "gross_margin",
    "growth_claim",
    "irr",
    "lifetime_value",
    "ltv_to_cac",
    "npv",
    "payback_months",
    "portfolio_irr",
    "price_war",
    "published_retention",
    "require_one_currency",
    "returned_multiple",
    "simulate_fund",
    "subscription_cash",
    "tam_sam_som",
]
