"""Binary classifier: a hidden layer, its loss from logits, one step of training, an interval for its accuracy, its two kinds of error."""

import math

import numpy as np

from bigmodel_edu.checking.exercise import Call, Exercise, Misconception, Property, arguments
from bigmodel_edu.checking.generators import normal, sizes

Weights = tuple[np.ndarray, np.ndarray, np.ndarray, float]


def _sigmoid(score):
    return 0.5 * (1 + np.tanh(0.5 * np.asarray(score, dtype=np.float64)))


what_helps = Exercise(
    id="binary-classifier.what_helps",
    points=1,
    kind="choice",
    target="what_helps",
    prompt="A model with one layer has been trained on the four rows of XOR. Its loss has settled at 0.693 nats. What lets the loss fall?",
    options={
        "a": "more steps of training",
        "b": "a smaller learning rate",
        "c": "a second layer, without an activation between the two",
        "d": "a second layer, with a non-linear activation between the two",
    },
    reference="d",
    misconceptions=(
        Misconception(
            "more-steps",
            "a",
            "The loss of one layer is convex: where it has settled is the best that any weights reach.",
            (
                "Is there a better place that more steps could reach?",
                "Look at the slope of the loss where all four probabilities are one half.",
                "The model must be able to draw something else than one straight line.",
            ),
        ),
        Misconception(
            "smaller-rate",
            "b",
            "A smaller rate reaches the same place, only later.",
            (
                "Does the best place depend on the size of the steps?",
                "The loss of one layer is convex: it has one lowest value.",
                "The model must be able to draw something else than one straight line.",
            ),
        ),
        Misconception(
            "linear-layers",
            "c",
            "Two linear layers in a row are one linear layer: their matrices multiply to one matrix.",
            (
                "Write out (x·W₁)·W₂. Which single matrix does the same?",
                "What must stand between the two layers so that they do not become one?",
                "Put a function that is not linear, such as tanh, between the layers.",
            ),
        ),
    ),
)


def _entropy(count: int, positive: int) -> float:
    share = positive / count
    return -share * math.log(share) - (1 - share) * math.log(1 - share)


loss_of_the_share = Exercise(
    id="binary-classifier.loss_of_the_share",
    points=1,
    kind="number",
    target="loss_of_the_share",
    prompt=(
        "Of {count} patients {positive} are ill. A model looks at no measurement and gives every patient the same probability of illness, "
        "the best one. What is its mean cross-entropy on these patients, in nats? Give the number to within 1 %."
    ),
    variant=lambda rng: dict(
        zip(("count", "positive"), [(400, 48), (400, 60), (500, 130), (600, 180), (800, 280)][rng.integers(5)], strict=True)
    ),
    reference=_entropy,
    relative=0.01,
    hints=(
        "What does the model lose on one patient who is ill, and on one who is not?",
        "The best constant probability is the share of the ill. Each loss is −ln of the probability given to what happened.",
        "Weigh −ln p by p and −ln(1 − p) by 1 − p, with p the share of the ill, and add.",
    ),
    misconceptions=(
        Misconception(
            "bits",
            lambda count, positive: _entropy(count, positive) / math.log(2),
            "That is the loss in bits; the question asks for nats.",
            ("Which logarithm does the loss use?", "A bit is ln 2 = 0.693 nats.", "Use the natural logarithm, math.log."),
        ),
        Misconception(
            "one-half",
            lambda count, positive: math.log(2),
            "That is the loss of the probability one half. The share of the ill is a better guess.",
            (
                "Which constant probability gives the smallest loss?",
                "Compare the guess 0.5 with the share of the ill.",
                "Put the share of the ill into the formula of the cross-entropy.",
            ),
        ),
        Misconception(
            "ill-only",
            lambda count, positive: -math.log(positive / count),
            "That is the loss on an ill patient. The mean is over all patients.",
            (
                "What does the model lose on a patient who is well?",
                "There are two kinds of patients, each with its own loss. How often does each occur?",
                "Weigh −ln p by the share of the ill and −ln(1 − p) by the share of the others.",
            ),
        ),
        Misconception(
            "half-of-the-sum",
            lambda count, positive: -(positive / count) * math.log(positive / count),
            "You counted the ill alone: the patients who are well lose −ln(1 − p) each.",
            (
                "What does the model lose on a patient who is well?",
                "The formula has two terms.",
                "Add the second term, (1 − p) · (−ln(1 − p)).",
            ),
        ),
        Misconception(
            "variance",
            lambda count, positive: positive / count * (1 - positive / count),
            "That is the mean squared error of the constant guess. The question asks for the cross-entropy.",
            (
                "Which loss does the question name?",
                "Where in your formula is a logarithm?",
                "The cross-entropy is the mean of −ln of the probability given to what happened.",
            ),
        ),
    ),
)


def _layers(rng: np.random.Generator, scale: float = 1.0) -> tuple[np.ndarray, Weights]:
    count, features, hidden = sizes(rng, 3, 2, 9)
    weights = (normal(rng, features, hidden), normal(rng, hidden), normal(rng, hidden, scale=1.2 * scale), round(float(rng.normal()), 3))
    return normal(rng, count, features), weights


def _prediction(rng: np.random.Generator, scale: float) -> Call:
    x, weights = _layers(rng, scale)
    return arguments(x, *weights)


def _forward(x, w1, b1, w2, b2):
    return _sigmoid(np.tanh(x @ w1 + b1) @ w2 + b2)


def _torch_of_numpy(x, w1, b1, w2, b2):
    raise TypeError("tanh(): argument 'input' (position 1) must be Tensor, not numpy.ndarray")


def _all_probabilities(ask, rng: np.random.Generator) -> bool:
    x, weights = _layers(rng, 3.0)
    got = np.asarray(ask(x, *weights))
    return got.shape == (len(x),) and bool(((got >= 0) & (got <= 1)).all())


def _rows_are_alone(ask, rng: np.random.Generator) -> bool:
    x, weights = _layers(rng)
    order = rng.permutation(len(x))
    return np.allclose(np.asarray(ask(x, *weights))[order], ask(x[order], *weights), atol=1e-6)


ACTIVATION_HINTS = (
    "How many functions stand between x and the probability, and in which order?",
    "Compute one row by hand: first x·W₁ + b₁, then tanh, then the product with w₂ plus b₂, then the sigmoid.",
    "Compare your lines with the formula, from the inside out: where do tanh and the sigmoid stand?",
)

predict = Exercise(
    id="binary-classifier.predict",
    points=3,
    target="predict",
    reference=_forward,
    inputs={
        "ordinary": lambda rng: _prediction(rng, 1.0),
        "with large scores": lambda rng: _prediction(rng, 900.0),
    },
    properties=(
        Property("probabilities", "return one probability from 0 to 1 for each row.", _all_probabilities),
        Property("rows", "give each row its own probability, whatever the other rows are.", _rows_are_alone),
    ),
    misconceptions=(
        Misconception(
            "torch-of-numpy",
            _torch_of_numpy,
            "You give a NumPy array to a function of torch, which takes tensors only.",
            (
                "Which library made x, and from which is your tanh?",
                "Print type(x). There is a tanh in NumPy, and sigmoid is defined above.",
                "Use np.tanh and sigmoid, or make tensors first: torch.as_tensor(x).",
            ),
        ),
        Misconception(
            "not-added-up",
            lambda x, w1, b1, w2, b2: _sigmoid(np.tanh(x @ w1 + b1) * w2 + b2),
            "You multiply each hidden unit by its weight with * and do not add them up: (N, H) stays (N, H).",
            (
                "How many probabilities should come out for one row?",
                "What is the difference between hidden * w2 and hidden @ w2? Print both shapes.",
                "The dot in h · w₂ multiplies and adds up: hidden @ w2.",
            ),
        ),
        Misconception(
            "no-activation",
            lambda x, w1, b1, w2, b2: _sigmoid((x @ w1 + b1) @ w2 + b2),
            "Your output is what you get without tanh between the layers: then both are one linear layer.",
            ACTIVATION_HINTS,
        ),
        Misconception(
            "no-sigmoid",
            lambda x, w1, b1, w2, b2: np.tanh(x @ w1 + b1) @ w2 + b2,
            "You return the scores (logits). A probability is the sigmoid of the score.",
            ACTIVATION_HINTS,
        ),
        Misconception(
            "sigmoid-inside",
            lambda x, w1, b1, w2, b2: _sigmoid(_sigmoid(x @ w1 + b1) @ w2 + b2),
            "Your hidden layer uses the sigmoid; this model uses tanh there.",
            ACTIVATION_HINTS,
        ),
        Misconception(
            "relu-inside",
            lambda x, w1, b1, w2, b2: _sigmoid(np.maximum(x @ w1 + b1, 0) @ w2 + b2),
            "Your hidden layer uses ReLU; this model uses tanh there.",
            ACTIVATION_HINTS,
        ),
        Misconception(
            "bias-outside",
            lambda x, w1, b1, w2, b2: _sigmoid((np.tanh(x @ w1) + b1) @ w2 + b2),
            "You add the first bias after tanh. It belongs to the score that tanh is applied to.",
            ACTIVATION_HINTS,
        ),
        Misconception(
            "no-first-bias",
            lambda x, w1, b1, w2, b2: _sigmoid(np.tanh(x @ w1) @ w2 + b2),
            "You left out the first bias b₁.",
            ACTIVATION_HINTS,
        ),
        Misconception(
            "no-second-bias",
            lambda x, w1, b1, w2, b2: _sigmoid(np.tanh(x @ w1 + b1) @ w2),
            "You left out the second bias b₂.",
            ACTIVATION_HINTS,
        ),
        Misconception(
            "tanh-at-the-end",
            lambda x, w1, b1, w2, b2: np.tanh(np.tanh(x @ w1 + b1) @ w2 + b2),
            "Your output comes from tanh and lies between −1 and 1. A probability comes from the sigmoid.",
            ACTIVATION_HINTS,
        ),
        Misconception(
            "a-column",
            lambda x, w1, b1, w2, b2: _forward(x, w1, b1, w2, b2)[:, None],
            "Your probabilities are right, but they stand in a column (N, 1). A row of N numbers is asked for.",
            (
                "Compare the shape of your result with the docstring.",
                "Which of your arrays has a second axis of size 1?",
                "Multiply by w₂ of shape (H,), or take [:, 0] at the end.",
            ),
        ),
        Misconception(
            "rounded",
            lambda x, w1, b1, w2, b2: (_forward(x, w1, b1, w2, b2) >= 0.5).astype(np.float64),
            "You return decisions, 0 or 1. The function returns probabilities; who uses them chooses the threshold.",
            (
                "Is 0.51 the same answer as 0.99?",
                "Look at your last line: is something compared or rounded there?",
                "Return the sigmoid itself.",
            ),
        ),
    ),
    hints=(
        "Write the shapes beside the formula: (N, F) times (F, H) gives (N, H).",
        "Print the shapes of x @ w1, of tanh of it, and of its product with w2.",
        "hidden = np.tanh(x @ w1 + b1) is the first half; the second half is a product with w2, a bias and the sigmoid.",
    ),
)


def _row_of_logits(rng: np.random.Generator) -> Call:
    count = int(rng.integers(3, 12))
    return arguments(normal(rng, count, scale=2.0), _both_labels(rng, count))


def _column_of_logits(rng: np.random.Generator) -> Call:
    logits, labels = _row_of_logits(rng).args
    return arguments(logits[:, None], labels)


def _large_logits(rng: np.random.Generator) -> Call:
    count = int(rng.integers(4, 9))
    logits = normal(rng, count, scale=1.0) + np.where(rng.random(count) < 0.5, -1, 1) * rng.integers(100, 2_000, count)
    labels = _both_labels(rng, count)
    logits[0] = abs(logits[0])
    labels[0], labels[1:3] = 0.0, [1.0, 0.0]  # the first is certain, and wrong
    return arguments(logits.astype(np.float32), labels)


def _both_labels(rng: np.random.Generator, count: int) -> np.ndarray:
    labels = (rng.random(count) < 0.35).astype(np.float32)
    labels[:2] = [1.0, 0.0]
    return rng.permutation(labels).astype(np.float32)


def _losses(logits, labels):
    z, y = np.asarray(logits, dtype=np.float64), np.asarray(labels, dtype=np.float64)
    return np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))


def _mean_loss(logits, labels):
    return float(_losses(np.reshape(logits, -1), labels).mean())


def _clipped(eps):
    def wrong(logits, labels):
        p = np.clip(_sigmoid(np.reshape(logits, -1)), eps, 1 - eps)
        return float(-(labels * np.log(p) + (1 - labels) * np.log(1 - p)).mean())

    return wrong


def _overflowing(logits, labels):
    with np.errstate(all="ignore"):
        p = 1 / (1 + np.exp(-np.reshape(logits, -1).astype(np.float64)))
        return float(-(labels * np.log(p) + (1 - labels) * np.log(1 - p)).mean())


loss_from_logits = Exercise(
    id="binary-classifier.loss_from_logits",
    points=3,
    target="loss_from_logits",
    reference=_mean_loss,
    inputs={"a row of logits": _row_of_logits, "a column of logits": _column_of_logits, "large logits": _large_logits},
    forbidden=("torch.nn.functional.binary_cross_entropy_with_logits", ".BCEWithLogitsLoss", ".log_loss"),
    misconceptions=(
        Misconception(
            "every-pair",
            lambda logits, labels: float(_losses(logits, labels).mean()),
            "With a column of logits (N, 1) and a row of labels (N,), every logit meets every label: N × N losses instead of N.",
            (
                "How many losses should there be for N patients?",
                "Print the shape of logits * labels when logits has shape (5, 1) and labels shape (5,).",
                "Give both the same shape first: reshape the logits to (N,).",
            ),
        ),
        Misconception(
            "overflow",
            _overflowing,
            "For large scores your loss is infinite or not a number: the probability was rounded to 0 or 1 before its logarithm.",
            (
                "What is log(1 − p) when p has been rounded to 1?",
                "Do not compute p. Write −ln σ(z) and −ln(1 − σ(z)) with z alone.",
                "For a score z and a label y the loss is max(z, 0) − z·y + ln(1 + e^(−|z|)).",
            ),
        ),
        Misconception(
            "clipped",
            _clipped(1e-7),
            "You cut the probability off before its logarithm. A score of −500 for an ill patient then costs 16 or 35 nats instead of 500.",
            (
                "A model that is certain and wrong should pay for its certainty. How much does yours pay?",
                "Compare the losses of the scores −100 and −1,000 for a label of 1.",
                "Leave out the clipping: max(z, 0) − z·y + ln(1 + e^(−|z|)) needs none.",
            ),
            also=(_clipped(1e-12), _clipped(1e-15), _clipped(1e-8), _clipped(1e-6)),
        ),
        Misconception(
            "sum",
            lambda logits, labels: float(_losses(np.reshape(logits, -1), labels).sum()),
            "You add the losses up; the mean is asked for.",
            ("What happens to your loss when every patient is listed twice?", "Read the docstring: sum or mean?", "Divide by N."),
        ),
        Misconception(
            "labels-swapped",
            lambda logits, labels: _mean_loss(logits, 1 - np.asarray(labels)),
            "Your loss is small for wrong answers: the labels 0 and 1 have changed places.",
            (
                "Is the loss of a score of +5 for a label of 1 small or large in your function?",
                "σ(z) is the probability of the label 1.",
                "Look at the sign in front of z · y.",
            ),
        ),
        Misconception(
            "positives-only",
            lambda logits, labels: float((np.asarray(labels) * _losses(np.reshape(logits, -1), 1.0)).mean()),
            "You count the patients with label 1 only.",
            (
                "What does a patient with label 0 add to your loss?",
                "The formula has two terms; one of them is for the label 0.",
                "Add the term (1 − y) · (−ln(1 − σ(z))).",
            ),
        ),
        Misconception(
            "bits",
            lambda logits, labels: _mean_loss(logits, labels) / math.log(2),
            "Your loss is in bits; nats are asked for.",
            ("What is your loss when every score is 0?", "It should be ln 2 = 0.693.", "Use the natural logarithm."),
        ),
        Misconception(
            "squared",
            lambda logits, labels: float(((_sigmoid(np.reshape(logits, -1)) - labels) ** 2).mean()),
            "That is the mean squared error of the probabilities, not the cross-entropy.",
            (
                "What should the loss do when a certain answer is wrong?",
                "Where in your formula is a logarithm?",
                "Start from −ln of the probability that was given to what happened.",
            ),
        ),
    ),
    hints=(
        "Compute the loss of one score by hand first: z = 0 gives ln 2 for either label.",
        "Try z = 1000 with label 0. The loss should be 1000.",
        "Bring logits and labels to the shape (N,), then use max(z, 0) − z·y + ln(1 + e^(−|z|)).",
    ),
)


def _step(x, y, w1, b1, w2, b2, learning_rate, *, mean=True, squared=False, slope=True, fresh=False, sign=1.0, biases=True):
    hidden = np.tanh(x @ w1 + b1)
    p = _sigmoid(hidden @ w2 + b2)
    error = (p - y) / (len(x) if mean else 1)
    if squared:
        error = error * p * (1 - p)
    rate = sign * learning_rate
    new_w2 = w2 - rate * hidden.T @ error
    back = np.outer(error, new_w2 if fresh else w2) * ((1 - hidden**2) if slope else 1)
    move = rate if biases else 0.0
    return w1 - rate * x.T @ back, b1 - move * back.sum(0), new_w2, b2 - move * error.sum()


def _step_in_place(x, y, w1, b1, w2, b2, learning_rate):
    hidden = np.tanh(x @ w1 + b1)
    error = (_sigmoid(hidden @ w2 + b2) - y) / len(x)
    w2 -= learning_rate * hidden.T @ error
    back = np.outer(error, w2) * (1 - hidden**2)
    w1 -= learning_rate * x.T @ back
    b1 -= learning_rate * back.sum(0)
    return w1, b1, w2, b2 - learning_rate * error.sum()


def _one_bias(x, y, w1, b1, w2, b2, learning_rate, mean=True):
    new_w1, new_b1, new_w2, new_b2 = _step(x, y, w1, b1, w2, b2, learning_rate, mean=mean)
    return new_w1, b1 + (new_b1 - b1).sum(), new_w2, new_b2


def _training_call(rng: np.random.Generator) -> Call:
    x, weights = _layers(rng)
    return arguments(x, _both_labels(rng, len(x)), *weights, round(float(rng.uniform(0.2, 1.5)), 2))


def _loss_falls(ask, rng: np.random.Generator) -> bool:
    x, weights = _layers(rng)
    y = _both_labels(rng, len(x))
    new = ask(x, y, *weights, 0.01)

    def loss(w1, b1, w2, b2):
        return _losses(np.tanh(x @ w1 + b1) @ w2 + b2, y).mean()

    return bool(loss(*new) < loss(*weights))


BACK_HINTS = (
    "Check each derivative by moving one weight by 0.0001 and looking at the loss.",
    "The derivative of the loss by the score is (p − y) / N. Everything else follows from it by the chain rule.",
    "Compare your four lines with the table of derivatives above: which factor differs?",
)

training_step = Exercise(
    id="binary-classifier.training_step",
    points=4,
    target="training_step",
    reference=_step,
    inputs=_training_call,
    draws=5,
    properties=(Property("falls", "make the loss smaller when the learning rate is small.", _loss_falls),),
    misconceptions=(
        Misconception(
            "sum",
            lambda *a: _step(*a, mean=False),
            "Your step is N times too long: the loss is a mean over the rows, and so is its derivative.",
            BACK_HINTS,
        ),
        Misconception(
            "squared-error",
            lambda *a: _step(*a, squared=True),
            "You multiply by p(1 − p) once more. That is the derivative of the squared error; with the cross-entropy this factor cancels.",
            BACK_HINTS,
        ),
        Misconception(
            "no-slope",
            lambda *a: _step(*a, slope=False),
            "You left out the slope of tanh, 1 − h², on the way back through the hidden layer.",
            BACK_HINTS,
        ),
        Misconception(
            "already-changed",
            lambda *a: _step(*a, fresh=True),
            "You change w₂ first and then use the new w₂ for the derivative by W₁. All derivatives belong to the old weights.",
            (
                "Which weights made the loss that you differentiate?",
                "In which order does your code change and use w₂?",
                "Compute all four derivatives first, then change all four.",
            ),
            also=(_step_in_place,),
        ),
        Misconception(
            "rows-meet-units",
            lambda x, y, w1, b1, w2, b2, r: (_sigmoid(np.tanh(x @ w1 + b1) @ w2 + b2) - y) * w2,
            "You multiply the errors, one for each row (N,), by w₂, one for each hidden unit (H,). The product should be (N, H).",
            (
                "What are the shapes of your error and of w₂? And which shape has D in the table?",
                "Print error[:, None] * w2 for three errors and two units.",
                "Make the error a column first, error[:, None], or use np.outer(error, w2).",
            ),
        ),
        Misconception(
            "one-bias-for-all",
            lambda x, y, w1, b1, w2, b2, r: _one_bias(x, y, w1, b1, w2, b2, r),
            "You add up the whole of D for b₁, so that all hidden units get the same change. Each has a derivative of its own.",
            (
                "How many numbers has b₁? And your derivative by b₁?",
                "Over which axis of D (N, H) do you add?",
                "Use D.sum(axis=0): over the rows, one sum for each hidden unit.",
            ),
            also=(lambda x, y, w1, b1, w2, b2, r: _one_bias(x, y, w1, b1, w2, b2, r, mean=False),),
        ),
        Misconception(
            "uphill",
            lambda *a: _step(*a, sign=-1.0),
            "Your step goes uphill: the loss grows.",
            (
                "Does the loss fall after your step?",
                "The derivative points to where the loss grows.",
                "Subtract the learning rate times the derivative.",
            ),
        ),
        Misconception(
            "biases-stay",
            lambda *a: _step(*a, biases=False),
            "Your biases do not change. They have derivatives, too.",
            (
                "Which of the four results are the same as before your step?",
                "A bias is a weight whose input is always 1.",
                "The derivative by b₂ is the sum of (p − y)/N; by b₁ it is the sum of the hidden rows' derivatives.",
            ),
        ),
        Misconception(
            "derivatives",
            lambda x, y, w1, b1, w2, b2, r: tuple(
                (old - new) / r for old, new in zip((w1, b1, w2, b2), _step(x, y, w1, b1, w2, b2, r), strict=True)
            ),
            "You return the derivatives. The new weights are asked for.",
            (
                "What does the docstring say that the function returns?",
                "Which role does learning_rate play in your function?",
                "Return w − learning_rate · derivative for each of the four.",
            ),
        ),
    ),
    hints=BACK_HINTS,
)


def _wilson(right, count, z):
    share, extra = right / count, z * z / count
    centre = (share + extra / 2) / (1 + extra)
    half = z / (1 + extra) * math.sqrt(share * (1 - share) / count + extra / (4 * count))
    return centre - half, centre + half


def _wald(right, count, z, clip=False):
    share = right / count
    half = z * math.sqrt(share * (1 - share) / count)
    return (max(0.0, share - half), min(1.0, share + half)) if clip else (share - half, share + half)


def _agresti(right, count, z):
    total = count + z * z
    share = (right + z * z / 2) / total
    half = z * math.sqrt(share * (1 - share) / total)
    return share - half, share + half


def _around_the_share(right, count, z):
    low, high = _wilson(right, count, z)
    return right / count - (high - low) / 2, right / count + (high - low) / 2


def _not_divided(right, count, z):
    low, high = _wilson(right, count, z)
    return low * (1 + z * z / count), high * (1 + z * z / count)


def _no_brackets(right, count, z):
    share, extra = right / count, z**2 / count
    centre, half = share + z**2 / 2 * count, z * math.sqrt(share * (1 - share) / count + z**2 / 4 * count**2)
    return (centre - half) / (1 + extra), (centre + half) / (1 + extra)


def _half_divided(right, count, z):
    share, extra = right / count, z**2 / count
    centre, half = share + extra / 2, z * math.sqrt(share * (1 - share) / count + extra / (4 * count))
    return centre - half / (1 + extra), centre + half / (1 + extra)


def _some_right(rng: np.random.Generator) -> Call:
    count = int(rng.integers(9, 140))
    return arguments(int(rng.integers(1, count)), count, float(rng.choice([1.0, 1.645, 1.96, 2.576])))


def _all_right(rng: np.random.Generator) -> Call:
    count = int(rng.integers(5, 140))
    return arguments(count if rng.random() < 0.7 else 0, count, float(rng.choice([1.645, 1.96, 2.576])))


def _never_a_point(ask, rng: np.random.Generator) -> bool:
    low, high = ask(20, 20, 1.96)
    return 0 < low < 0.9 and abs(high - 1) < 1e-6


WILSON_HINTS = (
    "Try 20 right of 20. Can the accuracy be said to be 100 % for certain?",
    "The interval's centre is not the share itself; it is drawn towards one half.",
    "Compare term by term: z²/(2n) in the centre, z²/(4n²) under the root, and everything divided by 1 + z²/n.",
)

wilson_interval = Exercise(
    id="binary-classifier.wilson_interval",
    points=2,
    target="wilson_interval",
    reference=_wilson,
    inputs={"some right": _some_right, "all or none right": _all_right},
    forbidden=(".proportion_confint", ".binomtest", ".proportion_ci"),
    properties=(Property("width", "give an interval with a width even when every answer was right.", _never_a_point),),
    misconceptions=(
        Misconception(
            "textbook",
            _wald,
            "That is p ± z·√(p(1 − p)/n). With every answer right it says 100 % for certain, and it can leave the range from 0 to 1.",
            WILSON_HINTS,
            also=(lambda right, count, z: _wald(right, count, z, clip=True),),
        ),
        Misconception(
            "plus-four",
            _agresti,
            "You add z²/2 right and z²/2 wrong answers and then use the simple formula (Agresti and Coull). Wilson's interval is another.",
            WILSON_HINTS,
        ),
        Misconception(
            "around-the-share",
            _around_the_share,
            "Your interval has the right width but lies around the share itself. Its centre should be drawn towards one half.",
            WILSON_HINTS,
        ),
        Misconception(
            "no-brackets",
            _no_brackets,
            "You write / 2 * n or / 4 * n ** 2: Python divides by 2 and multiplies by n then.",
            (
                "Is 12 / 2 * 3 in Python 2 or 18?",
                "Which of your lines have a division with more than one factor below the line?",
                "Write z**2 / (2 * n) and z**2 / (4 * n**2).",
            ),
        ),
        Misconception(
            "half-divided",
            _half_divided,
            "You divide only the second part by 1 + z²/n. Centre and root stand above the line together.",
            (
                "What stands above the line of the formula, and what below it?",
                "Is a - b / c in Python (a - b) / c?",
                "Write (centre - half) / (1 + z**2 / n), and the same with +.",
            ),
        ),
        Misconception("not-divided", _not_divided, "You forgot to divide by 1 + z²/n.", WILSON_HINTS),
        Misconception(
            "half-width",
            lambda right, count, z: tuple(_wilson(right, count, z / 2)),
            "Your interval is that of half the z that was given.",
            ("Is z already the number for both sides?", "1.96 belongs to 95 % in the middle.", "Use z as it is."),
        ),
    ),
    hints=WILSON_HINTS,
)


def _two_rates(probabilities, labels, threshold):
    ill, alarm = np.asarray(labels) == 1, np.asarray(probabilities) >= threshold
    return float(alarm[ill].mean()), float((~alarm[~ill]).mean())


def _rates_call(rng: np.random.Generator) -> Call:
    count = int(rng.integers(11, 30))
    labels = (rng.random(count) < 0.3).astype(np.int64)
    labels[:4] = [1, 1, 0, 1]
    labels = rng.permutation(labels)
    probabilities = np.round(np.clip(0.35 + 0.25 * labels + 0.25 * rng.standard_normal(count), 0.01, 0.99), 3)
    return arguments(probabilities, labels, float(np.round(rng.uniform(0.2, 0.7), 3)))


def _on_the_threshold(rng: np.random.Generator) -> Call:
    probabilities, labels, _threshold = _rates_call(rng).args
    threshold = float(rng.choice([0.25, 0.5, 0.625]))
    probabilities = probabilities.copy()
    probabilities[np.flatnonzero(labels == 1)[0]] = threshold
    probabilities[np.flatnonzero(labels == 0)[0]] = threshold
    return arguments(probabilities, labels, threshold)


def _precision(probabilities, labels, threshold):
    alarm = np.asarray(probabilities) >= threshold
    return float(labels[alarm].mean()) if alarm.any() else 0.0


def _negative_value(probabilities, labels, threshold):
    quiet = np.asarray(probabilities) < threshold
    return float((1 - labels[quiet]).mean()) if quiet.any() else 0.0


RATE_HINTS = (
    "Of whom is each rate a share? Sensitivity looks at the ill only, specificity at the others only.",
    "Make a table of two by two: ill or not, alarm or not. Which two cells belong to each rate?",
    "Pick out the rows with label 1, and take the share with probability ≥ threshold; then the rows with label 0, and the share below it.",
)

sensitivity_specificity = Exercise(
    id="binary-classifier.sensitivity_specificity",
    points=2,
    target="sensitivity_specificity",
    reference=_two_rates,
    inputs={"ordinary": _rates_call, "values on the threshold": _on_the_threshold},
    forbidden=("sklearn.metrics",),
    misconceptions=(
        Misconception(
            "strictly-above",
            lambda p, y, t: _two_rates(p, y, np.nextafter(t, 2)),
            "A probability that equals the threshold counts as an alarm; yours counts as none.",
            (
                "What happens to a patient with exactly the probability of the threshold?",
                "Look at the comparison: > or ≥?",
                "Use probabilities >= threshold.",
            ),
        ),
        Misconception(
            "swapped",
            lambda p, y, t: _two_rates(p, y, t)[::-1],
            "You return the two rates in the other order: sensitivity comes first.",
            ("Which of the two is about the ill?", "Read the docstring: which comes first?", "Return (sensitivity, specificity)."),
        ),
        Misconception(
            "predictive-values",
            lambda p, y, t: (_precision(p, y, t), _negative_value(p, y, t)),
            "Your shares are of those with an alarm and of those without (predictive values). Rates are shares of the ill and of the well.",
            RATE_HINTS,
        ),
        Misconception(
            "precision",
            lambda p, y, t: (_precision(p, y, t), _two_rates(p, y, t)[1]),
            "Your first number is the share of the alarms that are right (precision). Sensitivity is the share of the ill that are found.",
            RATE_HINTS,
        ),
        Misconception(
            "false-alarms",
            lambda p, y, t: (_two_rates(p, y, t)[0], 1 - _two_rates(p, y, t)[1]),
            "Your second number is the rate of false alarms. Specificity is one minus it.",
            RATE_HINTS,
        ),
        Misconception(
            "shares-of-all",
            lambda p, y, t: (float(((p >= t) & (y == 1)).mean()), float(((p < t) & (y == 0)).mean())),
            "You divide by the number of all patients. Each rate has a group of its own.",
            RATE_HINTS,
        ),
        Misconception(
            "counts",
            lambda p, y, t: (float(((p >= t) & (y == 1)).sum()), float(((p < t) & (y == 0)).sum())),
            "You return counts. A rate is a share of a group.",
            RATE_HINTS,
        ),
    ),
    hints=RATE_HINTS,
)
