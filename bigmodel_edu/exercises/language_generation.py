"""Language generation: bits per byte, variety, repetition, one success in k tries, and a judge who is asked twice."""

import math
from itertools import pairwise

import numpy as np

from bigmodel_edu.checking.exercise import Call, Exercise, Misconception, Property, arguments


def _bits(loss, tokens, text):
    return loss * tokens / math.log(2) / len(text.encode("utf-8"))


def _passage(rng: np.random.Generator, letters: str, spread: float) -> Call:
    text = "".join(rng.choice(list(letters), int(rng.integers(40, 90))))
    return arguments(float(rng.uniform(1.2, 4.5)), int(len(text) * rng.uniform(0.25, spread)), text)


def _english(rng: np.random.Generator) -> Call:
    return _passage(rng, "abcdefghij klmnopqrs ,.", 0.6)


def _chinese(rng: np.random.Generator) -> Call:
    return _passage(rng, "大模型从注意力到创业的课程，学生", 0.9)


def _mixed(rng: np.random.Generator) -> Call:
    return _passage(rng, "naïve café Zürich 模型 😀", 0.8)


def _per_character(loss, tokens, text):
    return loss * tokens / math.log(2) / len(text)


def _nats(loss, tokens, text):
    return loss * tokens / len(text.encode("utf-8"))


def _per_token(loss, tokens, text):
    return loss / math.log(2)


def _upside_down(loss, tokens, text):
    return loss * len(text.encode("utf-8")) / tokens / math.log(2)


def _whole_text(loss, tokens, text):
    return loss * tokens / math.log(2)


def _multiplied(loss, tokens, text):
    return loss * tokens * math.log(2) / len(text.encode("utf-8"))


def _utf16(loss, tokens, text):
    return loss * tokens / math.log(2) / len(text.encode("utf-16-le"))


def _perplexity_not_bits(loss, tokens, text):
    return 2 ** _bits(loss, tokens, text)


BITS_HINTS = (
    "How many nats does the whole text cost? How many bits is that?",
    "For 10 tokens at ln 2 nats each and a text of 20 bytes the result should be 0.5.",
    "loss · tokens / ln 2 / bytes, with len(text.encode('utf-8')) bytes.",
)

bits_per_byte = Exercise(
    id="language-generation.bits_per_byte",
    points=2,
    target="bits_per_byte",
    reference=_bits,
    inputs={"English": _english, "Chinese": _chinese, "accents and pictures": _mixed},
    forbidden=(".bits_per_byte", "bigmodel_edu.training"),
    misconceptions=(
        Misconception("per-character", _per_character, "You divide by characters. A Chinese character has three bytes.", BITS_HINTS),
        Misconception("nats", _nats, "Your number is in nats; a bit is ln 2 nats.", BITS_HINTS),
        Misconception(
            "per-token", _per_token, "You give bits per token. Two tokenizers cut a text into different numbers of them.", BITS_HINTS
        ),
        Misconception("upside-down", _upside_down, "You multiply by bytes per token; divide by it.", BITS_HINTS),
        Misconception("whole-text", _whole_text, "You give the bits of the whole text. Divide by its bytes.", BITS_HINTS),
        Misconception("times-ln-2", _multiplied, "You multiply by ln 2. From nats to bits one divides.", BITS_HINTS),
        Misconception("utf-16", _utf16, "You count the bytes of another encoding than UTF-8.", BITS_HINTS),
        Misconception("perplexity", _perplexity_not_bits, "You return a perplexity, 2 to the power of the bits.", BITS_HINTS),
    ),
    hints=BITS_HINTS,
)


def _grams(tokens, n):
    return [tuple(tokens[i : i + n]) for i in range(len(tokens) - n + 1)]


def _distinct(texts, n):
    every = [gram for text in texts for gram in _grams(text, n)]
    return len(set(every)) / len(every) if every else 0.0


def _token_texts(rng: np.random.Generator, kinds: int, low: int, high: int) -> list[list[int]]:
    return [rng.integers(0, kinds, int(rng.integers(low, high))).tolist() for _ in range(int(rng.integers(3, 6)))]


def _different_texts(rng: np.random.Generator) -> Call:
    return arguments(_token_texts(rng, 5, 6, 14), int(rng.integers(1, 4)))


def _same_texts(rng: np.random.Generator) -> Call:
    text = rng.permutation(12)[: int(rng.integers(6, 9))].tolist()
    return arguments([text] * int(rng.integers(3, 6)), int(rng.integers(1, 4)))


def _some_too_short(rng: np.random.Generator) -> Call:
    return arguments([*_token_texts(rng, 4, 5, 9), [1], [], [2, 3]], 3)


def _all_too_short(rng: np.random.Generator) -> Call:
    return arguments([[1, 2], [3], []], 3)


def _mean_of_texts(texts, n):
    shares = [_distinct([text], n) for text in texts if len(text) >= n]
    return sum(shares) / len(shares) if shares else 0.0


def _over_edges(texts, n):
    return _distinct([[token for text in texts for token in text]], n)


def _per_tokens(texts, n):
    tokens = sum(map(len, texts))
    return len({gram for text in texts for gram in _grams(text, n)}) / tokens if tokens else 0.0


def _single(texts, n):
    return _distinct(texts, 1)


def _stepped(texts, n):
    every = [tuple(text[i : i + n]) for text in texts for i in range(0, len(text) - n + 1, n)]
    return len(set(every)) / len(every) if every else 0.0


def _as_sets(texts, n):
    every = [frozenset(gram) for text in texts for gram in _grams(text, n)]
    return len(set(every)) / len(every) if every else 0.0


def _number_of_kinds(texts, n):
    return float(len({gram for text in texts for gram in _grams(text, n)}))


def _repeated_share(texts, n):
    return 1 - _distinct(texts, n) if any(len(text) >= n for text in texts) else 0.0


DISTINCT_HINTS = (
    "Three texts that are all the same: how varied are they together?",
    "Write down all bigrams of the texts 1 2 1 2 and 1 2. How many are there, and how many different ones?",
    "Collect the n-grams of every text, each text by itself; different ones divided by all; 0 if there are none.",
)

distinct_n = Exercise(
    id="language-generation.distinct_n",
    points=2,
    target="distinct_n",
    reference=_distinct,
    inputs={
        "different texts": _different_texts,
        "the same text again and again": _same_texts,
        "texts shorter than n": _some_too_short,
        "nothing long enough": _all_too_short,
    },
    draws=3,
    misconceptions=(
        Misconception(
            "mean-of-texts", _mean_of_texts, "You take each text by itself: ten equal texts would count as varied.", DISTINCT_HINTS
        ),
        Misconception("over-edges", _over_edges, "Your n-grams run from the end of one text into the next.", DISTINCT_HINTS),
        Misconception("per-tokens", _per_tokens, "You divide by the number of tokens. Divide by the number of n-grams.", DISTINCT_HINTS),
        Misconception("single", _single, "You count single tokens, whatever n is.", DISTINCT_HINTS),
        Misconception("stepped", _stepped, "Your n-grams do not overlap. A new one begins at every token.", DISTINCT_HINTS),
        Misconception("order", _as_sets, "Your n-grams forget the order of their tokens.", DISTINCT_HINTS),
        Misconception("count", _number_of_kinds, "You return how many different ones there are, not their share.", DISTINCT_HINTS),
        Misconception(
            "repeated", _repeated_share, "You return the share that is repeated; asked is the share that is different.", DISTINCT_HINTS
        ),
    ),
    hints=DISTINCT_HINTS,
)


def _repeats(tokens, window):
    if not tokens:
        return 0.0
    return sum(token in tokens[max(0, place - window) : place] for place, token in enumerate(tokens)) / len(tokens)


def _loop(rng: np.random.Generator) -> Call:
    period = int(rng.integers(2, 5))
    start = rng.integers(20, 40, int(rng.integers(2, 5))).tolist()
    return arguments([*start, *(rng.permutation(20)[:period].tolist() * int(rng.integers(3, 6)))], period + int(rng.integers(0, 3)))


def _ordinary(rng: np.random.Generator) -> Call:
    return arguments(rng.integers(0, 9, int(rng.integers(20, 35))).tolist(), int(rng.integers(2, 6)))


def _at_the_edge(rng: np.random.Generator) -> Call:
    period = int(rng.integers(3, 6))
    tokens = rng.permutation(20)[:period].tolist() * 3
    return arguments(tokens, period - int(rng.integers(0, 2)))


def _no_tokens(rng: np.random.Generator) -> Call:
    return arguments([], int(rng.integers(2, 6)))


def _with_itself(tokens, window):
    if not tokens:
        return 0.0
    return sum(token in tokens[max(0, place - window) : place + 1] for place, token in enumerate(tokens)) / len(tokens)


def _neighbours_only(tokens, window):
    return sum(a == b for a, b in pairwise(tokens)) / max(len(tokens), 1)


def _one_short(tokens, window):
    return _repeats(tokens, window - 1)


def _one_long(tokens, window):
    return _repeats(tokens, window + 1)


def _whole_past(tokens, window):
    return _repeats(tokens, len(tokens))


def _exactly_so_far(tokens, window):
    return sum(tokens[i] == tokens[i - window] for i in range(window, len(tokens))) / max(len(tokens), 1)


def _per_full_windows(tokens, window):
    return _repeats(tokens, window) * len(tokens) / max(len(tokens) - window, 1)


def _not_first(tokens, window):
    return _repeats(tokens, window) * len(tokens) / max(len(tokens) - 1, 1)


REPEAT_HINTS = (
    "May a token count as its own repetition?",
    "Take 1 2 1 3 with a window of 2. Which of the four tokens stands among the two before it?",
    "Token t is a repetition if it is in tokens[max(0, t − window) : t]; divide by all tokens.",
)

repetition = Exercise(
    id="language-generation.repetition",
    points=2,
    target="repetition",
    reference=_repeats,
    inputs={
        "a text that runs in a loop": _loop,
        "ordinary text": _ordinary,
        "repetitions at the edge of the window": _at_the_edge,
        "an empty text": _no_tokens,
    },
    draws=3,
    misconceptions=(
        Misconception("itself", _with_itself, "Each token finds itself in your window.", REPEAT_HINTS),
        Misconception("neighbours", _neighbours_only, "You look at the token before only, whatever the window is.", REPEAT_HINTS),
        Misconception("one-short", _one_short, "Your window is one token too short.", REPEAT_HINTS),
        Misconception("one-long", _one_long, "Your window is one token too long.", REPEAT_HINTS),
        Misconception("whole-past", _whole_past, "You look at the whole text so far; every long text repeats its tokens.", REPEAT_HINTS),
        Misconception(
            "exactly", _exactly_so_far, "You compare with the token exactly one window back. Any in between counts.", REPEAT_HINTS
        ),
        Misconception("full-windows", _per_full_windows, "You divide by the tokens after the first window. Divide by all.", REPEAT_HINTS),
        Misconception("not-the-first", _not_first, "You divide by the tokens without the first. Divide by all.", REPEAT_HINTS),
    ),
    hints=REPEAT_HINTS,
)


def _pass(n, c, k):
    return 1 - math.comb(n - c, k) / math.comb(n, k)


def _some_right(rng: np.random.Generator) -> Call:
    n = int(rng.integers(12, 40))
    return arguments(n, int(rng.integers(2, n // 3)), int(rng.integers(2, 6)))


def _none_right(rng: np.random.Generator) -> Call:
    return arguments(int(rng.integers(10, 30)), 0, int(rng.integers(2, 8)))


def _hardly_wrong(rng: np.random.Generator) -> Call:
    n = int(rng.integers(8, 20))
    return arguments(n, n - int(rng.integers(1, 3)), int(rng.integers(3, 7)))


def _one_try(rng: np.random.Generator) -> Call:
    n = int(rng.integers(8, 20))
    return arguments(n, int(rng.integers(1, n - 1)), 1)


def _many_samples(rng: np.random.Generator) -> Call:
    return arguments(int(rng.integers(1_500, 2_500)), int(rng.integers(3, 40)), int(rng.integers(100, 300)))


def _with_replacement(n, c, k):
    return 1 - (1 - c / n) ** k


def _share(n, c, k):
    return c / n


def _times_k(n, c, k):
    return min(1.0, k * c / n)


def _all_k_right(n, c, k):
    return math.comb(c, k) / math.comb(n, k)


def _all_wrong(n, c, k):
    return math.comb(n - c, k) / math.comb(n, k)


def _first_k(n, c, k):
    return float(c >= 1)


def _exactly_one(n, c, k):
    return c * math.comb(n - c, k - 1) / math.comb(n, k)


def _factorials_in_float(n, c, k):
    if n > 170:
        raise OverflowError("int too large to convert to float")
    return _pass(n, c, k)


PASS_HINTS = (
    "When does a draw of k samples fail? When all k are among the wrong ones.",
    "Take n = 3 samples, c = 1 right, k = 2. Of the three pairs, two hold the right one: 2/3.",
    "1 − C(n − c, k) / C(n, k), with math.comb; it is 1 when fewer than k are wrong.",
)

pass_at_k = Exercise(
    id="language-generation.pass_at_k",
    points=3,
    target="pass_at_k",
    reference=_pass,
    inputs={
        "some samples right": _some_right,
        "none right": _none_right,
        "fewer wrong than k": _hardly_wrong,
        "one try": _one_try,
        "thousands of samples": _many_samples,
    },
    draws=3,
    misconceptions=(
        Misconception(
            "with-replacement", _with_replacement, "You draw with replacement: from few samples that comes out too small.", PASS_HINTS
        ),
        Misconception("share", _share, "You return the share of right samples: that is k = 1.", PASS_HINTS),
        Misconception("times-k", _times_k, "You multiply the share by k. Two right ones in a draw would count twice.", PASS_HINTS),
        Misconception("all-right", _all_k_right, "You ask that all k are right. One is enough.", PASS_HINTS),
        Misconception("all-wrong", _all_wrong, "You return the chance of failing. Take it from 1.", PASS_HINTS),
        Misconception("exactly-one", _exactly_one, "You count draws with exactly one right sample. At least one is asked.", PASS_HINTS),
        Misconception("any", _first_k, "You ask whether any of the n samples is right, whatever k is.", PASS_HINTS),
        Misconception(
            "overflow",
            _factorials_in_float,
            "Your numbers overflow for thousands of samples.",
            (
                "How large is 2000 factorial?",
                "math.comb works with whole numbers of any size.",
                "Use math.comb, or a product of k factors below 1.",
            ),
        ),
    ),
    hints=PASS_HINTS,
)


def _wins(first_order, second_order):
    points = 0.0
    for one, two in zip(first_order, second_order, strict=True):
        points += {"first": 1.0, "tie": 0.5, "second": 0.0}[one] + {"second": 1.0, "tie": 0.5, "first": 0.0}[two]
    return points / (2 * len(first_order))


VERDICTS = ("first", "second", "tie")


def _verdicts(rng: np.random.Generator, shares: tuple[float, float, float], count: int) -> list[str]:
    return rng.choice(VERDICTS, count, p=shares).tolist()


def _fair_judge(rng: np.random.Generator) -> Call:
    count = int(rng.integers(9, 20))
    return arguments(_verdicts(rng, (0.6, 0.25, 0.15), count), _verdicts(rng, (0.2, 0.6, 0.2), count))


def _prefers_the_first(rng: np.random.Generator) -> Call:
    count = int(rng.integers(9, 20))
    return arguments(_verdicts(rng, (0.85, 0.1, 0.05), count), _verdicts(rng, (0.7, 0.2, 0.1), count))


def _many_ties(rng: np.random.Generator) -> Call:
    count = int(rng.integers(9, 20))
    return arguments(
        ["tie", "first", *_verdicts(rng, (0.25, 0.15, 0.6), count)], ["first", "tie", *_verdicts(rng, (0.15, 0.3, 0.55), count)]
    )


def _only_ties(rng: np.random.Generator) -> Call:
    count = int(rng.integers(3, 9))
    return arguments(["tie"] * count, ["tie"] * count)


def _bias_is_half(ask, rng: np.random.Generator) -> bool:
    return math.isclose(ask(["first"] * 7, ["first"] * 7), 0.5, abs_tol=1e-6)


def _not_swapped(one, two):
    return sum({"first": 1.0, "tie": 0.5, "second": 0.0}[each] for each in [*one, *two]) / (2 * len(one))


def _first_order_only(one, two):
    return sum({"first": 1.0, "tie": 0.5, "second": 0.0}[each] for each in one) / len(one)


def _ties_left_out(one, two):
    wins = one.count("first") + two.count("second")
    losses = one.count("second") + two.count("first")
    return wins / (wins + losses) if wins + losses else 0.0


def _ties_are_losses(one, two):
    return (one.count("first") + two.count("second")) / (2 * len(one))


def _ties_are_wins(one, two):
    return 1 - (one.count("second") + two.count("first")) / (2 * len(one))


def _both_orders(one, two):
    return sum(a == "first" and b == "second" for a, b in zip(one, two, strict=True)) / len(one)


def _the_other_model(one, two):
    return 1 - _wins(one, two)


JUDGE_HINTS = (
    "A judge says “first” every time, in both orders. Who wins? The result should be 0.5.",
    "In the second order our text stands second. Which word is a win there?",
    "A win is 1, a tie 0.5, a loss 0; add up both orders, and divide by the number of all verdicts.",
)

win_rate = Exercise(
    id="language-generation.win_rate",
    points=2,
    target="win_rate",
    reference=_wins,
    inputs={
        "a judge who can tell": _fair_judge,
        "a judge who prefers the first": _prefers_the_first,
        "many ties": _many_ties,
        "ties only": _only_ties,
    },
    draws=3,
    properties=(Property("bias", "be 0.5 for a judge who always says first.", _bias_is_half),),
    misconceptions=(
        Misconception(
            "not-swapped", _not_swapped, "You count “first” as a win in both orders. In the second, ours stands second.", JUDGE_HINTS
        ),
        Misconception(
            "one-order", _first_order_only, "You use the first order only, with all of the judge's preference for a place.", JUDGE_HINTS
        ),
        Misconception("ties-left-out", _ties_left_out, "You leave out the ties. Each counts as half a win.", JUDGE_HINTS),
        Misconception("ties-lost", _ties_are_losses, "You count ties as losses. Each is half a win.", JUDGE_HINTS),
        Misconception("ties-won", _ties_are_wins, "You count ties as wins. Each is half a win.", JUDGE_HINTS),
        Misconception("both", _both_orders, "You count only pairs that are won in both orders.", JUDGE_HINTS),
        Misconception("other-model", _the_other_model, "You return the other model's rate.", JUDGE_HINTS),
    ),
    hints=JUDGE_HINTS,
)

word_perplexity = Exercise(
    id="language-generation.word_perplexity",
    points=1,
    kind="number",
    target="word_perplexity",
    prompt=(
        "A model has a perplexity of {perplexity} per token. Its tokenizer cuts a word into {tokens} tokens on average. "
        "What is its perplexity per word? Give the number to within 1 %."
    ),
    variant=lambda rng: {
        "perplexity": float(rng.choice([6.0, 8.0, 11.0, 14.0, 18.0])),
        "tokens": float(rng.choice([1.2, 1.3, 1.4, 1.6, 1.8])),
    },
    reference=lambda perplexity, tokens: perplexity**tokens,
    relative=0.01,
    misconceptions=(
        Misconception(
            "product",
            lambda perplexity, tokens: perplexity * tokens,
            "You multiplied. Losses add up; perplexities multiply with each other.",
            ("What adds up along a word: losses or perplexities?", "Take the logarithm first.", "exp(tokens · ln P) is P to a power."),
        ),
        Misconception(
            "root",
            lambda perplexity, tokens: perplexity ** (1 / tokens),
            "You took the root. A word is harder to guess than a part of it.",
            ("Is a word easier or harder to guess than a piece?", "A word costs tokens · ln P nats.", "Use P ** tokens."),
        ),
        Misconception(
            "same",
            lambda perplexity, tokens: perplexity,
            "You gave the perplexity per token again.",
            ("How many guesses does a word take?", "A word costs tokens · ln P nats.", "Use P ** tokens."),
        ),
        Misconception(
            "quotient",
            lambda perplexity, tokens: perplexity / tokens,
            "You divided. Losses add up; perplexities multiply with each other.",
            ("Is a word easier or harder to guess than a piece?", "A word costs tokens · ln P nats.", "Use P ** tokens."),
        ),
    ),
)

likeliest_text = Exercise(
    id="language-generation.likeliest_text",
    points=1,
    kind="choice",
    target="likeliest_text",
    prompt="Three texts of the same length are scored by one small language model. Which has the lowest perplexity under that model?",
    options={
        "a": "a passage by Shakespeare that the model was not trained on",
        "b": "what the model writes when it samples at temperature 1",
        "c": "what the model writes when it always takes the likeliest token",
    },
    reference="c",
    misconceptions=(
        Misconception(
            "shakespeare",
            "a",
            "Good writing surprises: a person does not always write the likeliest word.",
            (
                "What does perplexity measure: quality, or surprise?",
                "Who always takes what the model expects?",
                "Greedy text never surprises.",
            ),
        ),
        Misconception(
            "sampled",
            "b",
            "Sampling takes unlikely tokens too, as often as their probability says.",
            (
                "What does perplexity measure: quality, or surprise?",
                "Who always takes what the model expects?",
                "Greedy text never surprises.",
            ),
        ),
    ),
)
