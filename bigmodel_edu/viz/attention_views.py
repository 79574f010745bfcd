"""The attention view: every layer and head of a model's attention, explored in any notebook or page without a network."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Literal

import numpy as np

from bigmodel_edu.language import _
from bigmodel_edu.viz.arrays import Array, attention_weights, check_tokens
from bigmodel_edu.viz.rollout import attention_flow, attention_rollout
from bigmodel_edu.viz.side import Side
from bigmodel_edu.viz.tokens import readable_tokens
from bigmodel_edu.viz.view import AttentionView


def attention_view(
    weights: Any,
    tokens: Sequence[str | bytes],
    keys: Sequence[str | bytes] | None = None,
    *,
    layers: Sequence[int] | None = None,
    heads: Sequence[int] | Literal["mean"] | None = None,
    pool: int = 1,
    segments: Sequence[Any] | None = None,
    flow: Iterable[int] = (),
    start: tuple[int, int | str] | None = None,
    form: str | None = None,
    axes: tuple[str, str] | None = None,
    title: str | None = None,
) -> AttentionView:
    """Explore attention: matrix or lines, all layers and heads, their mean, rollout and flow, generation step by step.

    Args:
        weights: (T, S), (H, T, S), (L, H, T, S), or what a model returns: one (H, T, S) or (1, H, T, S) tensor per layer.
        tokens: T tokens that look, as the tokeniser names them or as bytes.
        keys: S tokens that are looked at, for cross-attention; the same tokens when None.
        layers: which layers to show, from 0; all when None. Rollout still goes through every layer.
        heads: which heads to show, from 0; "mean" for their mean alone; all when None.
        pool: show the largest weight of each pool × pool block: for long inputs.
        segments: for each token, which part of the input it belongs to ("question", "answer"): a choice of part → part appears.
        flow: positions of the last layer whose attention flow is computed (slow: see `attention_flow`).
        start: layer and head ("mean", "rollout", "flow") that are shown first.
        form: how the tokeniser writes its pieces, see `readable_tokens`; found from the tokens when None.
        axes: what queries and keys are, for example ("Chinese (decoder)", "English (encoder)").
        title: a one-line takeaway.

    Returns:
        A view that a notebook displays, and that saves itself: ``view.save("attention.html")``.

    Raises:
        ValueError: if weights and tokens do not fit, a layer or head does not exist, or the view would exceed 5 MB.

    Warns:
        UserWarning: above 1 MB.

    >>> view = attention_view([[1.0, 0.0], [0.4, 0.6]], ["A", "Ġcat"])
    >>> view
    Attention weights: 1 layer × 1 head over 2 tokens. Strongest between two tokens: layer 0, head 0, “␣cat” looks at “A”, 0.400.
    """
    full = attention_weights(weights)
    check_tokens(tokens, full.shape[2], "queries")
    check_tokens(tokens if keys is None else keys, full.shape[3], "keys")
    chosen = _choose(range(full.shape[0]) if layers is None else layers, full.shape[0], "layers")
    extras = {name: values[chosen] for name, values in _across_layers(full, keys is None, flow).items()}
    shown, head_names = _heads(full[chosen], heads)
    parts = None if segments is None else _numbered(segments, full.shape[2])
    side = Side(
        weights=shown,
        queries=readable_tokens(tokens, form),
        keys=readable_tokens(tokens if keys is None else keys, form),
        layer_names=[str(layer) for layer in chosen],
        head_names=head_names,
        extras=extras,
        query_segments=parts,
        key_segments=parts if keys is None else None,
        pool=_whole(pool),
    )
    names = [] if segments is None or keys is not None else list(dict.fromkeys(map(str, segments)))
    return AttentionView((side,), title or "", axes, names, _start(start, side))


def compare_attention(first: AttentionView, second: AttentionView, names: tuple[str, str], *, title: str | None = None) -> AttentionView:
    """Two models, or two inputs, side by side; where the shapes are the same, their difference too.

    Args:
        first: one view.
        second: another view with as many layers and heads.
        names: what tells them apart, for example ("before", "after fine-tuning").
        title: a one-line takeaway.

    Raises:
        ValueError: if the layers or heads differ, or one of them compares already.

    >>> one, other = attention_view([[1.0, 0.0], [0.4, 0.6]], ["a", "b"]), attention_view([[1.0, 0.0], [0.9, 0.1]], ["a", "b"])
    >>> len(compare_attention(one, other, ("before", "after")).sides)
    2
    """
    sides = (*first.sides, *second.sides)
    if len(sides) != 2:
        raise ValueError(f"expected two views of one model each, got {len(sides)} models")
    shapes = [(side.layer_names, side.head_names) for side in sides]
    if shapes[0] != shapes[1]:
        expected = "expected the same layers and heads in both, got {first} and {second}; choose them with layers= and heads="
        raise ValueError(expected.format(first=sides[0].weights.shape[:2], second=sides[1].weights.shape[:2]))
    shared = [name for name in sides[0].extras if name in sides[1].extras]
    named = [
        replace(side, name=name, extras={extra: side.extras[extra] for extra in shared}, query_segments=None, key_segments=None)
        for side, name in zip(sides, names, strict=True)
    ]
    return AttentionView(tuple(named), title or "", first.axes, [], first.start)


def _across_layers(full: Array, itself: bool, flow: Iterable[int]) -> dict[str, Array]:
    """Rollout at every layer, and flow at the last, for self-attention of several layers."""
    if not itself or full.shape[2] != full.shape[3] or full.shape[0] == 1:
        return {}
    extras = {"rollout": attention_rollout(full)}
    queries = list(flow)
    if queries:
        extras["flow"] = np.full_like(extras["rollout"], np.nan)
        extras["flow"][-1] = attention_flow(full, queries).clip(max=1)
    return extras


def _heads(weights: Array, heads: Sequence[int] | Literal["mean"] | None) -> tuple[Array, list[str]]:
    if heads == "mean":
        return weights.mean(axis=1, keepdims=True), [_("mean of heads")]
    chosen = _choose(range(weights.shape[1]) if heads is None else [int(head) for head in heads], weights.shape[1], "heads")
    return weights[:, chosen], [str(head) for head in chosen]


def _choose(places: Iterable[int], count: int, axis: str) -> list[int]:
    chosen = [int(place) for place in places]
    if not chosen or min(chosen) < 0 or max(chosen) >= count:
        raise ValueError(f"expected {axis} from 0 to {count - 1}, got {chosen}")
    return chosen


def _numbered(segments: Sequence[Any], count: int) -> list[int]:
    """Segments as numbers, in the order in which they first appear."""
    if len(segments) != count:
        raise ValueError(f"expected one segment for each of the {count} tokens, got {len(segments)}")
    order = list(dict.fromkeys(map(str, segments)))
    return [order.index(str(segment)) for segment in segments]


def _whole(pool: int) -> int:
    if int(pool) != pool or pool < 1:
        raise ValueError(f"expected pool to be a whole number from 1, got {pool}")
    return int(pool)


def _start(start: tuple[int, int | str] | None, side: Side) -> tuple[int, str]:
    """Where the view opens, as places among what is shown."""
    if start is None:
        return 0, "0"
    layer, which = str(start[0]), str(start[1])
    known = [*side.head_names, *side.extras, *(["mean"] if len(side.head_names) > 1 else [])]
    if layer not in side.layer_names or which not in known:
        expected = "expected start to be one of the layers {layers} and one of {heads}, got {start}"
        raise ValueError(expected.format(layers=", ".join(side.layer_names), heads=", ".join(known), start=start))
    return list(side.layer_names).index(layer), str(list(side.head_names).index(which)) if which in side.head_names else which
