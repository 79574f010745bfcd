"""Your own GPT: a split that is clean, bits per byte, windows, a budget of compute, targets for fine-tuning, and the model itself."""

import math
import pickle
import re
from collections.abc import Mapping
from functools import cache

import numpy as np
import torch
from torch.nn import functional as F

from bigmodel_edu.calling import Plain
from bigmodel_edu.checking.artefact import Budget, Refused, Verdict, read_weights, require_shape
from bigmodel_edu.checking.exercise import Call, Exercise, Misconception, arguments
from bigmodel_edu.checking.result import Part
from bigmodel_edu.data import shakespeare
from bigmodel_edu.language import _
from bigmodel_edu.models.gpt import GPT, GPTConfig
from bigmodel_edu.text import ByteLevelBPE, train_bpe
from bigmodel_edu.training import TokenBatches, TrainingConfig, train

# ---------------------------------------------------------------- how much of the held-out text was seen


def _words(rng: np.random.Generator, count: int, vocabulary: int) -> list[str]:
    words = ["the", "king", "my", "lord", "is", "not", "here", "and", "thou", "art", "good", "night"][:vocabulary]
    return [str(word) for word in rng.choice(words, count)]


def _seen_share(training, held_out, n):
    known = {tuple(training[i : i + n]) for i in range(len(training) - n + 1)}
    grams = [tuple(held_out[i : i + n]) for i in range(len(held_out) - n + 1)]
    return sum(gram in known for gram in grams) / len(grams) if grams else 0.0


def _overlap_call(rng: np.random.Generator) -> Call:
    n = int(rng.integers(2, 4))
    training, held_out = _words(rng, int(rng.integers(30, 60)), 8), _words(rng, int(rng.integers(12, 25)), 9)
    held_out += held_out[:5] + training[4 : 4 + n + 2] + training[-n:]
    return arguments(training, held_out, n)


def _short_call(rng: np.random.Generator) -> Call:
    n = int(rng.integers(4, 6))
    return arguments(_words(rng, 20, 5), _words(rng, int(rng.integers(1, n)), 5), n)


def _distinct_share(training, held_out, n):
    known = {tuple(training[i : i + n]) for i in range(len(training) - n + 1)}
    grams = {tuple(held_out[i : i + n]) for i in range(len(held_out) - n + 1)}
    return len(grams & known) / len(grams) if grams else 0.0


OVERLAP_HINTS = (
    "Take held_out = [a, b, c] and n = 2. Which sequences are there, and how many?",
    "Collect all sequences of n words of the training text in a set. Then go through the held-out text, place by place.",
    "range(len(text) - n + 1) gives every place; tuple(text[i : i + n]) can stand in a set. No places at all: return 0.0.",
)

overlap = Exercise(
    id="your-own-gpt.overlap",
    points=2,
    target="overlap",
    reference=_seen_share,
    inputs={"ordinary": _overlap_call, "held-out text shorter than n": _short_call},
    draws=5,
    misconceptions=(
        Misconception(
            "distinct-only",
            _distinct_share,
            "You count each different sequence once. A sequence that occurs ten times in the held-out text counts ten times.",
            OVERLAP_HINTS,
        ),
        Misconception(
            "single-words",
            lambda training, held_out, n: (
                sum(all(word in set(training) for word in held_out[i : i + n]) for i in range(len(held_out) - n + 1))
                / max(len(held_out) - n + 1, 1)
            ),
            "You ask whether the words occur in the training text, not whether they occur there one after the other.",
            OVERLAP_HINTS,
        ),
        Misconception(
            "last-place-missing",
            lambda training, held_out, n: (
                sum(
                    tuple(held_out[i : i + n]) in {tuple(training[j : j + n]) for j in range(len(training) - n)}
                    for i in range(len(held_out) - n)
                )
                / max(len(held_out) - n, 1)
            ),
            "You leave out the last sequence of a text: there are len − n + 1 places.",
            OVERLAP_HINTS,
        ),
        Misconception(
            "other-way-round",
            lambda training, held_out, n: _seen_share(held_out, training, n),
            "You return the share of the training text that occurs in the held-out text. It is asked for the other way round.",
            OVERLAP_HINTS,
        ),
        Misconception(
            "of-all-words",
            lambda training, held_out, n: (
                sum(
                    tuple(held_out[i : i + n]) in {tuple(training[j : j + n]) for j in range(len(training) - n + 1)}
                    for i in range(len(held_out) - n + 1)
                )
                / max(len(held_out), 1)
            ),
            "You divide by the number of words. There are fewer sequences than words.",
            OVERLAP_HINTS,
        ),
        Misconception(
            "without-overlap",
            lambda training, held_out, n: _blocks(training, held_out, n),
            "You cut the held-out text into blocks that do not overlap. A sequence begins at every word.",
            OVERLAP_HINTS,
        ),
    ),
    hints=OVERLAP_HINTS,
)


def _blocks(training, held_out, n):
    known = {tuple(training[i : i + n]) for i in range(len(training) - n + 1)}
    grams = [tuple(held_out[i : i + n]) for i in range(0, len(held_out) - n + 1, n)]
    return sum(gram in known for gram in grams) / len(grams) if grams else 0.0


# ---------------------------------------------------------------- bits per byte

TEXTS = ("Où est le café ?", "naïve coöperation – déjà vu", "“Good night” – ’tis late…", "北京 and Shanghai", "Ärger über Öl", "plain text")


def _bits(losses, text):
    return float(np.sum(np.asarray(losses, dtype=np.float64)) / math.log(2) / len(text.encode("utf-8")))


def _bits_call(rng: np.random.Generator) -> Call:
    text = str(rng.choice(TEXTS[:5]))
    return arguments(rng.gamma(2.0, 1.4, int(rng.integers(3, len(text)))), text)


def _plain_call(rng: np.random.Generator) -> Call:
    text = " ".join(_words(rng, int(rng.integers(3, 9)), 12))
    return arguments(rng.gamma(2.0, 1.4, int(rng.integers(3, 9))), text)


BITS_HINTS = (
    "A text of 10 bytes is cut into 4 tokens of ln 2 nats each. It costs 4 bits. How many is that for a byte?",
    "Add up the losses of all tokens, change nats into bits, and divide by the number of bytes.",
    "A bit is ln 2 nats, and len(text.encode('utf-8')) is the number of bytes.",
)

bits_per_byte = Exercise(
    id="your-own-gpt.bits_per_byte",
    points=2,
    target="bits_per_byte",
    reference=_bits,
    inputs={"letters of more than one byte": _bits_call, "plain English": _plain_call},
    forbidden=("bigmodel_edu.training",),
    misconceptions=(
        Misconception(
            "per-token",
            lambda losses, text: float(np.mean(losses) / math.log(2)),
            "That is the number of bits for a token. A tokenizer with long tokens would then look bad.",
            BITS_HINTS,
        ),
        Misconception("nats", lambda losses, text: _bits(losses, text) * math.log(2), "That is the number of nats for a byte.", BITS_HINTS),
        Misconception(
            "per-character",
            lambda losses, text: float(np.sum(losses) / math.log(2) / len(text)),
            "You divide by the number of characters. é has two bytes in UTF-8, and 京 has three.",
            BITS_HINTS,
        ),
        Misconception(
            "mean-over-bytes",
            lambda losses, text: float(np.mean(losses) / math.log(2) / len(text.encode("utf-8"))),
            "You divide the mean loss of a token by the bytes. The losses of all tokens together are spread over all bytes.",
            BITS_HINTS,
        ),
        Misconception(
            "multiplied",
            lambda losses, text: float(np.sum(losses) * math.log(2) / len(text.encode("utf-8"))),
            "You multiply by ln 2. A nat is more than a bit: there are 1/ln 2 = 1.44 bits in a nat.",
            BITS_HINTS,
        ),
        Misconception(
            "perplexity",
            lambda losses, text: float(np.exp(np.mean(losses))),
            "That is the perplexity of a token, which cannot be compared between tokenizers.",
            BITS_HINTS,
        ),
    ),
    hints=BITS_HINTS,
)

# ---------------------------------------------------------------- every token is predicted once


def _windows(ids, length, start):
    stream = [start, *(int(each) for each in ids)]
    count = -(-len(ids) // length)
    inputs, targets = np.full((count, length), start), np.full((count, length), -100)
    for place in range(len(ids)):
        inputs[place // length, place % length] = stream[place]
        targets[place // length, place % length] = stream[place + 1]
    return inputs, targets


def _windows_call(rng: np.random.Generator) -> Call:
    length = int(rng.integers(3, 7))
    count = length * int(rng.integers(2, 5)) + int(rng.integers(1, length))
    return arguments(rng.integers(10, 300, count), length, 7)


def _whole_windows(rng: np.random.Generator) -> Call:
    length = int(rng.integers(2, 6))
    return arguments(rng.integers(10, 300, length * int(rng.integers(1, 5))), length, 3)


def _cut(ids, length, start):
    inputs, targets = _windows(ids, length, start)
    return inputs[: len(ids) // length], targets[: len(ids) // length]


def _with_a_gap(ids, length, start):
    rows = [list(ids[i : i + length + 1]) for i in range(0, len(ids) - length, length + 1)]
    table = np.array(rows).reshape(-1, length + 1)
    return table[:, :-1], table[:, 1:]


def _without_start(ids, length, start):
    count = max(-(-(len(ids) - 1) // length), 0)
    inputs, targets = np.full((count, length), start), np.full((count, length), -100)
    for place in range(len(ids) - 1):
        inputs[place // length, place % length] = ids[place]
        targets[place // length, place % length] = ids[place + 1]
    return inputs, targets


def _not_shifted(ids, length, start):
    _inputs, targets = _windows(ids, length, start)
    return np.where(targets == -100, start, targets), targets


def _counted_padding(ids, length, start):
    inputs, targets = _windows(ids, length, start)
    return inputs, np.where(targets == -100, start, targets)


def _zero_padding(ids, length, start):
    inputs, targets = _windows(ids, length, start)
    return inputs, np.where(targets == -100, 0, targets)


WINDOW_HINTS = (
    "Write the windows of the ids 11, 12, 13, 14, 15 by hand, with length 2 and start 7. How many rows are there?",
    "Put start in front of the ids: inputs are all but the last of these, targets are the ids. Fill up both to whole rows.",
    "Rows: ⌈number of ids / length⌉. Fill inputs up with start and targets with −100, then reshape.",
)

scoring_windows = Exercise(
    id="your-own-gpt.scoring_windows",
    points=3,
    target="scoring_windows",
    reference=_windows,
    inputs={"a last window that is not full": _windows_call, "full windows": _whole_windows},
    misconceptions=(
        Misconception(
            "last-window-dropped",
            _cut,
            "You drop the tokens of the last, short window. Whoever may choose what is dropped can choose the score.",
            WINDOW_HINTS,
        ),
        Misconception(
            "one-lost-per-window",
            _with_a_gap,
            "Your windows take length + 1 tokens each, and the first token of each window is never predicted.",
            WINDOW_HINTS,
        ),
        Misconception(
            "first-token-free",
            _without_start,
            "Your first token is never predicted. The start token stands in front, so that the first real token is a target, too.",
            WINDOW_HINTS,
        ),
        Misconception(
            "not-shifted",
            _not_shifted,
            "Your inputs are the targets: the model sees what it should predict.",
            WINDOW_HINTS,
        ),
        Misconception(
            "padding-counts",
            _counted_padding,
            "Your padding counts as targets. A target of −100 is left out of torch's cross-entropy.",
            WINDOW_HINTS,
            also=(_zero_padding,),
        ),
    ),
    hints=WINDOW_HINTS,
)

# ---------------------------------------------------------------- a budget of compute


def _steps(parameters, batch, length, operations):
    return int(operations // (6 * parameters * batch * length))


def _budget_call(rng: np.random.Generator) -> Call:
    parameters, batch, length = int(rng.integers(10_000, 900_000)), int(rng.integers(3, 40)), int(rng.integers(17, 200))
    steps = float(rng.integers(3, 4_000)) + float(rng.uniform(0.55, 0.95))
    return arguments(parameters, batch, length, 6.0 * parameters * batch * length * steps)


def _too_little(rng: np.random.Generator) -> Call:
    parameters, batch, length = int(rng.integers(10_000, 900_000)), int(rng.integers(3, 40)), int(rng.integers(17, 200))
    return arguments(parameters, batch, length, 6.0 * parameters * batch * length * float(rng.uniform(0.5, 0.9)))


STEP_HINTS = (
    "How many tokens does one step read? How many operations does a token cost?",
    "Training costs about 6 operations for each parameter and token: 2 forward, 4 backward.",
    "Divide the operations by 6 · parameters · batch · length, and round down: a step that cannot be paid is not taken.",
)

affordable_steps = Exercise(
    id="your-own-gpt.affordable_steps",
    points=2,
    target="affordable_steps",
    reference=_steps,
    inputs={"ordinary": _budget_call, "less than one step": _too_little},
    misconceptions=(
        Misconception(
            "forward-only",
            lambda parameters, batch, length, operations: int(operations // (2 * parameters * batch * length)),
            "You count 2 operations for each parameter and token. That is the forward pass; the backward pass costs twice as much again.",
            STEP_HINTS,
        ),
        Misconception(
            "one-operation",
            lambda parameters, batch, length, operations: int(operations // (parameters * batch * length)),
            "You count one operation for each parameter and token. Training takes about six.",
            STEP_HINTS,
        ),
        Misconception(
            "no-length",
            lambda parameters, batch, length, operations: int(operations // (6 * parameters * batch)),
            "You count pieces of text. A step reads batch × length tokens.",
            STEP_HINTS,
        ),
        Misconception(
            "tokens",
            lambda parameters, batch, length, operations: int(operations // (6 * parameters)),
            "That is the number of tokens. The number of steps is asked for.",
            STEP_HINTS,
        ),
        Misconception(
            "rounded",
            lambda parameters, batch, length, operations: round(operations / (6 * parameters * batch * length)),
            "You round to the nearest step and go over the budget. Round down.",
            STEP_HINTS,
            also=(lambda parameters, batch, length, operations: math.ceil(operations / (6 * parameters * batch * length)),),
        ),
        Misconception(
            "at-least-one",
            lambda parameters, batch, length, operations: max(_steps(parameters, batch, length, operations), 1),
            "With too little for one step you take one anyway. The budget allows none.",
            STEP_HINTS,
        ),
    ),
    hints=STEP_HINTS,
)

# ---------------------------------------------------------------- targets for fine-tuning


def _targets(prompt, answer):
    text = [*prompt, *answer]
    return text[:-1], [-100] * (len(prompt) - 1) + list(answer)


def _tuning_call(rng: np.random.Generator) -> Call:
    count, more = int(rng.integers(2, 7)), int(rng.integers(1, 8))
    return arguments([int(each) for each in rng.integers(0, 500, count)], [int(each) for each in rng.integers(0, 500, more)])


TUNING_HINTS = (
    "Take prompt = [1, 2, 3] and answer = [8, 9] and write down inputs and targets by hand.",
    "inputs are all tokens but the last; targets are all tokens but the first. Which of the targets belong to the prompt?",
    "The last token of the prompt predicts the first of the answer: len(prompt) − 1 targets are −100, then comes the answer.",
)

fine_tuning_targets = Exercise(
    id="your-own-gpt.fine_tuning_targets",
    points=2,
    target="fine_tuning_targets",
    reference=_targets,
    inputs=_tuning_call,
    draws=6,
    misconceptions=(
        Misconception(
            "prompt-counts",
            lambda prompt, answer: ([*prompt, *answer][:-1], [*prompt, *answer][1:]),
            "Your loss counts the prompt, too. The model then learns to write questions.",
            TUNING_HINTS,
        ),
        Misconception(
            "first-answer-token-lost",
            lambda prompt, answer: ([*prompt, *answer][:-1], [-100] * len(prompt) + list(answer)[1:]),
            "You mask one target too many: the first token of the answer is never learned.",
            TUNING_HINTS,
        ),
        Misconception(
            "not-shifted",
            lambda prompt, answer: ([*prompt, *answer], [-100] * len(prompt) + list(answer)),
            "Your targets stand where their own token stands. A position predicts the next token.",
            TUNING_HINTS,
        ),
        Misconception(
            "answer-masked",
            lambda prompt, answer: ([*prompt, *answer][:-1], list(prompt)[1:] + [-100] * len(answer)),
            "You mask the answer and learn the prompt. It should be the other way round.",
            TUNING_HINTS,
        ),
        Misconception(
            "answer-alone",
            lambda prompt, answer: (list(answer)[:-1], list(answer)[1:]),
            "Your model never sees the prompt. It belongs to the inputs, without counting in the loss.",
            TUNING_HINTS,
        ),
        Misconception(
            "zeros",
            lambda prompt, answer: ([*prompt, *answer][:-1], [0] * (len(prompt) - 1) + list(answer)),
            "You mask with 0, which is a token. The number that torch leaves out is −100.",
            TUNING_HINTS,
        ),
    ),
    hints=TUNING_HINTS,
)

# ---------------------------------------------------------------- what a training run costs


def _cost(parameters, tokens, peak, share, price):
    seconds = 6 * parameters * 1e6 * tokens * 1e9 / (peak * 1e12 * share / 100)
    return seconds / 3600 * price


training_cost = Exercise(
    id="your-own-gpt.training_cost",
    points=1,
    kind="number",
    target="training_cost",
    prompt=(
        "A model of {parameters} million parameters is trained on {tokens} billion tokens. The GPU has a peak of {peak} TFLOP/s, of which "
        "training uses {share} %, and rents for {price} US dollars an hour. What does the training cost, in dollars? Give it to within 1 %."
    ),
    variant=lambda rng: {
        "parameters": int(rng.choice([124, 160, 350])),
        "tokens": int(rng.choice([3, 7, 10])),
        "peak": int(rng.choice([312, 989])),
        "share": int(rng.choice([35, 40, 45])),
        "price": float(rng.choice([1.7, 2.3, 3.1])),
    },
    reference=_cost,
    relative=0.01,
    misconceptions=(
        Misconception(
            "forward-only",
            lambda **numbers: _cost(**numbers) / 3,
            "You count 2 operations for each parameter and token. Training takes 6.",
            ("What does the backward pass cost?", "Forward 2, backward 4.", "Use 6 · N · D."),
        ),
        Misconception(
            "peak",
            lambda **numbers: _cost(**numbers) * numbers["share"] / 100,
            "You let the GPU work at its peak. The question says which share of it training uses.",
            ("Does training reach the peak?", "Multiply the peak by the share.", "Use peak · share / 100."),
        ),
        Misconception(
            "seconds",
            lambda **numbers: _cost(**numbers) * 3600,
            "You multiply seconds by a price for an hour.",
            ("What is the unit of the price?", "How many seconds has an hour?", "Divide by 3,600."),
        ),
        Misconception(
            "hours",
            lambda **numbers: _cost(**numbers) / numbers["price"],
            "That is the number of hours. The question asks for dollars.",
            ("What does an hour cost?", "Read the question again: which unit?", "Multiply by the price."),
        ),
        Misconception(
            "one-operation",
            lambda **numbers: _cost(**numbers) / 6,
            "You count one operation for each parameter and token. Training takes 6.",
            ("How many operations does a parameter need for one token?", "Forward 2, backward 4.", "Use 6 · N · D."),
        ),
    ),
)

# ---------------------------------------------------------------- the model itself, judged on its weights

BUDGET = Budget(size=1_600_000, numbers=400_000, arrays=300)
MOST_MERGES, MOST_LAYERS, MOST_CONTEXT, LONGEST_TOKEN = 1_792, 8, 256, 64
THRESHOLDS = (3.6, 3.2, 3.0, 2.85, 2.75)  # bits per byte, one part of the points each
PASSAGES, LETTERS = 32, 900
NEWLINE = 10  # the byte that stands in front of each passage


@cache
def _plays() -> tuple[str, str]:
    """(the plays to learn from, the held-out plays), as plain text."""
    return shakespeare(markup=False).split()


def _tokenizer(arrays: Mapping[str, np.ndarray]) -> ByteLevelBPE:
    given = arrays.get("merges")
    merges = np.zeros((0, 2), dtype=np.int64) if given is None or not given.size else require_shape(arrays, "merges", (None, 2))
    if merges.dtype.kind not in "iu" or len(merges) > MOST_MERGES:
        message = _("`merges` must hold at most {most:,} pairs of whole numbers.")
        raise Refused(message.format(most=MOST_MERGES), "vocabulary")
    vocabulary = [bytes([byte]) for byte in range(256)]
    joined: list[tuple[int, int, int]] = []
    for left, right in merges.tolist():
        if not (0 <= left < len(vocabulary) and 0 <= right < len(vocabulary)):
            raise Refused(
                _("A merge joins two tokens that are there already; merge {rank} does not.").format(rank=len(joined)), "vocabulary"
            )
        token = vocabulary[left] + vocabulary[right]
        if len(token) > LONGEST_TOKEN:
            raise Refused(_("A token has more than {most} bytes.").format(most=LONGEST_TOKEN), "vocabulary")
        joined.append((left, right, len(vocabulary)))
        vocabulary.append(token)
    return ByteLevelBPE(vocabulary, joined)


def _configuration(arrays: Mapping[str, np.ndarray], tokens: int) -> GPTConfig:
    embedding = require_shape(arrays, "token_embedding.weight", (None, None))
    if embedding.shape[0] != tokens:
        message = _("There are {rows:,} token vectors, and the tokenizer has {tokens:,} tokens (256 bytes and the merges).")
        raise Refused(message.format(rows=embedding.shape[0], tokens=tokens), "vocabulary")
    context = require_shape(arrays, "position_embedding.weight", (None, embedding.shape[1])).shape[0]
    numbers = {int(found[1]) for name in arrays if (found := re.fullmatch(r"blocks\.(\d{1,3})\..+", name))}
    heads = arrays.get("heads", np.zeros(0))
    if heads.size != 1 or heads.dtype.kind not in "iu" or not 1 <= int(heads.reshape(())) <= embedding.shape[1]:
        raise Refused(_("`heads` must hold one whole number: the number of heads of each layer."), "shape")
    if embedding.shape[1] % int(heads.reshape(())):
        raise Refused(_("The number of heads must divide the width, {width}.").format(width=embedding.shape[1]), "shape")
    if not 1 <= len(numbers) <= MOST_LAYERS or numbers != set(range(len(numbers))) or context > MOST_CONTEXT:
        message = _("1 to {layers} layers, numbered from 0, and at most {context} positions are expected.")
        raise Refused(message.format(layers=MOST_LAYERS, context=MOST_CONTEXT), "shape")
    return GPTConfig(
        vocabulary=tokens,
        context=context,
        layers=len(numbers),
        heads=int(heads.reshape(())),
        width=embedding.shape[1],
        bias="norm.bias" in arrays,
    )


def load_submission(answer: Plain) -> tuple[GPT, ByteLevelBPE]:
    """Return the submitted model and tokenizer.

    Raises:
        Refused: if anything about them is not as the chapter asks for.
    """
    arrays = read_weights(answer, BUDGET)
    tokenizer = _tokenizer(arrays)
    config = _configuration(arrays, len(tokenizer))
    with torch.random.fork_rng(devices=[]), torch.device("meta"):  # nothing is allocated, and nobody's random numbers are used up
        model = GPT(config)
    expected = {name: tuple(weight.shape) for name, weight in model.state_dict().items()}
    extra = sorted(set(arrays) - set(expected) - {"merges", "heads"})
    if extra:
        raise Refused(_("There are {count} arrays that the model does not have.").format(count=len(extra)), "shape")
    weights = {}
    for name, shape in expected.items():
        array = require_shape(arrays, name, shape)
        with np.errstate(over="ignore"):
            weights[name] = torch.from_numpy(np.ascontiguousarray(array, dtype=np.float32))
        if not bool(torch.isfinite(weights[name]).all()):
            raise Refused(_("The array `{name}` does not fit into float32.").format(name=name), "not-finite")
    model.load_state_dict(weights, assign=True)
    return model.eval(), tokenizer


def _passages(text: str, rng: np.random.Generator) -> list[str]:
    return [text[start : start + LETTERS] for start in rng.integers(0, len(text) - LETTERS, PASSAGES)]


@torch.inference_mode()
def _nats(model: GPT, tokenizer: ByteLevelBPE, passages: list[str]) -> tuple[float, int, int]:
    """The loss of all tokens together in nats, their number, and the number of bytes.

    Windows overlap by half, so that each token but the first of a passage has at least half a window before it.
    """
    length = model.config.context
    hop = max(length // 2, 1)
    rows, targets = [], []
    for passage in passages:
        ids = tokenizer.encode(passage)
        stream = [NEWLINE, *ids]
        done = 0
        while done < len(ids):
            first = 0 if done == 0 else done - (length - hop)
            row, wanted = stream[first : first + length], ids[first : first + length]
            skipped = done - first
            rows.append(row[: len(wanted)] + [0] * (length - len(wanted)))
            targets.append([-100] * skipped + wanted[skipped:] + [-100] * (length - len(wanted)))
            done = first + len(wanted)
    together = max(4_096 // length, 1)
    total = 0.0
    for place in range(0, len(rows), together):
        logits = model(torch.tensor(rows[place : place + together]))
        right = torch.tensor(targets[place : place + together])
        total += float(F.cross_entropy(logits.flatten(0, 1), right.flatten(), ignore_index=-100, reduction="sum"))
    count = sum(each != -100 for row in targets for each in row)
    return total, count, sum(len(passage.encode("utf-8")) for passage in passages)


@torch.inference_mode()
def _habits(model: GPT, tokenizer: ByteLevelBPE, passage: str, rng: np.random.Generator) -> str:
    """How a weak model fails: it answers the same everywhere, looks one token back, or repeats its input; empty if none of these."""
    ids = [NEWLINE, *tokenizer.encode(passage)]
    length = min(model.config.context, 24, len(ids))
    places = rng.integers(0, len(ids) - length + 1, 24)
    rows = torch.tensor([ids[place : place + length] for place in places])
    after = model(rows)[:, -1].log_softmax(dim=-1).exp()
    if float((after - after.mean(dim=0)).abs().sum(dim=-1).mean()) < 0.02:
        return "constant"
    everywhere = model(rows).softmax(dim=-1)
    if float(everywhere.gather(-1, rows[..., None]).mean()) > 0.3:
        return "not-shifted"
    mixed = torch.cat([rows[torch.from_numpy(rng.permutation(len(rows)))][:, :-1], rows[:, -1:]], dim=1)
    if length > 2 and float((after - model(mixed)[:, -1].softmax(dim=-1)).abs().sum(dim=-1).mean()) < 0.02:
        return "one-token"
    return ""


def _judge_gpt(answer: Plain, rng: np.random.Generator) -> Verdict:
    model, tokenizer = load_submission(answer)
    seen, unseen = _plays()
    texts = {"held-out": _passages(unseen, rng), "other": _passages(seen, rng)}
    measured, per_token = {}, 0.0
    for name, passages in texts.items():
        nats, tokens, size = _nats(model, tokenizer, passages)
        if not math.isfinite(nats):
            raise Refused(_("The model's loss is not finite: its weights are too large."), "not-finite")
        measured[name] = nats / math.log(2) / size
        per_token = max(per_token, nats / tokens)
    worst = max(measured.values())
    parts = tuple(Part(_("below {bits} bits per byte").format(bits=bits), worst < bits) for bits in THRESHOLDS)
    lines = [
        _("Your model has {count:,} weights and {tokens:,} tokens.").format(
            count=sum(weight.numel() for weight in model.parameters()), tokens=len(tokenizer)
        ),
        _("Bits per byte: {held:.2f} on the held-out plays, {other:.2f} on the other plays. The larger number counts.").format(
            held=measured["held-out"], other=measured["other"]
        ),
    ]
    if measured["held-out"] < measured["other"] - 0.15:
        lines.append(_("It reads the held-out plays better than all others. Were they in its training text?"))
    uniform = math.log(len(tokenizer))
    clueless = abs(per_token - uniform) < 0.1
    diagnosis = "untrained" if clueless else _habits(model, tokenizer, "\n".join(texts["held-out"]), rng)
    if not diagnosis and per_token > uniform:
        diagnosis = "worse-than-guessing"
    return Verdict(parts, tuple(lines), diagnosis or None)


def arrays_of(model: GPT, tokenizer: ByteLevelBPE) -> dict[str, np.ndarray]:
    """A model and its tokenizer in the form that is submitted: weights as float16, merges, heads."""
    merges = np.array([merge[:2] for merge in tokenizer.merges], dtype=np.int32).reshape(-1, 2)
    weights = {name: weight.detach().cpu().numpy().astype(np.float16) for name, weight in model.state_dict().items()}
    return {**weights, "merges": merges, "heads": np.array(model.config.heads, dtype=np.int32)}


@cache
def _trained() -> dict[str, np.ndarray]:
    """A model that reaches every threshold: the settings of the chapter's solution."""
    text = _plays()[0]
    tokenizer = train_bpe([text[:1_000_000]], 1_024)
    tokens = np.array(tokenizer.encode(text), dtype=np.uint16)
    config = GPTConfig(vocabulary=len(tokenizer), context=64, layers=2, heads=4, width=64)
    model = GPT(config, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        model.token_embedding.weight.mul_(4)  # the usual start is made for wider models; this one learns much faster
    settings = TrainingConfig(steps=500, learning_rate=6e-3, warmup=30, number_format="float32")
    train(model, TokenBatches(tokens, 16, 64), settings, progress=False)
    return arrays_of(model, tokenizer)


def _small(vocabulary: int = 256, width: int = 16) -> GPT:
    config = GPTConfig(vocabulary=vocabulary, context=16, layers=1, heads=2, width=width)
    return GPT(config, generator=torch.Generator().manual_seed(1))


def _bytes_only() -> ByteLevelBPE:
    return ByteLevelBPE([bytes([byte]) for byte in range(256)], [])


def _untrained() -> dict[str, np.ndarray]:
    return arrays_of(_small(), _bytes_only())


@torch.no_grad()
def _constant() -> dict[str, np.ndarray]:
    """The share of each byte, whatever came before."""
    model = _small()
    counts = np.bincount(np.frombuffer(_plays()[0][:200_000].encode(), dtype=np.uint8), minlength=256) + 0.1
    model.token_embedding.weight[:, 0] = torch.from_numpy(np.log(counts / counts.sum())).float()
    norm = dict(model.norm.named_parameters())
    norm["weight"].zero_()
    norm["bias"].copy_(torch.eye(16)[0])
    return arrays_of(model, _bytes_only())


@torch.no_grad()
def _copies() -> dict[str, np.ndarray]:
    """What a model becomes whose targets are its inputs."""
    model = _small(width=64)
    model.token_embedding.weight.normal_(generator=torch.Generator().manual_seed(2))
    model.position_embedding.weight.zero_()
    return arrays_of(model, _bytes_only())


def _looks_one_token_back() -> dict[str, np.ndarray]:
    """Trained with attention switched off."""
    model = _small(width=32)
    attention = [weight for name, weight in model.named_parameters() if "attention.output" in name or "position" in name]
    with torch.no_grad():
        for weight in attention:
            weight.zero_()
    tokens = np.frombuffer(_plays()[0][:200_000].encode(), dtype=np.uint8)
    batches = TokenBatches(tokens, 16, 16)
    optimiser = torch.optim.Adam([weight for weight in model.parameters() if not any(weight is each for each in attention)], lr=0.01)
    for number in range(150):
        optimiser.zero_grad()
        model.loss(*batches(number)).backward()
        optimiser.step()
    return arrays_of(model, _bytes_only())


def _other_tokenizer() -> dict[str, np.ndarray]:
    other = train_bpe([_plays()[1][200_000:260_000]], 256 + len(_trained()["merges"]))
    return {**_trained(), "merges": np.array([merge[:2] for merge in other.merges], dtype=np.int32)}


def _with(name: str, change) -> dict[str, np.ndarray]:
    arrays = _untrained()
    return {**arrays, name: change(arrays[name])}


def _as_file(arrays: Mapping[str, np.ndarray]) -> bytes:
    from safetensors.numpy import save

    return save(dict(arrays))


TRAIN_HINTS = (
    "Compare your training loss with your held-out loss. Which of the two has room to fall?",
    "The package draws token vectors with a deviation of 0.02, as GPT-2 does with a width of 768. What suits a width of 64?",
    "With token vectors four times as large at the start, 500 steps of 16 × 64 tokens at a rate of 0.006 reach every part.",
)
FORM_HINTS = (
    "Print the names and shapes of what you submit.",
    "Compare them with the table of the chapter: the state of the package's GPT, `merges`, and `heads`.",
    "Make the file with the chapter's function `pack(model, tokenizer)`.",
)

my_gpt = Exercise(
    id="your-own-gpt.my_gpt",
    points=10,
    kind="artefact",
    target="my_gpt",
    prompt="The content of a safetensors file with your model and its tokenizer.",
    reference=_trained,
    judge_artefact=_judge_gpt,
    budget=BUDGET,
    seconds=120.0,
    misconceptions=(
        Misconception(
            "untrained",
            _untrained,
            "Your model guesses all tokens about alike: these are the weights from before training.",
            (
                "What is the loss of a model that gives every token the same probability?",
                "Did you pack the model that was trained, after its training?",
                "Make the file after the call of train, from the same model object.",
            ),
            also=(lambda: _as_file(_untrained()),),
        ),
        Misconception(
            "constant",
            _constant,
            "Your model gives the same answer whatever it has read. It knows how frequent tokens are, and nothing else.",
            (
                "Does your model's answer depend on its input?",
                "Print the probabilities after two different beginnings.",
                "Look at the learning rate and at the norms: has training pressed everything but a bias to zero?",
            ),
        ),
        Misconception(
            "one-token",
            _looks_one_token_back,
            "Your model looks at the last token only: what came before changes nothing. Its attention has learned nothing.",
            (
                "Does the answer change when you exchange the tokens before the last one?",
                "A table of pairs can do the same.",
                "Train longer, and look whether attention's weights change at all.",
            ),
        ),
        Misconception(
            "not-shifted",
            _copies,
            "Your model says again what it has just read: it was trained with its input as the target.",
            (
                "Which token is the target of position t?",
                "Print one input row and its target row under each other.",
                "Targets are the inputs, one place later.",
            ),
        ),
        Misconception(
            "worse-than-guessing",
            _other_tokenizer,
            "Your model is worse than guessing all tokens alike. Most often weights and tokenizer do not belong together.",
            (
                "Did you train the tokenizer again after the model?",
                "Encode a text with the tokenizer that you submit, and compare with the ids that the model was trained on.",
                "Submit the merges of the tokenizer that made the training ids.",
            ),
        ),
        Misconception(
            "vocabulary",
            lambda: {**_untrained(), "merges": np.array([[104, 101], [116, 256]], dtype=np.int32)},
            "Tokenizer and model do not fit: the model needs one vector for each of the 256 bytes and each merge.",
            FORM_HINTS,
            also=(lambda: {**_untrained(), "merges": np.array([[104, 900]], dtype=np.int32)},),
        ),
        Misconception(
            "shape",
            lambda: _with("blocks.0.attention.query_key_value.weight", np.transpose),
            "An array is missing, or has another shape or name than in the package's GPT.",
            FORM_HINTS,
            also=(lambda: {name: array for name, array in _untrained().items() if name != "norm.weight"},),
        ),
        Misconception(
            "over-budget",
            lambda: _as_file(arrays_of(_small(width=448), _bytes_only())),
            "Your model is larger than the budget allows.",
            (
                "How many numbers may there be?",
                "Width counts twelvefold and squared in each layer; the vocabulary counts once for each token.",
                "Make the width smaller, or the vocabulary, or take a layer away; float16 halves the file.",
            ),
        ),
        Misconception(
            "pickle",
            lambda: pickle.dumps({"weights": [0.5, 0.25]}),
            "A pickle can run any program when it is loaded. Weights from others should always come as plain data.",
            ("How did you save the file?", "torch.save and pickle.dump both write pickles.", "Use safetensors, as the chapter does."),
        ),
        Misconception(
            "not-safetensors",
            lambda: _as_file(_untrained())[:-100],
            "The bytes do not form a whole safetensors file.",
            ("Was the file cut short, or changed as text?", "Read it as bytes.", "Path(name).read_bytes(), without decoding."),
            also=(lambda: b"these are my weights, trust me",),
        ),
        Misconception(
            "not-finite",
            lambda: _with("norm.weight", lambda array: array * np.float16("nan")),
            "Some weights are not numbers: training has gone wrong before you saved.",
            ("When did the loss become NaN?", "Look at the learning rate.", "Lower the learning rate, or clip the gradients."),
        ),
    ),
    hints=TRAIN_HINTS,
)
