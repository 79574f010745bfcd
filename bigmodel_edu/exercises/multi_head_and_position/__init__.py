"""Multi-head attention and position: cut into heads, look with each, and say where every token stands."""

EXERCISES = (
    "split_heads",
    "multi_head_attention",
    "rotary",
    "sinusoidal_positions",
    "parameters_of_heads",
    "order_without_positions",
)
