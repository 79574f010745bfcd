"""The book's own Sphinx extensions, each on a page that is written here."""

import doctest
import importlib
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from sphinx.testing.util import SphinxTestApp

EXTENSIONS = Path(__file__).parents[2] / "book" / "extensions"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><style>.dot { fill: red; }</style>WORDS</svg>'


@pytest.fixture
def page(tmp_path, monkeypatch):
    """Write one page, build it with the extensions, and return its HTML and the warnings."""
    monkeypatch.syspath_prepend(EXTENSIONS)

    def build(text: str, **files: str) -> tuple[BeautifulSoup, str]:
        source = tmp_path / "source"
        (source / "book").mkdir(parents=True)
        (source / "conf.py").write_text(
            "extensions = ['myst_parser', 'formulas', 'inline_svg', 'note_boxes', 'mend_pages']\n"
            "myst_enable_extensions = ['dollarmath']\nhtml_math_renderer = 'mathml'\nroot_doc = 'book/page'\nhtml_title = 'A <book>'\n"
        )
        (source / "book" / "page.md").write_text(text, encoding="utf-8")
        for name, content in files.items():
            (source / "book" / f"{name}.svg").write_text(content, encoding="utf-8")
        app = SphinxTestApp("html", srcdir=source, freshenv=True)
        try:
            app.build()
            html = (Path(app.outdir) / "book" / "page.html").read_text(encoding="utf-8")
            return BeautifulSoup(html, "html.parser"), app.warning.getvalue()
        finally:
            app.cleanup()

    yield build
    for name in ("formulas", "inline_svg", "note_boxes", "mend_pages"):
        sys.modules.pop(name, None)


def test_a_formula_becomes_mathml_and_keeps_its_tex(page):
    html, warnings = page("# T\n\nInline $a < b$ here.\n\n$$\\frac{a}{b}$$ (eq)\n")
    inline, display = html.find_all("math")
    assert not warnings
    assert inline.find("annotation").get_text() == "a < b" and inline.get("display") != "block"
    assert display["display"] == "block" and display.find("mfrac") is not None
    assert html.select_one("div.math .eqno a.headerlink")["href"] == "#" + html.select_one("div.math")["id"]


@pytest.mark.parametrize("formula", ["\\nosuchcommand x", "\\frac{a}{", "a_b_c"])
def test_a_formula_that_cannot_be_read_is_a_warning(page, formula):
    html, warnings = page(f"# T\n\n$${formula}$$\n")
    assert "cannot be drawn" in warnings and "page.md" in warnings
    assert html.select_one("div.math code").get_text() == formula


@pytest.mark.parametrize(
    ("title", "box"),
    [
        ("Question.", "note-question"),
        ("Predict first.", "note-predict"),
        ("Why a founder should care.", "note-founder"),
        ("In the market (November 2026).", "note-market"),
        ("What can go wrong:", "note-wrong"),
    ],
)
def test_a_known_title_makes_a_box(page, title, box):
    html, _ = page(f"# T\n\n> **{title}** Text.\n>\n> More.\n")
    assert {"note-box", box} <= set(html.blockquote["class"])


@pytest.mark.parametrize("quote", ["> Question. Not bold.", "> **Someone** said this.", "> Text first, **Question.** later.", "> - a list"])
def test_other_quotes_stay_quotes(page, quote):
    html, _ = page(f"# T\n\n{quote}\n")
    assert "note-box" not in html.blockquote.get("class", [])


def test_a_drawing_goes_into_the_page_with_its_words(page):
    drawn = '<?xml version="1.0"?>\n' + DRAWING.replace("WORDS", "<text>word</text>")
    html, warnings = page('# T\n\n![A "dot" & a word](dot.svg)\n', dot=drawn)
    drawing = html.select_one("svg.drawing")
    assert not warnings
    assert (drawing["role"], drawing["aria-label"], drawing.find("text").get_text()) == ("img", 'A "dot" & a word', "word")
    assert html.select_one("article img, .body img") is None


def test_doctests():
    sys.path.insert(0, str(EXTENSIONS))
    try:
        assert doctest.testmod(importlib.import_module("inline_svg")).failed == 0
    finally:
        sys.path.remove(str(EXTENSIONS))
        sys.modules.pop("inline_svg")


def test_a_drawing_with_links_does_not_hide_them_from_screen_readers(page):
    html, _ = page("# T\n\n![Two links](links.svg)\n", links=DRAWING.replace("WORDS", '<a href="page.html"><text>a</text></a>'))
    assert html.select_one("svg.drawing")["role"] == "group"


def test_a_drawing_without_words_for_it_is_a_warning(page):
    _, warnings = page("# T\n\n![](dot.svg)\n", dot=DRAWING.replace("WORDS", ""))
    assert "has no alternative text" in warnings


def test_the_front_door_leads_to_the_first_page(page, tmp_path):
    page("# T\n\nText.\n")
    door = BeautifulSoup((tmp_path / "source/_build/html/index.html").read_text(encoding="utf-8"), "html.parser")
    assert door.html["lang"] == "en" and door.title.get_text() == "A <book>"
    assert door.find("a")["href"] == "book/page.html"
    assert door.find("meta", attrs={"http-equiv": "refresh"})["content"] == "0; url=book/page.html"


def test_mending_twice_changes_nothing(page, tmp_path):
    page("# T\n\n| | a |\n|---|---|\n| b | c |\n")
    import mend_pages

    path = tmp_path / "source/_build/html/book/page.html"
    once = path.read_text(encoding="utf-8")
    mend_pages.mend_page(path)
    assert path.read_text(encoding="utf-8") == once
    assert BeautifulSoup(once, "html.parser").select_one("table tr").find().name == "td"
