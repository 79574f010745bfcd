"""The transformer: normalise, add to what came in, read another text, and count what it all weighs."""

EXERCISES = (
    "layer_norm",
    "transformer_block",
    "cross_attention",
    "padding_mask",
    "translator_parameters",
    "which_family",
)
