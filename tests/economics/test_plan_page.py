"""The plan on one page: everything inside, nothing loaded, the same text each time, one sheet of paper."""

import re
from datetime import date
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from bigmodel_edu import data
from bigmodel_edu.economics.business import Money
from bigmodel_edu.economics.plan import Plan, labels, project, worked_plan
from bigmodel_edu.economics.plan_page import plan_page
from bigmodel_edu.economics.serving import offers

MARKET = offers(data.prices().rows, r"llama-3\.2-1b-instruct", date(2026, 11, 1))
WORKED = worked_plan(6.4, prefill_tokens_per_second=130, market=MARKET, name="Ada & Söhne <API>")
PLAIN = Plan("Plain", 4000, 40_000, Money(1.0), uncertainty={"utilisation": (0.2, 0.6), "price_fall": (0.1, 0.5)})


@pytest.fixture(scope="module")
def page():
    return plan_page(WORKED, date="24 November 2026", summary="Answers for shops.")


def test_nothing_is_loaded_and_nothing_runs(page):
    html = BeautifulSoup(page, "html.parser")
    assert not html.find_all(["script", "link", "img", "iframe", "object"])
    assert not re.search(r"url\((?!#)", page) and "@import" not in page
    assert not any(name.startswith("on") for tag in html.find_all(True) for name in tag.attrs)
    outside = [value for tag in html.find_all(True) for value in tag.attrs.values() if isinstance(value, str) and value.startswith("http")]
    assert all(value.startswith("http://www.w3.org/") for value in outside)


def test_names_are_escaped_and_every_figure_has_words(page):
    html = BeautifulSoup(page, "html.parser")
    assert html.h1.get_text() == html.title.get_text() == "Ada & Söhne <API>"
    assert len(html.find_all("svg")) == 3
    assert all(svg["role"] == "img" and len(svg["aria-label"]) > 30 for svg in html.find_all("svg"))


def test_the_statement_on_the_page_is_the_statement(page):
    table = BeautifulSoup(page, "html.parser").find("table")
    rows = {row.th.get_text(): [cell.get_text() for cell in row.find_all("td")] for row in table.tbody.find_all("tr")}
    statement = project(WORKED.plan)
    assert rows["Machines, end of year"] == [f"{year.machines:,}" for year in statement.years]
    assert len(rows["Cash, end of year"]) == 5
    assert f"gone in month {statement.empty_month}" in BeautifulSoup(page, "html.parser").select_one(".verdict").get_text()


def test_every_step_and_every_assumption_is_on_the_page_with_its_source(page):
    html = BeautifulSoup(page, "html.parser")
    text = html.get_text(" ")
    for step in WORKED.steps:
        assert step.name in text and step.result in text and step.formula in text and step.source in text
    assert all(label in text for label in labels().values())
    notes = {int(number) for number in re.findall(r"\[(\d+)\]", html.footer.get_text())}
    used = {int(number) for cell in html.find_all("td") for number in re.findall(r"^\[(\d+)\]$", cell.get_text())}
    assert used == notes == set(range(1, len(notes) + 1))


def test_the_same_plan_gives_the_same_page(page):
    assert plan_page(WORKED, date="24 November 2026", summary="Answers for shops.") == page


def test_a_plan_without_steps_has_its_statement_as_a_figure():
    html = BeautifulSoup(plan_page(PLAIN, date="2026"), "html.parser")
    assert "From speed to price" not in html.get_text()
    assert "revenue and costs" in html.find("svg")["aria-label"]


def test_a_plan_without_doubts_is_refused():
    with pytest.raises(ValueError, match="a plan with an uncertainty"):
        plan_page(Plan("Sure", 40, 400, Money(0.08)), date="2026")


@pytest.mark.browser
@pytest.mark.parametrize("kind", ["worked", "plain"])
def test_the_page_prints_on_one_sheet_asks_for_nothing_and_passes_axe(kind, tmp_path, page, chromium):
    from axe_playwright_python.sync_playwright import Axe

    file = tmp_path / "plan.html"
    file.write_text(page if kind == "worked" else plan_page(PLAIN, date="2026"), encoding="utf-8")
    tab = chromium.new_page(viewport={"width": 820, "height": 1160})
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(file.as_uri())
    sheets = len(re.findall(rb"/Type\s*/Page[^s]", tab.pdf(prefer_css_page_size=True)))
    violations = [violation["id"] for violation in Axe().run(tab).response["violations"]]
    tab.set_viewport_size({"width": 390, "height": 800})
    too_wide = tab.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    tab.close()
    assert asked == [Path(file).as_uri()]
    assert sheets == 1
    assert violations == []
    assert not too_wide
