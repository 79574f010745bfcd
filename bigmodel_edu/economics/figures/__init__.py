"""Figures of sizes, scaling, serving, business and plans: each draws on the axes that it is given, and returns them.

Colours stay apart for readers with any colour vision, and every line also has its own style or label; titles say what to take away.
"""

from bigmodel_edu.economics.figures.business import draw_cap_table, draw_cohorts, draw_fund, draw_price_war, draw_subscription
from bigmodel_edu.economics.figures.plan_charts import draw_cash, draw_price_ladder, draw_statement, draw_tornado
from bigmodel_edu.economics.figures.power_laws import draw_budget, draw_power_law
from bigmodel_edu.economics.figures.serving import draw_batches, draw_cost, draw_offers, draw_published, draw_roofline
from bigmodel_edu.economics.figures.sizes import draw_memory, draw_parameters, draw_sizes
from bigmodel_edu.economics.figures.style import COLOURS, described

__all__ = [
    "COLOURS",
    "described",
    "draw_batches",
    "draw_budget",
    "draw_cap_table",
    "draw_cash",
    "draw_cohorts",
    "draw_cost",
    "draw_fund",
    "draw_memory",
    "draw_offers",
    "draw_parameters",
    "draw_power_law",
    "draw_price_ladder",
    "draw_price_war",
    "draw_published",
    "draw_roofline",
    "draw_sizes",
    "draw_statement",
    "draw_subscription",
    "draw_tornado",
]
