"""A view made of text alone: readable with and without scripts, in a notebook, a page and a terminal."""

from collections.abc import Iterable
from pathlib import Path

from bigmodel_edu.escaping import for_html
from bigmodel_edu.files import write_file
from bigmodel_edu.viz.page import standalone

# Explicit ink on explicit paper: the boxes read the same on light and on dark pages.
LIST = "list-style:none;display:flex;flex-wrap:wrap;gap:3px;margin:.3em 0;padding:0"
BOX = "white-space:pre;border-radius:3px;padding:1px 4px;text-align:center;line-height:1.35;max-width:100%;overflow:hidden"


class TextView:
    """What a notebook shows: HTML and plain text that say the same."""

    def __init__(self, title: str, html: str, text: str) -> None:
        self.title = title
        self.html = html
        self.text = text

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return self.html

    def save(self, path: str | Path) -> Path:
        """Write a page that needs nothing else.

        Raises:
            ValueError: if the path does not end in .html.
        """
        path = Path(path)
        if path.suffix != ".html":
            raise ValueError(f"expected a path ending in .html, got {path}")
        return write_file(path, standalone(self.title, self.html))


def box(label: str, below: str, paper: str, ink: str) -> str:
    """One token in its colour, with a small line below it.

    >>> box("<b>", "7", "#ffffff", "black").count("&lt;b&gt;")
    1
    """
    small = f'<br><small style="font-size:.72em">{for_html(below)}</small>' if below else ""
    return f'<li style="{BOX};background:{paper};color:{ink}"><bdi>{for_html(label)}</bdi>{small}</li>'


def boxes(label: str, items: Iterable[str]) -> str:
    """A named list of boxes."""
    return f'<ol aria-label="{for_html(label)}" style="{LIST}">{"".join(items)}</ol>'


def paragraph(text: str, *, strong: bool = False) -> str:
    """A line of text."""
    body = f"<strong>{for_html(text)}</strong>" if strong else for_html(text)
    return f'<p style="margin:.4em 0 .1em">{body}</p>'
