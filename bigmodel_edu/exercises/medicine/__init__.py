"""Medicine: predictive values, net benefit, numbers needed to treat, uplift, and effects under confounding."""

EXERCISES = (
    "predictive_values",
    "net_benefit",
    "number_needed_to_treat",
    "uplift_at_k",
    "weighted_effect",
    "who_is_treated",
    "healthy_positives",
)
