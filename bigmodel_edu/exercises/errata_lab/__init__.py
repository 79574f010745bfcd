"""Errata lab: a loss that refuses wrong shapes, brackets and zeros, BERT's weights, a utilisation, rows that contradict themselves."""

EXERCISES = (
    "mean_squared_error",
    "log_loss",
    "bert_parameters",
    "utilisation",
    "contradicting_rows",
    "first_adam_step",
    "how_the_decoder_reads",
)
