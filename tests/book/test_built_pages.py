"""The built pages: they load nothing from outside, their links lead somewhere, their pictures say what they show."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
import yaml
from bs4 import BeautifulSoup, Tag

from tests.book.building import JUPYTER_BOOK

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow

OUTSIDE = re.compile(r"^\s*(?:[a-z]+:)?//", re.IGNORECASE)
GENERATED_NAME = re.compile(r"\.(?:png|jpe?g|svg|gif)$|^_?images?\b|^[0-9a-f]{16,}", re.IGNORECASE)


@pytest.fixture(scope="module")
def pages(built_book: Path) -> dict[Path, BeautifulSoup]:
    paths = [path for path in sorted(built_book.rglob("*.html")) if "_static" not in path.parts]
    return {path: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser") for path in paths}


def chapters(pages: dict[Path, BeautifulSoup]) -> Iterator[tuple[str, Tag]]:
    """The name and the article of each page that has one: all but the front door."""
    for path, page in pages.items():
        article = page.select_one("article.bd-article")
        if article is not None:
            yield path.stem, article


def toc_files() -> list[str]:
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))

    def walk(entry: dict) -> Iterator[str]:
        if "file" in entry:
            yield entry["file"]
        for key in ("parts", "chapters", "sections"):
            for child in entry.get(key, []):
                yield from walk(child)

    return [toc["root"], *walk(toc)]


def test_every_page_of_the_table_of_contents_is_built(built_book):
    missing = [name for name in toc_files() if not (built_book / f"{name}.html").is_file()]
    assert not missing
    assert (built_book / "index.html").is_file()


@pytest.mark.parametrize("mistake", ["[nowhere](nowhere.md)", "{cite:t}`nobody1999`", "$$\\nosuchcommand$$", "{ref}`no-such-place`"])
def test_a_mistake_in_a_page_fails_the_build(tmp_path, mistake):
    for name in ("_config.yml", "_toc.yml"):
        shutil.copy(ROOT / name, tmp_path)
    for name in ("book", "notebooks"):
        shutil.copytree(ROOT / name, tmp_path / name)
    page = tmp_path / "book" / "start" / "index.md"
    page.write_text(page.read_text(encoding="utf-8") + f"\n{mistake}\n", encoding="utf-8")
    command = [*JUPYTER_BOOK, "build", tmp_path, "-W", "-n", "--keep-going", "-q"]
    build = subprocess.run(command, capture_output=True, text=True)
    assert build.returncode != 0
    assert "WARNING" in build.stderr + build.stdout and "index.md" in build.stderr + build.stdout


def test_pages_load_nothing_from_outside(pages):
    loads = dict.fromkeys(("script", "img", "iframe", "source", "video", "audio", "embed"), "src") | {"link": "href", "object": "data"}
    found = [
        f"{path.name}: <{tag.name} {attribute}={tag[attribute]!r}>"
        for path, page in pages.items()
        for name, attribute in loads.items()
        for tag in page.find_all(name, attrs={attribute: OUTSIDE})
    ]
    inline = re.compile(r"srcset=[^>]*//|url\(\s*[\"']?https?:[^)]*")
    found += [f"{path.name}: {match}" for path, page in pages.items() for match in inline.findall(str(page))]
    assert not found
    assert any(page.find("script", src=True) for page in pages.values()), "the check looked at pages without a single script"


def test_style_sheets_load_nothing_from_outside(built_book):
    sheets = sorted(built_book.rglob("*.css"))
    assert len(sheets) > 5
    load = re.compile(r"(?:url\(|@import)\s*[\"']?\s*((?:[a-z]+:)?//[^\"')\s]*)", re.IGNORECASE)
    found = {sheet.name: load.findall(sheet.read_text(encoding="utf-8")) for sheet in sheets}
    assert not {name: urls for name, urls in found.items() if urls}


def test_pictures_say_what_they_show(pages):
    silent = []
    for name, article in chapters(pages):
        for picture in article.find_all("img"):
            alt = (picture.get("alt") or "").strip()
            if len(alt) < 15 or GENERATED_NAME.search(alt):
                silent.append(f"{name}: {picture['src'][:60]} says {alt!r}")
        for drawing in article.select("svg.drawing"):
            if len(drawing.get("aria-label", "")) < 40 or drawing.get("role") not in ("img", "group"):
                silent.append(f"{name}: a drawing says {drawing.get('aria-label')!r}")
    assert not silent


def test_links_inside_the_book_lead_somewhere(built_book, pages):
    broken = []
    for path, page in pages.items():
        for link in page.find_all(["a", "link", "script", "img"]):
            target = str(link.get("href") or link.get("src") or "")
            if not target or re.match(r"[a-z]+:", target):
                continue
            file, fragment = urldefrag(target)
            goal = (path.parent / unquote(file.split("?")[0])).resolve() if file else path
            if not goal.is_file():
                broken.append(f"{path.name}: {target} is not a file")
            elif fragment and goal.suffix == ".html" and pages[goal].find(id=unquote(fragment)) is None:
                broken.append(f"{path.name}: {target} has no such place")
    assert not broken


def test_headings_come_in_order(pages):
    wrong = []
    for name, article in chapters(pages):
        levels = [int(heading.name[1]) for heading in article.find_all(re.compile(r"^h[1-6]$"))]
        if levels.count(1) != 1 or levels[0] != 1:
            wrong.append(f"{name}: one h1 must come first, found {levels}")
        wrong += [f"{name}: h{before} is followed by h{after}" for before, after in pairwise(levels) if after > before + 1]
    assert not wrong


def test_pages_say_their_title_and_language(pages):
    titles = {path: page.title.get_text(" ", strip=True) if page.title else "" for path, page in pages.items()}
    book = "Big Models: From Attention to Venture"
    assert not [path.name for path, title in titles.items() if book not in title]
    own = [title for path, title in titles.items() if path.name != "index.html" or path.parent.name]
    assert len(set(own)) >= len(own) - 1, "two pages share a title"  # the front door and the landing page may
    assert not [path.name for path, page in pages.items() if not page.html or page.html.get("lang") != "en"]
    descriptions = {path: page.find("meta", {"name": "description"}) for path, page in pages.items()}
    described = {path.stem for path, meta in descriptions.items() if meta and len(meta["content"]) > 50}
    assert {Path(name).name for name in toc_files()} <= described


def test_formulas_are_drawn_when_the_book_is_built(built_book, pages):
    left = []
    for name, article in chapters(pages):
        for code in article.find_all(["pre", "code", "annotation", "style"]):
            code.decompose()
        left += [f"{name}: {formula}" for formula in re.findall(r"\\\(.{0,40}|\$\$.{0,40}|\\frac.{0,20}", article.get_text())]
    assert not left
    assert sum(len(page.find_all("math")) for page in pages.values()) > 5
    font = built_book / "_static" / "stix-two-math.woff"
    assert 100_000 < font.stat().st_size < 800_000


def test_the_map_shows_what_exists():
    drawing = BeautifulSoup((ROOT / "book/static/course-map.svg").read_text(encoding="utf-8"), "html.parser")
    shown = {part["data-part"] for part in drawing.select(".map-part.map-here")}
    exist = {Path(name).parts[1] for name in toc_files()} - {"instructors"}  # the map is the students'
    assert shown == exist
    names = {part["data-part"] for part in drawing.select(".map-part")}
    assert exist <= names and len(names) == 10
