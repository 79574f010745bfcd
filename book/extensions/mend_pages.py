"""Mend the theme's HTML once the pages are written, so that they pass axe and say what they are.

Each mending names what it mends. Running it twice changes nothing.
"""

from html import escape
from pathlib import Path

from bs4 import BeautifulSoup
from sphinx.application import Sphinx
from sphinx.util.display import status_iterator

FRONT_DOOR = """<!DOCTYPE html>
<html lang="{language}">
<head><meta charset="utf-8"><title>{title}</title><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="0; url={target}"></head>
<body><main><h1>{title}</h1><p><a href="{target}">{title}</a></p></main></body>
</html>
"""


def mend_colours(page: BeautifulSoup) -> None:
    """Without JavaScript nothing chooses the colours: begin with the light ones."""
    if page.html is not None:
        page.html["data-theme"] = "light"


def mend_weight(page: BeautifulSoup) -> None:
    """The theme draws its icons twice, by a font and by 1.5 MB of script: the font is enough."""
    for tag in page.select('script[src*="fontawesome.js"], link[href*="fontawesome.js"]'):
        tag.decompose()


def mend_sidebar(page: BeautifulSoup) -> None:
    """The sidebar becomes a landmark, its search button is named by its words, and each folding arrow says what it folds."""
    for sidebar in page.select("#pst-primary-sidebar"):
        sidebar["role"] = "region"
        sidebar["aria-label"] = "Course"
    for button in page.select("button.search-button-field"):
        del button["aria-label"]
    for item in page.select("nav li.has-children"):
        link, summary = item.select_one("a"), item.select_one("details > summary")
        if link is not None and summary is not None:
            summary["aria-label"] = f"Show or hide: {link.get_text(strip=True)}"


def mend_hidden_cells(page: BeautifulSoup) -> None:
    """What unfolds a hidden cell is named by the words that it shows."""
    for summary in page.select("details.hide > summary[aria-label]"):
        del summary["aria-label"]


def mend_bibliography(page: BeautifulSoup) -> None:
    """Roles that are no longer allowed become those of a list."""
    for entry in page.select("div.citation"):
        entry["role"] = "listitem"
        for link in entry.select("[role=doc-backlink]"):
            del link["role"]


def mend_tables(page: BeautifulSoup) -> None:
    """An empty corner of a table is a cell, not a header."""
    for cell in page.select("table th"):
        if not cell.get_text(strip=True):
            cell.name = "td"


def mend_page(path: Path) -> None:
    page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    for mend in (mend_colours, mend_weight, mend_sidebar, mend_hidden_cells, mend_bibliography, mend_tables):
        mend(page)
    path.write_text(str(page), encoding="utf-8")


def mend_book(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.format != "html":
        return
    out = Path(app.outdir)
    pages = [path for path in sorted(out.rglob("*.html")) if "_static" not in path.parts and path != out / "index.html"]
    for path in status_iterator(pages, "mending pages... ", length=len(pages), stringify_func=lambda path: path.stem):
        mend_page(path)
    if app.config.root_doc != "index":
        words = {"language": app.config.language, "title": app.config.html_title, "target": f"{app.config.root_doc}.html"}
        front_door = FRONT_DOOR.format(**{key: escape(word) for key, word in words.items()})
        (out / "index.html").write_text(front_door, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, object]:
    app.connect("build-finished", mend_book)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
