"""Business models: what a million tokens cost, what is left of a price, what a customer and a fund return."""

EXERCISES = (
    "cost_per_million_tokens",
    "gross_margin",
    "break_even_utilisation",
    "ltv_to_cac",
    "portfolio_irr",
    "price_war",
    "more_companies",
)
