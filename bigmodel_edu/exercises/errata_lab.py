"""Errata lab: a loss that refuses wrong shapes, brackets and zeros, BERT's weights, a utilisation, rows that contradict themselves."""

import math

import numpy as np

from bigmodel_edu.checking.exercise import Call, Exercise, Misconception, Property, arguments
from bigmodel_edu.checking.generators import normal


def _squared(predictions, labels):
    p, y = np.asarray(predictions, dtype=np.float64).reshape(-1), np.asarray(labels, dtype=np.float64).reshape(-1)
    if len(p) != len(y):
        raise ValueError(f"expected as many predictions as labels, got {len(p)} and {len(y)}")
    return float(((p - y) ** 2).mean())


def _rows(rng: np.random.Generator, first: bool, second: bool) -> Call:
    count = int(rng.integers(3, 10))
    p, y = normal(rng, count, scale=3.0), normal(rng, count, scale=3.0)
    return arguments(p[:, None] if first else p, y[:, None] if second else y)


def _refuses(ask, rng: np.random.Generator) -> bool:
    """Whether unequal numbers of predictions and labels are refused, the cases of one number against many included."""
    for p, y in (((1, 1), (6,)), ((5, 1), (1,)), ((1,), (4,)), ((3, 1), (5,)), ((4,), (6, 1))):
        try:
            ask(normal(rng, *p), normal(rng, *y))
        except Exception:  # whatever the answer raises is a refusal
            continue
        return False
    return True


SHAPE_HINTS = (
    "How many squared errors should N predictions have?",
    "Print the shape of predictions − labels for a column (4, 1) and a row (4,).",
    "Flatten both to (N,), compare the two lengths and raise ValueError if they differ, then subtract.",
)

mean_squared_error = Exercise(
    id="errata-lab.mean_squared_error",
    points=3,
    target="mean_squared_error",
    reference=_squared,
    inputs={
        "row and row": lambda rng: _rows(rng, False, False),
        "column and row": lambda rng: _rows(rng, True, False),
        "row and column": lambda rng: _rows(rng, False, True),
        "column and column": lambda rng: _rows(rng, True, True),
    },
    properties=(Property("refuses", "refuse (raise an error) when the numbers of predictions and labels differ.", _refuses),),
    forbidden=("torch.nn.functional.mse_loss", ".MSELoss", "sklearn.metrics"),
    misconceptions=(
        Misconception(
            "every-pair",
            lambda p, y: float(((p - y) ** 2).mean()),
            "A column (N, 1) minus a row (N,) gives a table of N × N differences. Your mean is over all pairs.",
            SHAPE_HINTS,
        ),
        Misconception(
            "sum",
            lambda p, y: _squared(p, y) * np.size(p),
            "You return the sum of the squared errors; the mean is asked for.",
            ("What happens to your loss when every row is there twice?", "Read the docstring: sum or mean?", "Divide by N."),
        ),
        Misconception(
            "root",
            lambda p, y: math.sqrt(_squared(p, y)),
            "You return the root of the mean squared error.",
            ("Which unit has your number: that of the labels, or its square?", "There is a root too many.", "Leave out the square root."),
        ),
        Misconception(
            "half",
            lambda p, y: _squared(p, y) / 2,
            "You return half of the mean squared error. The half belongs to some derivations, not to the definition.",
            ("By which factor are you off?", "Look for a 2 in your denominator.", "Leave out the ½."),
        ),
        Misconception(
            "absolute",
            lambda p, y: float(np.abs(np.reshape(p, -1) - np.reshape(y, -1)).mean()),
            "You return the mean absolute error.",
            ("What makes one large error count more than two small ones?", "Look for the square.", "Square the differences."),
        ),
    ),
    hints=SHAPE_HINTS,
)


def _log_loss(probabilities, labels):
    p, y = np.asarray(probabilities, dtype=np.float64), np.asarray(labels) == 1
    with np.errstate(divide="ignore"):
        return float(-np.log(np.where(y, p, 1 - p)).mean())


def _probabilities(rng: np.random.Generator) -> Call:
    count = int(rng.integers(5, 14))
    labels = (rng.random(count) < 0.4).astype(np.int64)
    labels[:2] = [0, 1]
    return arguments(rng.uniform(0.03, 0.97, count), rng.permutation(labels))


def _certain_and_right(rng: np.random.Generator) -> Call:
    probabilities, labels = _probabilities(rng).args
    probabilities[np.flatnonzero(labels == 1)[0]] = 1.0
    probabilities[np.flatnonzero(labels == 0)[0]] = 0.0
    return arguments(probabilities, labels)


def _certain_and_wrong(rng: np.random.Generator) -> Call:
    probabilities, labels = _certain_and_right(rng).args
    wrong = int(rng.integers(2))
    probabilities[np.flatnonzero(labels == wrong)[-1]] = 1.0 - wrong
    return arguments(probabilities, labels)


def _quiet(function):
    def wrong(probabilities, labels):
        with np.errstate(all="ignore"):
            return float(function(np.asarray(probabilities, dtype=np.float64), np.asarray(labels, dtype=np.float64)))

    return wrong


def _clip(eps):
    def wrong(probabilities, labels):
        return _log_loss(np.clip(probabilities, eps, 1 - eps), labels)

    return wrong


BRACKET_HINTS = (
    "Compute the loss of p = 0.8 by hand, once for the label 1 and once for the label 0.",
    "The minus sign stands in front of both terms, and each logarithm holds a probability alone.",
    "Take the probability that was given to what happened: p where the label is 1, 1 − p where it is 0. Then −log, then the mean.",
)
ZERO_HINTS = (
    "A certain and right answer should cost 0. What does your function return for p = 1 and label 1?",
    "0 · log(0) is not a number for a computer, though it should be 0 here.",
    "Choose the probability first (np.where), and take one logarithm only.",
)

log_loss = Exercise(
    id="errata-lab.log_loss",
    points=3,
    target="log_loss",
    reference=_log_loss,
    inputs={"ordinary": _probabilities, "certain and right": _certain_and_right, "certain and wrong": _certain_and_wrong},
    forbidden=("torch.nn.functional.binary_cross_entropy", ".BCELoss", "sklearn.metrics"),
    misconceptions=(
        Misconception(
            "minus-on-one-term",
            _quiet(lambda p, y: (-y * np.log(p) + (1 - y) * np.log(1 - p)).mean()),
            "Your minus sign reaches the first term only. The loss of the label 0 becomes negative.",
            BRACKET_HINTS,
        ),
        Misconception(
            "mean-of-one-term",
            _quiet(lambda p, y: -(y * np.log(p)).mean() + ((1 - y) * np.log(1 - p)).sum()),
            "Your mean closes after the first term; both terms belong inside.",
            BRACKET_HINTS,
        ),
        Misconception(
            "log-of-the-product",
            _quiet(lambda p, y: -(np.log(y * p) + np.log((1 - y) * (1 - p))).mean()),
            "The label stands inside your logarithm. It belongs in front of it.",
            BRACKET_HINTS,
        ),
        Misconception(
            "zero-times-infinity",
            _quiet(lambda p, y: -(y * np.log(p) + (1 - y) * np.log(1 - p)).mean()),
            "For probabilities of exactly 0 or 1 your loss is not a number: 0 times minus infinity.",
            ZERO_HINTS,
        ),
        Misconception(
            "clipped",
            _clip(1e-7),
            "You cut probabilities off before the logarithm. A certain and wrong answer then costs 16 or 35 nats; its loss is infinite.",
            ZERO_HINTS,
            also=(_clip(1e-12), _clip(1e-15), _clip(1e-8), _clip(1e-10)),
        ),
        Misconception(
            "sum",
            _quiet(lambda p, y: -np.log(np.where(y == 1, p, 1 - p)).sum()),
            "You add the losses up; the mean is asked for.",
            ("Does your loss depend on the number of rows?", "Read the docstring: sum or mean?", "Divide by N."),
        ),
        Misconception(
            "bits",
            _quiet(lambda p, y: -np.log2(np.where(y == 1, p, 1 - p)).mean()),
            "Your loss is in bits; nats are asked for.",
            ("What is your loss for p = 0.5?", "It should be ln 2 = 0.693.", "Use the natural logarithm."),
        ),
    ),
    hints=BRACKET_HINTS,
)


def _bert(vocabulary, positions, segments, layers, width):
    embeddings = (vocabulary + positions + segments) * width + 2 * width
    block = 12 * width**2 + 13 * width
    return embeddings + layers * block + width**2 + width


def _bert_call(rng: np.random.Generator) -> Call:
    return arguments(
        int(rng.integers(5_000, 40_000)),
        int(rng.choice([128, 384, 512])),
        int(rng.choice([2, 3])),
        int(rng.integers(3, 25)),
        int(rng.choice([256, 312, 768, 1024])),
    )


BERT_HINTS = (
    "Count one part at a time: embeddings, one block times the layers, the pooler.",
    "A block has 4 matrices of C × C with biases, two of C × 4C with biases 4C and C, and two norms of 2C each: 12C² + 13C.",
    "(V + positions + segments) · C + 2C for the norm, then L · (12C² + 13C), then C² + C for the pooler.",
)

bert_parameters = Exercise(
    id="errata-lab.bert_parameters",
    points=3,
    target="bert_parameters",
    reference=_bert,
    inputs=_bert_call,
    draws=6,
    relative=1e-9,
    absolute=0.4,
    forbidden=("bigmodel_edu.economics", "bigmodel_edu.models", ".numel"),
    misconceptions=(
        Misconception(
            "no-biases",
            lambda v, p, s, n, c: (v + p + s) * c + 2 * c + n * (12 * c * c + 4 * c) + c * c,
            "You left out the biases of the linear layers: 9C in each block and C in the pooler.",
            BERT_HINTS,
        ),
        Misconception(
            "no-pooler",
            lambda v, p, s, n, c: _bert(v, p, s, n, c) - c * c - c,
            "You left out the pooler: one more matrix C × C with its bias.",
            BERT_HINTS,
        ),
        Misconception(
            "no-norms",
            lambda v, p, s, n, c: _bert(v, p, s, n, c) - 2 * c - n * 4 * c,
            "You left out the norms: 2C after the embeddings and twice 2C in each block.",
            BERT_HINTS,
        ),
        Misconception(
            "no-embedding-norm",
            lambda v, p, s, n, c: _bert(v, p, s, n, c) - 2 * c,
            "You left out the norm after the embeddings: 2C.",
            BERT_HINTS,
        ),
        Misconception(
            "no-segments",
            lambda v, p, s, n, c: _bert(v, p, s, n, c) - s * c,
            "You left out the vectors of the segments (first or second sentence).",
            BERT_HINTS,
        ),
        Misconception(
            "no-positions",
            lambda v, p, s, n, c: _bert(v, p, s, n, c) - p * c,
            "You left out the vectors of the positions. BERT learns them.",
            BERT_HINTS,
        ),
        Misconception(
            "blocks-only",
            lambda v, p, s, n, c: 12 * n * c * c,
            "12·L·C² counts the matrices of the blocks. In a model of this size the embeddings are a fifth of all.",
            BERT_HINTS,
        ),
        Misconception(
            "output-layer-as-well",
            lambda v, p, s, n, c: _bert(v, p, s, n, c) + v * c,
            "You count an output layer of V × C. This is BERT as published, with the pooler and without a head.",
            BERT_HINTS,
        ),
    ),
    hints=BERT_HINTS,
)


def _utilisation(parameters, tokens_per_second, chips, peak):
    return 6 * parameters * tokens_per_second / (chips * peak)


def _utilisation_call(rng: np.random.Generator) -> Call:
    peak, chips = float(rng.choice([1.25e14, 2.75e14, 3.12e14, 9.894e14])), int(rng.integers(3, 4_000))
    parameters = int(rng.integers(10**8, 10**11))
    return arguments(parameters, float(rng.uniform(0.2, 0.6) * peak * chips / (6 * parameters)), chips, peak)


UTIL_HINTS = (
    "What does the training need each second, and what could the machines do each second?",
    "One token needs 6 operations for each parameter.",
    "6 · parameters · tokens_per_second, divided by chips · peak.",
)

utilisation = Exercise(
    id="errata-lab.utilisation",
    points=2,
    target="utilisation",
    reference=_utilisation,
    inputs=_utilisation_call,
    misconceptions=(
        Misconception(
            "forward-only",
            lambda n, rate, chips, peak: _utilisation(n, rate, chips, peak) / 3,
            "You count 2 operations for each parameter and token; training takes 6.",
            UTIL_HINTS,
        ),
        Misconception(
            "one-chip",
            lambda n, rate, chips, peak: _utilisation(n, rate, 1, peak),
            "You compare the work of all chips with the peak of one.",
            UTIL_HINTS,
        ),
        Misconception(
            "sparse-peak",
            lambda n, rate, chips, peak: _utilisation(n, rate, chips, 2 * peak),
            "You doubled the peak, as data sheets do for sparse matrices. The peak that is given is the dense one.",
            UTIL_HINTS,
        ),
        Misconception(
            "percent",
            lambda n, rate, chips, peak: 100 * _utilisation(n, rate, chips, peak),
            "You return per cent; a share is asked for.",
            ("Between which two numbers does a share lie?", "Read the docstring.", "Leave out the factor of 100."),
        ),
        Misconception(
            "upside-down",
            lambda n, rate, chips, peak: 1 / _utilisation(n, rate, chips, peak),
            "Your fraction is upside down: what was used belongs above what there is.",
            UTIL_HINTS,
        ),
        Misconception(
            "capped",
            lambda n, rate, chips, peak: min(1.0, 6 * n * rate / peak),
            "You cut the result at 1. A utilisation above 1 is a sign of a wrong input, and it should be seen.",
            UTIL_HINTS,
        ),
    ),
    hints=UTIL_HINTS,
)


def _contradicting(rows):
    return [row["name"] for row in rows if row["heads"] * row["head_size"] != row["width"]]


def _table(rng: np.random.Generator) -> Call:
    rows = []
    for number in range(int(rng.integers(5, 9))):
        heads, size = int(rng.choice([8, 12, 16, 20, 24, 40])), int(rng.choice([64, 96, 128]))
        rows.append(
            {"name": f"model {number + 1}", "layers": int(rng.integers(6, 90)), "heads": heads, "head_size": size, "width": heads * size}
        )
    wrong = rng.permutation(len(rows))[:3]
    rows[wrong[0]]["width"] += int(rng.choice([-20, 20]))  # a slip of digits
    rows[wrong[1]]["heads"] *= 2  # still divides the width in many cases
    rows[wrong[2]]["width"] *= 2
    return arguments(rows)


def _all_well(rng: np.random.Generator) -> Call:
    rows = [row for row in _table(rng).args[0] if row["heads"] * row["head_size"] == row["width"]]
    return arguments(rows)


ROW_HINTS = (
    "Every head has head_size of the width. How many heads make up the whole width?",
    "40 heads of 128 make 5,120. Does the row say so?",
    "Keep the names of rows with heads · head_size != width.",
)

contradicting_rows = Exercise(
    id="errata-lab.contradicting_rows",
    points=2,
    target="contradicting_rows",
    reference=_contradicting,
    inputs={"some rows are wrong": _table, "all rows are right": _all_well},
    misconceptions=(
        Misconception(
            "divides",
            lambda rows: [row["name"] for row in rows if row["width"] % row["heads"]],
            "You ask whether the heads divide the width. They may divide it and still not fill it.",
            ROW_HINTS,
        ),
        Misconception(
            "size-divides",
            lambda rows: [row["name"] for row in rows if row["width"] % row["head_size"]],
            "You ask whether the head's size divides the width. The number of heads counts, too.",
            ROW_HINTS,
        ),
        Misconception(
            "right-ones",
            lambda rows: [row["name"] for row in rows if row["heads"] * row["head_size"] == row["width"]],
            "You return the rows that are right.",
            ("What is asked for: rows that agree, or rows that contradict themselves?", "Look at your comparison.", "Use != in it."),
        ),
        Misconception(
            "too-wide-only",
            lambda rows: [row["name"] for row in rows if row["heads"] * row["head_size"] < row["width"]],
            "You find rows whose width is too large only.",
            ROW_HINTS,
        ),
        Misconception(
            "too-narrow-only",
            lambda rows: [row["name"] for row in rows if row["heads"] * row["head_size"] > row["width"]],
            "You find rows whose width is too small only.",
            ROW_HINTS,
        ),
        Misconception(
            "first-only",
            lambda rows: _contradicting(rows)[:1],
            "You stop at the first row. There may be more.",
            ("How many rows can be wrong?", "Where does your loop end?", "Collect names in a list, and return it after the loop."),
        ),
        Misconception(
            "places",
            lambda rows: [place for place, row in enumerate(rows) if row["heads"] * row["head_size"] != row["width"]],
            "You return places in the list; names are asked for.",
            ("What does the docstring say that the list holds?", "Each row has a name.", 'Use row["name"].'),
        ),
    ),
    hints=ROW_HINTS,
)


def _first_step(beta1: float, beta2: float) -> float:
    return (1 - beta1) / math.sqrt(1 - beta2)


first_adam_step = Exercise(
    id="errata-lab.first_adam_step",
    points=1,
    kind="number",
    target="first_adam_step",
    prompt=(
        "Somebody writes Adam without the bias correction, with β₁ = {beta1} and β₂ = {beta2}. How many times the learning rate is the "
        "size of the very first step? (ε is negligible.) Give the number to within 1 %."
    ),
    variant=lambda rng: dict(
        zip(("beta1", "beta2"), [(0.9, 0.999), (0.8, 0.999), (0.95, 0.999), (0.8, 0.99), (0.9, 0.98)][rng.integers(5)], strict=True)
    ),
    reference=_first_step,
    relative=0.01,
    misconceptions=(
        Misconception(
            "corrected",
            lambda beta1, beta2: 1.0,
            "That is the first step with the bias correction. The question is what happens without it.",
            (
                "What are m and v after the first gradient g?",
                "m = (1 − β₁)·g and v = (1 − β₂)·g².",
                "The step is the learning rate times m/√v.",
            ),
        ),
        Misconception(
            "no-root",
            lambda beta1, beta2: (1 - beta1) / (1 - beta2),
            "You forgot the root: Adam divides by √v.",
            ("What stands in Adam's denominator?", "v holds squares of gradients.", "Take the root of 1 − β₂."),
        ),
        Misconception(
            "upside-down",
            lambda beta1, beta2: math.sqrt(1 - beta2) / (1 - beta1),
            "That is how much the corrected step is of the uncorrected one. The question is the other way round.",
            ("Which of m and v stands above?", "The step is m/√v.", "Turn your fraction over."),
        ),
        Misconception(
            "first-moment-only",
            lambda beta1, beta2: 1 - beta1,
            "You corrected one moment in your head. Neither m nor v is corrected here.",
            ("What is v after the first gradient?", "v = (1 − β₂)·g², and its root is far below g.", "Divide by √(1 − β₂)."),
        ),
        Misconception(
            "second-moment-only",
            lambda beta1, beta2: 1 / math.sqrt(1 - beta2),
            "You took m as the gradient itself. After one step it is (1 − β₁)·g.",
            ("What is m after the first gradient?", "m begins at 0.", "Multiply by 1 − β₁."),
        ),
    ),
)

how_the_decoder_reads = Exercise(
    id="errata-lab.how_the_decoder_reads",
    points=1,
    kind="choice",
    target="how_the_decoder_reads",
    prompt="In the Transformer of 2017, how does the decoder get at what the encoder has read?",
    options={
        "a": "by masked self-attention",
        "b": "by cross-attention: queries from the decoder, keys and values from the encoder",
        "c": "by cross-attention: queries from the encoder, keys and values from the decoder",
        "d": "by the position-wise feed-forward layer",
    },
    reference="b",
    misconceptions=(
        Misconception(
            "masked-self-attention",
            "a",
            "In self-attention queries, keys and values all come from the decoder's own text.",
            (
                "Where do the keys of self-attention come from?",
                "A decoder block has three parts, not two.",
                "Look for the part whose keys come from somewhere else.",
            ),
        ),
        Misconception(
            "the-wrong-one-asks",
            "c",
            "Who writes, asks. With queries from the encoder there would be one result for each word of the source.",
            (
                "How many rows should the result have: one for each word that is written, or that is read?",
                "The result has a row for each query.",
                "The decoder asks, the encoder answers.",
            ),
        ),
        Misconception(
            "feed-forward",
            "d",
            "That layer works on each position alone: nothing flows between positions in it.",
            (
                "In which part do positions meet?",
                "Only attention moves something from one position to another.",
                "Look for an attention with two different texts.",
            ),
        ),
    ),
)
