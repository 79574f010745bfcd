"""Our own SVG drawings go into the page itself, so that they follow the page's colours and their words are real text.

In Markdown they are plain images, ``![what it shows](drawing.svg)``, and every other viewer shows them as such. A drawing takes
its colours from the --drawing-… properties: book.css sets them for the page, and the drawing itself for when it stands alone,
under ``svg:root``, which matches nothing here.
"""

import re
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

logger = logging.getLogger(__name__)


def page_svg(source: str, alt: str) -> str:
    """The drawing's markup for a page, named by its alternative text.

    >>> page_svg('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 50"></svg>', "dot")
    '<span class="drawing-box"><svg class="drawing" role="img" aria-label="dot" style="--width: 90px" viewBox="0 0 90 50"></svg></span>'
    """
    markup = source[source.index("<svg") :].replace(' xmlns="http://www.w3.org/2000/svg"', "").strip()
    role = "group" if "<a " in markup else "img"  # the parts of an img are hidden from screen readers, links must not be
    box = re.search(r'viewBox="\S+ \S+ (\S+) ', markup)
    if box is None:
        raise ValueError(f'expected a drawing with viewBox="0 0 WIDTH HEIGHT", got {markup[:80]}')
    opening = f'<svg class="drawing" role="{role}" aria-label="{escape(alt)}" style="--width: {box[1]}px"'
    return f'<span class="drawing-box">{markup.replace("<svg", opening, 1)}</span>'


class InlineSvg(SphinxPostTransform):
    default_priority = 50
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        for image in list(self.document.findall(nodes.image)):
            path = Path(self.env.srcdir, image["uri"])
            if path.suffix != ".svg" or not path.is_relative_to(Path(self.env.srcdir, "book")):
                continue
            if not image.get("alt"):
                logger.warning("the drawing %s has no alternative text", image["uri"], location=image)
            drawing = nodes.raw("", page_svg(path.read_text(encoding="utf-8"), image.get("alt", "")), format="html")
            image.replace_self(drawing)


def setup(app: Sphinx) -> dict[str, object]:
    app.add_post_transform(InlineSvg)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
