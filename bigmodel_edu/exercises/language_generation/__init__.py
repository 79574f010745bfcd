"""Language generation: bits per byte, variety, repetition, one success in k tries, and a judge who is asked twice."""

EXERCISES = (
    "bits_per_byte",
    "distinct_n",
    "repetition",
    "pass_at_k",
    "win_rate",
    "word_perplexity",
    "likeliest_text",
)
