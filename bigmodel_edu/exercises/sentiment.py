"""Sentiment: word weights, the mean of a padded text, averages over classes, and how far a test result can be trusted."""

import numpy as np
import torch

from bigmodel_edu.calling import AsTensor
from bigmodel_edu.checking.exercise import Call, Exercise, Misconception, Property, arguments
from bigmodel_edu.checking.generators import normal, sizes
from bigmodel_edu.models.bert import mean_pool

always_great = Exercise(
    id="sentiment.always_great",
    points=1,
    kind="number",
    target="always_great",
    prompt=(
        "In a test set {percent} % of the reviews are great, the others are not. A classifier calls every review great. "
        "What is its macro F1, the mean of the F1 of both classes? Give a number from 0 to 1, to within 1 %."
    ),
    variant=lambda rng: {"percent": int(rng.choice([58, 61, 64, 68, 71, 74, 77, 82]))},
    reference=lambda percent: percent / (100 + percent),
    relative=0.01,
    hints=(
        "Write down precision and recall of the class great, then its F1.",
        "The other class is never predicted, so it has no hit. What is its F1?",
        "Precision of great is its share, its recall is 1. Take 2PR / (P + R), then the mean with 0.",
    ),
    misconceptions=(
        Misconception(
            "percent",
            lambda percent: 100 * percent / (100 + percent),
            "Your number is right in per cent; give it as a number from 0 to 1.",
            ("How large can F1 become?", "By which factor are you off?", "Divide by 100."),
        ),
        Misconception(
            "accuracy",
            lambda percent: percent / 100,
            "You gave the accuracy. It rewards the classifier for a class that it never finds.",
            (
                "What is the F1 of the class that is never predicted?",
                "Write down precision and recall of both classes.",
                "Precision of great is the share, its recall 1; the other F1 is 0. Take the mean of both.",
            ),
        ),
        Misconception(
            "positive-only",
            lambda percent: 2 * percent / (100 + percent),
            "You gave the F1 of the class great. Macro F1 is the mean over both classes.",
            (
                "How many classes are there?",
                "What is the F1 of the other class?",
                "Halve your number: the other class contributes 0.",
            ),
        ),
        Misconception(
            "half-the-accuracy",
            lambda percent: percent / 200,
            "You halved the accuracy. The F1 of great is not its precision: its recall is 1.",
            (
                "What is the recall of great?",
                "F1 is 2PR / (P + R), with P the share and R = 1.",
                "Compute 2P / (P + 1), then take the mean with 0.",
            ),
        ),
    ),
)


def _tf_idf(counts):
    counts = np.asarray(counts, dtype=np.float64)
    holding = (counts > 0).sum(axis=0)
    weights = counts * (np.log((1 + len(counts)) / (1 + holding)) + 1)
    lengths = np.sqrt((weights**2).sum(axis=1, keepdims=True))
    return weights / np.where(lengths > 0, lengths, 1)


def _table(rng: np.random.Generator) -> np.ndarray:
    documents, words = sizes(rng, 2, low=4, high=11)
    counts = rng.poisson(0.8, (documents, words))
    counts[:, 0] = 0
    counts[rng.integers(0, documents), 0] = 5  # often, but in one text only
    counts[np.arange(documents), rng.integers(1, words, documents)] += 1  # no text without words
    counts[rng.integers(0, documents), 1] += 3
    return counts


def _some_counts(rng: np.random.Generator) -> Call:
    return arguments(_table(rng))


def _a_word_in_every_text(rng: np.random.Generator) -> Call:
    counts = _table(rng)
    counts[:, -1] = rng.integers(1, 4, len(counts))
    return arguments(counts)


def _a_text_without_words(rng: np.random.Generator) -> Call:
    counts = _table(rng)
    counts[int(rng.integers(0, len(counts)))] = 0
    return arguments(counts)


def _lengths_are_one(ask, rng: np.random.Generator) -> bool:
    return bool(np.allclose((np.asarray(ask(_table(rng))) ** 2).sum(axis=1), 1, atol=1e-4))


def _weighted(counts, idf, normalise=True):
    weights = np.asarray(counts, dtype=np.float64) * idf
    lengths = np.sqrt((weights**2).sum(axis=1, keepdims=True))
    return weights / np.where(lengths > 0, lengths, 1) if normalise else weights


def _holding(counts):
    return (np.asarray(counts) > 0).sum(axis=0)


def _occurrences(counts):
    return _weighted(counts, np.log((1 + len(counts)) / (1 + counts.sum(axis=0))) + 1)


def _no_one(counts):
    return _weighted(counts, np.log((1 + len(counts)) / (1 + _holding(counts))))


def _no_smoothing(counts):
    with np.errstate(all="ignore"):
        return _weighted(counts, np.log(len(counts) / _holding(counts)) + 1)


def _one_inside(counts):
    return _weighted(counts, np.log((1 + len(counts)) / (1 + _holding(counts)) + 1))


def _no_length(counts):
    return _weighted(counts, np.log((1 + len(counts)) / (1 + _holding(counts))) + 1, normalise=False)


def _only_tf(counts):
    return _weighted(counts, 1.0)


def _words_not_texts(counts):
    return _weighted(counts, np.log((1 + counts.shape[1]) / (1 + _holding(counts))) + 1)


def _columns(counts):
    weights = _no_length(counts)
    lengths = np.sqrt((weights**2).sum(axis=0, keepdims=True))
    return weights / np.where(lengths > 0, lengths, 1)


def _sum_to_one(counts):
    weights = _no_length(counts)
    sums = weights.sum(axis=1, keepdims=True)
    return weights / np.where(sums > 0, sums, 1)


def _empty_nan(counts):
    weights = _no_length(counts)
    with np.errstate(all="ignore"):
        return weights / np.sqrt((weights**2).sum(axis=1, keepdims=True))


IDF_HINTS = (
    "Take one word that stands in every text, and one that stands in one text. What is the factor of each?",
    "Print the number of texts that hold each word, then the factors, one a word.",
    "The factor is ln((1 + texts) / (1 + texts that hold the word)) + 1; count > 0 says whether a text holds it.",
)
LENGTH_HINTS = (
    "What is the length of a row of your result?",
    "Print the sum of squares of each row, and of each column.",
    "Divide each row by the root of the sum of its squares, and leave a row of zeros as it is.",
)

tf_idf = Exercise(
    id="sentiment.tf_idf",
    points=3,
    target="tf_idf",
    reference=_tf_idf,
    inputs={
        "counts of words": _some_counts,
        "a word that stands in every text": _a_word_in_every_text,
        "a text without words": _a_text_without_words,
    },
    properties=(Property("length", "have rows of length 1.", _lengths_are_one),),
    forbidden=(".TfidfTransformer", ".TfidfVectorizer", "sklearn"),
    misconceptions=(
        Misconception(
            "occurrences", _occurrences, "You count how often a word occurs in all texts. Count the texts that hold it.", IDF_HINTS
        ),
        Misconception("no-one", _no_one, "The + 1 after the logarithm is missing: a word in every text loses all its weight.", IDF_HINTS),
        Misconception(
            "no-smoothing", _no_smoothing, "You leave out the 1 in numerator and denominator; a rare word gets another factor.", IDF_HINTS
        ),
        Misconception("one-in-the-logarithm", _one_inside, "You add the 1 inside the logarithm. It stands after it: ln(…) + 1.", IDF_HINTS),
        Misconception(
            "row-of-lengths",
            lambda counts: _no_length(counts) / np.sqrt((_no_length(counts) ** 2).sum(axis=1)),
            "Your lengths, one for each text, stand in a row (D,); numpy divides columns by them. They belong in a column, (D, 1).",
            (
                "Which shape has your result of the sum of squares? One number for each row, or for each column?",
                "Print the lengths with keepdims=True and without.",
                "Give the sum (or np.linalg.norm) the argument keepdims=True, with axis=1.",
            ),
        ),
        Misconception("no-length", _no_length, "Your rows are not brought to length 1, so long texts get large numbers.", LENGTH_HINTS),
        Misconception("only-tf", _only_tf, "You bring the counts to length 1; the factor of each word is missing.", IDF_HINTS),
        Misconception(
            "words-not-texts", _words_not_texts, "The numerator counts the words of the vocabulary. It should count the texts.", IDF_HINTS
        ),
        Misconception("columns", _columns, "You bring the columns to length 1. Each text, a row, should have length 1.", LENGTH_HINTS),
        Misconception(
            "sum-to-one", _sum_to_one, "Your rows sum to 1. Their length, the root of the sum of squares, should be 1.", LENGTH_HINTS
        ),
        Misconception("empty-text", _empty_nan, "A text without words has length 0, and you divide 0 by 0.", LENGTH_HINTS),
    ),
    hints=(
        "Do two texts and three words by hand.",
        "The factor belongs to a word, the length to a text. Which axis is which?",
        "Three steps: texts that hold each word; counts times factor; each row divided by its length.",
    ),
)


def _hidden(rng: np.random.Generator) -> np.ndarray:
    batch, tokens, width = sizes(rng, 3)
    return normal(rng, batch, tokens, width, scale=3.0)


def _padded(rng: np.random.Generator) -> Call:
    hidden = _hidden(rng)
    lengths = rng.integers(1, hidden.shape[1], len(hidden))
    return arguments(AsTensor(hidden), AsTensor(np.arange(hidden.shape[1]) < lengths[:, None]))


def _full(rng: np.random.Generator) -> Call:
    hidden = _hidden(rng)
    return arguments(AsTensor(hidden), AsTensor(np.ones(hidden.shape[:2], dtype=bool)))


def _left_padded(rng: np.random.Generator) -> Call:
    hidden = _hidden(rng)
    lengths = rng.integers(1, hidden.shape[1], len(hidden))
    return arguments(AsTensor(hidden), AsTensor(np.arange(hidden.shape[1])[::-1] < lengths[:, None]))


def _blind_to_padding(ask, rng: np.random.Generator) -> bool:
    hidden = _hidden(rng)
    mask = np.arange(hidden.shape[1]) < rng.integers(1, hidden.shape[1], len(hidden))[:, None]
    other = np.where(mask[..., None], hidden, np.float32(77.0))
    return bool(np.allclose(ask(AsTensor(hidden), AsTensor(mask)), ask(AsTensor(other), AsTensor(mask)), atol=1e-4))


MASK_HINTS = (
    "Change the vector of a padded place. Does your result change?",
    "Call it with one text of three tokens, the last one padding. Which two vectors are averaged?",
    "Multiply by mask.unsqueeze(-1) before the sum over dim=1, and divide by mask.sum(dim=1, keepdim=True).",
)

masked_mean = Exercise(
    id="sentiment.masked_mean",
    points=2,
    target="masked_mean",
    reference=lambda hidden, mask: mean_pool(hidden, mask),
    inputs={"padding on the right": _padded, "no padding": _full, "padding on the left": _left_padded},
    properties=(Property("blind", "not depend on what stands at padded places.", _blind_to_padding),),
    forbidden=("bigmodel_edu.models", ".mean_pool"),
    misconceptions=(
        Misconception("padding", lambda hidden, mask: hidden.mean(dim=1), "You average over all places, padding included.", MASK_HINTS),
        Misconception(
            "divided-by-all",
            lambda hidden, mask: (hidden * mask.unsqueeze(-1)).mean(dim=1),
            "The sum is right, but you divide by the number of all places. Divide by the number of real tokens.",
            MASK_HINTS,
        ),
        Misconception(
            "sum", lambda hidden, mask: (hidden * mask.unsqueeze(-1)).sum(dim=1), "You return the sum; divide by real tokens.", MASK_HINTS
        ),
        Misconception("first", lambda hidden, mask: hidden[:, 0], "You return the first token's vector only.", MASK_HINTS),
        Misconception(
            "largest",
            lambda hidden, mask: hidden.masked_fill(~mask.unsqueeze(-1), -torch.inf).amax(dim=1),
            "You take the largest value of each feature. The exercise asks for the mean.",
            MASK_HINTS,
        ),
        Misconception(
            "one-mean-for-all",
            lambda hidden, mask: (hidden * mask.unsqueeze(-1)).sum(dim=1) / mask.sum() * len(mask),
            "You divide every text by the same number. Each text has its own number of real tokens.",
            MASK_HINTS,
            also=(lambda hidden, mask: (hidden * mask.unsqueeze(-1)).sum(dim=1) / mask.sum(),),
        ),
        Misconception(
            "mask-without-an-axis",
            lambda hidden, mask: (hidden * mask).sum(dim=1) / mask.sum(dim=1),
            "You multiply (B, T, C) by (B, T). One value of the mask belongs to a whole vector, so the mask needs a last axis of size 1.",
            (
                "Which two axes do hidden and mask share? Are they at the same places, counted from the right?",
                "Print mask.shape, mask[..., None].shape and mask.sum(dim=1, keepdim=True).shape.",
                "Multiply by mask.unsqueeze(-1), and divide by mask.sum(dim=1, keepdim=True).",
            ),
        ),
        Misconception(
            "one-list-of-tokens",
            lambda hidden, mask: hidden[mask].mean(dim=1),
            "hidden[mask] puts the real tokens of all texts into one list: which token belongs to which text is lost.",
            (
                "What is the shape of hidden[mask]? Where is B in it?",
                "You can index one text at a time, or keep the shape and set padding to zero.",
                "Multiply by mask.unsqueeze(-1), sum over dim=1, divide by each text's own count.",
            ),
            also=(lambda hidden, mask: hidden[mask].mean(dim=0),),
        ),
    ),
    hints=(
        "What should the shape of the result be?",
        "True stands for a real token. How many are there in each row of the mask?",
        "Set padded vectors to zero, sum over the tokens, divide each text by its own count.",
    ),
)


def _counts_of(truth, predicted, classes):
    truth, predicted = np.asarray(truth), np.asarray(predicted)
    hit = np.array([((truth == each) & (predicted == each)).sum() for each in range(classes)], dtype=np.float64)
    said = np.array([(predicted == each).sum() for each in range(classes)], dtype=np.float64)
    real = np.array([(truth == each).sum() for each in range(classes)], dtype=np.float64)
    return hit, said, real


def _f1s(truth, predicted, classes):
    hit, said, real = _counts_of(truth, predicted, classes)
    return 2 * hit / np.maximum(said + real, 1)


def _macro(truth, predicted, classes):
    return float(_f1s(truth, predicted, classes).mean())


def _verdicts(rng: np.random.Generator, classes: int, share: float = 0.6) -> tuple[np.ndarray, np.ndarray]:
    count = int(rng.integers(17, 40))
    chances = np.arange(1, classes + 1) ** 1.5
    truth = rng.choice(classes, count, p=chances / chances.sum())
    truth[: 2 * classes] = np.resize(np.arange(classes), 2 * classes)
    predicted = np.where(rng.random(count) < share, truth, rng.integers(0, classes, count))
    predicted[:classes], predicted[classes] = np.arange(classes), classes - 1  # every class is found, and one error is sure
    return truth, predicted


def _two(rng: np.random.Generator) -> Call:
    return arguments(*_verdicts(rng, 2), 2)


def _several(rng: np.random.Generator) -> Call:
    classes = int(rng.integers(3, 6))
    return arguments(*_verdicts(rng, classes), classes)


def _never_said(rng: np.random.Generator) -> Call:
    classes = int(rng.integers(3, 6))
    truth, predicted = _verdicts(rng, classes)
    missing = int(rng.integers(0, classes))
    return arguments(truth, np.where(predicted == missing, (missing + 1) % classes, predicted), classes)


def _never_there(rng: np.random.Generator) -> Call:
    truth, predicted = _verdicts(rng, 3)
    return arguments(truth, predicted, 5)


def _macro_micro(truth, predicted, classes):
    return float((np.asarray(truth) == np.asarray(predicted)).mean())


def _macro_weighted(truth, predicted, classes):
    real = _counts_of(truth, predicted, classes)[2]
    return float((_f1s(truth, predicted, classes) * real).sum() / real.sum())


def _macro_last(truth, predicted, classes):
    return float(_f1s(truth, predicted, classes)[-1])


def _macro_class_one(truth, predicted, classes):
    return float(_f1s(truth, predicted, classes)[1])


def _macro_of_means(truth, predicted, classes):
    hit, said, real = _counts_of(truth, predicted, classes)
    precision, recall = (hit / np.maximum(said, 1)).mean(), (hit / np.maximum(real, 1)).mean()
    return float(2 * precision * recall / max(precision + recall, 1e-12))


def _macro_recall(truth, predicted, classes):
    hit, _said, real = _counts_of(truth, predicted, classes)
    return float((hit / np.maximum(real, 1)).mean())


def _macro_precision(truth, predicted, classes):
    hit, said, _real = _counts_of(truth, predicted, classes)
    return float((hit / np.maximum(said, 1)).mean())


def _macro_present(truth, predicted, classes):
    real = _counts_of(truth, predicted, classes)[2]
    return float(_f1s(truth, predicted, classes)[real > 0].mean())


def _macro_nan(truth, predicted, classes):
    hit, said, real = _counts_of(truth, predicted, classes)
    with np.errstate(all="ignore"):
        precision, recall = hit / said, hit / real
        return float((2 * precision * recall / (precision + recall)).mean())


def _macro_arithmetic(truth, predicted, classes):
    hit, said, real = _counts_of(truth, predicted, classes)
    return float(((hit / np.maximum(said, 1) + hit / np.maximum(real, 1)) / 2).mean())


AVERAGE_HINTS = (
    "Which is averaged: items, or classes? Does a rare class count as much as a frequent one?",
    "Print the F1 of each class for a small example, then their mean.",
    "Make a list of one F1 for each class from 0 to classes − 1, and divide its sum by classes.",
)

macro_f1 = Exercise(
    id="sentiment.macro_f1",
    points=3,
    target="macro_f1",
    reference=_macro,
    inputs={
        "two classes": _two,
        "several classes": _several,
        "a class that is never predicted": _never_said,
        "classes that do not occur": _never_there,
    },
    forbidden=(".f1_score", ".precision_recall_fscore_support", ".classification_report", "sklearn"),
    misconceptions=(
        Misconception("accuracy", _macro_micro, "You count right answers of all classes together: that is the accuracy.", AVERAGE_HINTS),
        Misconception(
            "weighted",
            _macro_weighted,
            "You weight each class by how often it occurs. In the macro average all count alike.",
            AVERAGE_HINTS,
        ),
        Misconception("one-class", _macro_class_one, "You return the F1 of one class.", AVERAGE_HINTS, also=(_macro_last,)),
        Misconception(
            "of-means",
            _macro_of_means,
            "You average precision and recall first and take F1 of the averages. Here F1 of each class comes first.",
            AVERAGE_HINTS,
        ),
        Misconception("recall", _macro_recall, "You average the recall; F1 also needs the precision.", AVERAGE_HINTS),
        Misconception("precision", _macro_precision, "You average the precision; F1 also needs the recall.", AVERAGE_HINTS),
        Misconception(
            "arithmetic-mean", _macro_arithmetic, "You take the plain mean of precision and recall. F1 is 2PR / (P + R).", AVERAGE_HINTS
        ),
        Misconception(
            "present-only",
            _macro_present,
            "You leave out classes that do not occur. The docstring counts them, with F1 = 0.",
            AVERAGE_HINTS,
        ),
        Misconception(
            "nan",
            _macro_nan,
            "A class that is never predicted, or never right, makes you divide 0 by 0. Its F1 is 0.",
            (
                "What is the precision of a class that is never predicted?",
                "F1 can be written without precision and recall: 2 · hits / (predicted + real).",
                "Use that form, and say 0 where its denominator is 0.",
            ),
        ),
    ),
    hints=(
        "Take one class. Count its hits, how often it is predicted, and how often it is real.",
        "F1 = 2 · hits / (predicted + real).",
        "Compute it for every class from 0 to classes − 1; return the mean.",
    ),
)


def _interval(values):
    return tuple(float(each) for each in np.percentile(values, [2.5, 97.5]))


def _bootstrap(scores, picks):
    return _interval(np.asarray(scores, dtype=np.float64)[np.asarray(picks)].mean(axis=1))


def _picked(rng: np.random.Generator) -> tuple[int, np.ndarray]:
    count = int(rng.integers(11, 30))
    return count, rng.integers(0, count, (int(rng.integers(60, 120)), count))


def _zeros_and_ones(rng: np.random.Generator) -> Call:
    count, picks = _picked(rng)
    scores = (rng.random(count) < 0.7).astype(np.float64)
    scores[:2] = 0, 1
    return arguments(scores, picks)


def _losses(rng: np.random.Generator) -> Call:
    count, picks = _picked(rng)
    return arguments(rng.exponential(2.0, count) - 1.0, picks)


def _axis(scores, picks):
    return _interval(np.asarray(scores)[picks].mean(axis=0))


def _all_values(scores, picks):
    return _interval(np.asarray(scores))


def _ninety(scores, picks):
    return tuple(np.percentile(np.asarray(scores)[picks].mean(axis=1), [5, 95]).tolist())


def _fraction_as_percent(scores, picks):
    return tuple(np.percentile(np.asarray(scores)[picks].mean(axis=1), [0.025, 0.975]).tolist())


def _standard_error(scores, picks):
    scores = np.asarray(scores, dtype=np.float64)
    half = 1.96 * scores.std() / np.sqrt(len(scores))
    return float(scores.mean() - half), float(scores.mean() + half)


def _normal(scores, picks):
    means = np.asarray(scores)[picks].mean(axis=1)
    return float(means.mean() - 1.96 * means.std()), float(means.mean() + 1.96 * means.std())


def _one_deviation(scores, picks):
    means = np.asarray(scores)[picks].mean(axis=1)
    return float(means.mean() - means.std()), float(means.mean() + means.std())


def _extremes(scores, picks):
    means = np.asarray(scores)[picks].mean(axis=1)
    return float(means.min()), float(means.max())


def _nearest_place(scores, picks):
    means = np.sort(np.asarray(scores)[picks].mean(axis=1))
    return float(means[int(0.025 * len(means))]), float(means[int(0.975 * len(means))])


def _turned_round(scores, picks):
    return _bootstrap(scores, picks)[::-1]


RESAMPLE_HINTS = (
    "How many means are there: one for each resample. What is the shape of scores[picks]?",
    "Print the means of the resamples. Between which two numbers do the middle 95 % of them lie?",
    "Take np.percentile of the means of the rows, at 2.5 and 97.5.",
)

bootstrap_interval = Exercise(
    id="sentiment.bootstrap_interval",
    points=3,
    target="bootstrap_interval",
    reference=_bootstrap,
    inputs={"right or wrong": _zeros_and_ones, "losses of both signs": _losses},
    absolute=1e-6,
    forbidden=("scipy.stats.bootstrap", ".bootstrap"),
    misconceptions=(
        Misconception("axis", _axis, "You average over the resamples. Each resample has a mean of its own.", RESAMPLE_HINTS),
        Misconception("values", _all_values, "You give percentiles of the scores. Asked is how far their mean can move.", RESAMPLE_HINTS),
        Misconception(
            "ninety", _ninety, "Between the 5th and the 95th percentile lie 90 %; 95 % leave 2.5 % on each side.", RESAMPLE_HINTS
        ),
        Misconception(
            "fractions", _fraction_as_percent, "np.percentile counts from 0 to 100: 0.025 is hardly above the smallest.", RESAMPLE_HINTS
        ),
        Misconception(
            "formula",
            _standard_error,
            "You use the mean ± 1.96 standard errors. The exercise asks for percentiles of resamples.",
            RESAMPLE_HINTS,
        ),
        Misconception("normal", _normal, "You use 1.96 deviations of the resampled means; asked are their percentiles.", RESAMPLE_HINTS),
        Misconception("one-deviation", _one_deviation, "You go one standard deviation each way: that holds about 68 %.", RESAMPLE_HINTS),
        Misconception("extremes", _extremes, "You return the smallest and the largest mean: that holds all resamples.", RESAMPLE_HINTS),
        Misconception(
            "nearest-place",
            _nearest_place,
            "You take the mean at a whole place of the sorted list. np.percentile, which is asked for, goes between two neighbours.",
            RESAMPLE_HINTS,
        ),
        Misconception("order", _turned_round, "Your two numbers are in the wrong order: low first.", RESAMPLE_HINTS),
    ),
    hints=RESAMPLE_HINTS,
)


def _paired(first, second, picks):
    return _bootstrap(np.asarray(first, dtype=np.float64) - np.asarray(second, dtype=np.float64), picks)


def _two_systems(rng: np.random.Generator) -> Call:
    count, picks = _picked(rng)
    first = (rng.random(count) < 0.75).astype(np.float64)
    second = np.where(rng.random(count) < 0.7, first, (rng.random(count) < 0.4).astype(np.float64))
    first[:3], second[:3] = (1, 0, 1), (0, 0, 1)
    return arguments(first, second, picks)


def _two_losses(rng: np.random.Generator) -> Call:
    count, picks = _picked(rng)
    first = rng.exponential(2.0, count)
    return arguments(first, first + rng.standard_normal(count) - 0.8, picks)


def _other_way(first, second, picks):
    return _paired(second, first, picks)


def _difference_of_bounds(first, second, picks):
    one, other = _bootstrap(first, picks), _bootstrap(second, picks)
    return one[0] - other[0], one[1] - other[1]


def _widest(first, second, picks):
    one, other = _bootstrap(first, picks), _bootstrap(second, picks)
    return one[0] - other[1], one[1] - other[0]


def _own_picks(first, second, picks):
    picks = np.asarray(picks)
    return _interval(np.asarray(first)[picks].mean(axis=1) - np.asarray(second)[picks[::-1]].mean(axis=1))


def _drawn_apart(first, second, picks):
    picks = np.asarray(picks)
    return _interval(np.asarray(first)[picks].mean(axis=1) - np.asarray(second)[np.roll(picks, 1, axis=0)].mean(axis=1))


def _absolute(first, second, picks):
    return _bootstrap(np.abs(np.asarray(first) - np.asarray(second)), picks)


PAIR_HINTS = (
    "Both systems answered the same items. Which of the two numbers of one item belong together?",
    "Take one resample: which items does it hold for the first system, which for the second?",
    "Subtract item by item first; what is left is the interval of one list of differences.",
)

paired_interval = Exercise(
    id="sentiment.paired_interval",
    points=2,
    target="paired_interval",
    reference=_paired,
    inputs={"right or wrong": _two_systems, "losses": _two_losses},
    absolute=1e-6,
    forbidden=("scipy.stats.bootstrap", ".bootstrap"),
    misconceptions=(
        Misconception(
            "of-single-differences",
            lambda first, second, picks: _interval((np.asarray(first) - np.asarray(second))[np.asarray(picks)]),
            "You give percentiles of single differences. Take the mean of each resample first: how far can the mean move?",
            (
                "How many numbers go into your percentile: R, or R × N?",
                "What is the shape of (first - second)[picks]? One resample is one row.",
                "Take .mean(axis=1) of the differences before the percentile.",
            ),
        ),
        Misconception("other-way", _other_way, "You subtract the first from the second; asked is first − second.", PAIR_HINTS),
        Misconception(
            "difference-of-bounds", _difference_of_bounds, "You subtract the ends of two intervals; ends cannot be subtracted.", PAIR_HINTS
        ),
        Misconception("widest", _widest, "You combine the worst of one with the best of the other, which is far too wide.", PAIR_HINTS),
        Misconception(
            "not-paired",
            _own_picks,
            "You draw the two systems' items apart. On the same hard items both fail, and pairing uses that.",
            PAIR_HINTS,
            also=(_drawn_apart,),
        ),
        Misconception("absolute", _absolute, "You take absolute differences, so that neither can be the worse.", PAIR_HINTS),
    ),
    hints=PAIR_HINTS,
)


def _bill(reviews: int, characters: int, price: float) -> float:
    return reviews * characters / 4 / 1e6 * price


monthly_bill = Exercise(
    id="sentiment.monthly_bill",
    points=1,
    kind="number",
    target="monthly_bill",
    prompt=(
        "A shop gets {reviews:,} reviews a month, {characters} characters each. A token is 4 characters. A language model reads the "
        "review, and with each review an instruction of {instruction} tokens; it costs ${price} per million tokens read. "
        "What does reading cost, in dollars a month? Leave out the answers. Give the number to within 1 %."
    ),
    variant=lambda rng: {
        "reviews": int(rng.choice([30_000, 70_000, 120_000, 450_000])),
        "characters": int(rng.choice([280, 360, 440, 520])),
        "instruction": int(rng.choice([180, 250, 330])),
        "price": float(rng.choice([0.15, 0.4, 1.1, 3.0])),
    },
    reference=lambda reviews, characters, instruction, price: reviews * (characters / 4 + instruction) / 1e6 * price,
    relative=0.01,
    hints=(
        "How many tokens does the model read for one review, the instruction included?",
        "Multiply by the reviews of a month, and compare with a million.",
        "reviews × (characters / 4 + instruction) / 1,000,000 × price.",
    ),
    misconceptions=(
        Misconception(
            "no-instruction",
            lambda reviews, characters, instruction, price: _bill(reviews, characters, price),
            "You counted the reviews only. The instruction is read again with every review.",
            (
                "What does the model read besides the review?",
                "Which of the two is longer, in tokens?",
                "Add the instruction to the tokens of each review.",
            ),
        ),
        Misconception(
            "characters-as-tokens",
            lambda reviews, characters, instruction, price: reviews * (characters + instruction) / 1e6 * price,
            "You counted each character as a token.",
            ("In which unit is the price?", "How many tokens has one review?", "Divide the characters by 4."),
        ),
        Misconception(
            "divided-both",
            lambda reviews, characters, instruction, price: reviews * (characters + instruction) / 4 / 1e6 * price,
            "You divided the instruction by 4 as well; it is counted in tokens already.",
            ("In which unit is each length given?", "Only one of the two is in characters.", "Divide only the characters by 4."),
        ),
        Misconception(
            "per-thousand",
            lambda reviews, characters, instruction, price: reviews * (characters / 4 + instruction) / 1e3 * price,
            "You read the price as one per thousand tokens. It is per million.",
            ("For how many tokens is the price?", "By which factor are you off?", "Divide the tokens by a million."),
        ),
    ),
)
