"""The plan on one page: HTML that needs nothing else, for the screen and for paper (print it from the browser to make a PDF)."""

import io
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from bigmodel_edu.economics.business import Money
from bigmodel_edu.economics.figures.plan_charts import draw_cash, draw_price_ladder, draw_statement, draw_tornado
from bigmodel_edu.economics.figures.style import described, money_number
from bigmodel_edu.economics.plan.assumptions import MONEY, allowed, labels
from bigmodel_edu.economics.plan.plan import Plan
from bigmodel_edu.economics.plan.scenarios import scenarios, tornado
from bigmodel_edu.economics.plan.statement import Statement, project
from bigmodel_edu.economics.plan.steps import percent, short
from bigmodel_edu.economics.plan.worked import WorkedPlan
from bigmodel_edu.escaping import for_html
from bigmodel_edu.language import _, spoken

STYLE = Path(__file__).with_name("plan_page.css")


def _svg(draw: Any, width: float, height: float) -> str:
    """Draw a figure and return it as SVG with a text alternative; the same figure gives the same text."""
    figure = Figure(figsize=(width, height), layout="constrained")
    canvas = FigureCanvasSVG(figure)
    with mpl.rc_context({"svg.hashsalt": "plan", "font.size": 8}):
        axes = draw(figure.add_subplot())
        text = io.StringIO()
        canvas.print_svg(text, metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    drawing = text.getvalue()
    label = for_html(described(axes))
    return drawing[drawing.index("<svg") :].replace("<svg", f'<svg role="img" aria-label="{label}"', 1)


def _row(cells: list[str], kind: str = "td") -> str:
    first, *others = cells
    return f'<tr><th scope="row">{for_html(first)}</th>' + "".join(f"<{kind}>{for_html(cell)}</{kind}>" for cell in others) + "</tr>"


def _statement_table(statement: Statement) -> str:
    years, currency = statement.years, statement.plan.currency
    lines = [
        (_("Requests"), [money_number(year.requests) for year in years]),
        (_("Machines, end of year"), [f"{year.machines:,}" for year in years]),
        (_("Revenue"), [money_number(year.revenue) for year in years]),
        (_("− machines"), [money_number(year.costs["machines"]) for year in years]),
        (_("− payment"), [money_number(year.costs["payment"]) for year in years]),
        (_("Gross profit"), [money_number(year.gross_profit) for year in years]),
        (_("− people"), [money_number(year.costs["people"]) for year in years]),
        (_("− sales"), [money_number(year.costs["marketing"]) for year in years]),
        (_("− other"), [money_number(year.costs["other"]) for year in years]),
        (_("Profit before interest, tax"), [money_number(year.profit) for year in years]),
        (_("Cash, end of year"), [money_number(year.cash) for year in years]),
    ]
    names = [_("Year {year}").format(year=year.year) for year in years]
    head = "".join(f'<th scope="col">{for_html(name)}</th>' for name in names)
    strong = (_("Gross profit"), _("Profit before interest, tax"), _("Cash, end of year"))
    body = "".join(_row([name, *cells]).replace("<tr>", '<tr class="sum">' if name in strong else "<tr>") for name, cells in lines)
    caption = for_html(_("Five years, in {currency}").format(currency=currency))
    return f"<table><caption>{caption}</caption><thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table>"


def _shown(field: str, value: Any) -> str:
    if isinstance(value, Money):
        return str(value)
    return percent(value) if allowed(field).share else short(value)


class _Notes:
    """Long sources become numbers in the tables and a list below."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def short(self, source: str) -> str:
        if len(source) <= 12:
            return source
        if source not in self.texts:
            self.texts.append(source)
        return f"[{self.texts.index(source) + 1}]"


def _table(caption: str, heads: tuple[str, ...], rows: list[str]) -> str:
    head = "".join(f'<th scope="col">{for_html(name)}</th>' for name in heads)
    return (
        f'<table class="small"><caption>{for_html(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'
    )


def _assumption_tables(plan: Plan, notes: _Notes) -> str:
    rows = []
    for field, value in plan.values.items():
        ends = [Money(end, plan.currency) if field in MONEY else end for end in plan.uncertainty.get(field, ())]
        doubt = " – ".join(_shown(field, end).removesuffix(f" {plan.currency}") for end in ends)
        rows.append(_row([labels()[field], _shown(field, value), doubt, notes.short(plan.sources.get(field, _("assumed")))]))
    heads, half = (_("Assumption"), _("Value"), _("Low – high"), _("From")), (len(rows) + 1) // 2
    halves = (_table(_("What this plan assumes"), heads, rows[:half]), _table(_("… and what else"), heads, rows[half:]))
    return f'<div class="two top">{"".join(halves)}</div>'


def _step_table(worked: WorkedPlan, notes: _Notes) -> str:
    rows = [_row([step.name, step.result, f"{step.formula} = {step.numbers}", notes.short(step.source)]) for step in worked.steps]
    table = _table(_("From speed to price"), (_("Step"), _("Result"), _("Formula, and with its numbers"), _("From")), rows)
    letters = _(
        "N weights; R, R′ tokens a second written, read; p rent an hour; u share of the time that the machine is busy; k, k′ cost of a "
        "million tokens written, read; T, T′ tokens of a request read, written; f, s shares of revenue for payment, sales; m margin; "
        "F people and offices a month; r, c revenue and contribution of a request; q list price."
    )
    return f'{table}<p class="letters">{for_html(letters)}</p>'


def _numbers(plan: Plan, statement: Statement) -> str:
    service = plan.service
    month = statement.break_even_month
    shown = [
        (_("Price of a million tokens written"), str(plan.output_price)),
        (_("Gross margin of a request"), percent(service.gross_margin)),
        (_("Utilisation that pays the rent"), percent(service.break_even_utilisation)),
        (_("First month of lasting profit"), str(month) if month else _("none")),
        (_("Least cash"), f"{money_number(statement.lowest_cash.amount)} {plan.currency}"),
        (_("Cash after five years"), f"{money_number(statement.last_cash.amount)} {plan.currency}"),
    ]
    return "".join(f"<div><dt>{for_html(name)}</dt><dd>{for_html(value)}</dd></div>" for name, value in shown)


def _verdict(statement: Statement) -> str:
    plan = statement.plan
    if statement.empty_month:
        needed = money_number(-statement.lowest_cash.amount)
        message = _("As planned, the money raised ({funding}) is gone in month {month}; {needed} {currency} more would be needed.")
        return message.format(funding=plan.funding, month=statement.empty_month, needed=needed, currency=plan.currency)
    if statement.break_even_month is None:
        return _("As planned, the money raised ({funding}) lasts five years, but the last month still makes a loss.").format(
            funding=plan.funding
        )
    message = _("As planned, the money raised ({funding}) is enough, and from month {month} on no month makes a loss.")
    return message.format(funding=plan.funding, month=statement.break_even_month)


def plan_page(plan: Plan | WorkedPlan, *, date: str, summary: str = "") -> str:
    """Return a plan as one HTML page: figures inside, no script, nothing loaded; A4 when printed from the browser.

    Args:
        plan: with an uncertainty for one assumption or more; a worked plan also shows how its price follows from the measured speed.
        date: of the plan, as it shall be printed.
        summary: one or two sentences on what is sold to whom.

    Raises:
        ValueError: if the plan has no uncertainty.

    >>> from bigmodel_edu.economics.plan import worked_plan
    >>> page = plan_page(worked_plan(tokens_per_second=40, prefill_tokens_per_second=400), date="2026-11-24")
    >>> page.count("<svg"), "<script" in page
    (3, False)
    """
    worked = plan if isinstance(plan, WorkedPlan) else None
    plan = worked.plan if worked else plan
    assert isinstance(plan, Plan)
    statement, bars, cases, notes = project(plan), tornado(plan), scenarios(plan), _Notes()
    figures = [
        _svg(lambda axes: draw_cash(axes, cases), 3.7, 2.15),
        _svg(lambda axes: draw_tornado(axes, bars[:6], statement.last_cash.amount, plan.currency), 3.7, 2.15),
    ]
    if worked is not None:
        first = _svg(lambda axes: draw_price_ladder(axes, worked), 3.7, 2.15)
        tables = f'<div class="steps">{_step_table(worked, notes)}</div>{_assumption_tables(plan, notes)}'
    else:
        first, tables = _svg(lambda axes: draw_statement(axes, statement), 3.7, 2.15), _assumption_tables(plan, notes)
    sources = "; ".join(f"[{place}] {text}" for place, text in enumerate(notes.texts, start=1))
    promise = _("Every number is measured, cited, assumed, or calculated from these. A plan is no promise.")
    parts = [
        f"<header><h1>{for_html(plan.name)}</h1><p>{for_html(date)}</p></header>",
        f"<p>{for_html(summary)}</p>" if summary else "",
        f'<p class="verdict">{for_html(_verdict(statement))}</p>',
        f"<dl>{_numbers(plan, statement)}</dl>",
        f'<div class="two"><div>{_statement_table(statement)}</div><figure>{first}</figure></div>',
        f'<div class="two">{"".join(f"<figure>{figure}</figure>" for figure in figures)}</div>',
        tables,
        f"<footer>{for_html(promise)} {for_html(sources)}</footer>",
    ]
    style = STYLE.read_text(encoding="utf-8")
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{for_html(plan.name)}</title>'
    return (
        f'<!DOCTYPE html>\n<html lang="{spoken()}">\n<head>{head}\n<style>\n{style}</style></head>\n<body><main>\n'
        + "\n".join(part for part in parts if part)
        + "\n</main></body>\n</html>\n"
    )
