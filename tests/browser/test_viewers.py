"""The viewers in Chromium: drawn, told, usable, safe, and alone in the world."""

import io
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page

import tests.browser.viewer_pages as made
from bigmodel_edu.viz import attention_rollout
from bigmodel_edu.viz.payload import MAX_ERROR
from bigmodel_edu.viz.script import ATTENTION, tag

pytestmark = pytest.mark.browser

NARROW = {"viewport": {"width": 390, "height": 800}}
SHOWN = MAX_ERROR + 0.0005  # three decimals are told
ELEMENT = "document.querySelector('[data-drawn]')"
# Where on the window the cell of a query and a key lies: asked of the view's own layout, point by point.
FIND = """([place, query, key]) => {
  const canvas = document.querySelectorAll('[data-drawn]')[0].canvases[place], box = canvas.getBoundingClientRect();
  for (let y = 1; y < canvas.clientHeight; y += 2) for (let x = 1; x < canvas.clientWidth; x += 2) {
    const found = canvas.locate(x, y);
    if (found && found.query === query && found.key === key) return [box.left + x + 1, box.top + y + 1];
  }
}"""
COLOURS = """(canvas) => {
  const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return new Set(new Uint32Array(pixels.data.buffer)).size;
}"""
FOCUSED = """() => {
  let node = document.activeElement;
  while (node.shadowRoot) node = node.shadowRoot.activeElement;
  return node.localName;
}"""
NO_WEIGHTS = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="  # one grey pixel


@pytest.fixture
def visit(chromium: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Open a page from a file; at the end, nothing was asked of anyone and no error was raised."""
    contexts, asked, errors = [], [], []

    def go(html: str, **options: Any) -> Page:
        context = chromium.new_context(**{"viewport": {"width": 1000, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        path = tmp_path / f"page{len(contexts)}.html"
        path.write_text(html, encoding="utf-8")
        page.goto(path.as_uri())
        return page

    yield go
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:", "about:"))] == []
    assert errors == []


def drawn(page: Page, count: int = 1) -> Page:
    page.wait_for_function(f"document.querySelectorAll('[data-drawn]').length === {count}")
    settle(page)
    return page


def settle(page: Page) -> None:
    """Wait until what was asked for is drawn: the frame after the next."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def live(page: Page, place: int = 0) -> str:
    settle(page)
    return page.locator("[data-drawn]").nth(place).locator(".live").inner_text()


def told_weight(text: str) -> float:
    return float(re.search(r"weight (\d\.\d{3})", text)[1])


@pytest.mark.parametrize("name", made.DRAWN_BY_SCRIPT)
def test_every_view_is_drawn_and_nothing_hostile_runs(visit, name):
    page = drawn(visit(made.page(name)))
    assert page.evaluate("window.hacked") is None
    for canvas in page.locator("[data-drawn] canvas").all():
        assert canvas.evaluate(COLOURS) > 3
    assert page.locator("[data-drawn] > img").count() == 0 or not page.locator("[data-drawn] > img").first.is_visible()


def test_what_is_told_under_the_pointer_is_the_arrays_value(visit):
    page = drawn(visit(made.page("causal")))
    weights = made.causal_weights()
    for layer, head, query, key in [(0, 0, 10, 3), (2, 1, 4, 4), (1, 3, 9, 0)]:
        page.get_by_label("Layer", exact=True).select_option(str(layer))
        page.get_by_label("Head", exact=True).select_option(str(head))
        settle(page)
        page.mouse.move(*page.evaluate(FIND, [0, query, key]))
        text = live(page)
        assert f"Layer {layer}, Head {head}." in text
        assert f"“{made.ENGLISH[query].replace('Ġ', '␣')}” looks at “{made.ENGLISH[key].replace('Ġ', '␣')}”" in text
        assert told_weight(text) == pytest.approx(weights[layer, head, query, key], abs=SHOWN)


def test_more_queries_than_keys_are_told_right(visit):
    page = drawn(visit(made.page("cross")))
    for query, key in [(7, 2), (3, 5), (5, 0)]:
        page.mouse.move(*page.evaluate(FIND, [0, query, key]))
        assert told_weight(live(page)) == pytest.approx(made.weights(2, 3, 8, 6)[0, 0, query, key], abs=SHOWN)


def test_masked_pairs_the_mean_and_the_rollout_are_told(visit):
    page = drawn(visit(made.page("causal")))
    weights = made.causal_weights()
    page.mouse.move(*page.evaluate(FIND, [0, 2, 7]))
    assert "never looks" in live(page)
    page.mouse.move(*page.evaluate(FIND, [0, 6, 2]))
    for which, values in (("mean", weights.mean(axis=1)), ("rollout", attention_rollout(weights))):
        page.get_by_label("Head", exact=True).select_option(which)
        page.get_by_label("Layer", exact=True).select_option("2")
        page.mouse.move(*page.evaluate(FIND, [0, 6, 3]))
        page.mouse.move(*page.evaluate(FIND, [0, 6, 2]))
        assert told_weight(live(page)) == pytest.approx(values[2, 6, 2], abs=SHOWN)


def test_flow_is_offered_at_the_last_layer_only(visit):
    page = drawn(visit(made.page("causal")))
    choices = page.get_by_label("Head", exact=True).locator("option")
    assert not [text for text in choices.all_inner_texts() if "Flow" in text]
    page.get_by_label("Layer", exact=True).select_option("2")
    page.get_by_label("Head", exact=True).select_option("flow")
    page.get_by_label("Layer", exact=True).select_option("0")
    assert "Mean of heads" in live(page)


def test_lines_tell_a_tokens_strongest_key(visit):
    page = drawn(visit(made.page("cross")))
    page.get_by_label("View").select_option("lines")
    settle(page)
    page.mouse.move(*page.evaluate(FIND, [0, 3, None]))
    row = made.weights(2, 3, 8, 6)[0, 0, 3]
    text = live(page)
    assert f"“{made.CHINESE[3]}” looks most at “{['Attention', '␣is', '␣all', '␣you', '␣need', '.'][row.argmax()]}”" in text
    assert told_weight(text) == pytest.approx(row.max(), abs=SHOWN)


def test_the_table_lists_the_strongest_pairs_of_what_is_chosen(visit):
    page = drawn(visit(made.page("causal")))
    matrix = made.causal_weights()[0, 0]
    cells = page.locator("tbody tr").evaluate_all("rows => rows.map(row => Number(row.lastChild.textContent))")
    np.testing.assert_allclose(cells, np.sort(matrix.ravel())[::-1][:8], atol=SHOWN)
    page.mouse.move(*page.evaluate(FIND, [0, 5, 1]))
    settle(page)
    cells = page.locator("tbody tr").evaluate_all("rows => rows.map(row => Number(row.lastChild.textContent))")
    np.testing.assert_allclose(cells, np.sort(matrix[5, :6])[::-1], atol=SHOWN)


def test_everything_is_reached_and_done_by_keyboard(visit):
    page = drawn(visit(made.page("causal")))
    focused = []
    for _ in range(14):
        page.keyboard.press("Tab")
        focused.append(page.evaluate(FOCUSED))
    assert focused == ["select"] * 3 + ["input", "button", "canvas", "summary", "canvas", "summary"] + ["button"] * 4 + ["summary"]
    page.locator("canvas").first.focus()
    for key in ["ArrowDown", "ArrowDown", "ArrowDown", "ArrowRight"]:
        page.keyboard.press(key)
    assert told_weight(live(page)) == pytest.approx(made.causal_weights()[0, 0, 2, 1], abs=SHOWN)
    page.keyboard.press("PageDown")
    assert told_weight(live(page)) == pytest.approx(made.causal_weights()[0, 1, 2, 1], abs=SHOWN)
    page.keyboard.press("Enter")
    pinned = live(page)
    page.mouse.move(*page.evaluate(FIND, [0, 9, 4]))
    assert live(page) == pinned
    page.keyboard.press("Escape")
    assert "Point at a token" in live(page)
    page.locator("canvas").nth(1).focus()
    page.keyboard.press("ArrowDown")
    assert "Layer 1, Head 1." in live(page)


def test_a_click_pins_and_a_second_click_lets_go(visit):
    page = drawn(visit(made.page("causal")))
    page.mouse.click(*page.evaluate(FIND, [0, 8, 2]))
    pinned = live(page)
    page.mouse.move(*page.evaluate(FIND, [0, 3, 1]))
    assert live(page) == pinned
    page.mouse.click(*page.evaluate(FIND, [0, 8, 2]))
    page.mouse.move(*page.evaluate(FIND, [0, 3, 1]))
    assert live(page) != pinned


def test_generation_step_by_step_shows_no_later_row(visit):
    page = drawn(visit(made.page("causal")))
    page.get_by_role("slider").focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    settle(page)
    assert "Generation step 4: “␣on” has been read" in page.locator("label", has=page.get_by_role("slider")).inner_text()
    row = made.causal_weights()[0, 0, 3]
    assert told_weight(live(page)) == pytest.approx(row.max(), abs=SHOWN)
    page.keyboard.press("Home")
    assert "Point at a token" in live(page)


def test_play_moves_on_but_not_for_those_who_asked_for_less_motion(visit):
    page = drawn(visit(made.page("causal")))
    page.get_by_role("button", name="Play").click()
    page.wait_for_function(f"{ELEMENT}.state.step >= 1")
    page.get_by_role("button", name="Stop").click()
    assert page.evaluate(f"{ELEMENT}.timer") == 0
    calm = drawn(visit(made.page("causal"), reduced_motion="reduce"))
    assert calm.get_by_role("button", name="Play").count() == 0
    calm.evaluate(f"{ELEMENT}.play(true)")
    assert calm.evaluate(f"{ELEMENT}.timer") == 0


def test_two_models_and_their_difference(visit):
    page = drawn(visit(made.page("compared")))
    first, second = made.causal_weights(), made.weights(3, 4, 11, 11, causal=True, seed=1)
    page.mouse.move(*page.evaluate(FIND, [1, 7, 3]))
    before, after, change = (float(number.replace("−", "-")) for number in re.findall(r": ([+−]?\d\.\d{3})", live(page)))
    assert before == pytest.approx(first[0, 0, 7, 3], abs=SHOWN)
    assert after == pytest.approx(second[0, 0, 7, 3], abs=SHOWN)
    assert change == pytest.approx(second[0, 0, 7, 3] - first[0, 0, 7, 3], abs=2 * SHOWN)
    assert page.locator("figcaption").all_inner_texts() == ["before", "after", "difference"]
    assert drawn(visit(made.page("lengths"))).locator("figcaption").all_inner_texts() == ["a", "b"]


def test_a_part_of_a_pair_looks_at_a_part(visit):
    page = drawn(visit(made.page("pairs")))
    page.get_by_label("From → to").select_option(label="answer → question")
    settle(page)
    page.mouse.move(*page.evaluate(FIND, [0, 0, 0]))
    assert "never looks" in live(page)
    page.mouse.move(*page.evaluate(FIND, [0, 4, 1]))
    assert told_weight(live(page)) == pytest.approx(made.weights(2, 2, 5, 5).mean(axis=1)[0, 4, 1], abs=SHOWN)


def test_the_lens_tells_the_cell_in_focus(visit):
    page = drawn(visit(made.page("lens")))
    page.keyboard.press("Tab")
    assert page.locator(".live").inner_text().startswith("layer 3, “I”: ")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    assert re.match(r"layer 2, “so”: .* What really comes next has rank \d\.", page.locator(".live").inner_text())
    page.locator(".view td").first.hover()
    assert page.locator(".live").inner_text().startswith("layer 3, “I”: ")


def test_ten_views_and_two_versions_on_a_page_do_not_disturb_each_other(visit):
    names = ["causal", "cross", "lens", "causal", "compared", "pairs", "lens", "single", "cross", "hostile"]
    own = tag("bm-attn", ATTENTION)
    older = made.views()["cross"].html.replace(own, "bm-attn-00000000")
    page = drawn(visit(made.page(*names).replace("</main>", f"{older}</main>")), count=11)
    assert page.evaluate("[...document.querySelectorAll('[data-drawn]')].map(node => node.localName)").count("bm-attn-00000000") == 1
    before = [live(page, place) for place in range(11)]
    page.mouse.move(*page.evaluate(FIND, [0, 5, 2]))
    after = [live(page, place) for place in range(11)]
    assert before[0] != after[0]
    assert before[1:] == after[1:]


@pytest.mark.parametrize("options", [{"color_scheme": "light"}, {"color_scheme": "dark"}, NARROW], ids=str)
def test_no_accessibility_rule_is_broken(visit, options):
    page = drawn(visit(made.page("causal", "cross", "compared", "pairs", "lens", "ribbon", "attribution"), **options), count=5)
    results = Axe().run(page)
    broken = [(rule["id"], node["html"], node["failureSummary"]) for rule in results.response["violations"] for node in rule["nodes"]]
    assert broken == []


@pytest.mark.parametrize("name", made.ALL)
def test_nothing_is_wider_than_a_telephone(visit, name):
    page = visit(made.page(name), **NARROW)
    if name in made.DRAWN_BY_SCRIPT:
        drawn(page)
        if page.get_by_label("View").count():
            page.get_by_label("View").select_option("lines")
            settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_theme_follows_the_real_background(visit):
    page = drawn(visit(made.page("causal"), color_scheme="dark"))
    assert page.evaluate(f"{ELEMENT}.view.classList.contains('dark')")
    page.evaluate("document.body.style.background = 'white'")
    page.wait_for_function(f"!{ELEMENT}.view.classList.contains('dark')")
    page.evaluate("document.querySelector('main').style.background = '#101418'; document.documentElement.dataset.theme = 'dark'")
    page.wait_for_function(f"{ELEMENT}.view.classList.contains('dark')")


def test_without_script_the_picture_stays_and_is_described(visit):
    page = visit(made.page("causal", "compared", "lens", "ribbon"), java_script_enabled=False)
    for picture in page.locator("img").all():
        assert picture.is_visible()
        assert picture.bounding_box()["width"] > 300
        assert "3 layers × 4 heads over 11 tokens" in picture.get_attribute("alt")
    assert page.locator("img").count() == 3
    assert page.locator("table td").first.is_visible()


def test_in_a_sandboxed_frame_of_no_origin(visit, tmp_path):
    inner = tmp_path / "inner.html"
    inner.write_text(made.page("causal", "lens"), encoding="utf-8")
    frame = f'<iframe sandbox="allow-scripts" width="900" height="900" src="{inner.as_uri()}"></iframe>'
    page = visit(f"<!doctype html><title>Frame</title>{frame}")
    page.frame_locator("iframe").locator("[data-drawn]").nth(1).wait_for()
    assert page.frame_locator("iframe").locator("[data-drawn] canvas").count() == 2


def test_a_payload_that_cannot_be_read_leaves_the_picture_and_says_why(visit):
    html = re.sub(r'(src="data:image/png;base64,)[^"]+', rf"\1{NO_WEIGHTS}", made.page("causal"))
    page = visit(html)
    page.locator("[data-failed]").wait_for()
    assert page.locator("img").is_visible()
    assert "could not be drawn; the picture shows the weights. Reason: expected 8 bits" in page.locator("[data-failed] p").inner_text()


def test_the_picture_the_numbers_and_the_page_are_saved(visit):
    page = drawn(visit(made.page("causal"), color_scheme="dark"))
    saved = {}
    for kind in ("PNG", "SVG", "CSV", "HTML"):
        with page.expect_download() as download:
            page.get_by_role("button", name=kind).click()
        saved[kind] = Path(download.value.path()).read_bytes()
        assert download.value.suggested_filename.endswith(kind.lower())
    picture = Image.open(io.BytesIO(saved["PNG"]))
    assert picture.size[0] == 1520
    assert picture.getpixel((5, 5))[:3] == (255, 255, 255)
    texts = [node.text for node in ElementTree.fromstring(saved["SVG"]).iter("{http://www.w3.org/2000/svg}text")]
    assert {"␣cat", "looks (query)", "looked at (key)"} <= set(texts)
    rows = [line.split(",") for line in saved["CSV"].decode().splitlines()[1:]]
    assert len(rows) == 66
    for query, key, *_, weight in rows:
        assert float(weight) == pytest.approx(made.causal_weights()[0, 0, int(query), int(key)], abs=MAX_ERROR)
    again = drawn(visit(saved["HTML"].decode()))
    assert "Point at a token" in live(again)
