"""Machine translation: what the decoder is fed, clipped n-grams, the brevity penalty, BLEU, character n-grams, and a translator's bill."""

import math
from collections import Counter
from typing import Any

import numpy as np
import torch

from bigmodel_edu.checking.exercise import Call, Exercise, Misconception, Property, arguments


def _teacher_forcing(texts, begin, end, *, padding=0, hidden=-100):
    longest = max(map(len, texts)) + 1
    inputs = torch.full((len(texts), longest), padding)
    following = torch.full((len(texts), longest), hidden)
    for row, text in enumerate(texts):
        inputs[row, : len(text) + 1] = torch.tensor([begin, *text])
        following[row, : len(text) + 1] = torch.tensor([*text, end])
    return inputs, following


def _texts(rng: np.random.Generator) -> list[list[int]]:
    return [rng.integers(4, 90, int(length)).tolist() for length in rng.permutation(np.arange(2, 9))[: int(rng.integers(3, 6))]]


def _begin_and_end(rng: np.random.Generator) -> tuple[int, int]:
    begin, end = rng.permutation(np.arange(1, 4))[:2]
    return int(begin), int(end)


def _unequal(rng: np.random.Generator) -> Call:
    return arguments(_texts(rng), *_begin_and_end(rng))


def _equal(rng: np.random.Generator) -> Call:
    return arguments(rng.integers(4, 90, (int(rng.integers(2, 5)), int(rng.integers(3, 8)))).tolist(), *_begin_and_end(rng))


def _with_an_empty_text(rng: np.random.Generator) -> Call:
    texts = _texts(rng)
    texts[int(rng.integers(0, len(texts)))] = []
    return arguments(texts, *_begin_and_end(rng))


def _not_shifted(texts, begin, end):
    following = _teacher_forcing(texts, begin, end)[1]
    return following.masked_fill(following == -100, 0), following


def _padding_counts(texts, begin, end):
    return _teacher_forcing(texts, begin, end, hidden=0)


def _padding_counts_as_end(texts, begin, end):
    return _teacher_forcing(texts, begin, end, hidden=end)


def _no_end(texts, begin, end):
    inputs, following = _teacher_forcing(texts, begin, end)
    for row, text in enumerate(texts):
        following[row, len(text)] = -100
    return inputs, following


def _end_at_the_edge(texts, begin, end):
    inputs, following = _teacher_forcing(texts, begin, end)
    for row, text in enumerate(texts):
        following[row, len(text)] = -100
        following[row, -1] = end
    return inputs, following


def _end_in_the_inputs(texts, begin, end):
    whole = [[begin, *text, end] for text in texts]
    longest = max(map(len, whole))
    padded = torch.tensor([[*text, *[0] * (longest - len(text))] for text in whole])
    following = padded[:, 1:]
    return padded[:, :-1], following.masked_fill(following == 0, -100)


def _hidden_in_the_inputs(texts, begin, end):
    return _teacher_forcing(texts, begin, end, padding=-100)


SHIFT_HINTS = (
    "Write both rows for the text 7 8 by hand, with begin 1 and end 2. What follows 1? What follows 8?",
    "In the same column, the second row holds what the model should write after the first row's token.",
    "inputs = begin and the text; next = the text and end. Then fill up: inputs with 0, next with −100.",
)

teacher_forcing = Exercise(
    id="machine-translation.teacher_forcing",
    points=3,
    target="teacher_forcing",
    reference=lambda texts, begin, end: _teacher_forcing(texts, begin, end),
    inputs={"texts of unequal length": _unequal, "texts of equal length": _equal, "an empty text": _with_an_empty_text},
    misconceptions=(
        Misconception("not-shifted", _not_shifted, "Inputs and next tokens are the same: the model only has to copy.", SHIFT_HINTS),
        Misconception(
            "padding-counts",
            _padding_counts,
            "Where a text is over, your next token is 0. The model would be trained to write padding; −100 is skipped by the loss.",
            SHIFT_HINTS,
            also=(_padding_counts_as_end,),
        ),
        Misconception("no-end", _no_end, "Nothing says that the text ends: the model would never stop.", SHIFT_HINTS),
        Misconception(
            "end-at-the-edge",
            _end_at_the_edge,
            "The end stands in the last column. It should follow each text's own last token.",
            SHIFT_HINTS,
        ),
        Misconception(
            "end-in-the-inputs",
            _end_in_the_inputs,
            "You cut the last column of the padded rows, so shorter texts keep their end in the inputs.",
            SHIFT_HINTS,
        ),
        Misconception(
            "hidden-inputs", _hidden_in_the_inputs, "−100 belongs to the next tokens. An input must be a token: fill with 0.", SHIFT_HINTS
        ),
    ),
    hints=SHIFT_HINTS,
)


def _grams(tokens, n):
    return Counter(tuple(tokens[i : i + n]) for i in range(len(tokens) - n + 1))


def _clipped(candidate, references, n):
    own = _grams(candidate, n)
    allowed: Counter[Any] = Counter()
    for reference in references:
        allowed |= _grams(reference, n)
    return sum((own & allowed).values()) / max(sum(own.values()), 1)


WORDS = ("the", "a", "file", "menu", "opens", "closes", "page", "table", "to", "in")


def _words(rng: np.random.Generator, low: int, high: int) -> list[str]:
    return rng.choice(WORDS, int(rng.integers(low, high))).tolist()


def _one_reference(rng: np.random.Generator) -> Call:
    reference = _words(rng, 7, 12)
    start = int(rng.integers(0, 3))
    candidate = [*reference[start : start + 4], *_words(rng, 2, 5), reference[start]]
    return arguments(candidate, [reference], int(rng.integers(1, 3)))


def _repeating(rng: np.random.Generator) -> Call:
    first, second, third = rng.permutation(WORDS)[:3].tolist()
    candidate = [first, second] * int(rng.integers(3, 6)) + [first] * 3
    return arguments(candidate, [[third, first, second, third, first, second, third]], int(rng.integers(1, 3)))


def _several_references(rng: np.random.Generator) -> Call:
    first, second, third, other = rng.permutation(WORDS)[:4].tolist()
    candidate = [first, second, first, second, first, second, third]
    references = [[other, first, second, other, third], [first, second, other, first, second, other, other], [third, other, first, second]]
    return arguments(candidate, references, int(rng.integers(1, 3)))


def _too_short(rng: np.random.Generator) -> Call:
    return arguments(_words(rng, 1, 3)[:2], [_words(rng, 5, 8)], 3)


def _its_own_reference(ask, rng: np.random.Generator) -> bool:
    words = _words(rng, 4, 9)
    return all(math.isclose(ask(words, [words], n), 1.0, abs_tol=1e-6) for n in (1, 2, 3))


def _unclipped(candidate, references, n):
    own = _grams(candidate, n)
    allowed = {gram for reference in references for gram in _grams(reference, n)}
    return sum(count for gram, count in own.items() if gram in allowed) / max(sum(own.values()), 1)


def _clip_by_sum(candidate, references, n):
    own = _grams(candidate, n)
    allowed: Counter[Any] = Counter()
    for reference in references:
        allowed += _grams(reference, n)
    return sum((own & allowed).values()) / max(sum(own.values()), 1)


def _first_only(candidate, references, n):
    return _clipped(candidate, references[:1], n)


def _best_reference(candidate, references, n):
    return max(_clipped(candidate, [reference], n) for reference in references)


def _recall(candidate, references, n):
    allowed: Counter[Any] = Counter()
    for reference in references:
        allowed |= _grams(reference, n)
    return sum((_grams(candidate, n) & allowed).values()) / max(sum(allowed.values()), 1)


def _distinct(candidate, references, n):
    own = set(_grams(candidate, n))
    allowed = {gram for reference in references for gram in _grams(reference, n)}
    return len(own & allowed) / max(len(own), 1)


def _words_only(candidate, references, n):
    return _clipped(candidate, references, 1)


def _by_words(candidate, references, n):
    own = _grams(candidate, n)
    allowed: Counter[Any] = Counter()
    for reference in references:
        allowed |= _grams(reference, n)
    return sum((own & allowed).values()) / len(candidate)


def _divides_by_nothing(candidate, references, n):
    if len(candidate) < n:
        raise ZeroDivisionError("division by zero")
    return _clipped(candidate, references, n)


CLIP_HINTS = (
    "The candidate is “the the the”, the reference “the file”. What should its word precision be?",
    "How often does each n-gram stand in the candidate, and how often at most in one reference?",
    "For each n-gram take the smaller of the two counts; add them up; divide by the candidate's n-grams.",
)

bleu_ngram_precision = Exercise(
    id="machine-translation.bleu_ngram_precision",
    points=3,
    target="bleu_ngram_precision",
    reference=_clipped,
    inputs={
        "one reference": _one_reference,
        "a candidate that repeats itself": _repeating,
        "several references": _several_references,
        "a candidate shorter than n": _too_short,
    },
    properties=(Property("itself", "be 1 for a candidate that is its own reference.", _its_own_reference),),
    forbidden=("sacrebleu", "nltk", "torchmetrics"),
    misconceptions=(
        Misconception(
            "no-clipping",
            _unclipped,
            "You do not clip: a word said five times counts five times, however often it stands there.",
            CLIP_HINTS,
        ),
        Misconception(
            "clipped-by-the-sum",
            _clip_by_sum,
            "You add up the counts of all references. The limit is the largest count in any one of them.",
            CLIP_HINTS,
        ),
        Misconception("first-reference", _first_only, "You look at the first reference only.", CLIP_HINTS),
        Misconception(
            "best-reference",
            _best_reference,
            "You take the best single reference. Here each n-gram may find its own reference.",
            CLIP_HINTS,
        ),
        Misconception(
            "recall", _recall, "You divide by the reference's n-grams: that is recall. Precision asks about the candidate's.", CLIP_HINTS
        ),
        Misconception("distinct", _distinct, "You count each n-gram once, however often the candidate says it.", CLIP_HINTS),
        Misconception("words", _words_only, "You count single words, whatever n is.", CLIP_HINTS),
        Misconception(
            "divided-by-words", _by_words, "You divide by the number of words. A text of L words has L − n + 1 n-grams.", CLIP_HINTS
        ),
        Misconception(
            "short",
            _divides_by_nothing,
            "A candidate shorter than n has no n-gram, and you divide by 0. The docstring asks for 0.",
            ("How many trigrams have two words?", "Try a candidate of one word and n = 3.", "Return 0.0 where there is no n-gram."),
        ),
    ),
    hints=CLIP_HINTS,
)


def _penalty(candidate_length, reference_length):
    if candidate_length == 0:
        return 0.0
    return math.exp(min(0.0, 1 - reference_length / candidate_length))


def _short(rng: np.random.Generator) -> Call:
    reference = int(rng.integers(40, 90))
    return arguments(int(rng.integers(15, reference - 5)), reference)


def _long(rng: np.random.Generator) -> Call:
    reference = int(rng.integers(40, 90))
    return arguments(reference + int(rng.integers(5, 60)), reference)


def _same_length(rng: np.random.Generator) -> Call:
    length = int(rng.integers(5, 90))
    return arguments(length, length)


def _says_nothing(rng: np.random.Generator) -> Call:
    return arguments(0, int(rng.integers(5, 90)))


LENGTH_HINTS = (
    "Which of the two is punished: too short, or too long? Why is precision enough for the other?",
    "Compute it for a candidate of half the reference's length: 1 − 2 is −1.",
    "1 if the candidate is at least as long; else exp(1 − reference / candidate); 0 for an empty candidate.",
)

brevity_penalty = Exercise(
    id="machine-translation.brevity_penalty",
    points=2,
    target="brevity_penalty",
    reference=_penalty,
    inputs={"too short": _short, "too long": _long, "equally long": _same_length, "an empty candidate": _says_nothing},
    draws=3,
    forbidden=("sacrebleu", "nltk"),
    misconceptions=(
        Misconception(
            "both-ways",
            lambda c, r: math.exp(1 - r / c) if c else 0.0,
            "You apply the formula to long candidates too: they would be rewarded with a factor above 1.",
            LENGTH_HINTS,
        ),
        Misconception(
            "inverted", lambda c, r: math.exp(min(0.0, 1 - c / r)), "You punish long candidates instead of short ones.", LENGTH_HINTS
        ),
        Misconception(
            "ratio", lambda c, r: min(1.0, c / r), "You return the ratio of the lengths. BLEU takes an exponential.", LENGTH_HINTS
        ),
        Misconception(
            "other-ratio",
            lambda c, r: math.exp(min(0.0, 1 - r / c)) if c > r else math.exp(c / r - 1),
            "Your exponent is candidate / reference − 1. It should be 1 − reference / candidate.",
            LENGTH_HINTS,
        ),
        Misconception(
            "no-one",
            lambda c, r: (1.0 if c >= r else math.exp(-r / c)) if c else 0.0,
            "The 1 in the exponent is missing: a candidate that is hardly too short loses two thirds.",
            LENGTH_HINTS,
        ),
        Misconception(
            "empty",
            lambda c, r: _penalty(c, r) if c else 1.0,
            "An empty candidate gets no penalty from you. Nothing is the shortest of all.",
            LENGTH_HINTS,
        ),
    ),
    hints=LENGTH_HINTS,
)


def _bleu(matches, totals, candidate_length, reference_length):
    if min(matches) == 0:
        return 0.0
    logs = [math.log(match / total) for match, total in zip(matches, totals, strict=True)]
    return 100 * _penalty(candidate_length, reference_length) * math.exp(sum(logs) / len(logs))


def _counted(rng: np.random.Generator, ratio: float) -> Call:
    sentences, length = int(rng.integers(20, 60)), int(rng.integers(300, 700))
    totals = [length - n * sentences // 2 for n in range(4)]
    matches = [max(1, int(total * share)) for total, share in zip(totals, np.cumprod(rng.uniform(0.45, 0.75, 4)), strict=True)]
    return arguments(matches, totals, length, round(length * ratio))


def _bleu_short(rng: np.random.Generator) -> Call:
    return _counted(rng, float(rng.uniform(1.1, 1.6)))


def _bleu_long(rng: np.random.Generator) -> Call:
    return _counted(rng, float(rng.uniform(0.6, 0.95)))


def _bleu_no_match(rng: np.random.Generator) -> Call:
    call = _counted(rng, 1.2)
    return arguments([*call.args[0][:3], 0], *call.args[1:])


def _bleu_three(rng: np.random.Generator) -> Call:
    call = _counted(rng, 1.2)
    return arguments(call.args[0][:3], call.args[1][:3], *call.args[2:])


def _arithmetic(m, t, c, r):
    return 100 * _penalty(c, r) * sum(a / b for a, b in zip(m, t, strict=True)) / len(m)


def _no_penalty(m, t, c, r):
    return _bleu(m, t, c, c)


def _product(m, t, c, r):
    return 100 * _penalty(c, r) * math.prod(a / b for a, b in zip(m, t, strict=True))


def _always_a_quarter(m, t, c, r):
    return 100 * _penalty(c, r) * math.prod(a / b for a, b in zip(m, t, strict=True)) ** 0.25


def _share(m, t, c, r):
    return _bleu(m, t, c, r) / 100


def _penalty_to_both(m, t, c, r):
    return _bleu(m, t, c, c) * math.exp(1 - r / c)


def _pooled(m, t, c, r):
    return 0.0 if min(m) == 0 else 100 * _penalty(c, r) * sum(m) / sum(t)


def _smoothed(m, t, c, r):
    return _bleu([max(each, 1) for each in m], t, c, r)


def _logarithm_of_zero(m, t, c, r):
    return 100 * _penalty(c, r) * math.exp(sum(math.log(a / b) for a, b in zip(m, t, strict=True)) / len(m))


BLEU_HINTS = (
    "A product of four numbers below 1 is small. Which root brings it back to the size of one of them?",
    "Compute it for four precisions of 0.5 and a long candidate: the result should be 50.",
    "100 · penalty · exp(mean of the logarithms of the precisions); 0 when one of them is 0.",
)

bleu = Exercise(
    id="machine-translation.bleu",
    points=3,
    target="bleu",
    reference=_bleu,
    inputs={
        "translations that are too short": _bleu_short,
        "translations that are long enough": _bleu_long,
        "no match of the longest n-grams": _bleu_no_match,
        "three lengths of n-grams": _bleu_three,
    },
    draws=3,
    forbidden=("sacrebleu", "nltk"),
    misconceptions=(
        Misconception("arithmetic", _arithmetic, "You take the plain mean of the precisions. BLEU takes the geometric mean.", BLEU_HINTS),
        Misconception("no-penalty", _no_penalty, "The brevity penalty is missing.", BLEU_HINTS),
        Misconception("product", _product, "You multiply the precisions and leave out the root.", BLEU_HINTS),
        Misconception(
            "always-four", _always_a_quarter, "You always take the fourth root. With three precisions it is the third.", BLEU_HINTS
        ),
        Misconception("share", _share, "You return a share from 0 to 1. The docstring asks for 0 to 100.", BLEU_HINTS),
        Misconception("rewarded", _penalty_to_both, "Long translations get a factor above 1. The penalty is at most 1.", BLEU_HINTS),
        Misconception("pooled", _pooled, "You add up matches of all lengths. Each length has a precision of its own.", BLEU_HINTS),
        Misconception("smoothed", _smoothed, "You count a missing match as one. Here BLEU is 0 when one precision is 0.", BLEU_HINTS),
        Misconception("log-of-zero", _logarithm_of_zero, "A precision of 0 has no logarithm. BLEU is 0 then.", BLEU_HINTS),
    ),
    hints=BLEU_HINTS,
)


def _character_f(candidate, reference, n, beta):
    own, other = (_grams("".join(text.split()), n) for text in (candidate, reference))
    return _f_of(own, other, beta)


def _f_of(own, other, beta):
    hits = sum((own & other).values())
    if not hits:
        return 0.0
    precision, recall = hits / sum(own.values()), hits / sum(other.values())
    return (1 + beta**2) * precision * recall / (beta**2 * precision + recall)


CHARACTERS = "打开文件关闭菜单在页面中选择表格"


def _sentence(rng: np.random.Generator, low: int, high: int) -> str:
    return "".join(rng.choice(list(CHARACTERS), int(rng.integers(low, high))))


def _pair(rng: np.random.Generator) -> tuple[str, str]:
    reference = _sentence(rng, 12, 20)
    start = int(rng.integers(0, 4))
    return reference[start : start + 6] + _sentence(rng, 2, 5) + reference[start] * 3, reference


def _chinese(rng: np.random.Generator) -> Call:
    return arguments(*_pair(rng), int(rng.integers(1, 4)), float(rng.choice([1.5, 2.0, 3.0])))


def _spaced(rng: np.random.Generator) -> Call:
    candidate, reference = (" ".join((text[:3], text[3:7], text[7:])) for text in _pair(rng))
    return arguments(candidate, reference, int(rng.integers(2, 4)), 2.0)


def _nothing_shared(rng: np.random.Generator) -> Call:
    return arguments("abcde"[: int(rng.integers(2, 6))], _sentence(rng, 6, 12), 2, 2.0)


def _with_spaces(c, r, n, beta):
    return _f_of(_grams(c, n), _grams(r, n), beta)


def _beta_other_way(c, r, n, beta):
    return _character_f(c, r, n, 1 / beta)


def _beta_not_squared(c, r, n, beta):
    return _character_f(c, r, n, math.sqrt(beta))


def _f_one(c, r, n, beta):
    return _character_f(c, r, n, 1.0)


def _character_precision(c, r, n, beta):
    own, other = (_grams("".join(text.split()), n) for text in (c, r))
    return sum((own & other).values()) / max(sum(own.values()), 1)


def _character_recall(c, r, n, beta):
    own, other = (_grams("".join(text.split()), n) for text in (c, r))
    return sum((own & other).values()) / max(sum(other.values()), 1)


def _character_sets(c, r, n, beta):
    own, other = (Counter(set(_grams("".join(text.split()), n))) for text in (c, r))
    return _f_of(own, other, beta)


def _character_unclipped(c, r, n, beta):
    own, other = (_grams("".join(text.split()), n) for text in (c, r))
    hits = sum(count for gram, count in own.items() if gram in other)
    if not hits:
        return 0.0
    precision, recall = hits / sum(own.values()), hits / sum(other.values())
    return (1 + beta**2) * precision * recall / (beta**2 * precision + recall)


def _character_nan(c, r, n, beta):
    own, other = (_grams("".join(text.split()), n) for text in (c, r))
    hits = sum((own & other).values())
    precision, recall = hits / sum(own.values()), hits / sum(other.values())
    return (1 + beta**2) * precision * recall / (beta**2 * precision + recall)


F_HINTS = (
    "With β = 2 recall counts more. Which of the two texts does recall divide by?",
    "Print hits, precision and recall for a pair of four characters. Are spaces gone?",
    "(1 + β²) · P · R / (β² · P + R), with clipped hits, and 0 when there are none.",
)

character_f_score = Exercise(
    id="machine-translation.character_f_score",
    points=3,
    target="character_f_score",
    reference=_character_f,
    inputs={"Chinese": _chinese, "texts with spaces": _spaced, "nothing in common": _nothing_shared},
    forbidden=("sacrebleu", "nltk"),
    misconceptions=(
        Misconception("spaces", _with_spaces, "You count spaces as characters. chrF leaves them out.", F_HINTS),
        Misconception("beta-other-way", _beta_other_way, "Your β makes precision count more. β above 1 is meant for recall.", F_HINTS),
        Misconception("beta-not-squared", _beta_not_squared, "Your β is not squared.", F_HINTS),
        Misconception("f-one", _f_one, "You compute F1: β has no effect.", F_HINTS),
        Misconception("precision", _character_precision, "You return the precision only.", F_HINTS),
        Misconception("recall", _character_recall, "You return the recall only.", F_HINTS),
        Misconception("distinct", _character_sets, "You count each n-gram once, however often it stands there.", F_HINTS),
        Misconception(
            "no-clipping", _character_unclipped, "You do not clip: a repeated n-gram is hit more often than it stands there.", F_HINTS
        ),
        Misconception(
            "nothing-shared", _character_nan, "Two texts with nothing in common make you divide 0 by 0. Their score is 0.", F_HINTS
        ),
    ),
    hints=F_HINTS,
)

translators_bill = Exercise(
    id="machine-translation.translators_bill",
    points=1,
    kind="number",
    target="translators_bill",
    prompt=(
        "A manual has {words:,} words. {exact} % of them stand in sentences that the translation memory knows exactly and are free, "
        "{near} % in sentences that it nearly knows, at {share} % of the full price. The rest is new. A new word costs {cents} cents. "
        "What does one language cost, in dollars? Give the number to within 1 %."
    ),
    variant=lambda rng: {
        "words": int(rng.choice([18_000, 42_000, 65_000, 120_000])),
        "exact": int(rng.choice([15, 20, 25])),
        "near": int(rng.choice([30, 35, 40])),
        "share": int(rng.choice([60, 70, 75])),
        "cents": int(rng.choice([9, 11, 14, 17])),
    },
    reference=lambda words, exact, near, share, cents: words * (100 - exact - near + near * share / 100) / 100 * cents / 100,
    relative=0.01,
    misconceptions=(
        Misconception(
            "all-new",
            lambda words, exact, near, share, cents: words * cents / 100,
            "You paid for every word in full: the memory saves nothing.",
            ("Which words are free?", "Split the words into three kinds.", "New words in full, near ones at their share, exact ones free."),
        ),
        Misconception(
            "near-in-full",
            lambda words, exact, near, share, cents: words * (100 - exact) / 100 * cents / 100,
            "You paid the nearly known words in full.",
            ("What does a nearly known word cost?", "Split the words into three kinds.", "Multiply the near part by its share."),
        ),
        Misconception(
            "near-free",
            lambda words, exact, near, share, cents: words * (100 - exact - near) / 100 * cents / 100,
            "You gave the nearly known words away for free.",
            ("What does a nearly known word cost?", "Split the words into three kinds.", "Add the near part at its share."),
        ),
        Misconception(
            "discount-not-price",
            lambda words, exact, near, share, cents: words * (100 - exact - near * share / 100) / 100 * cents / 100,
            "You took the share as the discount. It is what is left to pay.",
            ("Is the share paid, or saved?", "A share of 100 % would mean the full price.", "Near words cost share / 100 of the price."),
        ),
        Misconception(
            "cents",
            lambda words, exact, near, share, cents: words * (100 - exact - near + near * share / 100) / 100 * cents,
            "Your number is in cents.",
            ("In which unit is the answer asked?", "By which factor are you off?", "Divide by 100."),
        ),
    ),
)

chinese_words = Exercise(
    id="machine-translation.chinese_words",
    points=1,
    kind="choice",
    target="chinese_words",
    prompt=(
        "Chinese is written without spaces. You compute BLEU with tokens cut at spaces only, on translations in which every sentence "
        "differs from its reference by one character of twelve. What do you get?"
    ),
    options={
        "a": "about 90: nearly everything is right",
        "b": "nearly 0: each sentence is one token, and no token is equal",
        "c": "the same as with characters as tokens",
        "d": "an error: BLEU needs four tokens",
    },
    reference="b",
    misconceptions=(
        Misconception(
            "nearly-right",
            "a",
            "That would be so with characters as tokens. Here a token is a whole sentence.",
            ("How many tokens has a sentence without spaces?", "Is that token equal to the reference's?", "One token each, all unequal."),
        ),
        Misconception(
            "same",
            "c",
            "The tokens decide everything: n-grams are counted in tokens.",
            ("How many tokens has a sentence without spaces?", "Is that token equal to the reference's?", "One token each, all unequal."),
        ),
        Misconception(
            "error",
            "d",
            "Libraries give a number, and no error, which is the danger.",
            (
                "What is the word precision when no token is equal?",
                "Does a library raise an error for short texts?",
                "One token, unequal: 0.",
            ),
        ),
    ),
)
