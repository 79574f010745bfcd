"""Does a notebook show a text? The fixed parts of the text decide, by letters alone: markup, line breaks and cuts do not hide it."""

import html
import re
from collections.abc import Collection
from functools import cached_property

from nbformat import NotebookNode

from bigmodel_edu.authoring.recorded import DATA, texts

TELLING = 12  # letters: so long a part of a text is not met by chance
COMPARED = 20  # letters at either end of a part: a text may be cut when it is shown
FILLED = re.compile(r"\{[^{}]*\}|%[sdr]")
TAGS = re.compile(r"<[^<>]*>")
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


class Shown:
    """What a notebook shows.

    Args:
        notebook: with outputs.
        asked_for: the messages whose translation the run has asked for. Where the notebook shows images, in which no text can be read,
            each of them counts as shown.
    """

    def __init__(self, notebook: NotebookNode, asked_for: Collection[str] = ()) -> None:
        self._outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.get("outputs", [])]
        self._asked_for = frozenset(asked_for)

    @cached_property
    def _letters(self) -> str:
        found = []
        for text in (text for output in self._outputs for text in texts(output)):
            plain = ESCAPED.sub(lambda code: chr(int(code[1], 16)), html.unescape(html.unescape(DATA.sub("", text))))
            found += [letters(plain), letters(TAGS.sub("", plain))]
        return " ".join(found)

    @cached_property
    def _images(self) -> bool:
        data = [output.get("data", {}) for output in self._outputs]
        return any(kind.startswith("image/") for each in data for kind in each) or any(
            DATA.search(each.get("text/html", "")) for each in data
        )

    def has(self, text: str) -> bool:
        """Whether a text, or a part of it, is shown. One that has only signs and places to fill counts as shown."""
        if self._images and text in self._asked_for:
            return True
        parts = [part for line in text.splitlines() for part in map(letters, FILLED.split(line)) if part]
        telling = [part for part in parts if len(part) >= TELLING]
        if telling:
            return any(part[:COMPARED] in self._letters or part[-COMPARED:] in self._letters for part in telling)
        return bool(text.strip()) and all(part in self._letters for part in parts)


def letters(text: str) -> str:
    """The letters of a text, in lower case and nothing between them.

    >>> letters("Call `f(2)`, then\\nlook.")
    'callfthenlook'
    """
    return re.sub(r"[\W\d_]+", "", text.casefold())
