"""The built pages in a real browser, opened as files: readable, accessible, and alone in the world."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = [
    "book/start/welcome",
    "book/start/index",
    "book/algorithms/index",
    "book/appendix/facts",
    "notebooks/start/first-steps",
    "notebooks/algorithms/self-attention",
]
TOC = yaml.safe_load((Path(__file__).parents[2] / "_toc.yml").read_text(encoding="utf-8"))
OTHERS = [part["file"] for chapter in TOC["chapters"] for part in (chapter, *chapter.get("sections", [])) if part["file"] not in PAGES]
WINDOWS = {
    "light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "narrow": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"},
    "narrow dark": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
}


@dataclass
class Visit:
    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def outside(self) -> list[str]:
        return [url for url in self.requests if not url.startswith(("file:", "data:", "blob:"))]


@pytest.fixture
def visit(chromium: Browser, built_book: Path) -> Iterator:
    """Open a page of the built book from its file and note what it asks for."""
    contexts = []

    def open_page(name: str, window: str = "light", **options) -> Visit:
        context = chromium.new_context(**WINDOWS[window], **options)
        contexts.append(context)
        page = context.new_page()
        opened = Visit(page)
        page.on("request", lambda request: opened.requests.append(request.url))
        page.on("requestfailed", lambda request: opened.errors.append(f"not loaded: {request.url}"))
        page.on("pageerror", lambda error: opened.errors.append(str(error)))
        page.goto((built_book / f"{name}.html").as_uri())
        page.wait_for_load_state("load")
        if options.get("java_script_enabled", True):
            page.evaluate("() => document.fonts.ready.then(() => true)")
        return opened

    yield open_page
    for context in contexts:
        context.close()


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


VISITS = [*((name, window) for name in PAGES for window in WINDOWS), *((name, "narrow dark") for name in OTHERS)]


@pytest.mark.parametrize("name, window", VISITS)
def test_page_is_accessible_fits_and_stays_inside(visit, name, window):
    opened = visit(name, window)
    too_wide = opened.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert too_wide <= 0, f"the page scrolls sideways by {too_wide} px"
    assert opened.outside() == []
    assert opened.errors == []
    assert len(opened.requests) > 5
    assert violations(opened.page) == []  # last: axe itself asks for the style sheets again


@pytest.mark.parametrize("window", ["light", "narrow dark"])
def test_formulas_are_drawn_with_their_font(visit, window):
    page = visit("notebooks/algorithms/self-attention", window).page
    sizes = page.evaluate("[...document.querySelectorAll('math')].map(m => m.getBoundingClientRect()).map(box => [box.width, box.height])")
    assert len(sizes) >= 3
    assert all(width > 4 and height > 4 for width, height in sizes), sizes
    loaded = page.evaluate("[...document.fonts].filter(f => f.family.includes('STIX Two Math Book')).map(f => f.status)")
    assert loaded == ["loaded"]
    fraction = page.evaluate("document.querySelector('math mfrac').getBoundingClientRect().height")
    letter = page.evaluate("document.querySelector('math mfrac mi').getBoundingClientRect().height")
    assert fraction > 1.5 * letter, "a fraction is as low as a letter: it is not laid out as a formula"


def test_a_copied_formula_arrives_as_tex(visit):
    page = visit("book/algorithms/index").page
    copied = page.evaluate(
        """() => {
            getSelection().selectAllChildren(document.querySelector("div.math math mrow"));
            const clipboardData = new DataTransfer();
            document.dispatchEvent(new ClipboardEvent("copy", { clipboardData, cancelable: true }));
            return clipboardData.getData("text/plain");
        }"""
    )
    assert copied == r"$$\mathrm{attention}(Q, K, V) = \mathrm{softmax}\!\left(\frac{Q K^\top}{\sqrt{D}} + M\right) V$$"


def test_a_wide_formula_scrolls_in_its_box_and_can_be_reached(visit):
    page = visit("book/algorithms/index", "narrow").page
    page.set_viewport_size({"width": 240, "height": 800})
    box = page.locator("div.math").first
    page.wait_for_function("document.querySelector('div.math').tabIndex === 0")
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    left = box.evaluate("box => box.firstElementChild.getBoundingClientRect().left - box.getBoundingClientRect().left")
    assert left >= 0, "the beginning of the formula cannot be scrolled to"


@pytest.mark.parametrize("name", PAGES)
def test_page_reads_without_javascript(visit, name):
    opened = visit(name, "light", java_script_enabled=False)
    article = opened.page.locator("article.bd-article")
    assert len(article.inner_text()) > 400
    assert article.locator("h1").is_visible()
    assert opened.page.locator(".theme-switch-button").first.is_hidden(), "a button that needs JavaScript is shown"
    assert opened.outside() == []


def test_dark_outputs_take_the_page_colours(visit):
    page = visit("notebooks/algorithms/self-attention", "dark").page
    brightness = """element => {
        let colour;
        do { colour = getComputedStyle(element).backgroundColor.match(/[\\d.]+/g).map(Number); element = element.parentElement; }
        while (element && colour.length === 4 && colour[3] === 0);
        return (colour[0] + colour[1] + colour[2]) / 3;
    }"""
    outputs = page.locator("div.cell_output .text_html").all()
    assert outputs, "the lesson shows no card"
    assert all(output.evaluate(brightness) < 80 for output in outputs)


def test_search_works_from_a_file(visit):
    opened = visit("search")
    opened.page.goto(opened.page.url + "?q=attention")
    opened.page.wait_for_function("document.querySelectorAll('#search-results li').length > 0")
    assert "self-attention" in opened.page.locator("#search-results").inner_html()
    assert opened.outside() == []


def test_the_front_door_opens_the_book(chromium, built_book):
    page = chromium.new_page()
    page.goto((built_book / "index.html").as_uri(), wait_until="commit")
    page.wait_for_url("**/book/start/welcome.html")
    assert page.title().startswith("Big Models")
    page.close()
