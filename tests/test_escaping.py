"""The guards: no text becomes a formula in a spreadsheet or markup in a page, and numbers stay numbers."""

import csv
import io
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bigmodel_edu.escaping import for_html, for_spreadsheet

BEGINNINGS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
BLANKS = ("", " ", "   ", "\t", "\r", "\n", "\u00a0", "\u3000", "\ufeff", "\u200b", "\x00", " \t \u2003")


def dangerous(cell: str) -> bool:
    """Whether a spreadsheet that passes over blanks would take the cell for a formula."""
    bare = cell.strip("".join(BLANKS))
    if not bare.startswith(BEGINNINGS):
        return False
    try:
        float(bare.replace(",", ".", 1))
    except ValueError:
        return True
    return not bare.isascii() or "_" in bare or not any(digit in bare for digit in "0123456789")


def cells(text: str) -> list[str]:
    """Every cell that a reader could see in it, whatever it takes for the separator."""
    found = {text}
    for separators in (";", "\t", "\r\n", ";\t\r\n"):
        parts = [text]
        for separator in separators:
            parts = [piece for part in parts for piece in part.split(separator)]
        found.update(parts)
    return sorted(found)


@pytest.mark.parametrize("beginning", BEGINNINGS)
@pytest.mark.parametrize("blanks", BLANKS)
@pytest.mark.parametrize("before", ["", "a;", "a\t", "a\n", "a\r\n", "1;"])
def test_no_formula_is_left(beginning, blanks, before):
    text = f"{before}{blanks}{beginning}HYPERLINK(1)"
    safe = for_spreadsheet(text)
    assert not [cell for cell in cells(safe) if dangerous(cell)]
    assert safe.replace("'", "") == text, "nothing but apostrophes is added"


@given(st.text(alphabet=["=", "+", "-", "@", "＝", "1", "a", ";", "\t", " ", "\n", "\r", ",", ".", "e", "\ufeff", "'"], max_size=12))
def test_no_formula_is_left_in_any_text(text):
    safe = for_spreadsheet(text)
    assert not [cell for cell in cells(safe) if dangerous(cell)]
    assert for_spreadsheet(safe) == safe, "twice is once"


@pytest.mark.parametrize("text", ["-1", "+4.5", "-1e-05", "-0.333333", "-1,5", "-.5", "12", " -3 ", "a;-2", "-3\r\n", ""])
def test_numbers_stay_numbers(text):
    assert for_spreadsheet(text) == text


@pytest.mark.parametrize("text", ["strictly-lower", "a=b", "mail@example.org", "3 - 4", "half; the rest", "line\nline", "模型", "O'Hara"])
def test_ordinary_text_stays_as_it_is(text):
    assert for_spreadsheet(text) == text


@pytest.mark.parametrize("text", ["-1-1", "- 5", "-inf", "+nan", "-1_000", "-1;", "-١", "-x", "=", "@"])
def test_what_only_looks_like_a_number_is_text(text):
    assert for_spreadsheet(text) == f"'{text}"


def test_a_csv_file_read_with_either_separator_holds_no_formula():
    stream = io.StringIO()
    csv.writer(stream).writerow([for_spreadsheet(text) for text in ("alice", 'a"\n=1+1', "x;=2+2", "\t@SUM(1)")])
    for separator in ",;\t":
        rows = csv.reader(io.StringIO(stream.getvalue(), newline=""), delimiter=separator, quoting=csv.QUOTE_NONE)
        assert not [cell for row in rows for cell in row if dangerous(cell.strip('"'))]


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, attrs))

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '" onload="x', "' onload='x", "a & b &lt; c", "&#60;b&#62;", "-->", "]]>", "{{ 7 }}"]
)
@pytest.mark.parametrize("quote", ["'", '"'])
def test_a_page_shows_the_text_and_nothing_else(text, quote):
    reader = Reader()
    reader.feed(f"<p title={quote}{for_html(text)}{quote}>{for_html(text)}</p>")
    reader.close()
    assert reader.tags == [("p", [("title", text)])] and reader.text == text


@pytest.mark.parametrize("bad", ["\x00", "\x07", "\x1b[31m", "\ud800", "\udcff"])
def test_what_no_page_may_hold_is_replaced(bad):
    shown = for_html(f"a{bad}b")
    assert bad[0] not in shown and "\ufffd" in shown
    shown.encode("utf-8")


def test_tabs_and_lines_stay():
    assert for_html("a\tb\nc") == "a\tb\nc"


def test_numbers_and_paths_are_shown_as_text():
    assert for_html(3.5) == "3.5"
