"""The case of OpenAI: what a training run costs, what a founder keeps, how long the money lasts, when a model has paid for itself."""

EXERCISES = (
    "training_bill",
    "stake_after_rounds",
    "runway_months",
    "days_to_pay_back",
    "spent_per_dollar",
    "left_out",
)
