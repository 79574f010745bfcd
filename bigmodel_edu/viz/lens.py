"""The logit lens: what a model would say if it stopped after each layer."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from bigmodel_edu.escaping import for_html
from bigmodel_edu.language import _
from bigmodel_edu.viz.arrays import Array, check_tokens, to_numpy
from bigmodel_edu.viz.colours import readable_on, weight_colours
from bigmodel_edu.viz.page import element
from bigmodel_edu.viz.script import LENS
from bigmodel_edu.viz.text_view import TextView
from bigmodel_edu.viz.tokens import find_form, readable_tokens

CELL = "padding:2px 5px;text-align:center;white-space:pre;font-size:13px;border:1px solid #8c8c8c"
HEAD = "padding:2px 5px;text-align:center;white-space:pre;font-size:13px"


def logit_lens_view(
    logits: Any,
    tokens: Sequence[str | bytes],
    vocabulary: Sequence[str | bytes],
    *,
    top: int = 5,
    layer_names: Sequence[str] | None = None,
    targets: Sequence[int] | None = None,
    form: str | None = None,
    title: str | None = None,
) -> TextView:
    """Table of each layer's best guess at each position; the best five, and the rank of the right answer, for the cell in focus.

    Args:
        logits: (L, T, V): the hidden states after each layer, through the last norm and the unembedding.
        tokens: T tokens of the input.
        vocabulary: V pieces.
        top: how many guesses to tell.
        layer_names: L names, from the input to the output; their numbers when None.
        targets: the token that really comes next at each position, as T places in the vocabulary: its rank is told.
        form: how the tokeniser writes its pieces, see `readable_tokens`.
        title: a one-line takeaway.

    Raises:
        ValueError: if the sizes do not fit.

    Source: nostalgebraist 2020, "interpreting GPT: the logit lens".

    >>> print(logit_lens_view(np.log([[[0.7, 0.3]], [[0.1, 0.9]]]), ["I"], ["am", "think"]))
    What the model would say after each layer
    layer 1: think 90%
    layer 0: am 70%
    """
    scores = to_numpy(logits).astype(np.float64)
    if scores.ndim != 3 or scores.shape[2] != len(vocabulary):
        expected = "expected logits of shape (L, T, {size}), one score per piece of the vocabulary, got {shape}"
        raise ValueError(expected.format(size=len(vocabulary), shape=scores.shape))
    check_tokens(tokens, scores.shape[1], "positions")
    chances = _softmax(scores)
    order = np.argsort(-chances, axis=-1, kind="stable")[..., :top]
    names = list(layer_names) if layer_names is not None else [_("layer {layer}").format(layer=layer) for layer in range(len(scores))]
    check_tokens(names, len(scores), "layers")
    cells = _Cells(chances, order, _pieces(vocabulary, order, form), targets)
    labels = readable_tokens(tokens, form)
    shown = title or _("What the model would say after each layer")
    rows = "".join(cells.row(layer, names[layer], labels) for layer in reversed(range(len(names))))
    head = "".join(f'<th scope="col" style="{HEAD}"><bdi>{for_html(label)}</bdi></th>' for label in labels)
    after = _("after")
    corner = f'<th scope="col" style="{HEAD}">{for_html(after)}</th>'
    caption = f'<caption style="text-align:start">{for_html(shown)}</caption>'
    table = f"<table>{caption}<thead><tr>{corner}{head}</tr></thead><tbody>{rows}</tbody></table>"
    words = {"title": shown, "hint": _("Point at a cell, or use the arrow keys.")}
    text = [f"{names[layer]}: {cells.line(layer)}" for layer in reversed(range(len(names)))]
    return TextView(shown, element("bm-lens", LENS, words, [table]), "\n".join([shown, *text]))


class _Cells:
    """The guesses, one cell per layer and position."""

    def __init__(self, chances: Array, order: np.ndarray, pieces: dict[int, str], targets: Sequence[int] | None) -> None:
        self.chances, self.order, self.pieces, self.targets = chances, order, pieces, targets
        if targets is not None:
            check_tokens(list(targets), chances.shape[1], "positions")

    def row(self, layer: int, name: str, labels: Sequence[str]) -> str:
        cells = "".join(self.cell(layer, place, name, label) for place, label in enumerate(labels))
        return f'<tr><th scope="row" style="{HEAD}">{for_html(name)}</th>{cells}</tr>'

    def cell(self, layer: int, place: int, name: str, label: str) -> str:
        best = int(self.order[layer, place, 0])
        chance = float(self.chances[layer, place, best])
        paper = weight_colours()[round(255 * chance**0.5)]
        ink = readable_on(tuple(paper / 255))
        told = for_html(f"{name}, “{label}”: {self.tell(layer, place)}")
        style = f"{CELL};background:#{bytes(paper).hex()};color:{ink}"
        return f'<td style="{style}" title="{told}"><bdi>{for_html(self.pieces[best])}</bdi></td>'

    def tell(self, layer: int, place: int) -> str:
        """The best guesses in words, and where the right one stands."""
        row = self.chances[layer, place]
        text = ", ".join(f"{self.pieces[int(guess)]} {row[guess]:.0%}" for guess in self.order[layer, place])
        if self.targets is None:
            return text
        rank = int((row > row[self.targets[place]]).sum()) + 1
        return f"{text}. " + _("What really comes next has rank {rank}.").format(rank=rank)

    def line(self, layer: int) -> str:
        best = self.order[layer, :, 0]
        return " | ".join(f"{self.pieces[int(guess)]} {self.chances[layer, place, guess]:.0%}" for place, guess in enumerate(best))


def _pieces(vocabulary: Sequence[str | bytes], order: np.ndarray, form: str | None) -> dict[int, str]:
    """Only the pieces that are shown are decoded, each on its own: they follow no text."""
    places = [int(place) for place in np.unique(order)]
    form = form or find_form([vocabulary[place] for place in places])
    return {place: readable_tokens([vocabulary[place]], form)[0] for place in places}


def _softmax(scores: Array) -> Array:
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Array = powers / powers.sum(axis=-1, keepdims=True)
    return shares
