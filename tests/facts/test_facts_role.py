"""The role and the tables of the book, on pages that are written here."""

import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from sphinx.testing.util import SphinxTestApp

from bigmodel_edu import facts

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "book" / "appendix" / "facts.md"


@pytest.fixture
def book(tmp_path, monkeypatch):
    """Build the page of facts beside one page that quotes; return both and the warnings."""
    monkeypatch.syspath_prepend(ROOT / "book" / "extensions")

    def build(text: str) -> tuple[BeautifulSoup, BeautifulSoup, str]:
        source = tmp_path / "source"
        source.mkdir()
        (source / "conf.py").write_text("extensions = ['myst_parser', 'facts_role']\nroot_doc = 'index'\nnitpicky = True\n")
        (source / "index.md").write_text(f"# T\n\n{text}\n\n```{{toctree}}\nfacts\n```\n", encoding="utf-8")
        (source / "facts.md").write_text(PAGE.read_text(encoding="utf-8"), encoding="utf-8")
        app = SphinxTestApp("html", srcdir=source, freshenv=True)
        try:
            app.build()
            texts = [(Path(app.outdir) / name).read_text(encoding="utf-8") for name in ("index.html", "facts.html")]
            quoting, table = (BeautifulSoup(text, "html.parser") for text in texts)
            return quoting, table, app.warning.getvalue()
        finally:
            app.cleanup()

    yield build
    sys.modules.pop("facts_role", None)


def test_a_quoted_fact_links_to_its_row_and_a_cited_one_to_its_source(book):
    quoting, table, warnings = book("GPT-3 has {fact}`gpt3.parameters`, and {fact-cited}`palm-540b.mfu` is reached.")
    assert warnings == ""
    link = quoting.find("a", string="174,604,259,328 parameters")
    page, row = link["href"].split("#")
    assert page == "facts.html" and "gpt3.parameters" in table.find(id=row).get_text()
    paragraph = link.find_parent("p")
    assert "46.2 % (Chowdhery et al. 2022, PaLM, section 4.1; 2022-04-05) is reached." in paragraph.get_text()
    assert paragraph.find("a", href="https://arxiv.org/abs/2204.02311")


def test_the_page_shows_every_fact_once_with_value_date_source_and_check(book):
    _, table, warnings = book("Nothing here.")
    assert warnings == ""
    rows = {row.select_one("code").get_text(): row for row in table.select("table tbody tr") if row.select_one("code")}
    assert set(rows) == set(facts.facts())
    for key, row in rows.items():
        fact, cells = facts.fact(key), [cell.get_text(" ", strip=True) for cell in row.find_all("td")]
        assert cells[1] == fact.text and cells[2] == fact.date and cells[4].startswith(fact.kind)
        assert row.find("a", href=fact.source.link)
    titles = [row.td.get_text(strip=True) for row in table.select("table")[0].select("tbody tr")]
    assert titles == [model.title for model in facts.architectures().values()]


def test_the_page_has_a_heading_for_every_topic():
    text = PAGE.read_text(encoding="utf-8")
    assert all(f"## {title}\n\n```{{facts-table}} {topic}\n```" in text for topic, title in facts.topics().items())


def test_an_unknown_key_or_topic_is_a_warning_that_names_what_is_near(book):
    _, _, warnings = book("{fact}`gpt3.parametres`\n\n```{facts-table} prices\n```")
    assert "expected the key of a fact, got 'gpt3.parametres'; near: gpt3.parameters" in warnings
    assert "expected a topic among parameters, training" in warnings
