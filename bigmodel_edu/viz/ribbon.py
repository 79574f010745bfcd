"""How a tokeniser cuts a text: one box per piece, several tokenisers below one another."""

import itertools
from collections.abc import Mapping, Sequence

from bigmodel_edu.language import _, plural
from bigmodel_edu.viz.text_view import TextView, box, boxes, paragraph
from bigmodel_edu.viz.tokens import joined_text, readable_tokens

Tokens = Sequence[str | bytes]
PAPERS = ("#cfe8f7", "#fbe0c4", "#cdeedd", "#f3d9e8")  # light tints of the line colours: black ink has more than 12 to 1 on each


def token_ribbon(
    tokens: Tokens | Mapping[str, Tokens],
    ids: Sequence[int] | Mapping[str, Sequence[int]] | None = None,
    *,
    form: str | None = None,
    title: str | None = None,
) -> TextView:
    """Show where a tokeniser cuts, and how many characters a token holds on average.

    Args:
        tokens: the pieces of one text, as the tokeniser names them or as bytes; or name → pieces, to compare tokenisers.
        ids: their numbers in the vocabulary, shown below them; with several tokenisers, name → numbers.
        form: how pieces are written, see `readable_tokens`; found for each tokeniser when None.
        title: a one-line takeaway.

    Raises:
        ValueError: if there is not one number per piece.

    >>> print(token_ribbon(["Ġun", "believ", "able"]))
    Tokens: 3 tokens, 4.3 characters each
    ␣un|believ|able
    """
    several = isinstance(tokens, Mapping)
    rows = dict(tokens) if isinstance(tokens, Mapping) else {_("Tokens"): tokens}
    numbers = ids if isinstance(ids, Mapping) else {} if ids is None else {next(iter(rows)): ids}
    html, text = [], []
    for name, pieces in rows.items():
        labels = readable_tokens(pieces, form)
        if name in numbers and len(numbers[name]) != len(pieces):
            raise ValueError(f"expected {len(pieces)} numbers, one per token, got {len(numbers[name])}")
        below = [str(number) for number in numbers[name]] if name in numbers else [""] * len(labels)
        heading = f"{name}: {_count(pieces, form)}"
        papers = itertools.cycle(PAPERS)
        items = [box(label, small, next(papers), "#111111") for label, small in zip(labels, below, strict=True)]
        html += [paragraph(heading, strong=several), boxes(heading, items)]
        text += [heading, "|".join(labels)]
    if title:
        html, text = [paragraph(title, strong=True), *html], [title, *text]
    return TextView(title or _("Tokens"), f'<div class="bigmodel-view">{"".join(html)}</div>', "\n".join(text))


def _count(pieces: Tokens, form: str | None) -> str:
    count = plural("{count} token", "{count} tokens", len(pieces)).format(count=len(pieces))
    characters = len(joined_text(pieces, form))
    return _("{tokens}, {each:.1f} characters each").format(tokens=count, each=characters / max(1, len(pieces)))
