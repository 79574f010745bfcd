"""Self-attention: scaled dot products, the causal mask, the entropy of a row of weights, and what it all costs."""

import math

import numpy as np
import torch

from bigmodel_edu.calling import AsTensor
from bigmodel_edu.checking.exercise import Call, Exercise, Misconception, Property, arguments
from bigmodel_edu.checking.generators import normal, sizes, tensor
from bigmodel_edu.models.attention import attention, attention_entropy
from bigmodel_edu.models.attention import causal_mask as reference_causal_mask

what_is_mixed = Exercise(
    id="self-attention.what_is_mixed",
    points=1,
    kind="choice",
    target="what_is_mixed",
    prompt="A row of attention weights has been computed. What is mixed with these weights?",
    options={"a": "the queries", "b": "the keys", "c": "the values", "d": "the scores"},
    reference="c",
    misconceptions=(
        Misconception(
            "keys",
            "b",
            "The keys decide how much; they are not what flows. Some articles get this wrong.",
            (
                "Which of the three may have another last size than the query?",
                "Look at the formula: what stands on the right of the softmax?",
                "Look at the one letter of the formula that stands outside the softmax.",
            ),
        ),
        Misconception(
            "queries",
            "a",
            "The query asks; it is not what flows.",
            (
                "Who asks, who is matched, who answers?",
                "Look at the formula: what stands on the right of the softmax?",
                "Look at the one letter of the formula that stands outside the softmax.",
            ),
        ),
        Misconception(
            "scores",
            "d",
            "The weights were made from the scores; they are not applied to them again.",
            (
                "What did the softmax turn into weights?",
                "Look at the formula: what stands on the right of the softmax?",
                "Look at the one letter of the formula that stands outside the softmax.",
            ),
        ),
    ),
)


def _some_positions(rng: np.random.Generator) -> Call:
    return arguments(int(rng.integers(2, 12)))


def _sees_itself(ask, rng: np.random.Generator) -> bool:
    return bool(np.asarray(ask(7)).diagonal().all())


def _sees_all_before(ask, rng: np.random.Generator) -> bool:
    return bool(np.asarray(ask(7))[np.tri(7, k=-1, dtype=bool)].all())


def _sees_nothing_later(ask, rng: np.random.Generator) -> bool:
    return not np.asarray(ask(7))[~np.tri(7, dtype=bool)].any()


causal_mask = Exercise(
    id="self-attention.causal_mask",
    points=2,
    target="causal_mask",
    reference=lambda n: reference_causal_mask(n),
    inputs=_some_positions,
    draws=5,
    properties=(
        Property("itself", "let every position look at itself.", _sees_itself),
        Property("before", "let every position look at all positions before it.", _sees_all_before),
        Property("later", "let no position look at a later one.", _sees_nothing_later),
    ),
    forbidden=("bigmodel_edu.models",),
    misconceptions=(
        Misconception(
            "strictly-lower",
            lambda n: torch.ones(n, n, dtype=torch.bool).tril(-1),
            "Your mask forbids each position to look at itself; the first position may then look nowhere.",
            (
                "May a word look at itself?",
                "Print causal_mask(1). What should it be?",
                "The diagonal belongs to the mask: look at the second argument of tril, or at < against <=.",
            ),
        ),
        Misconception(
            "upper",
            lambda n: torch.ones(n, n, dtype=torch.bool).triu(),
            "Your mask is the other triangle: each position looks at itself and at the future.",
            (
                "Row t is what query t may look at. What may row 0 see?",
                "Print causal_mask(3) and read its first row.",
                "Use tril instead of triu, or swap rows and columns in your comparison.",
            ),
        ),
        Misconception(
            "strictly-upper",
            lambda n: torch.ones(n, n, dtype=torch.bool).triu(1),
            "Your mask is True where a query may *not* look. Here True means: may look.",
            (
                "Read the definition again: what does True mean?",
                "Print causal_mask(3) and read its first row.",
                "Invert the mask with ~.",
            ),
        ),
        Misconception(
            "off-by-one",
            lambda n: torch.ones(n, n, dtype=torch.bool).tril(1),
            "Each position also sees the next one: it can copy the word that it should predict.",
            (
                "How many True values should the first row have?",
                "Print causal_mask(3) and read its first row.",
                "The diagonal argument of tril should be 0.",
            ),
        ),
        Misconception(
            "numbers",
            lambda n: torch.ones(n, n).tril(),
            "Your triangle is right, but it holds the numbers 1 and 0. A mask holds True and False.",
            (
                "What does torch.ones(2, 2).dtype say?",
                "The functions of torch that take a mask want dtype torch.bool.",
                "Give torch.ones the argument dtype=torch.bool, or compare your numbers with 0.",
            ),
        ),
        Misconception(
            "to-be-added",
            lambda n: torch.zeros(n, n).masked_fill(torch.ones(n, n, dtype=torch.bool).triu(1), -math.inf),
            "You return 0 and −∞, to be added to the scores. That works too, but here a mask is bool: True where a query may look.",
            (
                "Read the docstring: which dtype has the result?",
                "Where your mask is 0, this one is True.",
                "Compare your result with 0: the comparison is the mask.",
            ),
        ),
        Misconception(
            "everything",
            lambda n: torch.ones(n, n, dtype=torch.bool),
            "Your mask forbids nothing.",
            (
                "May the first word look at the last one?",
                "How many True values should the first row have?",
                "Keep only the entries with column ≤ row.",
            ),
        ),
    ),
    hints=(
        "Write down the mask for n = 3 by hand: which of the nine entries are True?",
        "Print your mask for n = 3, and its dtype. Row t says what position t may look at.",
        "An entry is True where its column number is not larger than its row number.",
    ),
)


def _query_key_value(rng: np.random.Generator, scale: float = 1.5) -> list[AsTensor]:
    batch, heads = sizes(rng, 2, 1, 4)  # small, since an answer in loops takes its time for each; different, so that none is mistaken
    queries, keys = sizes(rng, 2, 4, 7)
    size, value_size = sizes(rng, 2, 7, 11)
    return [
        tensor(rng, batch, heads, queries, size, scale=scale),
        tensor(rng, batch, heads, keys, size, scale=scale),
        tensor(rng, batch, heads, keys, value_size),
    ]


def _without_mask(rng: np.random.Generator) -> Call:
    return arguments(*_query_key_value(rng))


def _with_mask(rng: np.random.Generator) -> Call:
    query, key, value = _query_key_value(rng)
    queries, keys = query.array.shape[-2], key.array.shape[-2]
    mask = rng.random((queries, keys)) < 0.5
    every, somewhere = np.arange(queries), rng.integers(0, keys, queries)
    mask[every, somewhere] = True  # every query may look somewhere,
    mask[every, (somewhere + rng.integers(1, keys, queries)) % keys] = False  # and nowhere everywhere
    return arguments(query, key, value, mask=AsTensor(mask))


def _large_scores(rng: np.random.Generator) -> Call:
    return arguments(*_query_key_value(rng, scale=14.0))


def _mixture_of_values(ask, rng: np.random.Generator) -> bool:
    value = normal(rng, 1, 2, 6, 3)
    mixed = ask(tensor(rng, 1, 2, 4, 5), tensor(rng, 1, 2, 6, 5), AsTensor(value))
    low, high = value.min(axis=-2, keepdims=True) - 1e-5, value.max(axis=-2, keepdims=True) + 1e-5
    return mixed.shape == (1, 2, 4, 3) and bool(((mixed >= low) & (mixed <= high)).all())


def _order_of_keys(ask, rng: np.random.Generator) -> bool:
    query, key, value = normal(rng, 2, 1, 3, 4), normal(rng, 2, 1, 7, 4), normal(rng, 2, 1, 7, 5)
    order = rng.permutation(7)
    plain = ask(AsTensor(query), AsTensor(key), AsTensor(value))
    shuffled = ask(AsTensor(query), AsTensor(key[:, :, order]), AsTensor(value[:, :, order]))
    return np.allclose(plain, shuffled, atol=1e-5)


def _weights(query, key, mask=None, scale=None):
    scores = query @ key.transpose(-2, -1) / (scale or math.sqrt(query.shape[-1]))
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    return scores.softmax(dim=-1)


def _no_scale(query, key, value, mask=None):
    return _weights(query, key, mask, scale=1.0) @ value


def _scale_by_width(query, key, value, mask=None):
    return _weights(query, key, mask, scale=math.sqrt(query.shape[-3] * query.shape[-1])) @ value


def _scale_without_root(query, key, value, mask=None):
    return _weights(query, key, mask, scale=query.shape[-1]) @ value


def _scale_by_keys(query, key, value, mask=None):
    return _weights(query, key, mask, scale=math.sqrt(key.shape[-2])) @ value


def _scale_by_queries(query, key, value, mask=None):
    return _weights(query, key, mask, scale=math.sqrt(query.shape[-2])) @ value


def _scale_by_heads(query, key, value, mask=None):
    return _weights(query, key, mask, scale=math.sqrt(query.shape[-3])) @ value


def _scale_by_values(query, key, value, mask=None):
    return _weights(query, key, mask, scale=math.sqrt(value.shape[-1])) @ value


def _softmax_over_queries(query, key, value, mask=None, fill=-math.inf):
    scores = query @ key.transpose(-2, -1) / math.sqrt(query.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, fill)
    return scores.softmax(dim=-2) @ value


def _softmax_over_queries_finite(query, key, value, mask=None):
    return _softmax_over_queries(query, key, value, mask, fill=-1e9)


def _softmax_over_heads(query, key, value, mask=None):
    scores = query @ key.transpose(-2, -1) / math.sqrt(query.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    return scores.softmax(dim=1) @ value


def _mask_after_softmax(query, key, value, mask=None):
    weights = _weights(query, key)
    return (weights if mask is None else weights.masked_fill(~mask, 0.0)) @ value


def _mask_added(query, key, value, mask=None):
    scores = query @ key.transpose(-2, -1) / math.sqrt(query.shape[-1])
    return (scores if mask is None else scores + mask).softmax(dim=-1) @ value


def _mask_inverted(query, key, value, mask=None):
    return _weights(query, key, None if mask is None else ~mask) @ value


def _mask_to_zero_scores(query, key, value, mask=None):
    scores = query @ key.transpose(-2, -1) / math.sqrt(query.shape[-1])
    return (scores if mask is None else scores.masked_fill(~mask, 0.0)).softmax(dim=-1) @ value


def _mask_ignored(query, key, value, mask=None):
    return _weights(query, key) @ value


def _weights_on_keys(query, key, value, mask=None):
    return _weights(query, key, mask) @ key


def _overflow(query, key, value, mask=None):
    scores = query @ key.transpose(-2, -1) / math.sqrt(query.shape[-1])
    exponentials = scores.exp() if mask is None else scores.exp() * mask
    return exponentials / exponentials.sum(dim=-1, keepdim=True) @ value


def _returns_weights(query, key, value, mask=None):
    return _weights(query, key, mask)


SCALE_HINTS = (
    "What happens to the softmax when the scores grow with D?",
    "Compare the variance of a score for D = 4 and for D = 64: random scores have variance D.",
    "Look at the line that computes the scores: what do you divide by? It should be √D, with D the last size of query.",
)
MASK_HINTS = (
    "Take a row of weights under a mask. Is every forbidden weight 0, and is the sum of the row 1?",
    "Where in your code does the mask act: before or after the softmax? On which places?",
    "Before the softmax, set the scores to −∞ where the mask is False (masked_fill with ~mask).",
)

scaled_dot_product_attention = Exercise(
    id="self-attention.scaled_dot_product_attention",
    points=4,
    target="scaled_dot_product_attention",
    reference=attention,
    inputs={"without a mask": _without_mask, "with a mask": _with_mask, "with large scores": _large_scores},
    properties=(
        Property("mixture", "be a mixture of the values: never outside their range.", _mixture_of_values),
        Property("order", "not depend on the order in which keys and values are given.", _order_of_keys),
    ),
    misconceptions=(
        Misconception("no-scale", _no_scale, "Your output is what attention gives without dividing the scores by √D.", SCALE_HINTS),
        Misconception(
            "scale-by-width",
            _scale_by_width,
            "Your output is what attention gives when the scores are divided by the root of the model width (heads × D) instead of √D.",
            SCALE_HINTS,
        ),
        Misconception(
            "scale-without-root", _scale_without_root, "You divide the scores by D; it should be the square root of D.", SCALE_HINTS
        ),
        Misconception("scale-by-keys", _scale_by_keys, "You divide by the root of the number of keys; it should be √D.", SCALE_HINTS),
        Misconception(
            "scale-by-queries", _scale_by_queries, "You divide by the root of the number of queries; it should be √D.", SCALE_HINTS
        ),
        Misconception("scale-by-heads", _scale_by_heads, "You divide by the root of the number of heads; it should be √D.", SCALE_HINTS),
        Misconception(
            "scale-by-values", _scale_by_values, "You divide by the root of the length of a value; it should be √D.", SCALE_HINTS
        ),
        Misconception(
            "softmax-over-queries",
            _softmax_over_queries,
            "Your output is what you get when the softmax runs over the queries (dim=-2).",
            (
                "Whose weights must sum to 1: those of one query, or those of one key?",
                "Print the sums of your weights along both of the last axes.",
                "Look at the softmax: which dim does it run along? The keys are the last one.",
            ),
            also=(_softmax_over_queries_finite,),
        ),
        Misconception(
            "softmax-over-heads",
            _softmax_over_heads,
            "Your output is what you get when the softmax runs over the heads (dim=1). Heads do not compete with each other; keys do.",
            (
                "Write down the shape of the scores. Which of the four axes holds the keys?",
                "Print the sum of your weights along each of the four axes: along which one is it 1?",
                "Look at the softmax: give it dim=-1, the axis of the keys.",
            ),
        ),
        Misconception(
            "mask-after-softmax",
            _mask_after_softmax,
            "Without a mask your answer is right. With one, you set weights to 0 after the softmax, and the rest no longer sums to 1.",
            MASK_HINTS,
        ),
        Misconception(
            "mask-added",
            _mask_added,
            "You add the mask to the scores. True counts as 1, so allowed keys gain a little and nothing is forbidden.",
            MASK_HINTS,
        ),
        Misconception("mask-inverted", _mask_inverted, "Your mask is inverted: queries look exactly where they may not.", MASK_HINTS),
        Misconception(
            "mask-to-zero",
            _mask_to_zero_scores,
            "You set forbidden scores to 0. A score of 0 is an ordinary score: its weight is not 0.",
            MASK_HINTS,
        ),
        Misconception("mask-ignored", _mask_ignored, "Without a mask your answer is right, but the mask has no effect.", MASK_HINTS),
        Misconception(
            "weights-on-keys",
            _weights_on_keys,
            "You apply the weights to the keys. Keys only decide how much; what is mixed are the values.",
            (
                "Which of the three inputs has the last size of the output?",
                "Compare the last size of your result with that of value.",
                "Look at the last product: weights @ … what?",
            ),
        ),
        Misconception(
            "overflow",
            _overflow,
            "Your formula is right for small scores, but exp overflows for large ones.",
            (
                "What is torch.tensor(100.0).exp() in float32?",
                "A softmax does not change when the maximum of each row is subtracted first.",
                "Use torch.softmax, or subtract scores.amax(dim=-1, keepdim=True) before exp.",
            ),
        ),
        Misconception(
            "returns-weights",
            _returns_weights,
            "You return the attention weights; the output is their product with the values.",
            (
                "What shape should the output have?",
                "One step is left after the softmax.",
                "Multiply the weights with value and return the product.",
            ),
        ),
    ),
    forbidden=(".scaled_dot_product_attention", ".MultiheadAttention", ".multi_head_attention_forward", "bigmodel_edu.models"),
    relative=1e-3,  # scores of several hundred lose digits in float32, and the softmax shows it
    absolute=1e-4,
    hints=(
        "Write down three shapes: of the scores, of the weights, of the output.",
        "Call it with T = 2 queries and S = 3 keys, and print the shape after every line. Then print the sum of each row of weights.",
        "Four steps, in this order: scores with their factor, mask, softmax along the keys, product with value.",
    ),
)


def _some_weights(rng: np.random.Generator) -> Call:
    scores = normal(rng, *sizes(rng, 3), scale=2.0)
    return arguments(AsTensor(_rows(scores)))


def _causal_weights(rng: np.random.Generator) -> Call:
    batch, length = sizes(rng, 2)
    scores = normal(rng, batch, length, length)
    scores[:, ~np.tril(np.ones((length, length), dtype=bool))] = -np.inf
    return arguments(AsTensor(_rows(scores)))


def _rows(scores: np.ndarray) -> np.ndarray:
    exponentials = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


def _uniform_is_log(ask, rng: np.random.Generator) -> bool:
    size = int(rng.integers(3, 30))
    return np.allclose(ask(AsTensor(np.full((1, 2, size), 1 / size, dtype=np.float32))), np.log(size), atol=1e-4)


attention_entropy_exercise = Exercise(
    id="self-attention.attention_entropy",
    points=2,
    target="attention_entropy",
    reference=lambda weights: attention_entropy(weights),
    inputs={"every weight positive": _some_weights, "some weights zero": _causal_weights},
    properties=(Property("uniform", "be ln S for S equal weights.", _uniform_is_log),),
    forbidden=("bigmodel_edu.models",),
    misconceptions=(
        Misconception(
            "nan-at-zero",
            lambda weights: -(weights * weights.log()).sum(dim=-1),
            "Where a weight is 0 you compute 0 · ln 0, which is NaN on a computer. In the limit it is 0.",
            (
                "What is torch.tensor(0.0).log()? And 0 times that?",
                "Which rows of a causal attention have zeros?",
                "Use torch.special.entr or torch.xlogy, or clamp the weights inside the logarithm only.",
            ),
        ),
        Misconception(
            "bits",
            lambda weights: torch.special.entr(weights).sum(dim=-1) / math.log(2),
            "You measure in bits (log base 2); the exercise asks for nats (natural logarithm).",
            (
                "Which logarithm does the formula use?",
                "For two equal weights the result should be 0.693.",
                "Replace log2 by log.",
            ),
        ),
        Misconception(
            "sign",
            lambda weights: -torch.special.entr(weights).sum(dim=-1),
            "Your sign is the wrong one: ln of a number below 1 is negative, and the minus of the formula turns it round.",
            (
                "Can an entropy be negative?",
                "Look at the formula: what stands before the sum?",
                "Put a minus before the sum.",
            ),
        ),
        Misconception(
            "mean",
            lambda weights: torch.special.entr(weights).mean(dim=-1),
            "You take the mean over the keys; an entropy is a sum.",
            (
                "For two equal weights the result should be 0.693.",
                "By which factor are you off, and what does it depend on?",
                "Replace mean by sum.",
            ),
        ),
        Misconception(
            "share-of-the-most",
            lambda weights: torch.special.entr(weights).sum(dim=-1) / math.log(weights.shape[-1]),
            "You divide by ln S, so that your result is a share of the largest possible entropy. Here it is asked in nats.",
            (
                "For two equal weights the result should be 0.693. What do you get?",
                "Does the formula have a denominator?",
                "Leave out the division by ln S.",
            ),
        ),
        Misconception(
            "over-queries",
            lambda weights: torch.special.entr(weights).sum(dim=-2),
            "You sum over the queries (dim=-2); each query has an entropy of its own.",
            (
                "How many entropies should come out: one a query, or one a key?",
                "Compare the shape of your result with that of weights.",
                "Sum over the last axis.",
            ),
        ),
        Misconception(
            "total",
            lambda weights: torch.special.entr(weights).sum(),
            "You sum over everything; each query has an entropy of its own.",
            (
                "How many entropies should come out?",
                "The result has the shape of weights without its last axis.",
                "Give the sum its dim=-1.",
            ),
        ),
    ),
    hints=(
        "Compute one row by hand first: (1/2, 1/2) gives ln 2 = 0.693.",
        "The result has one number for each query.",
        "torch.special.entr(w) is −w · ln w, and 0 at 0.",
    ),
)


def _bytes_of_tables(layers: int, heads: int, tokens: int) -> float:
    return layers * heads * tokens**2 * 2 / 1e9


table_size = Exercise(
    id="self-attention.table_size",
    points=1,
    kind="number",
    target="table_gigabytes",
    prompt=(
        "A model has {layers} layers with {heads} heads each and reads a text of {tokens:,} tokens. Every head of every layer has a table "
        "of attention weights. How many gigabytes (10⁹ bytes) would all these tables take together, stored whole, at 2 bytes a weight? "
        "Give the number to within 1 %."
    ),
    variant=lambda rng: {
        "layers": int(rng.choice([24, 36, 40, 80])),
        "heads": int(rng.choice([12, 16, 32, 64])),  # never as many as layers, or two mistakes would look alike
        "tokens": int(rng.choice([2_048, 4_096, 8_192, 32_768])),
    },
    reference=_bytes_of_tables,
    relative=0.01,
    misconceptions=(
        Misconception(
            "one-head",
            lambda layers, heads, tokens: layers * tokens**2 * 2 / 1e9,
            "You counted one table a layer; every head has a table of its own.",
            (
                "How many tables does one layer have?",
                "Multiply by what the heads add.",
                "Each layer has as many tables as it has heads, and every layer counts.",
            ),
        ),
        Misconception(
            "one-layer",
            lambda layers, heads, tokens: heads * tokens**2 * 2 / 1e9,
            "You counted one layer only.",
            (
                "The question asks for all tables of the model.",
                "How many layers are there?",
                "Each layer has as many tables as it has heads, and every layer counts.",
            ),
        ),
        Misconception(
            "linear",
            lambda layers, heads, tokens: layers * heads * tokens * 2 / 1e9,
            "You counted T weights a table. Every token looks at every token: a table has T × T.",
            ("How many entries has the table of a text of 3 tokens?", "Draw it.", "A table has tokens² entries."),
        ),
        Misconception(
            "half",
            lambda layers, heads, tokens: layers * heads * tokens**2 / 1e9,
            "You have half of it: either you counted one byte a weight, or only the weights on and below the diagonal.",
            (
                "The question asks for whole tables: T × T weights, zeros included.",
                "Read the question again: how many bytes has one weight?",
                "Count every entry of a table, on both sides of the diagonal, and two bytes for each.",
            ),
        ),
        Misconception(
            "four-bytes",
            lambda layers, heads, tokens: layers * heads * tokens**2 * 4 / 1e9,
            "You counted four bytes a weight; the question says two.",
            ("By which factor are you off?", "Read the question again: how many bytes has one weight?", "Multiply by 2 bytes."),
        ),
        Misconception(
            "gibibytes",
            lambda layers, heads, tokens: layers * heads * tokens**2 * 2 / 2**30,
            "You divided by 2³⁰ (gibibytes); the question asks for 10⁹ bytes.",
            ("Which gigabyte does the question mean?", "10⁹ and 2³⁰ differ by 7 %.", "Divide by 1e9."),
        ),
    ),
)
