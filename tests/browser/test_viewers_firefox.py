"""The viewers in Firefox, driven over WebDriver BiDi."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import tests.browser.viewer_pages as made
from bigmodel_edu.viz.payload import MAX_ERROR
from tests.browser.browsers import firefox_path, need
from tests.browser.firefox_driver import Firefox, launch

pytestmark = pytest.mark.browser

VIEW = "document.querySelector('[data-drawn]')"
LIVE = f"{VIEW}.shadowRoot.querySelector('.live').textContent"
FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"
DOWN, RIGHT, PAGE_DOWN = "\ue015", "\ue014", "\ue00f"
SPOT = """(() => {{ const canvas = {view}.canvases[0], box = canvas.getBoundingClientRect();
  for (let y = 1; y < canvas.clientHeight; y += 2) for (let x = 1; x < canvas.clientWidth; x += 2) {{
    const found = canvas.locate(x, y);
    if (found && found.query === {query} && found.key === {key}) return [box.left + x + 1, box.top + y + 1];
  }} }})()"""


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    need("Firefox", firefox_path() is not None)
    with launch(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


def opened(firefox: Firefox, folder: Path, *names: str, style: str = "", width: int = 1000) -> Firefox:
    path = folder / "page.html"
    path.write_text(made.page(*names).replace("</head>", f"<style>{style}</style></head>"), encoding="utf-8")
    firefox.requests.clear()
    firefox.open(path.as_uri(), width=width)
    wanted = sum(name in made.DRAWN_BY_SCRIPT for name in names)
    deadline = time.monotonic() + 60
    while firefox.run("document.querySelectorAll('[data-drawn]').length") < wanted:
        assert time.monotonic() < deadline, firefox.run("document.body.innerText.slice(0, 500)")
        firefox.run(FRAMES)
    firefox.run(FRAMES)
    return firefox


def told(firefox: Firefox) -> str:
    firefox.run(FRAMES)
    return firefox.run(LIVE)


def weight(text: str) -> float:
    return float(re.search(r"weight (\d\.\d{3})", text)[1])


def test_every_view_is_drawn_alone_and_nothing_hostile_runs(firefox, tmp_path):
    opened(firefox, tmp_path, *made.ALL)
    assert firefox.run("window.hacked ?? null") is None
    assert firefox.run("document.querySelectorAll('[data-failed]').length") == 0
    pages = [url for url in firefox.requests if not url.startswith(("data:", "blob:", "file:"))]
    assert pages == []


def test_what_is_told_under_the_pointer_is_the_arrays_value(firefox, tmp_path):
    opened(firefox, tmp_path, "causal")
    firefox.point(*firefox.run(SPOT.format(view=VIEW, query=9, key=4)))
    expected = made.causal_weights()[0, 0, 9, 4]
    assert weight(told(firefox)) == pytest.approx(expected, abs=MAX_ERROR + 0.0005)


def test_arrow_keys_move(firefox, tmp_path):
    opened(firefox, tmp_path, "causal")
    firefox.run(f"{VIEW}.canvases[0].focus()")
    firefox.press(DOWN, DOWN, DOWN, RIGHT, PAGE_DOWN)
    expected = made.causal_weights()[0, 1, 2, 1]
    assert weight(told(firefox)) == pytest.approx(expected, abs=MAX_ERROR + 0.0005)


def test_the_lens_tells_the_cell_in_focus(firefox, tmp_path):
    opened(firefox, tmp_path, "lens")
    firefox.run(f"{VIEW}.shadowRoot.querySelector('td').focus()")
    firefox.press(DOWN, RIGHT)
    assert told(firefox).startswith("layer 2, “␣think”: ")


def test_dark_and_narrow(firefox, tmp_path):
    opened(firefox, tmp_path, "causal", "lens", style="body {background: #101418 !important}", width=390)
    assert firefox.run("[...document.querySelectorAll('[data-drawn]')].every(one => one.view.classList.contains('dark'))")
    assert firefox.run("document.documentElement.scrollWidth") <= 390
