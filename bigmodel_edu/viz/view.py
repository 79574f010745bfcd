"""What `attention_view` returns: shown by notebooks, saved as a page, a picture or numbers."""

import base64
import csv
import io
import warnings
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bigmodel_edu.escaping import for_spreadsheet
from bigmodel_edu.files import new_version, write_file
from bigmodel_edu.language import _, plural
from bigmodel_edu.viz.page import element, picture, standalone
from bigmodel_edu.viz.payload import MAX_ERROR, encode_png, resize_for_print
from bigmodel_edu.viz.script import ATTENTION
from bigmodel_edu.viz.script_words import attention_words
from bigmodel_edu.viz.side import Side

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WARN_BYTES, REFUSE_BYTES = 1_000_000, 5_000_000
PICTURE_WIDTH = (160, 640)  # pixels, at least and at most, where no script runs
PIXEL = 24  # how wide a weight is drawn there at most


class AttentionView:
    """One or two models' attention, ready to be shown. Made by `attention_view` and `compare_attention`."""

    def __init__(
        self, sides: tuple[Side, ...], title: str, axes: tuple[str, str] | None, segment_names: Sequence[str], start: tuple[int, str]
    ) -> None:
        self.sides = sides
        self.title = title or _("Attention weights")
        self.axes = axes
        self.segment_names = segment_names
        self.start = start
        self._check_size()

    def __repr__(self) -> str:
        return " ".join([self._what(), *map(self._strongest, self.sides)])

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """The rich view, a small picture for PDF, and a sentence."""
        small = encode_png(resize_for_print(self.sides[0].picture))
        return {"text/html": self.html, "image/png": base64.b64encode(small).decode("ascii"), "text/plain": repr(self)}

    @cached_property
    def html(self) -> str:
        """The view as a fragment that needs nothing else."""
        least, most = PICTURE_WIDTH
        widths = [max(least, min(most, PIXEL * side.picture.shape[1])) for side in self.sides]
        pictures = [picture(side.png, width, self._alternative(side)) for side, width in zip(self.sides, widths, strict=True)]
        return element("bm-attn", ATTENTION, self._config(), pictures)

    def save(self, path: str | Path, *, layer: int | None = None, head: int | None = None) -> Path:
        """Write the view as .html, all its weights as .csv, or one head as .png, .svg or .pdf.

        Args:
            path: where; its ending says as what.
            layer: which layer to draw, from 0, for a picture; the one that the view opens with when None.
            head: which head to draw, from 0, for a picture; the one that the view opens with, or the mean of all, when None.

        Returns:
            The path.

        Raises:
            ValueError: for another ending.
        """
        path = Path(path)
        if path.suffix == ".html":
            write_file(path, standalone(self.title, self.html))
        elif path.suffix == ".csv":
            write_file(path, self.to_csv())
        elif path.suffix in (".png", ".svg", ".pdf"):
            with new_version(path) as file:
                self.figure(layer=layer, head=head).savefig(file, format=path.suffix[1:], dpi=150)
        else:
            raise ValueError(f"expected a path ending in .html, .csv, .png, .svg or .pdf, got {path}")
        return path

    def figure(self, *, layer: int | None = None, head: int | None = None) -> "Figure":
        """Draw one head of each model as a matplotlib figure, for print; arguments as in `save`."""
        from matplotlib.figure import Figure

        from bigmodel_edu.viz.heatmap import attention_map

        figure = Figure(figsize=(8 * len(self.sides), 7), layout="constrained")
        for place, side in enumerate(self.sides):
            row = self.start[0] if layer is None else list(side.layer_names).index(str(layer))
            heads = side.weights[row]
            column = int(self.start[1]) if head is None and self.start[1].isdigit() else head
            ax = figure.add_subplot(1, len(self.sides), place + 1)
            which = _("mean of heads") if column is None else _("head {head}").format(head=side.head_names[column])
            title = _("layer {layer}, {head}").format(layer=side.layer_names[row], head=which)
            attention_map(heads, side.queries, side.keys, head=column, ax=ax, title=f"{side.name}: {title}" if side.name else title)
        return figure

    def to_csv(self) -> str:
        """All weights that are not masked, one a line, at full precision."""
        text = io.StringIO()
        rows = csv.writer(text, lineterminator="\n")
        rows.writerow(["model", "layer", "head", "query", "key", "query_token", "key_token", "weight"])
        for side in self.sides:
            rows.writerows(_csv_rows(side))
        return text.getvalue()

    def _check_size(self) -> None:
        """Keep notebooks small enough to be opened, sent and stored.

        Raises:
            ValueError: above 5 MB, with the ways out.
        """
        size = len(self.html.encode("utf-8"))
        if size <= WARN_BYTES:
            return
        block = next((block for block in (2, 4, 8, 16) if size / block**2 < WARN_BYTES), 32)
        ways = _('show some layers (layers=[0, {last}]), the mean of the heads (heads="mean"), or blocks of tokens (pool={pool})')
        text = _("this view takes {size:.1f} MB").format(size=size / 1e6)
        ways = ways.format(last=self.sides[0].weights.shape[0] - 1, pool=block)
        if size > REFUSE_BYTES:
            refused = _("{text}, more than the {limit} MB that a notebook bears; {ways}")
            raise ValueError(refused.format(text=text, limit=REFUSE_BYTES // 10**6, ways=ways))
        warnings.warn(_("{text}; to make it smaller, {ways}").format(text=text, ways=ways), stacklevel=4)

    def _config(self) -> dict[str, Any]:
        layer, which = self.start
        axes = self.axes or (_("looks (query)"), _("looked at (key)"))
        names = list(enumerate(self.segment_names))
        pairs = [[f"{a}-{b}", f"{first} → {second}"] for a, first in names for b, second in names]
        return {
            "title": self.title,
            "sides": [side.config() for side in self.sides],
            "start": {"layer": layer, "which": which, "view": "matrix"},
            "axes": {"queryAxis": axes[0], "keyAxis": axes[1]},
            "pairs": [["all", _("all")], *pairs] if pairs else [],
            "causal": all(side.is_causal and side.pool == 1 for side in self.sides),
            "note": self._note(),
            "words": attention_words(),
        }

    def _note(self) -> str:
        notes = [_("Weights to within {error}; colour follows the square root of the weight; grey: masked.").format(error=MAX_ERROR)]
        if len({side.levels.shape for side in self.sides}) < len(self.sides):
            notes.append(_("Difference: blue where the second looks more, orange where the first does."))
        pool = max(side.pool for side in self.sides)
        if pool > 1:
            notes.append(_("Each cell is the largest of {pool} × {pool} weights.").format(pool=pool))
        return " ".join(notes)

    def _what(self) -> str:
        layers, heads, queries, keys = self.sides[0].weights.shape
        size = plural("{count} layer", "{count} layers", layers).format(count=layers)
        size += " × " + plural("{count} head", "{count} heads", heads).format(count=heads)
        tokens = plural("{count} token", "{count} tokens", queries).format(count=queries)
        if queries != keys:
            tokens = _("{q} queries and {k} keys").format(q=queries, k=keys)
        return _("{title}: {size} over {tokens}.").format(title=self.title, size=size, tokens=tokens)

    def _alternative(self, side: Side) -> str:
        """The picture in words."""
        name = f"{side.name}: " if side.name else ""
        squares = _("One small square per layer (down) and head (across), darker for more weight.")
        return f"{name}{self._what()} {squares} {self._strongest(side)}"

    def _strongest(self, side: Side) -> str:
        layer, head, query, key = side.strongest()
        text = _("Strongest between two tokens: layer {layer}, head {head}, “{query}” looks at “{key}”, {weight:.3f}.")
        return text.format(
            layer=side.layer_names[layer],
            head=side.head_names[head],
            query=side.queries[query],
            key=side.keys[key],
            weight=float(side.weights[layer, head, query, key]),
        )


def _csv_rows(side: Side) -> Iterator[tuple[Any, ...]]:
    """A label that begins like a formula must not become one in a spreadsheet: it gets an apostrophe."""
    safe = {label: for_spreadsheet(label) for label in {*side.queries, *side.keys}}
    for layer, head, query, key in zip(*np.nonzero(~np.broadcast_to(side.masked[:, None], side.weights.shape)), strict=True):
        weight = float(side.weights[layer, head, query, key])
        tokens = safe[side.queries[query]], safe[side.keys[key]]
        yield side.name, side.layer_names[layer], side.head_names[head], query, key, *tokens, f"{weight:.9g}"
