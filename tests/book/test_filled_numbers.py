"""Numbers of the prose in the book: on a prose page, in a notebook, for a translator, and in the translated page."""

import json
import sys
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup
from nbformat import v4
from sphinx.testing.util import SphinxTestApp

EXTENSIONS = Path(__file__).parents[2] / "book" / "extensions"
CONFIGURATION = """
extensions = ["myst_nb", "facts_role", "filled_numbers"]
source_suffix = {".md": "myst-nb", ".ipynb": "myst-nb"}  # what extensions add to the default stays for the next book of this process
nb_execution_mode = "off"
nitpicky = True
root_doc = "book/facts"
gettext_compact = False
locale_dirs = ["locale"]
"""
FACTS = "# Facts\n\n```{facts-table} parameters\n```\n\n```{toctree}\npage\n```\n"


@pytest.fixture
def book(tmp_path, monkeypatch):
    """Write a page beside a page of facts and build both; return where the result lies, and the warnings."""
    monkeypatch.syspath_prepend(EXTENSIONS)
    source = tmp_path / "source"
    (source / "book").mkdir(parents=True)
    (source / "book/facts.md").write_text(FACTS, encoding="utf-8")

    def build(page: str, *, builder: str = "html", suffix: str = ".md", **configuration: str) -> tuple[Path, str]:
        (source / "conf.py").write_text(CONFIGURATION, encoding="utf-8")
        (source / f"book/page{suffix}").write_text(page, encoding="utf-8")
        app = SphinxTestApp(builder, srcdir=source, freshenv=True, confoverrides=configuration)
        try:
            app.build()
            return Path(app.outdir), app.warning.getvalue()
        finally:
            app.cleanup()

    yield build
    for name in ("facts_role", "filled_numbers"):
        sys.modules.pop(name, None)


def article(folder: Path) -> BeautifulSoup:
    html = (folder / "book/page.html").read_text(encoding="utf-8")
    return BeautifulSoup(html, "html.parser").select_one(".body")


def notebook(text: str, filled: list) -> str:
    cells = [v4.new_markdown_cell("# T"), v4.new_markdown_cell(text, metadata={"bigmodel_edu": {"kind": "text", "filled": filled}})]
    return json.dumps(v4.new_notebook(cells=cells))


LOSS = notebook("The loss falls to −1.25, from 3 to 1.", [[18, 23, "loss:.2f"], [35, 36, "last"]])
WITH_FACT = notebook('All [174.6](x.md#y "z") billion.', [[4, 23, 'fact("gpt3.parameters").value / 1e9:.1f']])


def test_a_fact_is_a_link_to_its_row_with_its_date(book):
    folder, warnings = book(
        '# T\n\nGPT-3 has {{ fact("gpt3.parameters") }}, about {{ fact("gpt3.parameters").value / 1e9:.0f }} billion.\n'
    )
    assert not warnings
    assert "GPT-3 has 174,604,259,328 parameters, about 175 billion." in article(folder).get_text()
    links = article(folder).select("a.reference")
    assert {(link["href"], link["title"]) for link in links} == {("facts.html#fact-gpt3-parameters", "as of 2020-05-28")}
    facts = BeautifulSoup((folder / "book/facts.html").read_text(encoding="utf-8"), "html.parser")
    assert facts.find(id="fact-gpt3-parameters") is not None


def test_where_no_link_can_stand_the_number_stands_alone(book):
    folder, warnings = book('# On {{ fact("gpt3.parameters") }}\n\n![All {{ 2 + 1 }}](x.svg) and `{{ literally }}`\n')
    assert "image file not readable" in warnings and "filled" not in warnings
    assert article(folder).h1.get_text().startswith("On 174,604,259,328 parameters")
    assert article(folder).img["alt"] == "All 3"
    assert article(folder).code.get_text() == "{{ literally }}"


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ('{{ fact("gpt3.parameter") }}', "expected the key of a fact, got 'gpt3.parameter'"),
        ("{{ loss:.2f }}", "expected names of facts, got 'loss'"),
        ('{{ fact("gpt3.parameters"):.2f }}', "unsupported format string"),
        ("{{ 1 + }}", "expected a Python expression"),
    ],
)
@pytest.mark.parametrize("place", ["Text {}.", "# {}"])
def test_what_cannot_be_filled_is_a_warning_with_its_line(book, written, reason, place):
    _folder, warnings = book("# T\n\nText.\n\n" + place.format(written) + "\n")
    first = warnings.splitlines()[0]
    assert "page.md:5:" in first and reason in warnings


def test_a_notebook_shows_the_numbers_of_its_run(book):
    folder, warnings = book(LOSS, suffix=".ipynb")
    assert not warnings
    assert "The loss falls to −1.25, from 3 to 1." in article(folder).get_text()


def test_a_notebooks_fact_is_a_link_to_its_row(book):
    folder, warnings = book(WITH_FACT, suffix=".ipynb")
    assert not warnings
    assert "All 174.6 billion." in article(folder).get_text()
    assert article(folder).select_one("a.reference")["href"] == "facts.html#fact-gpt3-parameters"


def messages(folder: Path) -> list[str]:
    with (folder / "book/page.pot").open("rb") as file:
        return [message.id for message in read_po(file) if message.id]


def test_a_translator_meets_the_placeholder_and_not_the_number(book):
    folder, _warnings = book(LOSS, builder="gettext", suffix=".ipynb")
    assert "The loss falls to {filled}`loss:.2f`, from 3 to {filled}`last`." in messages(folder)
    other = LOSS.replace("−1.25", "−9.75")
    assert messages(book(other, builder="gettext", suffix=".ipynb")[0]) == messages(folder)


def test_on_a_prose_page_too(book):
    folder, _warnings = book('# T\n\nAll {{ fact("gpt3.parameters") }}, {{ fact("gpt3.parameters").value:.0e }}.\n', builder="gettext")
    assert 'All {fact}`gpt3.parameters`, {filled}`fact("gpt3.parameters").value:.0e`.' in messages(folder)


def test_the_translated_page_shows_the_number_of_the_run(book, tmp_path):
    catalogue = tmp_path / "source/locale/de/LC_MESSAGES/book"
    catalogue.mkdir(parents=True)
    words = 'msgid "The loss falls to {filled}`loss:.2f`, from 3 to {filled}`last`."\n'
    words += 'msgstr "Bis {filled}`last` fällt der Fehler, dann auf {filled}`loss:.2f`."\n'
    (catalogue / "page.po").write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n' + words, encoding="utf-8")
    with (catalogue / "page.po").open("rb") as source, (catalogue / "page.mo").open("wb") as target:
        write_mo(target, read_po(source))
    folder, _warnings = book(LOSS, suffix=".ipynb", language="de")
    assert "Bis 1 fällt der Fehler, dann auf −1.25." in article(folder).get_text()
