"""Advantages and challenges: hide a token, read the layers, multiply the attention; and how long a lead lasts."""

EXERCISES = (
    "occlusion",
    "logit_lens",
    "attention_rollout",
    "months_until_affordable",
    "rare_leak",
    "what_a_map_says",
)
