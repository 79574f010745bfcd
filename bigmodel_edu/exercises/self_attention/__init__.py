"""Self-attention: scaled dot products, the causal mask, the entropy of a row of weights, and what it all costs."""

EXERCISES = (
    "what_is_mixed",
    "causal_mask",
    "scaled_dot_product_attention",
    "attention_entropy",
    "table_size",
)
