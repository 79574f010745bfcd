"""``make messages``: collect every message of the package, and of click, which speaks for its commands, for translators.

The template ``locale/bigmodel_edu.pot`` holds no dates and no line numbers: it changes only when a message does. A translation is
``locale/<language>/LC_MESSAGES/bigmodel_edu.po``, compiled to ``.mo`` beside it.
"""

import io
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from bigmodel_edu.files import write_file
from bigmodel_edu.language import DOMAIN

PACKAGE = Path(__file__).parents[1]
TEMPLATE = PACKAGE / "locale" / f"{DOMAIN}.pot"
METHODS = [("**.py", "python"), ("**.j2", "jinja2"), ("**.js", "javascript")]
OURS = {"_": None, "plural": (1, 2)}
CLICKS = {"_": None, "ngettext": (1, 2)}
CHANGING = re.compile(
    rb'^"(?:POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Language-Team|Report-Msgid-Bugs-To): .*\n', re.MULTILINE
)


def messages(folder: Path = PACKAGE) -> Catalog:
    """Every message of the package and of click; the latter are said to be click's."""
    catalogue = Catalog(project="bigmodel-edu", header_comment="# Made by: make messages", fuzzy=False)
    _add(catalogue, folder, OURS, ())
    _add(catalogue, Path(click.__file__).parent, CLICKS, ("of click",))
    return catalogue


def _add(catalogue: Catalog, folder: Path, keywords: Mapping[str, tuple[int, ...] | None], comments: Iterable[str]) -> None:
    found = extract_from_dir(folder, METHODS, keywords=keywords, comment_tags=("Translators:",), strip_comment_tags=True)
    for _path, _line, message, said, _context in found:
        catalogue.add(message, auto_comments=[*said, *comments])


def template(catalogue: Catalog) -> bytes:
    """The catalogue as a .pot file that depends on the messages alone."""
    stream = io.BytesIO()
    write_po(stream, catalogue, no_location=True, sort_output=True, width=120)
    return CHANGING.sub(b"", stream.getvalue())


def main() -> None:
    """Write the template."""
    write_file(TEMPLATE, template(messages()))


if __name__ == "__main__":
    main()
