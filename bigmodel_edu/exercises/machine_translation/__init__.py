"""Machine translation: what the decoder is fed, clipped n-grams, the brevity penalty, BLEU, character n-grams, and a translator's
bill.
"""

EXERCISES = (
    "teacher_forcing",
    "bleu_ngram_precision",
    "brevity_penalty",
    "bleu",
    "character_f_score",
    "translators_bill",
    "chinese_words",
)
