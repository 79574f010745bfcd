"""Speech recognition: frames of sound, what a CTC path spells, how probable a text is over all its paths, and word errors."""

EXERCISES = (
    "frames",
    "ctc_collapse",
    "ctc_log_probability",
    "word_error_rate",
    "model_steps",
    "over_one",
)
