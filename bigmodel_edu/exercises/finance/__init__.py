"""Finance: log returns, the Sharpe ratio, value at risk and expected shortfall, splits in time, and what a loan earns."""

EXERCISES = (
    "log_returns",
    "sharpe_ratio",
    "value_at_risk",
    "expected_shortfall",
    "walk_forward",
    "what_fits",
    "break_even_risk",
)
