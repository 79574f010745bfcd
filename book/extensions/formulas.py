r"""Formulas become MathML when the book is built: no script and no network to read them, and a screen reader can speak them.

Each formula keeps its TeX as an annotation, which page.js puts on the clipboard. The font that draws them is cut
from STIX Two Math (SIL Open Font License) to the characters that formulas use.
"""

import logging as standard_logging
from importlib.util import find_spec
from pathlib import Path

from docutils import nodes
from fontTools import subset
from math_core import LatexError, LatexToMathML
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)
converter = LatexToMathML(annotation=True, fancy_error=False, allow_unreliable_rendering=True)

# Latin, Greek, punctuation, letter-like signs, arrows, operators, delimiters, mathematical letters.
CHARACTERS = (
    "U+0020-007E,U+00A0-00FF,U+0300-036F,U+0370-03FF,U+2010-206F,U+2100-214F,U+2190-21FF,U+2200-22FF,"
    "U+2308-230B,U+23B0-23E1,U+27E6-27EF,U+2A7D-2A7E,U+1D400-1D7FF"
)


def mathml(node: nodes.Element, display: bool) -> str:
    """A formula as MathML; one that cannot be read is a warning, so that the build fails, and stays as TeX on the page."""
    try:
        return converter.convert_with_local_state(node.astext().strip(), displaystyle=display)
    except LatexError as error:
        logger.warning("the formula %r cannot be drawn: %s", node.astext(), error, location=node)
        return f"<code>{nodes.Text(node.astext())}</code>"


def visit_inline(translator: HTML5Translator, node: nodes.math) -> None:
    translator.body.append(f'<span class="math notranslate">{mathml(node, display=False)}</span>')
    raise nodes.SkipNode


def visit_display(translator: HTML5Translator, node: nodes.math_block) -> None:
    translator.body.append(translator.starttag(node, "div", "", CLASS="math notranslate"))
    translator.body.append(mathml(node, display=True))
    if node["number"]:
        translator.body.append(f'<span class="eqno">({get_node_equation_number(translator, node)})')
        translator.add_permalink_ref(node, "Link to this formula")
        translator.body.append("</span>")
    translator.body.append("</div>\n")
    raise nodes.SkipNode


def write_font(app: Sphinx, exception: Exception | None) -> None:
    """Cut the font into the built book."""
    if exception or app.builder.format != "html":
        return
    package = find_spec("ziamath")
    if package is None or not package.submodule_search_locations:
        raise ExtensionError("expected the package ziamath, which carries the font of the formulas: pip install --no-deps ziamath")
    standard_logging.getLogger("fontTools").setLevel("WARNING")  # Sphinx shows what others log
    options = subset.Options(flavor="woff", layout_features=["*"], name_IDs=["*"], notdef_outline=True)
    source = Path(package.submodule_search_locations[0], "fonts", "STIXTwoMath-Regular.ttf")
    font = subset.load_font(source, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(CHARACTERS))
    subsetter.subset(font)
    subset.save_font(font, str(Path(app.outdir, "_static", "stix-two-math.woff")), options)


def setup(app: Sphinx) -> dict[str, object]:
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_display, None))
    app.connect("build-finished", write_font)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
