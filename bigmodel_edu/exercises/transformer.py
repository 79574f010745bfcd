"""The transformer: normalise, add to what came in, read another text, and count what it all weighs."""

import math

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from bigmodel_edu.calling import AsTensor
from bigmodel_edu.checking.drivers import build_load_and_call
from bigmodel_edu.checking.exercise import Call, Exercise, Misconception, Property, arguments
from bigmodel_edu.checking.generators import normal, sizes, tensor
from bigmodel_edu.models.attention import attention
from bigmodel_edu.models.multihead import MultiHeadAttention


class _Norm(nn.Module):
    """The right answer; wrong ones change the normalising."""

    def __init__(self, width: int, epsilon: float = 1e-5) -> None:
        super().__init__()
        self.weight, self.bias = nn.Parameter(torch.ones(width)), nn.Parameter(torch.zeros(width))
        self.epsilon = epsilon

    def normalised(self, x: Tensor) -> Tensor:
        return (x - x.mean(-1, keepdim=True)) / (x.var(-1, keepdim=True, unbiased=False) + self.epsilon).sqrt()

    def forward(self, x: Tensor) -> Tensor:
        return self.normalised(x) * self.weight + self.bias


def _norm_with(normalise):
    """A norm that differs from the right one in its normalising only."""

    class Wrong(_Norm):
        def normalised(self, x):
            return normalise(x, self.epsilon)

    return Wrong


def _over(dims, unbiased=False):
    return _norm_with(lambda x, e: (x - x.mean(dims, keepdim=True)) / (x.var(dims, keepdim=True, unbiased=unbiased) + e).sqrt())


class _NoGain(_Norm):
    def forward(self, x):
        return self.normalised(x)


class _BiasInside(_Norm):
    def forward(self, x):
        return (self.normalised(x) + self.bias) * self.weight


def _norm_call(rng: np.random.Generator, scale: float = 1.7, level: float = 1.0) -> Call:
    batch, tokens, width = sizes(rng, 3, low=3)
    x = normal(rng, batch, tokens, width, scale=scale) + np.float32(level) * normal(rng, batch, tokens, 1)
    weights = {"weight": tensor(rng, width), "bias": tensor(rng, width)}
    return arguments({"width": width}, weights, AsTensor(x.astype(np.float32)))


def _ordinary(rng: np.random.Generator) -> Call:
    return _norm_call(rng)


def _nearly_constant(rng: np.random.Generator) -> Call:
    """Variances near ε, so that its place shows."""
    return _norm_call(rng, scale=2e-3, level=0.0)


def _constant(rng: np.random.Generator) -> Call:
    return _norm_call(rng, scale=0.0, level=0.5)


def _token_by_token(ask, rng: np.random.Generator) -> bool:
    weights = {"weight": tensor(rng, 5), "bias": tensor(rng, 5)}
    x = normal(rng, 2, 4, 5)
    other = x.copy()
    other[:, 1] += normal(rng, 2, 5)
    one, two = (np.asarray(ask({"width": 5}, weights, AsTensor(each))) for each in (x, other))
    return np.allclose(np.delete(one, 1, axis=1), np.delete(two, 1, axis=1), atol=1e-4)


AXIS_HINTS = (
    "One token has one mean and one variance. How many means does a tensor (B, T, C) then have?",
    "Print the shape of your mean: it should be (B, T, 1).",
    "Take mean and variance along the last axis: dim=-1, keepdim=True.",
)

layer_norm = Exercise(
    id="transformer.layer_norm",
    points=3,
    kind="module",
    target="LayerNorm",
    reference=_Norm,
    driver=build_load_and_call,
    inputs={"ordinary vectors": _ordinary, "nearly constant vectors": _nearly_constant, "constant vectors": _constant},
    draws=3,
    relative=1e-3,
    absolute=1e-4,
    properties=(Property("alone", "treat each token alone: another token never changes it.", _token_by_token),),
    forbidden=(".LayerNorm", ".layer_norm", ".native_layer_norm", "bigmodel_edu.models"),
    misconceptions=(
        Misconception(
            "wrong-axis",
            _over((-2,)),
            "You normalise along the tokens. Each token is normalised alone, along its C features.",
            AXIS_HINTS,
            also=(_over((0, 1)), _over((0,)), _over((-2, -1)), _over((0, 1, 2))),
        ),
        Misconception(
            "unbiased",
            _over((-1,), unbiased=True),
            "You divide the variance by C − 1. Here it is divided by C: unbiased=False.",
            (
                "By what do you divide the sum of squares?",
                "The vector (1, 3) has variance 1 here. What do you get?",
                "Give var the argument unbiased=False (or correction=0).",
            ),
        ),
        Misconception(
            "epsilon-outside",
            _norm_with(lambda x, e: (x - x.mean(-1, keepdim=True)) / (x.std(-1, keepdim=True, unbiased=False) + e)),
            "You add ε to the root. It is added to the variance, inside the root; for nearly constant vectors it makes a difference.",
            (
                "Where does ε stand in the formula?",
                "Compare √(10⁻⁶ + 10⁻⁵) with √10⁻⁶ + 10⁻⁵.",
                "Add ε to the variance before you take the root.",
            ),
        ),
        Misconception(
            "no-epsilon",
            _norm_with(lambda x, e: (x - x.mean(-1, keepdim=True)) / x.std(-1, keepdim=True, unbiased=False)),
            "There is no ε: for a constant vector you divide 0 by 0.",
            (
                "What is the variance of a constant vector?",
                "Try a vector of equal numbers.",
                "Add ε to the variance before you take the root.",
            ),
        ),
        Misconception(
            "no-mean",
            _norm_with(lambda x, e: x / (x.square().mean(-1, keepdim=True) + e).sqrt()),
            "You divide by the root mean square and leave the mean in. That is RMSNorm, which many newer models use; here the mean goes.",
            (
                "What is the mean of your result, before weight and bias?",
                "Try (1, 3): the result is (−1, 1).",
                "Subtract the mean first.",
            ),
        ),
        Misconception(
            "not-divided",
            _norm_with(lambda x, e: x - x.mean(-1, keepdim=True)),
            "You subtract the mean, but do not divide.",
            (
                "What is the variance of your result, before weight and bias?",
                "Try (0, 4): the result is (−1, 1).",
                "Divide by √(variance + ε).",
            ),
        ),
        Misconception(
            "variance",
            _norm_with(lambda x, e: (x - x.mean(-1, keepdim=True)) / (x.var(-1, keepdim=True, unbiased=False) + e)),
            "You divide by the variance; its root is missing.",
            (
                "What is the variance of your result, before weight and bias?",
                "Try (0, 4): the result is (−1, 1).",
                "Take the root of variance + ε.",
            ),
        ),
        Misconception(
            "no-gain",
            _NoGain,
            "You leave out weight and bias, the learned scale and shift.",
            (
                "Which parameters does your forward never use?",
                "Set bias to ones: your result should rise by 1.",
                "Multiply by weight, then add bias.",
            ),
        ),
        Misconception(
            "bias-first",
            _BiasInside,
            "You add the bias before you multiply by the weight. First comes the weight, then the bias.",
            (
                "In which order do γ and β stand in the formula?",
                "Set the weight to zeros: the result should be the bias.",
                "normalised · weight + bias.",
            ),
        ),
    ),
    hints=(
        "Compute (1, 3) by hand: mean 2, variance 1, result (−1, 1).",
        "Print the shapes of mean and variance: (B, T, 1).",
        "Subtract the mean of the last axis, divide by √(variance + ε), multiply by weight, add bias.",
    ),
)


class _Block(nn.Module):
    """The right answer; wrong ones change the forward."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.attention_norm, self.feed_forward_norm = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = MultiHeadAttention(width, heads)
        self.widen, self.narrow = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def mix(self, x, mask):
        return self.attention(x, mask=mask)

    def think(self, x):
        return self.narrow(F.gelu(self.widen(x)))

    def forward(self, x, mask=None):
        x = x + self.mix(self.attention_norm(x), mask)
        return x + self.think(self.feed_forward_norm(x))


class _NoResidual(_Block):
    def forward(self, x, mask=None):
        return self.think(self.feed_forward_norm(self.mix(self.attention_norm(x), mask)))


class _NoFirstResidual(_Block):
    def forward(self, x, mask=None):
        x = self.mix(self.attention_norm(x), mask)
        return x + self.think(self.feed_forward_norm(x))


class _NoSecondResidual(_Block):
    def forward(self, x, mask=None):
        x = x + self.mix(self.attention_norm(x), mask)
        return self.think(self.feed_forward_norm(x))


class _PostNorm(_Block):
    def forward(self, x, mask=None):
        x = self.attention_norm(x + self.mix(x, mask))
        return self.feed_forward_norm(x + self.think(x))


class _NormOfResult(_Block):
    def forward(self, x, mask=None):
        x = x + self.attention_norm(self.mix(x, mask))
        return x + self.feed_forward_norm(self.think(x))


class _NormedStream(_Block):
    def forward(self, x, mask=None):
        x = self.attention_norm(x)
        x = x + self.mix(x, mask)
        x = self.feed_forward_norm(x)
        return x + self.think(x)


class _NoNorm(_Block):
    def forward(self, x, mask=None):
        x = x + self.mix(x, mask)
        return x + self.think(x)


class _OneNorm(_Block):
    def forward(self, x, mask=None):
        x = x + self.mix(self.attention_norm(x), mask)
        return x + self.think(self.attention_norm(x))


class _Parallel(_Block):
    def forward(self, x, mask=None):
        return x + self.mix(self.attention_norm(x), mask) + self.think(self.feed_forward_norm(x))


class _FeedForwardFirst(_Block):
    def forward(self, x, mask=None):
        x = x + self.think(self.feed_forward_norm(x))
        return x + self.mix(self.attention_norm(x), mask)


class _SkipToTheStart(_Block):
    def forward(self, x, mask=None):
        middle = x + self.mix(self.attention_norm(x), mask)
        return x + self.think(self.feed_forward_norm(middle))


class _BlockMaskIgnored(_Block):
    def mix(self, x, mask):
        return self.attention(x)


class _Linear(_Block):
    def think(self, x):
        return self.narrow(self.widen(x))


class _Relu(_Block):
    def think(self, x):
        return self.narrow(F.relu(self.widen(x)))


def _block_weights(rng: np.random.Generator, width: int) -> dict[str, AsTensor]:
    weights = {}
    for name in ("attention_norm", "feed_forward_norm"):
        weights[f"{name}.weight"] = AsTensor((1.5 + 0.5 * rng.standard_normal(width)).astype(np.float32))
        weights[f"{name}.bias"] = tensor(rng, width, scale=0.5)
    shapes = {f"attention.{name}": (width, width) for name in ("query", "key", "value", "output")}
    shapes |= {"widen": (4 * width, width), "narrow": (width, 4 * width)}
    for name, (rows, columns) in shapes.items():
        weights[f"{name}.weight"] = tensor(rng, rows, columns, scale=1.2 / math.sqrt(columns))
        weights[f"{name}.bias"] = tensor(rng, rows, scale=0.4)
    return weights


def _block_call(rng: np.random.Generator, masked: bool) -> Call:
    heads, size, tokens = int(rng.integers(2, 4)), int(rng.integers(2, 4)), int(rng.integers(5, 9))
    width = heads * size
    given = [tensor(rng, 2, tokens, width, scale=1.6)]
    if masked:
        given.append(AsTensor(np.tri(tokens, dtype=bool)))
    return arguments({"width": width, "heads": heads}, _block_weights(rng, width), *given)


def _block_plain(rng: np.random.Generator) -> Call:
    return _block_call(rng, masked=False)


def _block_masked(rng: np.random.Generator) -> Call:
    return _block_call(rng, masked=True)


def _nothing_leaks(ask, rng: np.random.Generator) -> bool:
    width, weights = 6, None
    weights = _block_weights(rng, width)
    x = normal(rng, 1, 6, width)
    other = x.copy()
    other[:, -1] += 1
    mask = AsTensor(np.tri(6, dtype=bool))
    one, two = (np.asarray(ask({"width": width, "heads": 2}, weights, AsTensor(each), mask)) for each in (x, other))
    return np.allclose(one[:, :-1], two[:, :-1], atol=1e-4)


RESIDUAL_HINTS = (
    "What does a token keep of itself when both sub-layers give zero?",
    "Set all weights of attention.output and narrow to zero. Then the block should return its input.",
    "Each sub-layer is added to what came in: x = x + f(norm(x)), twice.",
)
NORM_HINTS = (
    "Where does the norm stand in pre-norm: on what a sub-layer reads, or on what it leaves?",
    "Set all weights of attention.output and narrow to zero. Then the block should return its input, not normalised.",
    "x = x + attention(attention_norm(x)), then x = x + feed_forward(feed_forward_norm(x)).",
)

transformer_block = Exercise(
    id="transformer.transformer_block",
    points=5,
    kind="module",
    target="TransformerBlock",
    reference=_Block,
    driver=build_load_and_call,
    inputs={"without a mask": _block_plain, "with a causal mask": _block_masked},
    draws=3,
    relative=2e-3,
    absolute=3e-3,  # GELU by its approximation is right too
    properties=(Property("causal", "let no later token change an earlier one under a causal mask.", _nothing_leaks),),
    forbidden=(
        ".TransformerEncoderLayer",
        ".TransformerDecoderLayer",
        ".TransformerEncoder",
        "bigmodel_edu.models.blocks",
        "bigmodel_edu.models.encoder",
        "bigmodel_edu.models.gpt",
        "bigmodel_edu.models.transformer",
    ),
    misconceptions=(
        Misconception(
            "no-residual", _NoResidual, "Nothing is added to what came in: both residual connections are missing.", RESIDUAL_HINTS
        ),
        Misconception("no-first-residual", _NoFirstResidual, "The residual connection around attention is missing.", RESIDUAL_HINTS),
        Misconception(
            "no-second-residual", _NoSecondResidual, "The residual connection around the feed-forward layer is missing.", RESIDUAL_HINTS
        ),
        Misconception(
            "post-norm",
            _PostNorm,
            "Your block normalises after each addition (post-norm, as in 2017). Here each sub-layer reads a normalised input (pre-norm).",
            NORM_HINTS,
        ),
        Misconception(
            "norm-of-result",
            _NormOfResult,
            "You normalise what a sub-layer gives. Pre-norm normalises what it reads.",
            NORM_HINTS,
        ),
        Misconception(
            "normed-stream",
            _NormedStream,
            "You add to the normalised vector. The residual connection carries what came in; only the sub-layer reads the norm.",
            NORM_HINTS,
        ),
        Misconception("no-norm", _NoNorm, "Your block uses neither of its norms.", NORM_HINTS),
        Misconception("one-norm", _OneNorm, "You use attention_norm for both sub-layers; feed_forward_norm is never used.", NORM_HINTS),
        Misconception(
            "parallel",
            _Parallel,
            "Both sub-layers read the block's input. The feed-forward layer should read what attention has left.",
            (
                "What does the feed-forward layer know of the other tokens?",
                "Which x does your second line read?",
                "Two lines, one after the other: x = x + …; x = x + …, and return x.",
            ),
        ),
        Misconception(
            "feed-forward-first",
            _FeedForwardFirst,
            "Your feed-forward layer comes before attention. First tokens mix, then each works alone.",
            ("Which sub-layer comes first?", "Look at the drawing of the block.", "Swap the two lines."),
        ),
        Misconception(
            "skip-to-the-start",
            _SkipToTheStart,
            "Your second residual connection adds the block's input: what attention did is lost from the sum.",
            (
                "To what is the second result added?",
                "Set narrow to zero. Then the block should give x + attention, not x.",
                "Use the new x in the second line, on both sides of the plus.",
            ),
        ),
        Misconception(
            "mask-ignored",
            _BlockMaskIgnored,
            "Without a mask your answer is right, but the mask does not reach attention.",
            (
                "Where does your forward use mask?",
                "Change the last token under a causal mask. Do earlier results change?",
                "Pass it on by name: self.attention(…, mask=mask). Its second argument is another text.",
            ),
        ),
        Misconception(
            "linear",
            _Linear,
            "There is no activation between widen and narrow: two linear layers in a row are one.",
            (
                "What stands between the two layers?",
                "Two matrices multiplied are one matrix.",
                "Use F.gelu on the result of widen.",
            ),
        ),
        Misconception(
            "relu",
            _Relu,
            "Your activation is ReLU (as in 2017). Here it is GELU.",
            ("Which activation is asked for?", "Read the docstring.", "Use F.gelu."),
        ),
    ),
    hints=(
        "Draw the block: one line straight through, two detours.",
        "Set attention.output and narrow to zero: the block should return its input.",
        "x = x + attention(attention_norm(x), mask=mask); x = x + narrow(gelu(widen(feed_forward_norm(x)))).",
    ),
)


def _cross(target, source, w_query, w_key, w_value, source_mask=None):
    mask = None if source_mask is None else source_mask[:, None, :]
    return attention(target @ w_query, source @ w_key, source @ w_value, mask)


def _cross_sizes(rng: np.random.Generator) -> tuple[list[AsTensor], int, int]:
    batch, queries, keys, width, size = sizes(rng, 5, high=10)
    texts = [tensor(rng, batch, queries, width), tensor(rng, batch, keys, width)]
    matrices = [tensor(rng, width, size, scale=0.9) for _ in range(2)]
    return [*texts, *matrices, tensor(rng, width, size + 1)], batch, keys


def _cross_plain(rng: np.random.Generator) -> Call:
    return arguments(*_cross_sizes(rng)[0])


def _cross_padded(rng: np.random.Generator) -> Call:
    given, batch, keys = _cross_sizes(rng)
    lengths = rng.integers(1, keys + 1, size=batch)
    lengths[0], lengths[-1] = max(1, keys - 1), 1  # at least one text has padding, one has a single word
    return arguments(*given, source_mask=AsTensor(np.arange(keys) < lengths[:, None]))


def _cross_equal(rng: np.random.Generator) -> Call:
    """Both texts have the same length: only the numbers tell the roles."""
    batch, length, width, size = sizes(rng, 4)
    texts = [tensor(rng, batch, length, width), tensor(rng, batch, length, width)]
    return arguments(*texts, *(tensor(rng, width, size, scale=0.9) for _ in range(2)), tensor(rng, width, size))


def _roles_swapped(target, source, w_query, w_key, w_value, source_mask=None):
    return attention(source @ w_query, target @ w_key, target @ w_value)


def _self_attention(target, source, w_query, w_key, w_value, source_mask=None):
    return attention(target @ w_query, target @ w_key, target @ w_value)


def _source_alone(target, source, w_query, w_key, w_value, source_mask=None):
    mask = None if source_mask is None else source_mask[:, None, :]
    return attention(source @ w_query, source @ w_key, source @ w_value, mask)


def _cross_not_scaled(target, source, w_query, w_key, w_value, source_mask=None):
    return _cross(target, source, w_query * math.sqrt(w_query.shape[1]), w_key, w_value, source_mask)


def _cross_scaled_by_width(target, source, w_query, w_key, w_value, source_mask=None):
    return _cross(target, source, w_query * math.sqrt(w_query.shape[1] / target.shape[-1]), w_key, w_value, source_mask)


def _cross_mask_ignored(target, source, w_query, w_key, w_value, source_mask=None):
    return _cross(target, source, w_query, w_key, w_value)


def _cross_mask_after(target, source, w_query, w_key, w_value, source_mask=None):
    scores = (target @ w_query) @ (source @ w_key).mT / math.sqrt(w_query.shape[1])
    weights = scores.softmax(dim=-1)
    return (weights if source_mask is None else weights * source_mask[:, None, :]) @ (source @ w_value)


def _cross_mask_zero(target, source, w_query, w_key, w_value, source_mask=None):
    kept = source if source_mask is None else source * source_mask[..., None]
    return _cross(target, kept, w_query, w_key, w_value)


def _cross_mask_inverted(target, source, w_query, w_key, w_value, source_mask=None):
    scores = (target @ w_query) @ (source @ w_key).mT / math.sqrt(w_query.shape[1])
    if source_mask is not None:
        scores = scores.masked_fill(source_mask[:, None, :], -math.inf)
    return scores.softmax(dim=-1) @ (source @ w_value)


def _cross_causal(target, source, w_query, w_key, w_value, source_mask=None):
    past = torch.ones(target.shape[1], source.shape[1], dtype=torch.bool).tril()
    mask = past if source_mask is None else past & source_mask[:, None, :]
    return attention(target @ w_query, source @ w_key, source @ w_value, mask)


def _cross_over_queries(target, source, w_query, w_key, w_value, source_mask=None):
    scores = (target @ w_query) @ (source @ w_key).mT / math.sqrt(w_query.shape[1])
    if source_mask is not None:
        scores = scores.masked_fill(~source_mask[:, None, :], -1e9)
    return scores.softmax(dim=-2) @ (source @ w_value)


def _unprojected_values(target, source, w_query, w_key, w_value, source_mask=None):
    mask = None if source_mask is None else source_mask[:, None, :]
    return attention(target @ w_query, source @ w_key, source, mask)


ROLE_HINTS = (
    "Who writes, and who was read? The one who writes asks.",
    "With 3 target and 5 source words: how many rows has your result? It should have 3.",
    "Queries from target, keys and values from source.",
)
PADDING_HINTS = (
    "Change a padded word of the source. Does your result change?",
    "Where does the mask act: before or after the softmax?",
    "Set scores to −∞ where source_mask[:, None, :] is False, before the softmax.",
)

cross_attention = Exercise(
    id="transformer.cross_attention",
    points=4,
    target="cross_attention",
    reference=_cross,
    inputs={"texts of unequal lengths": _cross_plain, "texts of one length": _cross_equal, "padded sources": _cross_padded},
    draws=3,
    relative=1e-3,
    absolute=1e-4,
    forbidden=(".scaled_dot_product_attention", ".MultiheadAttention", "bigmodel_edu.models"),
    misconceptions=(
        Misconception(
            "roles-swapped",
            _roles_swapped,
            "Your queries come from the source (the encoder). The target asks; the source answers with keys and values.",
            ROLE_HINTS,
        ),
        Misconception(
            "self-attention",
            _self_attention,
            "Your keys and values come from the target: it looks at itself, and the source is never read.",
            ROLE_HINTS,
        ),
        Misconception("source-alone", _source_alone, "Everything comes from the source: the target is never asked.", ROLE_HINTS),
        Misconception(
            "no-scale",
            _cross_not_scaled,
            "You do not divide the scores by √D, with D the length of a query.",
            (
                "What happens to scores when D grows?",
                "Look at the line of the scores.",
                "Divide by the root of w_query.shape[1].",
            ),
        ),
        Misconception(
            "scale-by-width",
            _cross_scaled_by_width,
            "You divide the scores by √C, the width of the texts. Divide by √D, with D the length of a query.",
            (
                "How many products does one score add up?",
                "Print the shape of your queries: the last size is D.",
                "Divide by the root of w_query.shape[1].",
            ),
        ),
        Misconception("mask-ignored", _cross_mask_ignored, "Without padding your answer is right; the mask has no effect.", PADDING_HINTS),
        Misconception(
            "mask-after", _cross_mask_after, "You set weights to 0 after the softmax, so the rest no longer sums to 1.", PADDING_HINTS
        ),
        Misconception(
            "mask-zero",
            _cross_mask_zero,
            "You set padded words to zero. Their score is then 0, an ordinary score, and they take weight from the others.",
            PADDING_HINTS,
        ),
        Misconception("mask-inverted", _cross_mask_inverted, "Your mask is inverted: only padding is read.", PADDING_HINTS),
        Misconception(
            "causal",
            _cross_causal,
            "You use a causal mask. The source is known whole: every target word may look at all of it.",
            (
                "May the first word of a translation depend on the last word of the source?",
                "Why does self-attention need a causal mask? Does the reason hold here?",
                "Leave out the triangle.",
            ),
        ),
        Misconception(
            "softmax-over-queries",
            _cross_over_queries,
            "Your softmax runs over the target's words. It should run over the source's, the last axis of the scores.",
            (
                "Whose weights must sum to 1?",
                "Print the sums of your weights along both axes.",
                "Use dim=-1.",
            ),
        ),
        Misconception(
            "no-value-matrix",
            _unprojected_values,
            "You mix the source itself; the values are source @ w_value.",
            ("Which of the matrices do you not use?", "What is the last size of your result?", "Mix source @ w_value."),
        ),
    ),
    hints=(
        "Write down the shapes of queries, keys, values, scores and result.",
        "Take T = 3 and S = 5: the scores have shape (B, 3, 5).",
        "Queries = target @ w_query; keys and values from source; scores / √D; mask; softmax along the source; mix.",
    ),
)


def _padding(lengths, size):
    return np.arange(size) < np.asarray(lengths)[:, None]


def _lengths_call(rng: np.random.Generator) -> Call:
    size = int(rng.integers(5, 10))
    lengths = [int(each) for each in rng.integers(1, size, size=int(rng.integers(2, 5)))]
    return arguments([*lengths, size, 1], size)


def _empty_texts(rng: np.random.Generator) -> Call:
    size = int(rng.integers(3, 8))
    return arguments([0, int(rng.integers(1, size))], size + int(rng.integers(0, 3)))


padding_mask = Exercise(
    id="transformer.padding_mask",
    points=2,
    target="padding_mask",
    reference=_padding,
    inputs={"texts of several lengths": _lengths_call, "an empty text among them": _empty_texts},
    forbidden=("bigmodel_edu.models",),
    misconceptions=(
        Misconception(
            "inverted",
            lambda lengths, size: ~_padding(lengths, size),
            "Your mask is True on the padding. Here True means: a real word, which may be looked at.",
            (
                "Read the docstring: what does True mean?",
                "A text of length 1 has one True in its row.",
                "Turn your comparison round.",
            ),
        ),
        Misconception(
            "one-too-many",
            lambda lengths, size: np.arange(size) <= np.asarray(lengths)[:, None],
            "Each row has one True too many: places count from 0.",
            ("How many Trues has the row of a text of length 1?", "Print the mask for lengths [1], size 3.", "Use < instead of <=."),
        ),
        Misconception(
            "one-too-few",
            lambda lengths, size: np.arange(1, size + 1) < np.asarray(lengths)[:, None],
            "Each row has one True too few: the last word is hidden.",
            (
                "How many Trues has the row of a text of length 1?",
                "Print the mask for lengths [1], size 3.",
                "Compare arange(size) with <.",
            ),
        ),
        Misconception(
            "left",
            lambda lengths, size: _padding(lengths, size)[:, ::-1],
            "Your texts stand at the right end, with padding on the left. Here they begin at place 0.",
            (
                "Where does a text begin in its row?",
                "Print the mask for lengths [1], size 3.",
                "Compare places with lengths: place < length.",
            ),
        ),
        Misconception(
            "numbers",
            lambda lengths, size: _padding(lengths, size).astype(np.float32),
            "Your mask holds the numbers 1 and 0. A mask holds True and False.",
            ("What is the dtype of your result?", "masked_fill wants bool.", "Return the comparison itself."),
        ),
        Misconception(
            "transposed",
            lambda lengths, size: _padding(lengths, size).T,
            "Your mask is transposed: one row for each text.",
            ("Which shape is asked for?", "Compare your shape with (B, size).", "Swap the two axes."),
        ),
    ),
    hints=(
        "Write down the mask for the lengths [1, 3] and size 4 by hand.",
        "Compare the places 0 to size − 1 with each length.",
        "torch.arange(size) < torch.tensor(lengths)[:, None].",
    ),
)


def _translator(width: int, layers: int) -> float:
    return float(layers * (12 + 16) * width**2)


translator_parameters = Exercise(
    id="transformer.translator_parameters",
    points=1,
    kind="number",
    target="translator_parameters",
    prompt=(
        "An encoder–decoder has {layers} encoder blocks and {layers} decoder blocks of width {width}. Feed-forward layers are 4 times as "
        "wide in the middle. Count only the large matrices (no biases, norms, embeddings): how many weights? Give it to within 1 %."
    ),
    variant=lambda rng: {"width": int(rng.choice([512, 640, 896])), "layers": int(rng.choice([3, 5, 6, 8]))},
    reference=lambda width, layers: _translator(width, layers),
    relative=0.01,
    misconceptions=(
        Misconception(
            "no-cross-attention",
            lambda width, layers: float(layers * 24 * width**2),
            "You counted 12 C² for a decoder block. It has a second attention, the one to the encoder.",
            (
                "How many attentions has a decoder block?",
                "Each attention has four matrices of C × C.",
                "A decoder block has 4 + 4 + 8 = 16 C².",
            ),
        ),
        Misconception(
            "encoder-only",
            lambda width, layers: float(layers * 12 * width**2),
            "You counted the encoder only.",
            (
                "Which of the two stacks did you count?",
                "Add the decoder's blocks.",
                "12 C² for an encoder block, 16 C² for a decoder block.",
            ),
        ),
        Misconception(
            "decoder-only",
            lambda width, layers: float(layers * 16 * width**2),
            "You counted the decoder only.",
            (
                "Which of the two stacks did you count?",
                "Add the encoder's blocks.",
                "12 C² for an encoder block, 16 C² for a decoder block.",
            ),
        ),
        Misconception(
            "narrow",
            lambda width, layers: float(layers * 20 * width**2),
            "You counted one matrix in a feed-forward layer. It has two: up and down.",
            ("How many matrices has a feed-forward layer?", "C × 4C up and 4C × C down.", "A feed-forward layer has 8 C²."),
        ),
        Misconception(
            "cross-in-both",
            lambda width, layers: float(layers * 32 * width**2),
            "You counted a second attention in the encoder too. It reads only its own text.",
            ("Which text does an encoder block read?", "How many attentions has an encoder block?", "An encoder block has 4 + 8 = 12 C²."),
        ),
    ),
)

which_family = Exercise(
    id="transformer.which_family",
    points=1,
    kind="choice",
    target="which_family",
    prompt="You must mark every product name in finished e-mails and write nothing. Which family fits best, weight for weight?",
    options={
        "a": "encoder-only: every word sees the words on both sides",
        "b": "decoder-only: every word sees the words before it",
        "c": "encoder–decoder: one text is read, another is written",
    },
    reference="a",
    misconceptions=(
        Misconception(
            "decoder",
            "b",
            "It can be done, but a name is often told by the words after it, and a decoder's word does not see them.",
            (
                "Is the text known whole?",
                "Which words tell that “Apple” is a firm: those before or after?",
                "No causal mask is needed here.",
            ),
        ),
        Misconception(
            "both",
            "c",
            "Nothing is written here, so the decoder's half of the weights is idle.",
            ("Is there a second text?", "What would the decoder write?", "One label a word can be read off the encoder."),
        ),
    ),
)
