"""Classification: cross-entropy for two and for many classes, the area under the ROC curve, and whether probabilities keep their word."""

import itertools

import numpy as np

from bigmodel_edu.checking.exercise import Call, Exercise, Misconception, Property, arguments

EPS = 1e-6


def _binary_cross_entropy(y, p):
    p = np.clip(p, EPS, 1 - EPS)
    return float(-(y * np.log(p) + (1 - y) * np.log(1 - p)).mean())


def _labels(rng: np.random.Generator, count: int) -> np.ndarray:
    y = (rng.random(count) < 0.4).astype(np.float64)
    y[0], y[1] = 1.0, 0.0
    return y


def _doubtful(rng: np.random.Generator) -> Call:
    count = int(rng.integers(5, 12))
    return arguments(_labels(rng, count), rng.uniform(0.05, 0.95, count))


def _certain_and_right(rng: np.random.Generator) -> Call:
    count = int(rng.integers(6, 12))
    y, p = _labels(rng, count), rng.uniform(0.1, 0.9, count)
    p[:2] = y[:2]  # 1 for a yes, 0 for a no: 0 · log 0 is where NaN comes from
    return arguments(y, p)


def _certain_and_wrong(rng: np.random.Generator) -> Call:
    count = int(rng.integers(6, 12))
    y, p = _labels(rng, count), rng.uniform(0.1, 0.9, count)
    p[:2] = 1 - y[:2]
    return arguments(y, p)


def _logs_of_zero(y, p):
    with np.errstate(all="ignore"):
        return float(-(y * np.log(p) + (1 - y) * np.log(1 - p)).mean())


def _zero_added(y, p):
    with np.errstate(all="ignore"):
        return float(np.nan_to_num(-(y * np.log(p) + (1 - y) * np.log(1 - p)), posinf=0.0).mean())


def _minus_on_the_first(y, p):
    p = np.clip(p, EPS, 1 - EPS)
    return float((-(y * np.log(p)) + (1 - y) * np.log(1 - p)).mean())


def _bracket_too_far(y, p):
    p = np.clip(p, EPS, 1 - EPS)
    return float(-(y * (np.log(p) + (1 - y) * np.log(1 - p))).mean())


def _log_of_one_minus(y, p):
    p = np.clip(p, EPS, 1 - EPS)
    return float(-(y * np.log(p) + (1 - y) * (np.log(1) - p)).mean())


def _only_the_positive(y, p):
    return float(-(y * np.log(np.clip(p, EPS, 1 - EPS))).mean())


def _swapped_arguments(y, p):
    y = np.clip(y, EPS, 1 - EPS)
    return float(-(p * np.log(y) + (1 - p) * np.log(1 - y)).mean())


BCE_HINTS = (
    "Take one case with y = 1 and p = 0.8: the loss is −ln 0.8 = 0.223. And with y = 0: −ln 0.2 = 1.609.",
    "Compute your function for a single yes, then for a single no. Which of the two is off?",
    "−mean(y · log p + (1 − y) · log(1 − p)): the minus stands before both parts, and each logarithm has one number inside.",
)
ZERO_HINTS = (
    "What is np.log(0.0)? And what is 0 times that?",
    "Call your function with y = (1, 0) and p = (1, 0). A perfect answer should cost nearly nothing.",
    "First p = np.clip(p, 1e-6, 1 - 1e-6), then the formula.",
)

binary_cross_entropy = Exercise(
    id="classification.binary_cross_entropy",
    points=3,
    target="binary_cross_entropy",
    reference=_binary_cross_entropy,
    inputs={"doubtful": _doubtful, "certain and right": _certain_and_right, "certain and wrong": _certain_and_wrong},
    relative=5e-3,  # 1 − 1e-6 has few digits left in float32
    absolute=1e-5,
    misconceptions=(
        Misconception(
            "log-of-zero",
            _logs_of_zero,
            "Your formula is right, but a probability of 0 or 1 gives log(0): NaN or infinity.",
            ZERO_HINTS,
        ),
        Misconception(
            "zero-for-infinity",
            _zero_added,
            "You replace infinite losses by 0: the worst mistakes then cost nothing.",
            ZERO_HINTS,
        ),
        Misconception(
            "sum",
            lambda y, p: _binary_cross_entropy(y, p) * len(y),
            "You return the sum over the cases; asked is their mean.",
            (
                "Does your number grow when every case is given twice?",
                "Call it with one case, and with the same case three times.",
                "Take the mean in place of the sum.",
            ),
        ),
        Misconception(
            "minus-on-the-first",
            _minus_on_the_first,
            "Your minus reaches only the first part, as in some articles. It belongs before the whole bracket.",
            BCE_HINTS,
        ),
        Misconception(
            "bracket-too-far",
            _bracket_too_far,
            "Your bracket is misplaced: y multiplies both parts, so a no costs nothing.",
            BCE_HINTS,
            also=(_only_the_positive,),
        ),
        Misconception(
            "log-of-one",
            _log_of_one_minus,
            "You compute log(1) − p where log(1 − p) is meant: a bracket closes too early.",
            BCE_HINTS,
        ),
        Misconception("sign", lambda y, p: -_binary_cross_entropy(y, p), "Your loss is negative: the minus is missing.", BCE_HINTS),
        Misconception(
            "base-two",
            lambda y, p: _binary_cross_entropy(y, p) / np.log(2),
            "You use logarithms to base 2: that is bits. Asked are nats.",
            BCE_HINTS,
        ),
        Misconception(
            "squares",
            lambda y, p: float(((y - p) ** 2).mean()),
            "You return the mean squared distance (the Brier score), which is another loss.",
            BCE_HINTS,
        ),
        Misconception("swapped", _swapped_arguments, "The logarithm is taken of y, not of p: the two are swapped.", BCE_HINTS),
    ),
    forbidden=(".log_loss", ".binary_cross_entropy", ".binary_cross_entropy_with_logits", ".BCELoss", ".BCEWithLogitsLoss", "sklearn"),
    hints=BCE_HINTS,
)


def _log_softmax(logits):
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def _of_the_target(table, target):
    return table[np.arange(len(target)), target]


def _cross_entropy(logits, target):
    return float(-_of_the_target(_log_softmax(logits.astype(np.float64)), target).mean())


def _scores(rng: np.random.Generator, scale: float, shift: float = 0.0, classes: int | None = None) -> Call:
    rows = int(rng.integers(5, 9))
    classes = classes or int(rng.integers(10, 14) if rng.random() < 0.5 else rng.integers(2, 5))
    logits = shift + scale * rng.standard_normal((rows, classes))
    target = rng.integers(0, classes, rows)
    return arguments(logits.astype(np.float32), target)


def _ordinary_scores(rng: np.random.Generator) -> Call:
    return _scores(rng, 1.5)


def _as_many_rows_as_classes(rng: np.random.Generator) -> Call:
    size = int(rng.integers(4, 7))
    logits = (1.5 * rng.standard_normal((size, size))).astype(np.float32)
    return arguments(logits, rng.integers(0, size, size))


def _large_scores(rng: np.random.Generator) -> Call:
    call = _scores(rng, 30.0, shift=float(rng.choice([-500.0, 400.0])), classes=5)
    call.args[0][0] = 0.0  # the target of this row lies 300 below the best: its probability underflows, its logarithm does not
    call.args[0][0, (call.args[1][0] + 1) % 5] = 300.0
    return call


def _overflowing(logits, target):
    with np.errstate(all="ignore"):
        powers = np.exp(logits)
        return float(-_of_the_target(np.log(powers / powers.sum(axis=-1, keepdims=True)), target).mean())


def _softmax(logits):
    return np.exp(_log_softmax(logits))


def _log_of_underflow(logits, target):
    with np.errstate(all="ignore"):
        return float(-np.log(_of_the_target(_softmax(logits), target)).mean())


def _clipped(logits, target):
    return float(-np.log(np.clip(_of_the_target(_softmax(logits), target), 1e-12, None)).mean())


def _softmax_twice(logits, target):
    return float(-_of_the_target(_log_softmax(_softmax(logits)), target).mean())


def _log_of_scores(logits, target):
    return float(-_of_the_target(logits, target).mean())


def _probability(logits, target):
    return float(1 - _of_the_target(_softmax(logits), target).mean())


def _over_the_rows(logits, target):
    return float(-_of_the_target(_log_softmax(logits.T).T, target).mean())


def _mean_over_everything(logits, target):
    return float(-_of_the_target(_log_softmax(logits), target).sum() / logits.size)


CE_HINTS = (
    "With all scores equal and K classes the loss must be ln K. What do you get for a row of zeros?",
    "Print the row sums of your probabilities before the logarithm. Are they 1? How often did a softmax run?",
    "log softmax = score − logsumexp of the row; take the target's, change the sign, and take the mean over the rows.",
)
LARGE_HINTS = (
    "What is np.exp(400.0) in float32? And what is the logarithm of a probability that is too small to be held?",
    "Do not go through the probability at all: the logarithm of softmax is a difference.",
    "shifted = s − max; log softmax = shifted − log(sum(exp(shifted))).",
)

cross_entropy = Exercise(
    id="classification.cross_entropy",
    points=4,
    target="cross_entropy",
    reference=_cross_entropy,
    inputs={"ordinary scores": _ordinary_scores, "as many rows as classes": _as_many_rows_as_classes, "large scores": _large_scores},
    misconceptions=(
        Misconception(
            "softmax-twice",
            _softmax_twice,
            "You apply the softmax twice. The second one sees only numbers between 0 and 1, and no answer can cost little any more.",
            CE_HINTS,
        ),
        Misconception("overflow", _overflowing, "Your formula is right for ordinary scores; exp overflows for large ones.", LARGE_HINTS),
        Misconception(
            "log-of-zero",
            _log_of_underflow,
            "Your softmax is safe, but a probability can be too small to be held: it becomes 0, and its logarithm infinite.",
            LARGE_HINTS,
        ),
        Misconception(
            "clipped",
            _clipped,
            "You clip tiny probabilities before the logarithm. The loss of a bad mistake then has a ceiling, and its gradient is 0.",
            LARGE_HINTS,
        ),
        Misconception(
            "sum",
            lambda logits, target: _cross_entropy(logits, target) * len(target),
            "You return the sum over the rows; asked is their mean.",
            CE_HINTS,
        ),
        Misconception(
            "mean-over-everything",
            _mean_over_everything,
            "You divide by rows times classes. Each row has one loss: divide by the rows.",
            CE_HINTS,
        ),
        Misconception("no-softmax", _log_of_scores, "You return the mean of the targets' scores: the softmax is missing.", CE_HINTS),
        Misconception(
            "probability", _probability, "You return 1 minus the probability of the target; asked is minus its logarithm.", CE_HINTS
        ),
        Misconception(
            "over-the-rows",
            _over_the_rows,
            "Your softmax runs down the rows. Classes stand side by side in a row: use the last axis.",
            CE_HINTS,
        ),
        Misconception(
            "sign", lambda logits, target: -_cross_entropy(logits, target), "Your loss is negative: the minus is missing.", CE_HINTS
        ),
        Misconception(
            "base-two",
            lambda logits, target: _cross_entropy(logits, target) / np.log(2),
            "You use logarithms to base 2: that is bits. Asked are nats.",
            CE_HINTS,
        ),
    ),
    forbidden=(".cross_entropy", ".CrossEntropyLoss", ".nll_loss", ".log_loss", "sklearn", "bigmodel_edu.models"),
    hints=CE_HINTS,
)


def _cross_entropy_gradient(logits, target):
    hot = np.eye(logits.shape[-1])[target]
    return (_softmax(logits.astype(np.float64)) - hot) / len(target)


def _one_of_the_target_only(logits, target):
    gradient = np.zeros_like(logits)
    places = np.arange(len(target)), target
    gradient[places] = (_softmax(logits)[places] - 1) / len(target)
    return gradient


def _by_the_probabilities(logits, target):
    hot = np.eye(logits.shape[-1])[target]
    return -hot / np.clip(_softmax(logits), 1e-12, None) / len(target)


def _sums_to_zero(ask, rng: np.random.Generator) -> bool:
    gradient = np.asarray(ask(*_ordinary_scores(rng).args), dtype=float)
    return np.abs(gradient.sum(axis=-1)).max() < 1e-5


GRADIENT_HINTS = (
    "If every score of a row grows by the same amount, the loss does not change. What must the slopes of a row sum to?",
    "By hand: scores (0, 0), right class 0: probabilities (½, ½), slopes (−½, ½) for a single row.",
    "Probabilities minus 1 at the right class, and all divided by the number of rows.",
)

cross_entropy_gradient = Exercise(
    id="classification.cross_entropy_gradient",
    points=3,
    target="cross_entropy_gradient",
    reference=_cross_entropy_gradient,
    inputs={"ordinary scores": _ordinary_scores, "as many rows as classes": _as_many_rows_as_classes, "large scores": _large_scores},
    properties=(Property("rows", "sum to 0 in every row.", _sums_to_zero),),
    misconceptions=(
        Misconception(
            "not-divided",
            lambda logits, target: _cross_entropy_gradient(logits, target) * len(target),
            "The loss is a mean over the rows, so its slopes are divided by the number of rows.",
            GRADIENT_HINTS,
        ),
        Misconception(
            "only-the-probabilities",
            lambda logits, target: _softmax(logits.astype(np.float64)) / len(target),
            "You return the probabilities; 1 has to be subtracted at the right class.",
            GRADIENT_HINTS,
        ),
        Misconception(
            "opposite",
            lambda logits, target: -_cross_entropy_gradient(logits, target),
            "Your slopes have the opposite sign: a higher score of the right class makes the loss smaller.",
            GRADIENT_HINTS,
        ),
        Misconception(
            "only-the-target",
            _one_of_the_target_only,
            "Only the right class has a slope in your answer. The scores of the others push the loss up, through the sum in the softmax.",
            GRADIENT_HINTS,
        ),
        Misconception(
            "by-the-probabilities",
            _by_the_probabilities,
            "You return the slopes by the *probabilities*, −1/p. Asked are those by the scores: the chain goes on through the softmax.",
            GRADIENT_HINTS,
        ),
        Misconception(
            "scores",
            lambda logits, target: (logits - np.eye(logits.shape[-1])[target]) / len(target),
            "You subtract from the scores; it should be from the probabilities.",
            GRADIENT_HINTS,
        ),
        Misconception(
            "divided-by-everything",
            lambda logits, target: _cross_entropy_gradient(logits, target) / logits.shape[-1],
            "You divide by rows times classes; the mean is over the rows.",
            GRADIENT_HINTS,
        ),
    ),
    forbidden=(".autograd", ".backward", ".grad", ".cross_entropy", ".CrossEntropyLoss", "bigmodel_edu.models"),
    hints=GRADIENT_HINTS,
)


def _roc_auc(y, score):
    positive, negative = score[y == 1], score[y == 0]
    above = (positive[:, None] > negative).sum() + 0.5 * (positive[:, None] == negative).sum()
    return float(above / (len(positive) * len(negative)))


def _without_ties(rng: np.random.Generator) -> Call:
    count = int(rng.integers(9, 16))
    y = _labels(rng, count).astype(np.int64)
    return arguments(y, rng.permutation(count) * 0.37 - 2.0 + y)


def _with_ties(rng: np.random.Generator) -> Call:
    count = int(rng.integers(12, 20))
    y = _labels(rng, count).astype(np.int64)
    order = rng.permutation(count)
    score = rng.integers(-2, 3, count) / 2 + 0.5 * y
    score[0] = score[1]  # a yes and a no with one score
    return arguments(y[order], score[order])


def _all_alike(rng: np.random.Generator) -> Call:
    count = int(rng.integers(7, 12))
    y = rng.permutation(_labels(rng, count)).astype(np.int64)
    return arguments(y, np.full(count, round(float(rng.normal()), 2)))


def _unmoved(ask, rng: np.random.Generator) -> bool:
    y, score = _without_ties(rng).args
    return abs(float(ask(y, score)) - float(ask(y, np.exp(score)))) < 1e-6


def _ties_lost(y, score):
    positive, negative = score[y == 1], score[y == 0]
    return float((positive[:, None] > negative).mean())


def _ties_won(y, score):
    positive, negative = score[y == 1], score[y == 0]
    return float((positive[:, None] >= negative).mean())


def _ranks_by_place(y, score):
    ranks = np.empty(len(score))
    ranks[np.argsort(score, kind="stable")] = np.arange(1, len(score) + 1)
    positives = int((y == 1).sum())
    return float((ranks[y == 1].sum() - positives * (positives + 1) / 2) / (positives * (len(y) - positives)))


def _step_by_step(y, score):
    """The staircase walked case by case in falling order, equal scores as they come."""
    order = np.argsort(-score, kind="stable")
    hits = np.cumsum(y[order] == 1)
    negatives = y[order] == 0
    return float(hits[negatives].sum() / (hits[-1] * negatives.sum()))


def _accuracy(y, score):
    return float(((score > 0.5) == (y == 1)).mean())


def _gini(y, score):
    return 2 * _roc_auc(y, score) - 1


def _at_one_threshold(y, score):
    return float(((score[y == 1] > 0.5).mean() + (score[y == 0] <= 0.5).mean()) / 2)


AUC_HINTS = (
    "Take every pair of a yes and a no. In how many pairs does the yes have the higher score?",
    "By hand: yes with scores 3 and 1, no with scores 1 and 0. Four pairs: 3 won, 1 tied. The area is 3.5 / 4.",
    "Count pairs with a higher score fully and pairs with equal scores half; divide by the number of pairs.",
)
TIE_HINTS = (
    "A model gives everybody the same score. Which area should it have?",
    "Find a pair of a yes and a no with equal scores. How much does it count in your sum?",
    "Add 0.5 for every tied pair (or give tied cases the mean of their ranks).",
)

roc_auc = Exercise(
    id="classification.roc_auc",
    points=4,
    target="roc_auc",
    reference=_roc_auc,
    inputs={"all scores different": _without_ties, "equal scores": _with_ties, "one score for all": _all_alike},
    draws=5,
    properties=(Property("order", "depend on the order of the scores only.", _unmoved),),
    misconceptions=(
        Misconception(
            "ties-lost",
            _ties_lost,
            "Pairs with equal scores count nothing in your sum. A model that cannot decide then has area 0.",
            TIE_HINTS,
        ),
        Misconception(
            "ties-won",
            _ties_won,
            "Pairs with equal scores count fully in your sum. A model that gives everybody 0.7 then has area 1.",
            TIE_HINTS,
        ),
        Misconception(
            "ties-by-place",
            _ranks_by_place,
            "You rank cases with equal scores by their place in the table. Shuffle the table, and your area changes.",
            TIE_HINTS,
            also=(_step_by_step,),
        ),
        Misconception(
            "other-way-round",
            lambda y, score: 1 - _roc_auc(y, score),
            "Your area is 1 minus the right one: yes and no are swapped.",
            AUC_HINTS,
        ),
        Misconception("gini", _gini, "You return 2 · area − 1 (Gini's coefficient), which banks also use; asked is the area.", AUC_HINTS),
        Misconception("accuracy", _accuracy, "You return the share of right answers at one threshold.", AUC_HINTS),
        Misconception(
            "one-threshold",
            _at_one_threshold,
            "You judge at one threshold. The area looks at all of them, and scores need not be probabilities.",
            AUC_HINTS,
        ),
    ),
    forbidden=(".roc_auc_score", ".roc_curve", ".auc", ".mannwhitneyu", "sklearn"),
    hints=AUC_HINTS,
)


def _calibration_error(y, p, bins):
    place = np.minimum((p * bins).astype(int), bins - 1)
    return float(sum(abs((p[place == b] - y[place == b]).sum()) for b in range(bins)) / len(y))


def _well_inside(rng: np.random.Generator, count: int, bins: int) -> np.ndarray:
    """Probabilities that do not lie on the edges of bins."""
    return (rng.integers(0, bins, count) + rng.uniform(0.1, 0.9, count)) / bins


def _spread(rng: np.random.Generator) -> Call:
    bins, count = int(rng.integers(3, 7)), int(rng.integers(40, 60))
    p = _well_inside(rng, count, bins)
    return arguments((rng.random(count) < p**2).astype(np.int64), p, bins)


def _with_empty_bins(rng: np.random.Generator) -> Call:
    bins, count = int(rng.integers(8, 13)), int(rng.integers(14, 24))
    p = _well_inside(rng, count, bins)
    p = np.where(p > 0.55, p - 0.5, p)
    place = np.clip(p * bins % 1, 0.1, 0.9)
    p = (np.floor(p * bins) + place) / bins
    return arguments((rng.random(count) < 0.3).astype(np.int64), p, bins)


def _with_certainties(rng: np.random.Generator) -> Call:
    bins, count = int(rng.integers(4, 7)), int(rng.integers(18, 26))
    p = _well_inside(rng, count, bins)
    p[:3], p[3:6] = 0.0, 1.0
    y = (rng.random(count) < 0.5).astype(np.int64)
    y[:6] = (1, 0, 0, 0, 1, 0)
    order = rng.permutation(count)
    return arguments(y[order], p[order], bins)


def _parts(y, p, bins):
    place = np.minimum((p * bins).astype(int), bins - 1)
    return [(p[place == b], y[place == b]) for b in range(bins)]


def _unweighted(y, p, bins):
    return float(np.mean([abs(q.mean() - z.mean()) for q, z in _parts(y, p, bins) if len(q)]))


def _unweighted_over_all_bins(y, p, bins):
    return float(sum(abs(q.mean() - z.mean()) for q, z in _parts(y, p, bins) if len(q)) / bins)


def _largest(y, p, bins):
    return float(max(abs(q.mean() - z.mean()) for q, z in _parts(y, p, bins) if len(q)))


def _signed(y, p, bins):
    return float(sum((q - z).sum() for q, z in _parts(y, p, bins)) / len(y))


def _squared(y, p, bins):
    return float(sum(len(q) * (q.mean() - z.mean()) ** 2 for q, z in _parts(y, p, bins) if len(q)) / len(y))


def _middle_of_the_bin(y, p, bins):
    return float(sum(len(q) * abs((b + 0.5) / bins - z.mean()) for b, (q, z) in enumerate(_parts(y, p, bins)) if len(q)) / len(y))


def _accuracy_in_the_bin(y, p, bins):
    return float(sum(len(q) * abs(q.mean() - ((q > 0.5) == z).mean()) for q, z in _parts(y, p, bins) if len(q)) / len(y))


def _ones_dropped(y, p, bins):
    place = (p * bins).astype(int)
    return float(sum(abs((p[place == b] - y[place == b]).sum()) for b in range(bins)) / len(y))


def _zeros_dropped(y, p, bins):
    edges = np.linspace(0, 1, bins + 1)
    chosen = [(p > low) & (p <= high) for low, high in itertools.pairwise(edges)]
    return float(sum(abs((p[each] - y[each]).sum()) for each in chosen) / len(y))


def _case_by_case(y, p, bins):
    return float(np.abs(p - y).mean())


def _nan_of_empty_bins(y, p, bins):
    with np.errstate(all="ignore"):
        parts = [len(q) / len(y) * abs(np.divide(q.sum(), len(q)) - np.divide(z.sum(), len(z))) for q, z in _parts(y, p, bins)]
        return float(sum(parts))


ECE_HINTS = (
    "In one bin: what does the model promise on average, and how often does it come true? How far apart are the two?",
    "Print for each bin: the number of cases, the mean probability, the share of yes.",
    "Sum over the bins of (cases in the bin / all cases) · |mean probability − share of yes|.",
)
EDGE_HINTS = (
    "In which bin is a probability of exactly 0, and of exactly 1?",
    "Add up the number of cases in your bins: are all there?",
    "Place = min(int(p · bins), bins − 1); then 0 is in the first bin and 1 in the last.",
)

expected_calibration_error = Exercise(
    id="classification.expected_calibration_error",
    points=4,
    target="expected_calibration_error",
    reference=_calibration_error,
    inputs={"spread over all bins": _spread, "empty bins": _with_empty_bins, "probabilities of 0 and 1": _with_certainties},
    misconceptions=(
        Misconception(
            "unweighted",
            _unweighted,
            "All bins count alike in your mean. A bin counts as much as it has cases.",
            ECE_HINTS,
            also=(_unweighted_over_all_bins,),
        ),
        Misconception("largest", _largest, "You return the largest distance of any bin; asked is the mean over the cases.", ECE_HINTS),
        Misconception(
            "signed",
            _signed,
            "Bins that promise too much and bins that promise too little cancel in your sum: take the size of each distance.",
            ECE_HINTS,
        ),
        Misconception("squared", _squared, "You square the distances; asked is their size.", ECE_HINTS),
        Misconception(
            "middle-of-the-bin",
            _middle_of_the_bin,
            "You compare with the middle of the bin; compare with the mean of the probabilities that lie in it.",
            ECE_HINTS,
        ),
        Misconception(
            "accuracy",
            _accuracy_in_the_bin,
            "You compare with how often a decision at ½ is right. For the probability of a yes, compare with how often the yes comes.",
            ECE_HINTS,
        ),
        Misconception("ones-dropped", _ones_dropped, "A probability of exactly 1 falls out of your last bin.", EDGE_HINTS),
        Misconception("zeros-dropped", _zeros_dropped, "A probability of exactly 0 falls out of your first bin.", EDGE_HINTS),
        Misconception(
            "case-by-case",
            _case_by_case,
            "You compare each probability with its own yes or no. A single case cannot show whether 70 % was right: groups can.",
            ECE_HINTS,
        ),
        Misconception(
            "empty-bins",
            _nan_of_empty_bins,
            "An empty bin gives 0 divided by 0, and one NaN spoils the sum.",
            (
                "What is the mean of no numbers?",
                "Print the number of cases in each bin.",
                "Leave empty bins out: they have no cases to count.",
            ),
        ),
    ),
    forbidden=(".calibration_curve", "sklearn"),
    hints=ECE_HINTS,
)


threshold = Exercise(
    id="classification.threshold",
    points=1,
    kind="number",
    target="act_from",
    prompt=(
        "A lender loses {miss} dollars on a bad loan that it grants, and {alarm} dollars of interest on a good loan that it refuses. Its "
        "probabilities of “bad” are well calibrated. From which probability on is it cheaper to refuse? Give it to within 1 %."
    ),
    variant=lambda rng: {"miss": int(rng.integers(30, 48)) * 100, "alarm": int(rng.integers(9, 14)) * 100},
    reference=lambda miss, alarm: alarm / (alarm + miss),
    relative=0.01,
    misconceptions=(
        Misconception(
            "one-half",
            lambda miss, alarm: 0.5,
            "One half is right only when both mistakes cost the same.",
            (
                "Which of the two mistakes is dearer?",
                "Write down the expected cost of granting and of refusing, for a probability p.",
                "Granting costs p · miss, refusing (1 − p) · alarm. Where are they equal?",
            ),
        ),
        Misconception(
            "quotient",
            lambda miss, alarm: alarm / miss,
            "You divided one cost by the other: those are odds, not a probability.",
            (
                "At equality p/(1 − p) is this quotient. And p?",
                "Granting costs p · miss, refusing (1 − p) · alarm.",
                "Divide by the sum of both costs.",
            ),
        ),
        Misconception(
            "other-way-round",
            lambda miss, alarm: miss / (alarm + miss),
            "You have it the other way round: a dear miss should make the lender refuse earlier.",
            (
                "If a bad loan cost a million, from which probability would you refuse?",
                "The dearer the miss, the lower the threshold.",
                "The cost of the refusal stands in the numerator.",
            ),
        ),
    ),
)

rare = Exercise(
    id="classification.rare",
    points=1,
    kind="choice",
    target="rare",
    prompt="5 % of the loans in a table turn out bad. A supplier offers a model with 95 % accuracy on this table. What follows?",
    options={
        "a": "The model finds 95 % of the bad loans.",
        "b": "The model is good: it is wrong in only one case of twenty.",
        "c": "The model's probabilities are off by 5 % on average.",
        "d": "Nothing: saying “good” to everyone has the same accuracy.",
    },
    reference="d",
    misconceptions=(
        Misconception(
            "recall",
            "a",
            "That would be the recall of the bad loans. Accuracy is mostly about the good ones here.",
            (
                "How many of the right answers are about good loans?",
                "Imagine a model that always says “good”.",
                "It finds no bad loan and has 95 % accuracy.",
            ),
        ),
        Misconception(
            "good",
            "b",
            "One case of twenty is exactly what the simplest answer gets wrong: it calls every loan good.",
            (
                "What must be beaten?",
                "Imagine a model that always says “good”.",
                "Compare with the share of the larger class.",
            ),
        ),
        Misconception(
            "calibration",
            "c",
            "Accuracy counts decisions; it says nothing about how far probabilities are off.",
            (
                "Does accuracy change when 0.51 becomes 0.99?",
                "Imagine a model that always says “good”.",
                "Compare with the share of the larger class.",
            ),
        ),
    ),
)
