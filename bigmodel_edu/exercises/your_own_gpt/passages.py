"""Passages of words to draw from."""

import numpy as np


def some_words(rng: np.random.Generator, count: int, vocabulary: int) -> list[str]:
    words = ["the", "king", "my", "lord", "is", "not", "here", "and", "thou", "art", "good", "night"][:vocabulary]
    return [str(word) for word in rng.choice(words, count)]
