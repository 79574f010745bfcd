"""Market and capital: growth between dates, markets from the bottom, and the value of later money."""

EXERCISES = (
    "cagr",
    "yearly_factor",
    "tam_sam_som",
    "npv",
    "payback_year",
    "mean_growth",
    "what_is_no_market",
)
