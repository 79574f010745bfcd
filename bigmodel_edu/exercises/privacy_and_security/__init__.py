"""Privacy and security: pseudonyms, k-anonymity, Laplace noise, budgets, clipped gradients, membership inference."""

EXERCISES = (
    "pseudonym",
    "k_anonymity",
    "laplace_mechanism",
    "total_epsilon",
    "clip_each",
    "membership_auc",
    "noise_of_a_year",
    "what_is_learned",
)
