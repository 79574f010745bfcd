"""Multi-head attention and position: cut into heads, look with each, and say where every token stands."""

import math

import numpy as np
import torch
from torch import Tensor, nn

from bigmodel_edu.calling import AsTensor
from bigmodel_edu.checking.drivers import build_load_and_call
from bigmodel_edu.checking.exercise import Call, Exercise, Misconception, Property, arguments
from bigmodel_edu.checking.generators import normal, sizes, tensor
from bigmodel_edu.models.attention import attention
from bigmodel_edu.models.multihead import merge_heads
from bigmodel_edu.models.multihead import split_heads as cut_into_heads
from bigmodel_edu.models.positions import rotary as turn
from bigmodel_edu.models.positions import sinusoidal_positions as waves

PACKAGE = ("bigmodel_edu.models",)


def _to_split(rng: np.random.Generator) -> Call:
    batch, tokens, heads, size = sizes(rng, 4)
    return arguments(tensor(rng, batch, tokens, heads * size), heads)


def _one_head(rng: np.random.Generator) -> Call:
    batch, tokens, width = sizes(rng, 3)
    return arguments(tensor(rng, batch, tokens, width), 1)


def _square_to_split(rng: np.random.Generator) -> Call:
    """As many tokens as heads: a wrong order of axes has the right shape."""
    batch, heads, size = sizes(rng, 3)
    return arguments(tensor(rng, batch, heads, heads * size), heads)


def _reshape_only(x, n_heads):
    batch, tokens, width = x.shape
    return x.reshape(batch, n_heads, tokens, width // n_heads)


def _not_swapped(x, n_heads):
    batch, tokens, width = x.shape
    return x.reshape(batch, tokens, n_heads, width // n_heads)


def _interleaved(x, n_heads):
    batch, tokens, width = x.shape
    return x.reshape(batch, tokens, width // n_heads, n_heads).permute(0, 3, 1, 2)


def _heads_first(x, n_heads):
    return cut_into_heads(x, n_heads).transpose(0, 1)


def _heads_reversed(x, n_heads):
    return cut_into_heads(x, n_heads).flip(1)


split_heads = Exercise(
    id="multi-head-and-position.split_heads",
    points=2,
    target="split_heads",
    reference=lambda x, n_heads: cut_into_heads(x, n_heads),
    inputs={"several heads": _to_split, "as many tokens as heads": _square_to_split, "one head": _one_head},
    forbidden=PACKAGE,
    misconceptions=(
        Misconception(
            "no-transpose",
            _reshape_only,
            "You go from (B, T, C) to (B, H, T, D) by one reshape. The shape is right, but numbers of different tokens end up in one row.",
            (
                "In memory one token's C numbers stand together. Does a reshape move numbers?",
                "Split torch.arange(8.).view(1, 2, 4) into 2 heads: head 0 of token 1 should be [4, 5].",
                "Reshape to (B, T, H, D) first, then swap the axes of tokens and heads.",
            ),
        ),
        Misconception(
            "not-swapped",
            _not_swapped,
            "You return (B, T, H, D); the heads belong before the tokens: (B, H, T, D).",
            (
                "Attention mixes along the last axis but one. Which should that be?",
                "Compare the shape of your result with the docstring.",
                "Swap axes 1 and 2.",
            ),
        ),
        Misconception(
            "interleaved",
            _interleaved,
            "Your head h takes every H-th feature. A head takes D features that stand together.",
            (
                "Which features of a token belong to head 0?",
                "Split torch.arange(4.).view(1, 1, 4) into 2 heads: head 0 should be [0, 1].",
                "In the reshape write the heads before their size: (B, T, H, D).",
            ),
        ),
        Misconception(
            "heads-first",
            _heads_first,
            "You return (H, B, T, D); the texts come first.",
            (
                "Which axis counts the texts?",
                "Compare the shape of your result with the docstring.",
                "Swap only the axes of tokens and heads, not that of the texts.",
            ),
        ),
        Misconception(
            "reversed",
            _heads_reversed,
            "Your heads are in reverse order.",
            ("Which features belong to head 0?", "Compare head 0 with the first D features.", "Head h takes the features hD to (h + 1)D."),
        ),
    ),
    hints=(
        "Write down the shapes: what comes in, what goes out, and one between.",
        "Try torch.arange(8.).view(1, 2, 4) with 2 heads and follow single numbers.",
        "Two steps: a reshape to (B, T, H, D), then a swap of two axes.",
    ),
)


class _Attention(nn.Module):
    """The right answer; wrong ones change one method."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        self.output = nn.Linear(width, width)

    def split(self, x: Tensor) -> Tensor:
        return cut_into_heads(x, self.heads)

    def merge(self, x: Tensor) -> Tensor:
        return merge_heads(x)

    def mix(self, query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None) -> Tensor:
        mixed = attention(query, key, value, mask)
        assert isinstance(mixed, Tensor)
        return mixed

    def project(self, x: Tensor) -> Tensor:
        return self.output(x)

    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        query, key, value = (self.split(layer(x)) for layer in (self.query, self.key, self.value))
        return self.project(self.merge(self.mix(query, key, value, mask)))


class _NoOutput(_Attention):
    def project(self, x):
        return x


class _ReshapedHeads(_Attention):
    def split(self, x):
        return _reshape_only(x, self.heads)

    def merge(self, x):
        return x.reshape(x.shape[0], x.shape[2], -1)


class _SplitByReshape(_Attention):
    def split(self, x):
        return _reshape_only(x, self.heads)


class _MergedByReshape(_Attention):
    def merge(self, x):
        return x.reshape(x.shape[0], x.shape[2], -1)


class _ScaledByWidth(_Attention):
    def mix(self, query, key, value, mask):
        return super().mix(query / math.sqrt(self.heads), key, value, mask)


class _NotScaled(_Attention):
    def mix(self, query, key, value, mask):
        return super().mix(query * math.sqrt(query.shape[-1]), key, value, mask)


class _OneHeadOnly(_Attention):
    def split(self, x):
        return cut_into_heads(x, 1)


class _MeanOfHeads(_Attention):
    """Every head gets the mean of all heads' weights."""

    def mix(self, query, key, value, mask):
        _, weights = attention(query, key, value, mask, return_weights=True)
        return weights.mean(dim=1, keepdim=True) @ value


class _Interleaved(_Attention):
    def split(self, x):
        return _interleaved(x, self.heads)

    def merge(self, x):
        return x.permute(0, 2, 3, 1).flatten(-2)


class _NoMask(_Attention):
    def mix(self, query, key, value, mask):
        return super().mix(query, key, value, None)


class _MaskInverted(_Attention):
    def mix(self, query, key, value, mask):
        scores = query @ key.mT / math.sqrt(query.shape[-1])
        return (scores if mask is None else scores.masked_fill(mask, -math.inf)).softmax(dim=-1) @ value


class _SoftmaxOverQueries(_Attention):
    def mix(self, query, key, value, mask):
        scores = query @ key.mT / math.sqrt(query.shape[-1])
        return (scores if mask is None else scores.masked_fill(~mask, -math.inf)).softmax(dim=-2) @ value


class _SelfAdded(_Attention):
    def forward(self, x, mask=None):
        return x + super().forward(x, mask)


def _weights(rng: np.random.Generator, width: int) -> dict[str, AsTensor]:
    weights = {}
    for name in ("query", "key", "value", "output"):
        weights[f"{name}.weight"] = tensor(rng, width, width, scale=1.3 / math.sqrt(width))
        weights[f"{name}.bias"] = tensor(rng, width, scale=0.5)
    return weights


def _attention_call(rng: np.random.Generator, masked: bool) -> Call:
    heads, size, tokens, batch = int(rng.integers(2, 4)), int(rng.integers(3, 6)), int(rng.integers(6, 9)), 2
    width = heads * size
    inputs = [tensor(rng, batch, tokens, width)]
    if masked:
        mask = np.tril(rng.random((tokens, tokens)) < 0.6)
        np.fill_diagonal(mask, True)
        mask[2, :3] = [True, False, True]
        inputs.append(AsTensor(mask))
    return arguments({"width": width, "heads": heads}, _weights(rng, width), *inputs)


def _attend_everywhere(rng: np.random.Generator) -> Call:
    return _attention_call(rng, masked=False)


def _attend_masked(rng: np.random.Generator) -> Call:
    return _attention_call(rng, masked=True)


def _without_order(ask, rng: np.random.Generator) -> bool:
    """Without positions, other tokens in another order give the same results in that order."""
    weights, x, order = _weights(rng, 6), normal(rng, 1, 5, 6), rng.permutation(5)
    sizes_given = {"width": 6, "heads": 2}
    straight, moved = (ask(sizes_given, weights, AsTensor(each)) for each in (x, x[:, order]))
    return np.allclose(straight[:, order], moved, atol=1e-4)


HEAD_HINTS = (
    "Follow the features of one head: are they together from the split to the end?",
    "Print the shape after every line: (B, T, C), (B, H, T, D), (B, H, T, D), (B, T, C).",
    "Split: reshape to (B, T, H, D), then swap axes 1 and 2. Back: swap the axes, then reshape to (B, T, C).",
)

multi_head_attention = Exercise(
    id="multi-head-and-position.multi_head_attention",
    points=5,
    kind="module",
    target="MultiHeadAttention",
    reference=_Attention,
    driver=build_load_and_call,
    inputs={"without a mask": _attend_everywhere, "with a mask": _attend_masked},
    draws=3,
    relative=1e-3,
    absolute=1e-4,
    properties=(Property("order", "give the same results in another order when the tokens come in that order.", _without_order),),
    forbidden=(*PACKAGE, ".MultiheadAttention", ".multi_head_attention_forward"),
    misconceptions=(
        Misconception(
            "no-output",
            _NoOutput,
            "You return the heads side by side. The last layer, `output`, is missing: it lets the heads' results mix.",
            (
                "Which of the four layers does your forward never use?",
                "Change self.output.weight: does your result change?",
                "Return self.output(…) of the merged heads.",
            ),
        ),
        Misconception(
            "heads-mixed",
            _ReshapedHeads,
            "Your heads hold numbers of different tokens: a reshape alone neither splits nor joins them.",
            HEAD_HINTS,
            also=(_SplitByReshape, _MergedByReshape),
        ),
        Misconception(
            "interleaved",
            _Interleaved,
            "Your head h takes every H-th feature. A head takes D features that stand together.",
            (
                "Which features belong to head 0?",
                "Split torch.arange(4.).view(1, 1, 4) into 2 heads: head 0 should be [0, 1].",
                "In the reshape write the heads before their size: (B, T, H, D).",
            ),
        ),
        Misconception(
            "scale-by-width",
            _ScaledByWidth,
            "You divide the scores by √C, the root of the model's width. A head's queries have D = C/H features: divide by √D.",
            (
                "How many products does one score of one head add up?",
                "Print the number that you divide by, for C = 8 and H = 2. It should be 2.",
                "Divide by the root of query.shape[-1] after the split.",
            ),
        ),
        Misconception(
            "no-scale",
            _NotScaled,
            "You do not divide the scores by √D.",
            (
                "What keeps scores from growing with D?",
                "Look at the line that computes the scores.",
                "Divide the scores by the root of D before the softmax.",
            ),
        ),
        Misconception(
            "one-head",
            _OneHeadOnly,
            "Your result is that of a single head over the whole width.",
            (
                "How many tables of weights does each text have in your code?",
                "Print the shape of your scores: it should be (B, H, T, T).",
                "Split queries, keys and values into heads before the scores.",
            ),
        ),
        Misconception(
            "mean-of-heads",
            _MeanOfHeads,
            "All your heads look with the same weights, the mean of all. Each head has weights of its own.",
            (
                "What would several heads be good for, if all looked alike?",
                "Where do you average over the axis of heads?",
                "Leave out the mean.",
            ),
        ),
        Misconception(
            "mask-ignored",
            _NoMask,
            "Without a mask your answer is right, but the mask has no effect.",
            (
                "Where does your forward use mask?",
                "Take a causal mask and change the last token. Do earlier results change?",
                "Set the scores to −∞ where the mask is False, before the softmax.",
            ),
        ),
        Misconception(
            "mask-inverted",
            _MaskInverted,
            "Your mask is inverted: tokens look exactly where they may not. True means “may look”.",
            (
                "Read the docstring: what does True mean?",
                "Take a mask with one True in a row. Where does that token look?",
                "Use ~mask in masked_fill.",
            ),
        ),
        Misconception(
            "softmax-over-queries",
            _SoftmaxOverQueries,
            "Your softmax runs over the queries. It should run over the keys, the last axis of the scores.",
            (
                "Whose weights must sum to 1: those of one query, or those of one key?",
                "Print the sums of your weights along both of the last axes.",
                "Use dim=-1.",
            ),
        ),
        Misconception(
            "residual",
            _SelfAdded,
            "You add the input to the result. That belongs to the block around attention, not into attention.",
            (
                "What does your forward return beside the output layer?",
                "Set all weights to zero: your result should be zero too.",
                "Leave out `x +`.",
            ),
        ),
    ),
    hints=(
        "Write down the shape after each step: (B, T, C) → heads → scores → mixed → (B, T, C).",
        "Try C = 4, H = 2, T = 3, and print every shape.",
        "Three layers make query, key, value; split each; attend; join the heads; the layer output comes last.",
    ),
)


def _to_turn(rng: np.random.Generator) -> Call:
    batch, heads, tokens, half = sizes(rng, 4)
    return arguments(tensor(rng, batch, heads, tokens, 2 * half))


def _one_token(rng: np.random.Generator) -> Call:
    batch, heads, half = sizes(rng, 3)
    return arguments(tensor(rng, batch, heads, 1, 2 * half))


def _turned(x, positions=None, base=10_000.0, sign=1.0, exponent=1.0):
    size = x.shape[-1]
    positions = torch.arange(x.shape[-2], dtype=torch.float32) if positions is None else positions
    angles = positions[:, None] * base ** (-exponent * torch.arange(0, size, 2) / size)
    first, second = x.chunk(2, dim=-1)
    cosines, sines = angles.cos(), sign * angles.sin()
    return torch.cat([first * cosines - second * sines, second * cosines + first * sines], dim=-1)


def _positions_ignored(x):
    return _turned(x, torch.ones(x.shape[-2]))


def _unturned(x):
    return x.clone()


def _neighbours_paired(x):
    size = x.shape[-1]
    angles = torch.arange(x.shape[-2])[:, None] * 10_000.0 ** (-torch.arange(0, size, 2) / size)
    first, second = x[..., ::2], x[..., 1::2]
    turned = torch.stack([first * angles.cos() - second * angles.sin(), second * angles.cos() + first * angles.sin()], dim=-1)
    return turned.flatten(-2)


def _halves_swapped(x):
    size = x.shape[-1]
    angles = torch.arange(x.shape[-2])[:, None] * 10_000.0 ** (-torch.arange(0, size, 2) / size)
    first, second = x.chunk(2, dim=-1)
    return torch.cat([second * angles.cos() + first * angles.sin(), first * angles.cos() - second * angles.sin()], dim=-1)


def _halves_without_minus(x):
    size = x.shape[-1]
    angles = (torch.arange(x.shape[-2])[:, None] * 10_000.0 ** (-torch.arange(0, size, 2) / size)).repeat(1, 2)
    first, second = x.chunk(2, dim=-1)
    return x * angles.cos() + torch.cat([second, first], dim=-1) * angles.sin()


def _one_speed(x):
    return _turned(x, exponent=0.0)


def _from_one(x):
    return _turned(x, torch.arange(1, x.shape[-2] + 1, dtype=torch.float32))


def _twice_the_exponent(x):
    return _turned(x, exponent=2.0)


def _half_the_exponent(x):
    return _turned(x, exponent=0.5)


def _other_direction(x):
    return _turned(x, sign=-1.0)


def _along_heads(x):
    return _turned(x.transpose(1, 2)).transpose(1, 2)


def _length_stays(ask, rng: np.random.Generator) -> bool:
    x = normal(rng, 1, 2, 7, 6)
    return np.allclose(np.linalg.norm(ask(AsTensor(x)), axis=-1), np.linalg.norm(x, axis=-1), rtol=1e-3)


def _only_distance_counts(ask, rng: np.random.Generator) -> bool:
    query, key = normal(rng, 6), normal(rng, 6)
    q, k = (np.asarray(ask(AsTensor(np.tile(each, (1, 1, 12, 1)))), dtype=np.float64)[0, 0] for each in (query, key))
    return abs(q[9] @ k[5] - q[4] @ k[0]) < 1e-3 * (1 + abs(q[4] @ k[0]))


rotary = Exercise(
    id="multi-head-and-position.rotary",
    points=4,
    target="rotary",
    reference=lambda x: turn(x),
    inputs={"several tokens": _to_turn, "one token": _one_token},
    properties=(
        Property("length", "keep the length of every vector: turning does not stretch.", _length_stays),
        Property("distance", "make products of queries and keys depend on their distance only.", _only_distance_counts),
    ),
    forbidden=PACKAGE,
    misconceptions=(
        Misconception(
            "not-turned",
            _unturned,
            "You return the input: nothing is turned.",
            ("What depends on the position in your code?", "Is your result for token 3 another than its input?", "Apply the formula."),
        ),
        Misconception(
            "positions-ignored",
            _positions_ignored,
            "You turn every token by the same angle. The angle grows with the position.",
            (
                "What tells token 3 from token 4 in your code?",
                "Print your angles: they should have T rows, the first all zeros.",
                "Multiply the frequencies by torch.arange(T)[:, None].",
            ),
        ),
        Misconception(
            "neighbours",
            _neighbours_paired,
            "You pair neighbours, (0, 1), (2, 3), … as in the first paper. Here a feature is paired with the one D/2 further on.",
            (
                "Which two features turn together?",
                "Read the docstring: feature i and feature i + D/2.",
                "Take the two halves with x.chunk(2, dim=-1) instead of every second feature.",
            ),
        ),
        Misconception(
            "halves-swapped",
            _halves_swapped,
            "You write the two halves in the wrong order.",
            (
                "What should position 0, which turns by nothing, give?",
                "Compare your result for token 0 with its input.",
                "The new first half is a·cos − b·sin, and it comes first.",
            ),
        ),
        Misconception(
            "no-minus",
            _halves_without_minus,
            "The minus is missing: a·cos − b·sin. With a plus it is no turn, and lengths change.",
            (
                "Does your vector keep its length?",
                "Write the turn by 90° with a pencil: (a, b) becomes (−b, a).",
                "Put a minus before the second half where it goes into the first.",
            ),
        ),
        Misconception(
            "one-speed",
            _one_speed,
            "All your pairs turn at the same speed. Pair i turns by 10000^(−2i/D) a position.",
            (
                "How many frequencies are there?",
                "Print your frequencies: D/2 numbers from 1 down.",
                "The exponents are −2i/D for i = 0, 1, … D/2 − 1.",
            ),
        ),
        Misconception(
            "from-one",
            _from_one,
            "Your first token has position 1. Positions count from 0.",
            ("By how much does token 0 turn?", "Compare your result for token 0 with its input.", "Use torch.arange(T)."),
        ),
        Misconception(
            "exponent",
            _twice_the_exponent,
            "Your frequencies are not those of the formula: check the exponent, −2i/D for pair i.",
            (
                "What is the last exponent? It should be a little above −1.",
                "Print the exponents for D = 4: they should be 0 and −0.5.",
                "torch.arange(0, D, 2) / D already holds the 2.",
            ),
            also=(_half_the_exponent,),
        ),
        Misconception(
            "other-direction",
            _other_direction,
            "You turn in the other direction: a·cos + b·sin. Products keep, but weights of published models would not fit.",
            (
                "In which term does the minus stand?",
                "Take x = (1, 0) at position 1: the result is (0.54, 0.84).",
                "The first half is a·cos − b·sin, the second b·cos + a·sin.",
            ),
        ),
        Misconception(
            "along-heads",
            _along_heads,
            "You take the heads for positions. The tokens are the last axis but one.",
            (
                "Which axis counts the tokens in (B, H, T, D)?",
                "Print the size of your positions: it should be T.",
                "Take T from x.shape[-2].",
            ),
        ),
    ),
    relative=1e-3,
    absolute=1e-4,
    hints=(
        "Do it for D = 2 first: one pair, one angle a position.",
        "Print the angles: T rows, D/2 columns, the first row zeros.",
        "Angles = positions × frequencies; then (a, b) → (a·cos − b·sin, b·cos + a·sin) for the two halves.",
    ),
)


def _some_positions(rng: np.random.Generator) -> Call:
    n, half = sizes(rng, 2)
    return arguments(n, 2 * half)


def _many_positions(rng: np.random.Generator) -> Call:
    return arguments(int(rng.integers(60, 130)), 2 * int(rng.integers(2, 9)))


def _table(n, d, base=10_000.0, start=0, exponents=None):
    exponents = np.arange(0, d, 2) / d if exponents is None else exponents
    return np.arange(start, start + n)[:, None] * base**-exponents


def _interleave(sines, cosines):
    return np.stack([sines, cosines], axis=-1).reshape(len(sines), -1)


def _wave_halves(n, d):
    angles = _table(n, d)
    return np.concatenate([np.sin(angles), np.cos(angles)], axis=-1)


def _wave_swapped(n, d):
    angles = _table(n, d)
    return _interleave(np.cos(angles), np.sin(angles))


def _wave_all_sines(n, d):
    return np.sin(_interleave(_table(n, d), _table(n, d)))


def _wave_every_feature(n, d):
    angles = np.arange(n)[:, None] * 10_000.0 ** -(np.arange(d) / d)
    return _interleave(np.sin(angles[:, ::2]), np.cos(angles[:, 1::2]))


def _wave_doubled(n, d):
    angles = _table(n, d, exponents=2 * np.arange(0, d, 2) / d)
    return _interleave(np.sin(angles), np.cos(angles))


def _wave_from_one(n, d):
    angles = _table(n, d, start=1)
    return _interleave(np.sin(angles), np.cos(angles))


def _wave_growing(n, d):
    angles = _table(n, d, exponents=-np.arange(0, d, 2) / d)
    return _interleave(np.sin(angles), np.cos(angles))


def _wave_transposed(n, d):
    angles = _table(n, d)
    return _interleave(np.sin(angles), np.cos(angles)).T


sinusoidal = Exercise(
    id="multi-head-and-position.sinusoidal_positions",
    points=3,
    target="sinusoidal_positions",
    reference=lambda n, d: waves(n, d),
    inputs={"a short table": _some_positions, "a long table": _many_positions},
    forbidden=PACKAGE,
    relative=1e-3,
    absolute=1e-4,
    misconceptions=(
        Misconception(
            "halves",
            _wave_halves,
            "All sines stand before all cosines. Here they alternate: sine, cosine, sine, cosine.",
            (
                "What stands in column 1?",
                "Row 0 should be 0, 1, 0, 1 and so on.",
                "Fill table[:, 0::2] with sines and table[:, 1::2] with cosines.",
            ),
        ),
        Misconception(
            "swapped",
            _wave_swapped,
            "Sine and cosine are exchanged.",
            ("What is sin(0)?", "Row 0 should be 0, 1, 0, 1 and so on.", "Even columns are sines."),
        ),
        Misconception(
            "all-sines",
            _wave_all_sines,
            "You use sines only; odd columns are cosines.",
            ("What is cos(0)?", "Row 0 should be 0, 1, 0, 1 and so on.", "Odd columns are cosines."),
        ),
        Misconception(
            "every-feature",
            _wave_every_feature,
            "Sine and cosine of a pair have different frequencies in your table. A pair shares one.",
            (
                "How many frequencies are there for d columns?",
                "Print sin² + cos² of columns 0 and 1, then of columns 2 and 3: each should be 1.",
                "The exponent of columns 2i and 2i + 1 is 2i/d.",
            ),
        ),
        Misconception(
            "exponent",
            _wave_doubled,
            "Your exponents are twice too large.",
            (
                "What is the exponent of the last pair? It should be below 1.",
                "Print the exponents for d = 4: 0 and 0.5.",
                "np.arange(0, d, 2) / d already holds the 2 of 2i/d.",
            ),
        ),
        Misconception(
            "from-one",
            _wave_from_one,
            "Your first position is 1. Positions count from 0.",
            ("What is sin of position 0?", "Row 0 should be 0, 1, 0, 1 and so on.", "Use arange(n)."),
        ),
        Misconception(
            "growing",
            _wave_growing,
            "Your waves become faster from left to right. They should become slower: divide by 10000^(2i/d).",
            (
                "Which columns should change slowest from row to row?",
                "Compare the last two columns of rows 0 and 1.",
                "Divide the position by 10000^(2i/d), or take the negative exponent.",
            ),
        ),
        Misconception(
            "transposed",
            _wave_transposed,
            "Your table is transposed: each position is one row.",
            ("Which shape is asked for?", "Compare your shape with (n, d).", "Swap the two axes."),
        ),
    ),
    hints=(
        "Fill the table for n = 2, d = 2 by hand: (0, 1) and (0.84, 0.54).",
        "Print your angles: n rows, d/2 columns.",
        "Angles = position / 10000^(2i/d); sines in even columns, cosines in odd ones.",
    ),
)


def _attention_parameters(width: int, heads: int, layers: int) -> float:
    return float(layers * 4 * width**2)


parameters_of_heads = Exercise(
    id="multi-head-and-position.parameters_of_heads",
    points=1,
    kind="number",
    target="attention_parameters",
    prompt=(
        "A model has {layers} layers of width {width} with {heads} heads each; a head has {width}/{heads} features. Count no biases: how "
        "many weights do query, key, value and output of all layers have together? Give the number to within 1 %."
    ),
    variant=lambda rng: {
        "width": int(rng.choice([768, 1_024, 1_536])),
        "heads": int(rng.choice([8, 16])),
        "layers": int(rng.choice([10, 12, 24])),
    },
    reference=lambda width, heads, layers: _attention_parameters(width, heads, layers),
    relative=0.01,
    misconceptions=(
        Misconception(
            "times-heads",
            lambda width, heads, layers: _attention_parameters(width, heads, layers) * heads,
            "You multiplied by the heads. They share the width: each has C × D weights for its queries, with D = C/H.",
            ("How wide is the query of one head?", "H heads × D features = C.", "Leave out the factor H."),
        ),
        Misconception(
            "no-output",
            lambda width, heads, layers: _attention_parameters(width, heads, layers) * 3 / 4,
            "You counted query, key and value. The output layer has as many weights again.",
            ("How many matrices has one attention?", "What stands after the joining of the heads?", "Four matrices of C × C."),
        ),
        Misconception(
            "one-layer",
            lambda width, heads, layers: _attention_parameters(width, heads, 1),
            "You counted one layer.",
            ("How many layers are there?", "The question asks for all layers.", "Multiply by the layers."),
        ),
        Misconception(
            "one-head",
            lambda width, heads, layers: _attention_parameters(width, heads, layers) / heads,
            "You counted one head's share.",
            ("How many heads has a layer?", "H heads × D features = C.", "All heads together have C × C weights a matrix."),
        ),
    ),
)

order_without_positions = Exercise(
    id="multi-head-and-position.order_without_positions",
    points=1,
    kind="choice",
    target="order_without_positions",
    prompt="Self-attention without positions and without a mask reads “dog bites man” and “man bites dog”. What differs?",
    options={
        "a": "Nothing: each word gets the same result in both, only the rows stand in another order.",
        "b": "Every word's result differs, because its neighbours stand elsewhere.",
        "c": "Only the result of “bites” differs.",
        "d": "Nothing at all, not even the order of the rows.",
    },
    reference="a",
    misconceptions=(
        Misconception(
            "neighbours",
            "b",
            "The scores depend on the words alone; where a word stands is in no formula.",
            ("Which part of the formula knows a position?", "A sum does not depend on its order.", "Write the result of “bites” as a sum."),
        ),
        Misconception(
            "middle",
            "c",
            "“bites” sees the same three words in both sentences.",
            ("Which words does “bites” look at?", "A sum does not depend on its order.", "Write the result of “bites” as a sum."),
        ),
        Misconception(
            "rows",
            "d",
            "Each word's result is the same, but row t belongs to word t: the rows move with the words.",
            ("Which row belongs to “dog”?", "How many rows has the result?", "Move the words, and their rows move along."),
        ),
    ),
)
