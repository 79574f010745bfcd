"""Text where it could become something else: a formula in a spreadsheet, markup in a page. One guard for each.

Text in the terminal needs none: print it with ``markup=False``.
"""

import html
import re

_NUMBER = r"[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]+)?"  # also with a decimal comma
_BLANK = r"[\x00-\x20\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"  # what readers of tables pass over, unseen or not
# A cell begins where the text begins, and where a reader with another separator would begin one.
_FORMULA = re.compile(rf"(^|[;\t\r\n])(?={_BLANK}*[=+\-@＝＋－＠])(?!{_BLANK}*{_NUMBER}{_BLANK}*\Z)")
_NEVER_IN_A_PAGE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff]")


def for_spreadsheet(text: str) -> str:
    """Defuse text that a spreadsheet would run as a formula: an apostrophe makes it text. Numbers stay numbers.

    A cell that reads ``=…``, ``+…``, ``-…`` or ``@…``, in full width too, behind blanks too, is a formula to Excel, LibreOffice or Google
    Sheets; so is the part after a semicolon, a tab or a line end, where the reader takes that for the separator.

    >>> for_spreadsheet("=1+1"), for_spreadsheet("-3.5"), for_spreadsheet("half; =HYPERLINK(1)")
    ("'=1+1", '-3.5', "half;' =HYPERLINK(1)")
    """
    return _FORMULA.sub(r"\1'", text)


def for_html(text: object) -> str:
    """Escape text for an HTML page, in elements and in quoted attributes; what no page may hold becomes ``\N{REPLACEMENT CHARACTER}``.

    >>> for_html('<b title="x">AT&T</b>')
    '&lt;b title=&quot;x&quot;&gt;AT&amp;T&lt;/b&gt;'
    """
    return html.escape(_NEVER_IN_A_PAGE.sub("\N{REPLACEMENT CHARACTER}", str(text)), quote=True)
