"""Regression with curves: the loss of an epoch, the best guess for noise, early stopping, a paired bootstrap, honest intervals."""

import math

import numpy as np

from bigmodel_edu.checking.exercise import Call, Exercise, Misconception, Property, arguments

best_loss_on_noise = Exercise(
    id="regression-with-curves.best_loss_on_noise",
    points=1,
    kind="number",
    target="best_loss_on_noise",
    prompt=(
        "Labels are drawn at random, all values between {low} and {high} equally likely, whatever the features are. What is the smallest "
        "mean squared error on new data that any model can have, on average? Give the number to within 1 %."
    ),
    variant=lambda rng: dict(zip(("low", "high"), [(1, 6), (2, 8), (3, 7), (1, 9), (4, 14)][rng.integers(5)], strict=True)),
    reference=lambda low, high: (high - low) ** 2 / 12,
    relative=0.01,
    misconceptions=(
        Misconception(
            "one-twelfth",
            lambda low, high: 1 / 12,
            "That is right for labels between 0 and 1. These labels have another range.",
            (
                "What happens to a squared error when all labels are doubled?",
                "The range of the labels is not 1.",
                "Multiply 1/12 by the square of the range.",
            ),
        ),
        Misconception(
            "deviation",
            lambda low, high: (high - low) / math.sqrt(12),
            "That is the root of the mean squared error. The question asks for the mean squared error itself.",
            ("Which of the two has the square of the label's unit?", "You took a root too many.", "Square your number."),
        ),
        Misconception(
            "squares-of-labels",
            lambda low, high: (high - low) ** 2 / 12 + ((high + low) / 2) ** 2,
            "That is the mean of the squared labels: the error of a model that always answers 0.",
            (
                "Which constant answer has the smallest squared error?",
                "Answer with the mean of the labels instead of 0.",
                "Take the mean square of label minus mean.",
            ),
        ),
        Misconception(
            "largest-error",
            lambda low, high: (high - low) ** 2 / 4,
            "That is the square of the largest error of the mean. Most errors are smaller.",
            (
                "How far is a label from the middle at most, and how far on average?",
                "Average the square over the whole range.",
                "The integral of u² from −1/2 to 1/2 is 1/12.",
            ),
        ),
        Misconception(
            "absolute",
            lambda low, high: (high - low) / 4,
            "That is the mean absolute error. The question asks for the squared one.",
            ("Which error is averaged?", "Square the distances before you average.", "The integral of u² from −1/2 to 1/2 is 1/12."),
        ),
    ),
)

what_it_means = Exercise(
    id="regression-with-curves.what_it_means",
    points=1,
    kind="choice",
    target="what_it_means",
    prompt=(
        "A training loss falls towards 0. The validation loss never falls below that of always answering the mean of the training labels. "
        "What follows?"
    ),
    options={
        "a": "the model needs more training steps",
        "b": "the model has memorised its training data and knows nothing that helps with new data",
        "c": "the learning rate is too large",
        "d": "the model is good: its loss on the data is nearly 0",
    },
    reference="b",
    misconceptions=(
        Misconception(
            "more-steps",
            "a",
            "The training loss is nearly 0 already: there is nothing left that more steps could fit.",
            (
                "What would a further step change?",
                "Look at both curves: which one has still room to fall?",
                "The distance between the two curves grows with each step.",
            ),
        ),
        Misconception(
            "rate",
            "c",
            "With too large a rate the training loss would not fall towards 0.",
            (
                "What does a training loss look like when the rate is too large?",
                "The training works well. What does not?",
                "Compare the validation loss with that of the constant answer.",
            ),
        ),
        Misconception(
            "judged-on-training",
            "d",
            "A loss on the training data says how well the model remembers, not how well it predicts.",
            (
                "On which data will the model be used?",
                "Would a table that lists all training labels have a lower training loss?",
                "Only the loss on data that the model has not seen tells what it knows.",
            ),
        ),
    ),
)


def _epoch_mean(batch_losses, batch_sizes):
    return float(np.sum(np.asarray(batch_losses) * np.asarray(batch_sizes)) / np.sum(batch_sizes))


def _epoch_call(rng: np.random.Generator) -> Call:
    batches = int(rng.integers(3, 8))
    size = int(rng.integers(8, 40))
    sizes = [size] * (batches - 1) + [int(rng.integers(1, size // 2))]
    losses = rng.uniform(0.2, 1.5, batches)
    losses[-1] *= 4
    return arguments([float(loss) for loss in losses], sizes)


def _unequal_call(rng: np.random.Generator) -> Call:
    batches = int(rng.integers(2, 7))
    return arguments(
        [float(loss) for loss in rng.uniform(0.1, 3, batches)], [int(size) for size in rng.permutation(np.arange(1, 60))[:batches]]
    )


EPOCH_HINTS = (
    "Take two batches, one with 99 examples and loss 1, one with 1 example and loss 5. What is the mean loss of the 100 examples?",
    "Each batch loss is a mean already. How much does each batch weigh in the mean of all examples?",
    "Multiply each batch loss by its number of examples, add up, and divide by the number of all examples.",
)

epoch_loss = Exercise(
    id="regression-with-curves.epoch_loss",
    points=2,
    target="epoch_loss",
    reference=_epoch_mean,
    inputs={"a short last batch": _epoch_call, "batches of any size": _unequal_call},
    misconceptions=(
        Misconception(
            "mean-of-means",
            lambda losses, sizes: float(np.mean(losses)),
            "You average the batch losses. The last, short batch then weighs as much as a full one.",
            EPOCH_HINTS,
        ),
        Misconception(
            "last-batch",
            lambda losses, sizes: float(losses[-1]),
            "You return the loss of the last batch. A curve of those is mostly noise.",
            EPOCH_HINTS,
        ),
        Misconception(
            "sum",
            lambda losses, sizes: float(np.dot(losses, sizes)),
            "You return the sum over the examples; the mean is asked for.",
            EPOCH_HINTS,
        ),
        Misconception(
            "sum-of-means",
            lambda losses, sizes: float(np.sum(losses)),
            "You add up the batch losses. The number then grows with the number of batches.",
            EPOCH_HINTS,
        ),
        Misconception(
            "divided-twice",
            lambda losses, sizes: float(np.sum(losses) / np.sum(sizes)),
            "You divide by the number of examples, but a batch loss is a mean already: multiply it by its size first.",
            EPOCH_HINTS,
        ),
        Misconception(
            "drops-the-last",
            lambda losses, sizes: _epoch_mean(losses[:-1], sizes[:-1]),
            "You leave out the last batch. Its examples belong to the epoch.",
            EPOCH_HINTS,
        ),
    ),
    hints=EPOCH_HINTS,
)


def _stopping(losses, patience, better=lambda new, best: new < best, reset=True, previous=False):
    best, since = 0, 0
    for epoch in range(1, len(losses)):
        if better(losses[epoch], losses[epoch - 1] if previous else losses[best]):
            best, since = epoch, since if not reset else 0
        else:
            since += 1
            if since == patience:
                return best, epoch
    return best, len(losses) - 1


def _falls_then_rises(rng: np.random.Generator) -> Call:
    patience, bottom = int(rng.integers(2, 5)), int(rng.integers(3, 9))
    falling = 3 - 0.2 * np.arange(bottom) + rng.uniform(-0.25, 0.25, bottom)
    rising = falling.min() + rng.uniform(0.05, 0.5, patience + 3)
    late = falling.min() - rng.uniform(0.2, 0.5, 2)  # too late: training has stopped
    return arguments([round(float(loss), 3) for loss in (*falling, *rising, *late)], patience)


def _never_stops(rng: np.random.Generator) -> Call:
    count = int(rng.integers(4, 9))
    losses = 5 - 0.3 * np.arange(count)
    losses[rng.integers(1, count)] += 0.45  # one worse epoch, then better again
    return arguments([round(float(loss), 3) for loss in losses], 3)


def _with_ties(rng: np.random.Generator) -> Call:
    level = round(float(rng.uniform(0.5, 2)), 2)
    head = [level + 1.0, level + 0.5, level]
    return arguments([*head, level, level, level, level - 0.1], int(rng.integers(2, 4)))


STOP_HINTS = (
    "Follow the losses 5, 4, 4.5, 4.2, 3 by hand with a patience of 2. Which epoch is the best, and when does training stop?",
    "At each epoch you know only what came before. Keep the best epoch, and count the epochs since then.",
    "When a loss is smaller than the best: remember it, set the count to 0. Else: count one more, and stop when it reaches the patience.",
)

early_stopping = Exercise(
    id="regression-with-curves.early_stopping",
    points=3,
    target="early_stopping",
    reference=_stopping,
    inputs={"it stops": _falls_then_rises, "it does not stop": _never_stops, "equal losses": _with_ties},
    misconceptions=(
        Misconception(
            "looks-ahead",
            lambda losses, patience: (int(np.argmin(losses)), _stopping(losses, patience)[1]),
            "Your best epoch is the best of the whole list. After training has stopped there is no later epoch.",
            STOP_HINTS,
            also=(lambda losses, patience: (int(np.argmin(losses)), len(losses) - 1),),
        ),
        Misconception(
            "one-too-many",
            lambda losses, patience: _stopping(losses, patience + 1),
            "You stop one epoch too late: with a patience of 2, the second epoch without a better loss is the last.",
            STOP_HINTS,
        ),
        Misconception(
            "one-too-few",
            lambda losses, patience: _stopping(losses, patience - 1),
            "You stop one epoch too early: the patience is the number of epochs without a better loss that are allowed to happen.",
            STOP_HINTS,
        ),
        Misconception(
            "never-reset",
            lambda losses, patience: _stopping(losses, patience, reset=False),
            "You count all epochs that were not better. The count begins again at 0 after a better epoch.",
            STOP_HINTS,
        ),
        Misconception(
            "compares-with-the-previous",
            lambda losses, patience: _stopping(losses, patience, previous=True),
            "You compare each loss with the one before. Compare it with the best so far.",
            STOP_HINTS,
        ),
        Misconception(
            "ties-are-better",
            lambda losses, patience: _stopping(losses, patience, better=lambda new, best: new <= best),
            "You count an equal loss as better. Better means smaller.",
            STOP_HINTS,
        ),
        Misconception(
            "last-is-best",
            lambda losses, patience: (_stopping(losses, patience)[1],) * 2,
            "You return the last epoch as the best. The weights to keep are those of the best epoch.",
            STOP_HINTS,
        ),
        Misconception(
            "counts-from-one",
            lambda losses, patience: tuple(each + 1 for each in _stopping(losses, patience)),
            "You count epochs from 1. Here the first epoch is number 0.",
            ("What should the answer be for a list of one loss?", "Read the docstring: how are epochs numbered?", "Subtract 1."),
        ),
        Misconception(
            "values",
            lambda losses, patience: (float(losses[_stopping(losses, patience)[0]]), _stopping(losses, patience)[1]),
            "You return the best loss; the number of its epoch is asked for.",
            (
                "What do you need in order to go back to the best weights?",
                "Read the docstring: what are the two numbers?",
                "Keep the index.",
            ),
        ),
    ),
    hints=STOP_HINTS,
)


def _paired(errors_a, errors_b, rows, alpha):
    difference = np.asarray(errors_a, dtype=np.float64) - np.asarray(errors_b, dtype=np.float64)
    means = difference[np.asarray(rows)].mean(axis=1)
    low, high = np.quantile(means, [alpha / 2, 1 - alpha / 2])
    return float(low), float(high)


def _bootstrap_call(rng: np.random.Generator) -> Call:
    cases, replicates = int(rng.integers(7, 15)), int(rng.integers(35, 60))
    common = rng.gamma(2.0, 1.5, cases)
    return arguments(
        common + rng.normal(0.3, 0.6, cases),
        common + rng.normal(0, 0.6, cases),
        rng.integers(0, cases, (replicates, cases)),
        float(rng.choice([0.05, 0.1, 0.2])),
    )


def _standard_error(errors_a, errors_b, rows, alpha):
    means = (errors_a - errors_b)[rows].mean(axis=1)
    return float(means.mean() - 1.96 * means.std()), float(means.mean() + 1.96 * means.std())


BOOT_HINTS = (
    "Of what is the interval: of single cases, or of the mean over a whole test set?",
    "Each row of `rows` is one new test set, drawn from the old one. Compute the mean difference for each.",
    "difference[rows].mean(axis=1) gives one mean for each new test set; the interval is between two quantiles of those.",
)

paired_bootstrap = Exercise(
    id="regression-with-curves.paired_bootstrap",
    points=3,
    target="paired_bootstrap",
    reference=_paired,
    inputs=_bootstrap_call,
    draws=6,
    misconceptions=(
        Misconception(
            "other-direction",
            lambda a, b, rows, alpha: _paired(b, a, rows, alpha),
            "Your difference is B minus A; A minus B is asked for.",
            ("If A has the larger errors, which sign should the difference have?", "Read the docstring.", "Swap the two."),
        ),
        Misconception(
            "single-cases",
            lambda a, b, rows, alpha: tuple(float(q) for q in np.quantile(a - b, [alpha / 2, 1 - alpha / 2])),
            "Your interval is that of a single case's difference. The mean of a test set varies much less.",
            BOOT_HINTS,
        ),
        Misconception(
            "all-in-one",
            lambda a, b, rows, alpha: tuple(float(q) for q in np.quantile((a - b)[rows], [alpha / 2, 1 - alpha / 2])),
            "You take the quantiles over all drawn cases together. Average each row first.",
            BOOT_HINTS,
        ),
        Misconception(
            "one-sided",
            lambda a, b, rows, alpha: tuple(float(q) for q in np.quantile((a - b)[rows].mean(axis=1), [alpha, 1 - alpha])),
            "You cut off alpha on each side; together that is 2·alpha. Cut off half of alpha on each side.",
            (
                "How much should lie outside the interval, both sides together?",
                "With alpha = 0.1, which two quantiles hold 90 % between them?",
                "Use alpha / 2 and 1 − alpha / 2.",
            ),
        ),
        Misconception(
            "not-paired",
            lambda a, b, rows, alpha: tuple(
                float(q) for q in np.quantile(a[rows].mean(axis=1) - b[rows[::-1]].mean(axis=1), [alpha / 2, 1 - alpha / 2])
            ),
            "You draw other cases for B than for A. The same cases must be drawn for both: hard cases are hard for both models.",
            BOOT_HINTS,
        ),
        Misconception(
            "absolute",
            lambda a, b, rows, alpha: tuple(float(q) for q in np.quantile(abs(a - b)[rows].mean(axis=1), [alpha / 2, 1 - alpha / 2])),
            "You take the size of each difference without its sign. Then no model can be the better one.",
            ("Can your interval ever contain 0?", "Where does a sign get lost?", "Leave out abs."),
        ),
        Misconception(
            "normal",
            _standard_error,
            "You use mean ± 1.96 standard deviations. The quantiles of the means are asked for.",
            BOOT_HINTS,
        ),
        Misconception(
            "two-intervals",
            lambda a, b, rows, alpha: (
                float(np.quantile(a[rows].mean(axis=1), alpha / 2) - np.quantile(b[rows].mean(axis=1), alpha / 2)),
                float(np.quantile(a[rows].mean(axis=1), 1 - alpha / 2) - np.quantile(b[rows].mean(axis=1), 1 - alpha / 2)),
            ),
            "You subtract the ends of two intervals. Take the difference of each pair first, then one interval.",
            BOOT_HINTS,
        ),
    ),
    hints=BOOT_HINTS,
)


def _radius(residuals, alpha):
    sizes = np.sort(np.abs(np.asarray(residuals, dtype=np.float64)))
    rank = math.ceil((len(sizes) + 1) * (1 - alpha))
    return float(sizes[rank - 1]) if rank <= len(sizes) else math.inf


def _rank_of(residuals, share):
    sizes = np.sort(np.abs(residuals))
    return float(sizes[min(max(math.ceil(len(sizes) * share), 1), len(sizes)) - 1])


def _residuals(rng: np.random.Generator, low: int, high: int, alphas: list[float]) -> Call:
    while True:
        count, alpha = int(rng.integers(low, high)), float(rng.choice(alphas))
        rank = (count + 1) * (1 - alpha)
        if 0.05 < rank % 1 < 0.95 and (low < 5 or math.ceil(rank) != math.ceil(count * (1 - alpha)) or rng.random() < 0.3):
            return arguments(rng.standard_t(3, count) * 20 + 6, alpha)


def _few(rng: np.random.Generator) -> Call:
    while True:
        count, alpha = int(rng.integers(2, 16)), float(rng.choice([0.01, 0.05]))
        if (count + 1) * (1 - alpha) > count + 0.05 and (count + 1) * (1 - alpha) % 1 > 0.05:
            return arguments(rng.standard_normal(count) * 5, alpha)


RADIUS_HINTS = (
    "The new case is one of n + 1 that are alike. Which rank must its residual not exceed?",
    "Sort the absolute residuals. The radius is the one at place ⌈(n + 1)(1 − alpha)⌉, counted from 1.",
    "If that place is n + 1, no residual is large enough: the radius is infinite.",
)

conformal_radius = Exercise(
    id="regression-with-curves.conformal_radius",
    points=3,
    target="conformal_radius",
    reference=_radius,
    inputs={"ordinary": lambda rng: _residuals(rng, 20, 80, [0.07, 0.13, 0.21, 0.3]), "too few for the promise": _few},
    misconceptions=(
        Misconception(
            "plain-quantile",
            lambda residuals, alpha: float(np.quantile(np.abs(residuals), 1 - alpha)),
            "You take the plain quantile of the residuals. It misses the new case among the n + 1, and covers a little too little.",
            RADIUS_HINTS,
        ),
        Misconception(
            "rank-of-n",
            lambda residuals, alpha: _rank_of(residuals, 1 - alpha),
            "You take place ⌈n(1 − alpha)⌉. The new case counts, too: n + 1 in the place of n.",
            RADIUS_HINTS,
        ),
        Misconception(
            "no-absolute",
            lambda residuals, alpha: _signed(residuals, alpha),
            "You sort the residuals with their signs. Large negative ones then count as small.",
            (
                "Is a residual of −50 a small error?",
                "What are the two ends of prediction ± radius? Both sides can be missed.",
                "Take the absolute value before you sort.",
            ),
        ),
        Misconception(
            "never-infinite",
            lambda residuals, alpha: min(_radius(residuals, alpha), float(np.max(np.abs(residuals)))),
            "With too few residuals you return the largest one. It cannot keep the promise: the honest radius is infinite.",
            RADIUS_HINTS,
        ),
        Misconception(
            "index-one-too-high",
            lambda residuals, alpha: _shifted(residuals, alpha),
            "Your radius is one place too far: place k, counted from 1, has the index k − 1.",
            ("Print the sorted sizes for three residuals.", "Lists begin at index 0.", "Subtract 1 from the place."),
        ),
        Misconception(
            "half-of-alpha",
            lambda residuals, alpha: _radius(residuals, alpha / 2),
            "You use half of alpha. The absolute residuals have both sides in them already.",
            ("How many of the absolute residuals should lie beyond the radius?", "Is there one tail here, or two?", "Use alpha as it is."),
        ),
        Misconception(
            "alpha-for-coverage",
            lambda residuals, alpha: _radius(residuals, 1 - alpha),
            "Your interval misses most cases: alpha is the share that may be missed, not the share that is covered.",
            ("With alpha = 0.1, should the interval be wide or narrow?", "Read the docstring.", "Use 1 − alpha."),
        ),
        Misconception(
            "normal",
            lambda residuals, alpha: float(1.645 * np.std(residuals)),
            "You multiply a standard deviation by 1.645. That assumes normal errors, and 90 %.",
            RADIUS_HINTS,
        ),
    ),
    properties=(
        Property(
            "enlarges",
            "become infinite when there are too few residuals for the promise.",
            lambda ask, rng: bool(math.isinf(float(ask(np.array([1.0, -2.0, 0.5]), 0.1)))),
        ),
    ),
    hints=RADIUS_HINTS,
)


def _signed(residuals, alpha):
    ordered = np.sort(np.asarray(residuals, dtype=np.float64))
    rank = math.ceil((len(ordered) + 1) * (1 - alpha))
    return float(ordered[rank - 1]) if rank <= len(ordered) else math.inf


def _shifted(residuals, alpha):
    sizes = np.sort(np.abs(residuals))
    rank = math.ceil((len(sizes) + 1) * (1 - alpha))
    return float(sizes[rank]) if rank < len(sizes) else math.inf


def _score(y, low, high, alpha, below=True, above=True, factor=None):
    y, low, high = (np.asarray(each, dtype=np.float64) for each in (y, low, high))
    factor = 2 / alpha if factor is None else factor
    missed = below * np.maximum(low - y, 0) + above * np.maximum(y - high, 0)
    return float((high - low + factor * missed).mean())


def _score_call(rng: np.random.Generator) -> Call:
    count = int(rng.integers(8, 20))
    centre, half = rng.normal(0, 30, count), rng.uniform(2, 20, count)
    y = centre + rng.standard_normal(count) * 15
    y[0], y[1] = centre[0] - half[0] - 7.5, centre[1] + half[1] + 4.25
    return arguments(y, centre - half, centre + half, float(rng.choice([0.05, 0.1, 0.2])))


def _nothing_missed(rng: np.random.Generator) -> Call:
    count = int(rng.integers(3, 9))
    centre, half = rng.normal(0, 30, count), rng.uniform(2, 20, count)
    y = centre + half * rng.uniform(-0.9, 0.9, count)
    y[0] = centre[0] + half[0]  # on the end: not missed
    return arguments(y, centre - half, centre + half, float(rng.choice([0.05, 0.1, 0.2])))


def _counted(y, low, high, alpha):
    return float((high - low + 2 / alpha * ((y < low) | (y > high))).mean())


SCORE_HINTS = (
    "Score one interval by hand: from 10 to 14, alpha 0.1, once with y = 12 and once with y = 15.",
    "y = 12 costs the width 4. y = 15 costs 4 + (2/0.1) · 1 = 24.",
    "width + 2/alpha · (how far below low) + 2/alpha · (how far above high), averaged over all cases.",
)

interval_score = Exercise(
    id="regression-with-curves.interval_score",
    points=2,
    target="interval_score",
    reference=_score,
    inputs={"some missed": _score_call, "none missed": _nothing_missed},
    misconceptions=(
        Misconception(
            "width-only",
            lambda y, low, high, alpha: float((high - low).mean()),
            "You return the mean width. An interval without width would then be the best.",
            SCORE_HINTS,
        ),
        Misconception(
            "coverage",
            lambda y, low, high, alpha: float(((y >= low) & (y <= high)).mean()),
            "You return the share of covered cases. An interval from −∞ to ∞ would then be the best.",
            SCORE_HINTS,
        ),
        Misconception(
            "counted",
            _counted,
            "You add the same penalty for each missed case. How far it was missed counts.",
            SCORE_HINTS,
        ),
        Misconception(
            "one-over-alpha",
            lambda y, low, high, alpha: _score(y, low, high, alpha, factor=1 / alpha),
            "Your penalty has the factor 1/alpha; it should be 2/alpha.",
            SCORE_HINTS,
        ),
        Misconception(
            "alpha-halves",
            lambda y, low, high, alpha: _score(y, low, high, alpha, factor=alpha / 2),
            "Your factor is alpha/2; it should be its reciprocal, 2/alpha.",
            SCORE_HINTS,
        ),
        Misconception(
            "no-factor",
            lambda y, low, high, alpha: _score(y, low, high, alpha, factor=1.0),
            "You add the distance of missed cases without the factor 2/alpha. Then too narrow intervals win.",
            SCORE_HINTS,
        ),
        Misconception(
            "above-only",
            lambda y, low, high, alpha: _score(y, low, high, alpha, below=False),
            "You punish cases above the interval only.",
            SCORE_HINTS,
        ),
        Misconception(
            "below-only",
            lambda y, low, high, alpha: _score(y, low, high, alpha, above=False),
            "You punish cases below the interval only.",
            SCORE_HINTS,
        ),
        Misconception(
            "sum",
            lambda y, low, high, alpha: _score(y, low, high, alpha) * len(y),
            "You add the scores up; the mean is asked for.",
            SCORE_HINTS,
        ),
        Misconception(
            "signed",
            lambda y, low, high, alpha: float((high - low + 2 / alpha * ((low - y) + (y - high))).mean()),
            "You let negative distances count. A case inside the interval has a distance of 0.",
            SCORE_HINTS,
        ),
    ),
    hints=SCORE_HINTS,
)
