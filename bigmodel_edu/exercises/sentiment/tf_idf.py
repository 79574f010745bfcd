"""Weigh the words of texts."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.checking.generators import sizes


def _tf_idf(counts):
    counts = np.asarray(counts, dtype=np.float64)
    holding = (counts > 0).sum(axis=0)
    weights = counts * (np.log((1 + len(counts)) / (1 + holding)) + 1)
    lengths = np.sqrt((weights**2).sum(axis=1, keepdims=True))
    return weights / np.where(lengths > 0, lengths, 1)


def table(rng: np.random.Generator) -> np.ndarray:
    documents, words = sizes(rng, 2, low=4, high=11)
    counts = rng.poisson(0.8, (documents, words))
    counts[:, 0] = 0
    counts[rng.integers(0, documents), 0] = 5  # often, but in one text only
    counts[np.arange(documents), rng.integers(1, words, documents)] += 1  # no text without words
    counts[rng.integers(0, documents), 1] += 3
    return counts


def some_counts(rng: np.random.Generator) -> Call:
    return arguments(table(rng))


def a_word_in_every_text(rng: np.random.Generator) -> Call:
    counts = table(rng)
    counts[:, -1] = rng.integers(1, 4, len(counts))
    return arguments(counts)


def a_text_without_words(rng: np.random.Generator) -> Call:
    counts = table(rng)
    counts[int(rng.integers(0, len(counts)))] = 0
    return arguments(counts)


def length(ask, rng: np.random.Generator) -> bool:
    return bool(np.allclose((np.asarray(ask(table(rng))) ** 2).sum(axis=1), 1, atol=1e-4))


def weighted(counts, idf, normalise=True):
    weights = np.asarray(counts, dtype=np.float64) * idf
    lengths = np.sqrt((weights**2).sum(axis=1, keepdims=True))
    return weights / np.where(lengths > 0, lengths, 1) if normalise else weights


def _holding(counts):
    return (np.asarray(counts) > 0).sum(axis=0)


def occurrences(counts):
    return weighted(counts, np.log((1 + len(counts)) / (1 + counts.sum(axis=0))) + 1)


def no_one(counts):
    return weighted(counts, np.log((1 + len(counts)) / (1 + _holding(counts))))


def no_smoothing(counts):
    with np.errstate(all="ignore"):
        return weighted(counts, np.log(len(counts) / _holding(counts)) + 1)


def one_inside(counts):
    return weighted(counts, np.log((1 + len(counts)) / (1 + _holding(counts)) + 1))


def no_length(counts):
    return weighted(counts, np.log((1 + len(counts)) / (1 + _holding(counts))) + 1, normalise=False)


def only_tf(counts):
    return weighted(counts, 1.0)


def words_not_texts(counts):
    return weighted(counts, np.log((1 + counts.shape[1]) / (1 + _holding(counts))) + 1)


def columns(counts):
    weights = no_length(counts)
    lengths = np.sqrt((weights**2).sum(axis=0, keepdims=True))
    return weights / np.where(lengths > 0, lengths, 1)


def sum_to_one(counts):
    weights = no_length(counts)
    sums = weights.sum(axis=1, keepdims=True)
    return weights / np.where(sums > 0, sums, 1)


def empty_nan(counts):
    weights = no_length(counts)
    with np.errstate(all="ignore"):
        return weights / np.sqrt((weights**2).sum(axis=1, keepdims=True))


EXERCISE = function(
    __file__,
    points=3,
    reference=_tf_idf,
    core={"counts of words": some_counts, "a word that stands in every text": a_word_in_every_text},
    edges={"a text without words": a_text_without_words},
    properties=(length,),
    bans=(".TfidfTransformer", ".TfidfVectorizer", "sklearn"),
    mistakes={
        "occurrences": occurrences,
        "no-one": no_one,
        "no-smoothing": no_smoothing,
        "one-in-the-logarithm": one_inside,
        "row-of-lengths": lambda counts: no_length(counts) / np.sqrt((no_length(counts) ** 2).sum(axis=1)),
        "no-length": no_length,
        "only-tf": only_tf,
        "words-not-texts": words_not_texts,
        "columns": columns,
        "sum-to-one": sum_to_one,
        "empty-text": empty_nan,
    },
)
