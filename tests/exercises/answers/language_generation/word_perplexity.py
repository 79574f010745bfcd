"""Answers to language-generation.word_perplexity: right ones in several styles, wrong ones that are no known mistake."""

WRONG = [0, -1, 1e6, "30 words"]
