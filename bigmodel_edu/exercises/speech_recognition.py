"""Speech recognition: frames of sound, what a CTC path spells, how probable a text is over all its paths, and word errors."""

import math
from itertools import groupby

import numpy as np

from bigmodel_edu.checking.exercise import Call, Exercise, Misconception, Property, arguments
from bigmodel_edu.checking.generators import normal


def _frames(signal, window, hop):
    count = 1 + (len(signal) - window) // hop
    return np.stack([signal[start * hop : start * hop + window] for start in range(count)])


def _sound(rng: np.random.Generator, window: int, hop: int, count: int, rest: int) -> Call:
    return arguments(normal(rng, window + hop * (count - 1) + rest), window, hop)


def _overlapping(rng: np.random.Generator) -> Call:
    hop = int(rng.integers(3, 7))
    return _sound(rng, hop + int(rng.integers(2, 6)), hop, int(rng.integers(4, 9)), int(rng.integers(1, hop)))


def _exact_fit(rng: np.random.Generator) -> Call:
    hop = int(rng.integers(3, 7))
    return _sound(rng, hop + int(rng.integers(2, 6)), hop, int(rng.integers(4, 9)), 0)


def _with_gaps(rng: np.random.Generator) -> Call:
    window = int(rng.integers(3, 6))
    hop = window + int(rng.integers(1, 4))
    return _sound(rng, window, hop, int(rng.integers(3, 7)), int(rng.integers(1, window)))


def _no_overlap(signal, window, hop):
    return _frames(signal, window, window)


def _one_missing(signal, window, hop):
    return _frames(signal, window, hop)[:-1]


def _padded_last(signal, window, hop):
    count = math.ceil(max(len(signal) - window, 0) / hop) + 1
    padded = np.concatenate([signal, np.zeros(window + hop, dtype=signal.dtype)])
    return np.stack([padded[start * hop : start * hop + window] for start in range(count)])


def _every_hop(signal, window, hop):
    padded = np.concatenate([signal, np.zeros(window, dtype=signal.dtype)])
    return np.stack([padded[start : start + window] for start in range(0, len(signal), hop)])


def _across(signal, window, hop):
    return _frames(signal, window, hop).T


FRAME_HINTS = (
    "Where does the second frame begin: one hop, or one window, after the first?",
    "Take 10 samples, a window of 4, a hop of 3, and write down where each frame begins and ends.",
    "1 + (samples − window) // hop frames; frame f is signal[f * hop : f * hop + window].",
)

frames = Exercise(
    id="speech-recognition.frames",
    points=2,
    target="frames",
    reference=_frames,
    inputs={"frames that overlap": _overlapping, "no samples left over": _exact_fit, "gaps between frames": _with_gaps},
    forbidden=("librosa", "torchaudio"),
    misconceptions=(
        Misconception("no-overlap", _no_overlap, "Your frames begin one window apart. They begin one hop apart.", FRAME_HINTS),
        Misconception("one-missing", _one_missing, "The last frame that fits is missing.", FRAME_HINTS),
        Misconception(
            "padded", _padded_last, "You fill up the last frame with zeros. Here only whole frames count.", FRAME_HINTS, also=(_every_hop,)
        ),
        Misconception(
            "cut-off",
            lambda signal, window, hop: np.array([signal[start : start + window] for start in range(0, len(signal), hop)]),
            "You begin a frame at every hop, to the end of the signal. The last ones are shorter than the window; only whole frames count.",
            FRAME_HINTS,
        ),
        Misconception("across", _across, "Your frames stand in columns. Each row should be a frame.", FRAME_HINTS),
    ),
    hints=FRAME_HINTS,
)


def _collapse(path, blank):
    return [label for label, _ in groupby(path) if label != blank]


def _labels(rng: np.random.Generator, blank: int, count: int = 3) -> list[int]:
    return rng.permutation([label for label in range(6) if label != blank])[:count].tolist()


def _spell(rng: np.random.Generator, pieces: list[int]) -> list[int]:
    return [label for label in pieces for _ in range(int(rng.integers(1, 4)))]


def _repeats(rng: np.random.Generator) -> Call:
    blank = int(rng.integers(0, 5))
    a, b, c = _labels(rng, blank)
    return arguments(_spell(rng, [blank, a, b, blank, c, c, a]), blank)


def _double_letters(rng: np.random.Generator) -> Call:
    blank = int(rng.integers(0, 5))
    a, b, _ = _labels(rng, blank)
    return arguments(_spell(rng, [a, blank, a, b, b, blank, b, blank, a]), blank)


def _single_blank(rng: np.random.Generator) -> Call:
    blank = int(rng.integers(0, 5))
    a, b, _ = _labels(rng, blank)
    return arguments([*_spell(rng, [b, a]), blank, *_spell(rng, [a, b])], blank)


def _silence(rng: np.random.Generator) -> Call:
    blank = int(rng.integers(0, 5))
    return arguments([blank] * int(rng.integers(1, 9)), blank)


def _blank_is_not_zero(rng: np.random.Generator) -> Call:
    return arguments(_spell(rng, [4, 0, 0, 2, 5, 0, 4]), 5 if rng.random() < 0.5 else 4)


def _blanks_first(path, blank):
    return [label for label, _ in groupby(label for label in path if label != blank)]


def _no_merging(path, blank):
    return [label for label in path if label != blank]


def _blanks_stay(path, blank):
    return [label for label, _ in groupby(path)]


def _last_before_first(path, blank):
    return [label for place, label in enumerate(path) if label != path[place - 1] and label != blank]


def _every_label_once(path, blank):
    return [label for label in dict.fromkeys(path) if label != blank]


def _blank_is_zero(path, blank):
    return _collapse(path, 0)


def _sound_of_itself(ask, rng: np.random.Generator) -> bool:
    text = rng.integers(1, 6, 8).tolist()
    path = [label for each in text for label in (0, each, each)]
    return list(ask(path, 0)) == text


COLLAPSE_HINTS = (
    "How does a path spell a word with a double letter, such as “all”?",
    "Take the path a, blank, a. What do you return, and what do you return for a, a?",
    "First make one of equal neighbours, and only then drop the blanks.",
)

ctc_collapse = Exercise(
    id="speech-recognition.ctc_collapse",
    points=2,
    target="ctc_collapse",
    reference=_collapse,
    inputs={
        "repeats": _repeats,
        "double letters": _double_letters,
        "a single blank": _single_blank,
        "silence": _silence,
        "another blank than 0": _blank_is_not_zero,
    },
    properties=(Property("spelling", "return the text when each label is said twice with a blank before it.", _sound_of_itself),),
    forbidden=("bigmodel_edu.models", "bigmodel_edu.viz"),
    misconceptions=(
        Misconception(
            "blanks-first", _blanks_first, "You drop the blanks first. Then two equal letters meet and become one.", COLLAPSE_HINTS
        ),
        Misconception("no-merging", _no_merging, "You drop the blanks but leave the repeats.", COLLAPSE_HINTS),
        Misconception("blanks-stay", _blanks_stay, "You merge the repeats but leave the blanks.", COLLAPSE_HINTS),
        Misconception(
            "last-before-first",
            _last_before_first,
            "You compare the first label with the last one: in Python path[i - 1] at i = 0 is path[-1].",
            (
                "What stands before the first label of a path?",
                "Try the path a, blank, a. Is the first a in your result?",
                "Always keep the first label (i == 0), unless it is the blank.",
            ),
        ),
        Misconception("once", _every_label_once, "You return each label once. Only equal neighbours become one.", COLLAPSE_HINTS),
        Misconception(
            "blank-is-zero", _blank_is_zero, "You take 0 as the blank. Which label it is, the second argument says.", COLLAPSE_HINTS
        ),
    ),
    hints=COLLAPSE_HINTS,
)


def _ctc(log_probabilities, labels, blank, *, skip=True, skip_equal=False, join=np.logaddexp, ends=2):
    """Sum over all paths: extended text with blanks between; stay, step, or skip a blank between different labels."""
    states = [blank]
    for label in labels:
        states += [label, blank]
    alpha = np.full(len(states), -np.inf)
    alpha[:2] = log_probabilities[0][states[:2]]
    for row in log_probabilities[1:]:
        fresh = np.full(len(states), -np.inf)
        for place, label in enumerate(states):
            total = alpha[place]
            if place >= 1:
                total = join(total, alpha[place - 1])
            if skip and place >= 2 and label != blank and (skip_equal or label != states[place - 2]):
                total = join(total, alpha[place - 2])
            fresh[place] = total + row[label]
        alpha = fresh
    if ends == 1 or len(states) == 1:
        return float(alpha[-1])
    return float(join(alpha[-1], alpha[-2]))


def _table(rng: np.random.Generator, steps: int, labels: int) -> np.ndarray:
    scores = rng.normal(0, 1.2, (steps, labels))
    return scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))


def _different(rng: np.random.Generator) -> Call:
    blank = int(rng.integers(0, 4))
    text = _labels(rng, blank, int(rng.integers(2, 4)))
    return arguments(_table(rng, int(rng.integers(5, 9)), 6), text, blank)


def _equal_neighbours(rng: np.random.Generator) -> Call:
    blank = int(rng.integers(0, 4))
    a, b, _ = _labels(rng, blank)
    return arguments(_table(rng, int(rng.integers(6, 9)), 6), [a, a, b], blank)


def _too_few_steps(rng: np.random.Generator) -> Call:
    blank = int(rng.integers(0, 4))
    a, b, _ = _labels(rng, blank)
    return arguments(_table(rng, 3, 6), [a, a, b], blank)


def _one_step_a_label(rng: np.random.Generator) -> Call:
    blank = int(rng.integers(0, 4))
    text = _labels(rng, blank, int(rng.integers(2, 5)))
    return arguments(_table(rng, len(text), 6), text, blank)


def _nothing_said(rng: np.random.Generator) -> Call:
    return arguments(_table(rng, int(rng.integers(3, 7)), 6), [], int(rng.integers(0, 4)))


def _all_texts_sum_to_one(ask, rng: np.random.Generator) -> bool:
    table = _table(rng, 3, 2)
    texts = [[], [1], [1, 1]]
    return math.isclose(sum(math.exp(ask(table, text, 0)) for text in texts), 1.0, abs_tol=1e-4)


def _no_skip(table, labels, blank):
    return _ctc(table, labels, blank, skip=False)


def _skip_equal(table, labels, blank):
    return _ctc(table, labels, blank, skip_equal=True)


def _best_path(table, labels, blank):
    return _ctc(table, labels, blank, join=np.maximum)


def _must_end_in_blank(table, labels, blank):
    return _ctc(table, labels, blank, ends=1)


def _starts_in_blank(table, labels, blank):
    table = np.array(table, dtype=np.float64)
    table[0, np.arange(table.shape[1]) != blank] = -np.inf
    return _ctc(table, labels, blank)


def _fails_on_silence(table, labels, blank):
    if not labels:
        raise IndexError("list index out of range")
    return _ctc(table, labels, blank)


def _logarithms_as_probabilities(table, labels, blank):
    states = [blank]
    for label in labels:
        states += [label, blank]
    alpha = np.zeros(len(states))
    alpha[:2] = table[0][states[:2]]
    for row in table[1:]:
        before, alpha = alpha, np.zeros(len(states))
        for place, label in enumerate(states):
            jump = place > 1 and label != blank and label != states[place - 2]
            alpha[place] = row[label] * (before[place] + (before[place - 1] if place else 0) + (before[place - 2] if jump else 0))
    with np.errstate(all="ignore"):
        return float(np.log(alpha[-2:].sum()))


def _blank_zero(table, labels, blank):
    return _ctc(table, labels, 0)


def _negative(table, labels, blank):
    return -_ctc(table, labels, blank)


def _not_log(table, labels, blank):
    return math.exp(_ctc(table, labels, blank))


def _per_label(table, labels, blank):
    return _ctc(table, labels, blank) / max(len(labels), 1)


CTC_HINTS = (
    "Write down all paths of 3 steps that spell “a”. There are six. And which spell “aa”?",
    "States: blank, a, blank, b, blank. In one step a path stays, moves one state, or moves two over a blank between different labels.",
    "Start in the first two states, add up with logaddexp, end in the last two. No jump over a blank between equal labels.",
)

ctc_log_probability = Exercise(
    id="speech-recognition.ctc_log_probability",
    points=4,
    target="ctc_log_probability",
    reference=lambda log_probabilities, labels, blank: _ctc(log_probabilities, labels, blank),
    inputs={
        "different labels": _different,
        "equal neighbours": _equal_neighbours,
        "one step for each label": _one_step_a_label,
        "too few steps for the text": _too_few_steps,
        "nothing said": _nothing_said,
    },
    draws=3,
    properties=(Property("total", "give probabilities that sum to 1 over all texts.", _all_texts_sum_to_one),),
    forbidden=(".ctc_loss", ".CTCLoss", "bigmodel_edu.models"),
    misconceptions=(
        Misconception(
            "no-skip", _no_skip, "Your paths must pass a blank between any two labels. Different labels may follow directly.", CTC_HINTS
        ),
        Misconception(
            "skip-equal", _skip_equal, "Your paths jump over the blank between equal labels; such a path spells one label only.", CTC_HINTS
        ),
        Misconception("best-path", _best_path, "You return the best path's probability. A text has many paths: add them up.", CTC_HINTS),
        Misconception(
            "ends-in-blank", _must_end_in_blank, "Your paths must end in a blank. They may end in the last label too.", CTC_HINTS
        ),
        Misconception(
            "starts-in-blank",
            _starts_in_blank,
            "Your paths must begin in a blank. They may begin in the first label too.",
            CTC_HINTS,
        ),
        Misconception(
            "fails-on-silence",
            _fails_on_silence,
            "Your code fails on the empty text. It has one state, the blank: there is no second place to begin in, and none to end in.",
            (
                "How many states has the text without labels?",
                "Try labels = [] and a table of one row: the answer is that row's entry for the blank.",
                "Begin with alpha[:2] = …[states[:2]] and end with the sum of alpha[-2:]: slices may be shorter than 2.",
            ),
        ),
        Misconception(
            "logarithms-as-probabilities",
            _logarithms_as_probabilities,
            "You multiply and add the logarithms as if they were probabilities. Their numbers are negative.",
            (
                "What is the logarithm of a product? And which probability has the logarithm −2?",
                "Either take np.exp of the table first, or stay with logarithms all the way.",
                "With logarithms a step is a sum, new = joined + row[label], and joining two ways is np.logaddexp.",
            ),
        ),
        Misconception("blank-zero", _blank_zero, "You take 0 as the blank. Which label it is, the third argument says.", CTC_HINTS),
        Misconception("sign", _negative, "You return the loss, −log p. The docstring asks for log p.", CTC_HINTS),
        Misconception("not-log", _not_log, "You return the probability; the docstring asks for its logarithm.", CTC_HINTS),
        Misconception("per-label", _per_label, "You divide by the number of labels. Here the whole text counts.", CTC_HINTS),
    ),
    hints=CTC_HINTS,
)


def _edits(reference, hypothesis, *, substitution=1, insertion=1, deletion=1):
    row = [insertion * place for place in range(len(hypothesis) + 1)]
    for number, word in enumerate(reference, start=1):
        before, row = row, [number * deletion]
        for place, other in enumerate(hypothesis, start=1):
            changed = before[place - 1] + (0 if word == other else substitution)
            row.append(min(changed, before[place] + deletion, row[-1] + insertion))
    return row[-1]


def _rate(references, hypotheses):
    return sum(map(_edits, references, hypotheses)) / sum(map(len, references))


DIGITS = ("oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "zero")


def _said(rng: np.random.Generator, low: int, high: int) -> list[str]:
    return rng.choice(DIGITS, int(rng.integers(low, high))).tolist()


def _heard(rng: np.random.Generator, words: list[str]) -> list[str]:
    heard = []
    for word in words:
        draw = rng.random()
        heard += [] if draw < 0.2 else [word, str(rng.choice(DIGITS))] if draw < 0.4 else ["no"] if draw < 0.55 else [word]
    return heard


def _some_errors(rng: np.random.Generator) -> Call:
    references = [_said(rng, low, low + 3) for low in rng.permutation([1, 3, 4])]
    hypotheses = [_heard(rng, words) for words in references]
    hypotheses[0] = ["no", *hypotheses[0]]
    return arguments(references, hypotheses)


def _one_dropped(rng: np.random.Generator) -> Call:
    references = [rng.permutation(DIGITS)[: int(rng.integers(5, 9))].tolist(), _said(rng, 1, 3)]
    return arguments(references, [references[0][1:], references[1]])


def _much_too_long(rng: np.random.Generator) -> Call:
    references = [_said(rng, 1, 3), _said(rng, 2, 4)]
    return arguments(references, [[*references[0], *_said(rng, 6, 9)], _said(rng, 6, 9)])


def _nothing_heard(rng: np.random.Generator) -> Call:
    return arguments([_said(rng, 2, 4), _said(rng, 5, 7)], [[], _said(rng, 3, 5)])


def _by_hypothesis(references, hypotheses):
    return sum(map(_edits, references, hypotheses)) / max(sum(map(len, hypotheses)), 1)


def _mean_of_rates(references, hypotheses):
    return sum(_edits(a, b) / len(a) for a, b in zip(references, hypotheses, strict=True)) / len(references)


def _at_most_one(references, hypotheses):
    return min(1.0, _rate(references, hypotheses))


def _place_by_place(references, hypotheses):
    wrong = 0
    for a, b in zip(references, hypotheses, strict=True):
        wrong += sum(x != y for x, y in zip(a, b, strict=False)) + abs(len(a) - len(b))
    return wrong / sum(map(len, references))


def _free_insertions(references, hypotheses):
    return sum(_edits(a, b, insertion=0) for a, b in zip(references, hypotheses, strict=True)) / sum(map(len, references))


def _double_substitution(references, hypotheses):
    return sum(_edits(a, b, substitution=2) for a, b in zip(references, hypotheses, strict=True)) / sum(map(len, references))


def _sentences(references, hypotheses):
    return sum(a != b for a, b in zip(references, hypotheses, strict=True)) / len(references)


def _characters(references, hypotheses):
    pairs = [(" ".join(a), " ".join(b)) for a, b in zip(references, hypotheses, strict=True)]
    return sum(_edits(a, b) for a, b in pairs) / sum(len(a) for a, _ in pairs)


def _accuracy(references, hypotheses):
    return 1 - _rate(references, hypotheses)


RATE_HINTS = (
    "A recogniser drops the first of five words and hears the rest. How many errors is that?",
    "Count the fewest substitutions, deletions and insertions for one pair by a table, row by row.",
    "Add the edits of all pairs, and divide by the words of all references.",
)

word_error_rate = Exercise(
    id="speech-recognition.word_error_rate",
    points=3,
    target="word_error_rate",
    reference=_rate,
    inputs={
        "all kinds of errors": _some_errors,
        "a word dropped at the start": _one_dropped,
        "many words too many": _much_too_long,
        "nothing heard": _nothing_heard,
    },
    forbidden=("jiwer", "Levenshtein", "torchaudio", "difflib"),
    misconceptions=(
        Misconception("by-hypothesis", _by_hypothesis, "You divide by what was heard. The rate is per word that was said.", RATE_HINTS),
        Misconception(
            "mean-of-rates",
            _mean_of_rates,
            "You average the rates of the pairs: a short one then counts as much as a long one.",
            RATE_HINTS,
        ),
        Misconception("at-most-one", _at_most_one, "You stop at 1. Insertions can make more errors than there are words.", RATE_HINTS),
        Misconception(
            "place-by-place", _place_by_place, "You compare place by place: after one dropped word everything counts as wrong.", RATE_HINTS
        ),
        Misconception("free-insertions", _free_insertions, "Words that nobody said cost nothing in your count.", RATE_HINTS),
        Misconception("double", _double_substitution, "A substitution costs 2 in your count. It is one error.", RATE_HINTS),
        Misconception("sentences", _sentences, "You count sentences with an error. Count words.", RATE_HINTS),
        Misconception("characters", _characters, "You count characters: that is another measure, the character error rate.", RATE_HINTS),
        Misconception("accuracy", _accuracy, "You return 1 minus the rate.", RATE_HINTS),
    ),
    hints=RATE_HINTS,
)


def _steps(seconds: int, hop: int, window: int, halvings: int) -> float:
    count = 1 + (seconds * 1000 - window) // hop
    for _ in range(halvings):
        count = (count + 1) // 2
    return float(count)


model_steps = Exercise(
    id="speech-recognition.model_steps",
    points=1,
    kind="number",
    target="model_steps",
    prompt=(
        "A recording lasts {seconds} seconds. Frames of {window} ms begin every {hop} ms; only whole frames count. "
        "{halvings} convolutions then halve their number, rounding up. How many steps does the model have? Give the whole number."
    ),
    variant=lambda rng: {
        # sizes for which forgetting the window, the first frame or the rounding up gives another whole number
        "seconds": int(rng.integers(4, 20)),
        "window": 40,
        "hop": 5,
        "halvings": 2,
    },
    reference=lambda seconds, window, hop, halvings: _steps(seconds, hop, window, halvings),
    relative=1e-6,
    hints=(
        "How many frames are there, before any halving?",
        "1 + (duration − window) // hop frames, all in ms. Write the count after each convolution; an odd count rounds up.",
        "Repeat (count + 1) // 2, once for each convolution.",
    ),
    misconceptions=(
        Misconception(
            "no-halving",
            lambda seconds, window, hop, halvings: _steps(seconds, hop, window, 0),
            "You counted the frames. The convolutions halve their number.",
            ("What comes after the frames?", "How often is the number halved?", "Halve and round up, once for each convolution."),
        ),
        Misconception(
            "window-as-hop",
            lambda seconds, window, hop, halvings: _steps(seconds, window, window, halvings),
            "You let frames begin one window apart. They overlap: a new one begins every hop.",
            ("Which of the two lengths says where the next frame begins?", "Divide by the hop.", "1 + (duration − window) // hop frames."),
        ),
        Misconception(
            "window-forgotten",
            lambda seconds, window, hop, halvings: _steps(seconds, hop, hop, halvings),
            "You divided the duration by the hop. A frame needs room for a whole window, so the last hops begin none.",
            ("When does the last whole frame begin?", "Take the window off the duration first.", "1 + (duration − window) // hop frames."),
        ),
        Misconception(
            "rounded-down",
            lambda seconds, window, hop, halvings: float((1 + (seconds * 1000 - window) // hop) // 2**halvings),
            "You are one step short: an odd count halves and rounds up, and the first frame counts as well.",
            (
                "Five frames are halved, rounding up: how many are left?",
                "Write down the count after each convolution.",
                "1 + (duration − window) // hop frames; then (count + 1) // 2 for each convolution.",
            ),
        ),
        Misconception(
            "not-rounded",
            lambda seconds, window, hop, halvings: (1 + (seconds * 1000 - window) // hop) / 2**halvings,
            "A number of steps is a whole number. Each halving rounds up.",
            (
                "Can a model have a quarter of a step?",
                "Five frames are halved, rounding up: how many are left?",
                "Repeat (count + 1) // 2, once for each convolution.",
            ),
        ),
        Misconception(
            "one-halving",
            lambda seconds, window, hop, halvings: _steps(seconds, hop, window, 1),
            "You halved once only.",
            ("How many convolutions are there?", "Each of them halves.", "Repeat (count + 1) // 2."),
        ),
        Misconception(
            "too-many-halvings",
            lambda seconds, window, hop, halvings: _steps(seconds, hop, window, halvings + 1),
            "You halved once too often.",
            ("How many convolutions are there?", "Write the count after each of them.", "Repeat (count + 1) // 2."),
        ),
    ),
)

over_one = Exercise(
    id="speech-recognition.over_one",
    points=1,
    kind="choice",
    target="over_one",
    prompt="A recogniser reports a word error rate of 130 % on a noisy call. What does that say?",
    options={
        "a": "The computation is wrong: a rate cannot be above 100 %.",
        "b": "Every word is wrong, and 30 % of them twice.",
        "c": "It wrote many words that nobody said: edits are counted against the words that were said.",
        "d": "30 % of the words are right.",
    },
    reference="c",
    misconceptions=(
        Misconception(
            "impossible",
            "a",
            "It can: insertions add errors without adding words to the reference.",
            ("Which kinds of errors are counted?", "What is the denominator?", "Two words said, five heard: three insertions at least."),
        ),
        Misconception(
            "twice",
            "b",
            "A word is wrong once at most; what is above 100 % comes from words that were never said.",
            ("Which kinds of errors are counted?", "What is the denominator?", "Two words said, five heard: three insertions at least."),
        ),
        Misconception(
            "right",
            "d",
            "A rate of errors above 100 % does not turn into right words.",
            ("Which kinds of errors are counted?", "What is the denominator?", "Two words said, five heard: three insertions at least."),
        ),
    ),
)
