"""Blockquotes that begin with a known bold title ("**Question.** …") become boxes.

A lesson stays plain Markdown that reads well in JupyterLab, Colab and on GitHub; the book only adds a class, so the look is
all in book.css. The titles are matched in English before they are translated.
"""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

BOXES = {
    "question": "question",
    "predict first": "predict",
    "why a founder should care": "founder",
    "in the market": "market",
    "what can go wrong": "wrong",
    "summary": "summary",
}


def box_of(quote: nodes.block_quote) -> str | None:
    """The box that a blockquote asks for by its first bold words, or None."""
    first = quote.next_node(nodes.paragraph)
    opening = next((child for child in first.children if child.astext()), None) if first else None
    if not isinstance(opening, nodes.strong):
        return None
    title = opening.astext().lower().rstrip(".:?! ")
    return next((box for words, box in BOXES.items() if title.startswith(words)), None)


class NoteBoxes(SphinxTransform):
    default_priority = 9  # before the titles are translated (20)

    def apply(self) -> None:
        for quote in self.document.findall(nodes.block_quote):
            box = box_of(quote)
            if box:
                quote["classes"] += ["note-box", f"note-{box}"]


def setup(app: Sphinx) -> dict[str, object]:
    app.add_transform(NoteBoxes)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
