"""LibreOffice's help in English and Chinese: sentence pairs for translation, guide pages for question answering."""

import html
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from bigmodel_edu.data.debian import DebianPackage
from bigmodel_edu.data.record import Record
from bigmodel_edu.language import _
from bigmodel_edu.progress_bar import Progress

VERSION = "4:7.4.7-1+deb12u14"
POOL = "pool/main/libr/libreoffice"
ENGLISH = DebianPackage(
    name="libreoffice-help-en-us",
    version=VERSION,
    pool=POOL,
    sha256="8faa840285734d6cfe1ed25537b48f07e74bd6412e3917bf8e5f8a653f7b3712",
    sha1="d4ccd840972b4de88129de9268cfdde5fa039296",
    megabytes=1.8,
    folder="usr/share/libreoffice/help/en-US",
    files=("text/swriter/guide/auto_numbering.html",),
)
CHINESE = DebianPackage(
    name="libreoffice-help-zh-cn",
    version=VERSION,
    pool=POOL,
    sha256="db867cdece4c2f9c7eebe65e519c6cf386fdcf49d6e061db3dffec893b3e1dee",
    sha1="73bddc996a7db6cd29e9880de70e2a86d14ac581",
    megabytes=3.4,
    folder="usr/share/libreoffice/help/zh-CN",
    files=("text/swriter/guide/auto_numbering.html",),
)
RECORD = Record(
    name="libreoffice_help",
    title=_("LibreOffice help, English and Chinese"),
    holds=_("24,506 different pairs of an English paragraph and its Chinese translation; 437 guide pages in English with different titles"),
    licence=_("MPL-2.0, parts Apache-2.0"),
    origin=_("the LibreOffice documentation and translation teams, The Document Foundation"),
    sources=(ENGLISH, CHINESE),
)
PARAGRAPH = re.compile(r'<(p|h[1-6])\b[^>]*?\bid="((?:par|hd)_[^"]*)"[^>]*>(.*?)</\1>', re.DOTALL)
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
CHINESE_CHARACTER = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Pair:
    """An English paragraph and its Chinese translation."""

    english: str
    chinese: str


@dataclass(frozen=True)
class GuidePage:
    """A how-to page: its title and its paragraphs in order."""

    title: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        """The paragraphs, one a line."""
        return "\n".join(self.paragraphs)


@dataclass(frozen=True)
class LibreOfficeHelp:
    """Translation pairs and guide pages, in the order of the files' names."""

    pairs: tuple[Pair, ...] = field(repr=False)
    guides: tuple[GuidePage, ...] = field(repr=False)
    record: Record = RECORD

    def short_pairs(self, words: tuple[int, int] = (3, 20), characters: int = 60) -> tuple[Pair, ...]:
        """Return the pairs whose English has a number of words in the given range, and whose Chinese has at most so many characters."""
        return tuple(pair for pair in self.pairs if words[0] <= len(pair.english.split()) <= words[1] and len(pair.chinese) <= characters)


def libreoffice_help() -> LibreOfficeHelp:
    """Read the help (a few seconds); the first time it may be fetched (5 MB).

    The same path and paragraph name in both languages make a pair; untranslated paragraphs are left out. So are guide pages that share
    their title with another.

    Raises:
        DataNotFound: if it is not on this machine and cannot be fetched; it says what to install.
    """
    english, chinese = RECORD.folders()
    files = sorted(path.relative_to(english) for path in english.rglob("*.html"))
    pairs: dict[Pair, None] = {}
    guides: list[GuidePage] = []
    with Progress(_("Reading LibreOffice's help"), len(files)) as progress:
        for place, name in enumerate(files):
            title, source = read_page(english / name)
            if (chinese / name).exists():
                pairs.update(dict.fromkeys(_aligned(source, read_page(chinese / name)[1])))
            if name.parent.name == "guide" and source:
                guides.append(GuidePage(title, tuple(source.values())))
            progress.update(place + 1)
    pages_of = Counter(guide.title for guide in guides)
    return LibreOfficeHelp(tuple(pairs), tuple(guide for guide in guides if pages_of[guide.title] == 1))


def read_page(path: Path) -> tuple[str, dict[str, str]]:
    """Return the title of a help page and its paragraphs by name, without tags."""
    page = path.read_text(encoding="utf-8")
    title = TITLE.search(page)
    paragraphs = {name: plain(content) for _tag, name, content in PARAGRAPH.findall(page)}
    return plain(title[1]) if title else path.stem, {name: text for name, text in paragraphs.items() if text}


def plain(markup: str) -> str:
    """Take tags and entities out of HTML and leave single spaces.

    >>> plain('Choose <span class="menuitem">View &amp;  more</span>.')
    'Choose View & more.'
    """
    return " ".join(html.unescape(TAG.sub("", markup)).split())


def _aligned(english: dict[str, str], chinese: dict[str, str]) -> list[Pair]:
    return [Pair(text, chinese[name]) for name, text in english.items() if name in chinese and CHINESE_CHARACTER.search(chinese[name])]
