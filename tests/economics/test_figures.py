"""Every figure: labelled axes with units, a title that says what to take away and agrees with the data, drawn where it is told."""

from datetime import date

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text

from bigmodel_edu import data
from bigmodel_edu.economics import business, figures, scaling, serving, sizes
from bigmodel_edu.economics.business import ApiService, CapTable, Fund, Money, Round, Subscription
from bigmodel_edu.economics.plan import project, scenarios, tornado, worked_plan
from bigmodel_edu.facts import architecture, architectures

DAY = date(2026, 11, 1)
MODELS = [architecture(name) for name in ("smollm2-135m", "gpt2-small", "llama3-8b", "gpt3")]
MEMORY = {f"stage {stage}": sizes.training_memory(architecture("llama-7b"), 1, 2048, stage=stage, gpus=64) for stage in range(4)}
X = np.geomspace(1e5, 1e7, 6)
LOSS = 1.7 + 45 * X**-0.25
SERVICE = ApiService(Money(0.4), Money(1.6), 1000, 250, 20_000, 2000, Money(3), utilisation=0.5)
PRODUCT = Subscription(Money(20), Money(5), 0.05, Money(100))
FUND = business.simulate_fund(Fund(40, Money(150_000), 0.07, 0.2, Money(100_000)), 300, np.random.default_rng(0))
ROUNDS = [Round("seed", Money(1e6), Money(4e6), 0.1), Round("series A", Money(5e6), Money(2e7))]
MARKET = serving.offers(data.prices().rows, r"llama-3\.2-1b-instruct", DAY)
WORKED = worked_plan(6.4, prefill_tokens_per_second=130, market=MARKET)
H100 = serving.Device.published("h100")

DRAWN = {
    "parameters": lambda axes: figures.draw_parameters(axes, list(architectures().values())),
    "sizes": lambda axes: figures.draw_sizes(axes, MODELS),
    "memory": lambda axes: figures.draw_memory(axes, MEMORY, limit=80e9),
    "power law": lambda axes: figures.draw_power_law(axes, X, LOSS, scaling.fit_power_law(X, LOSS + 1e-3 * np.cos(X)), x_label="weights"),
    "budget": lambda axes: figures.draw_budget(axes, 5.76e23, {"printed": scaling.CHINCHILLA, "refit": scaling.REFIT}),
    "roofline": lambda axes: figures.draw_roofline(axes, H100, MODELS[2]),
    "batches": lambda axes: figures.draw_batches(axes, H100, MODELS[2]),
    "published": lambda axes: figures.draw_published(axes, serving.published_benchmarks()),
    "cost": lambda axes: figures.draw_cost(axes, {"H100": (3, 15_220), "two processors": (0.08, 6)}, price=0.1),
    "offers": lambda axes: figures.draw_offers(axes, MARKET, cost=0.1, cost_label="cost", as_of="November 2026"),
    "price war": lambda axes: figures.draw_price_war(axes, business.price_war(SERVICE, 0.5, 0.3, 5)),
    "cohorts": lambda axes: figures.draw_cohorts(axes, business.cohort_table([100.0] * 12, 0.1)),
    "subscription": lambda axes: figures.draw_subscription(axes, PRODUCT, {"slow": [10] * 24, "fast": [10 * 1.1**m for m in range(24)]}),
    "fund": lambda axes: figures.draw_fund(axes, FUND),
    "cap table": lambda axes: figures.draw_cap_table(axes, CapTable({"founders": 1.0}), ROUNDS),
    "ladder": lambda axes: figures.draw_price_ladder(axes, WORKED),
    "statement": lambda axes: figures.draw_statement(axes, project(WORKED.plan)),
    "cash": lambda axes: figures.draw_cash(axes, scenarios(WORKED.plan)),
    "tornado": lambda axes: figures.draw_tornado(axes, tornado(WORKED.plan), project(WORKED.plan).last_cash.amount, "USD"),
}


@pytest.fixture(scope="module")
def drawn():
    """Every figure, drawn once on its own axes."""
    done = {}
    for name, draw in DRAWN.items():
        canvas = FigureCanvasAgg(Figure(layout="constrained"))
        axes = canvas.figure.add_subplot()
        assert draw(axes) is axes
        canvas.draw()
        done[name] = axes
    return done


def test_every_drawing_function_is_drawn_here():
    used = {constant for draw in DRAWN.values() for constant in draw.__code__.co_names if constant.startswith("draw_")}
    assert used == {name for name in figures.__all__ if name.startswith("draw_")}


@pytest.mark.parametrize("name", DRAWN)
def test_axes_are_labelled_and_the_title_is_a_sentence(drawn, name):
    axes = drawn[name]
    title = axes.get_title(loc="left")
    assert len(title.split()) >= 4 and (title[0].isupper() or title[0].isdigit())
    assert axes.get_xlabel()
    categories = [text.get_text() for text in axes.get_yticklabels()]
    assert axes.get_ylabel() or all(any(letter.isalpha() for letter in text) for text in categories)
    assert figures.described(axes).startswith(title.replace("\n", " ").rstrip("."))


@pytest.mark.parametrize("name", DRAWN)
def test_nothing_that_is_written_lies_outside_the_figure(drawn, name):
    axes = drawn[name]
    legend = axes.get_legend()
    low, high = sorted(axes.get_ylim())
    ticks = [label for place, label in zip(axes.get_yticks(), axes.get_yticklabels(), strict=True) if low <= place <= high]
    words = [axes.xaxis.label, axes.yaxis.label, *axes.texts, *ticks, *(legend.get_texts() if legend else [])]
    titles = [text for text in axes.get_children() if isinstance(text, Text) and text.get_text() == axes.get_title(loc="left")]
    renderer, edge = axes.figure.canvas.get_renderer(), axes.figure.bbox
    for text in (text for text in words + titles if text.get_text()):
        box = text.get_window_extent(renderer)
        assert edge.x0 - 2 <= box.x0 and box.x1 <= edge.x1 + 2 and edge.y0 - 2 <= box.y0 and box.y1 <= edge.y1 + 2, text.get_text()


def test_colours_stay_apart_in_lightness_or_for_a_reader_without_red_or_green():
    """Seen by a reader without red cones (Viénot et al. 1999, reduced): no two of the first six colours fall together."""
    matrix = np.array([[0.11238, 0.88762, 0.0], [0.11238, 0.88762, 0.0], [0.00401, -0.00401, 1.0]])
    seen = [matrix @ np.array(to_rgb(colour)) ** 2.2 for colour in figures.COLOURS[:6]]
    for place, first in enumerate(seen):
        for second in seen[place + 1 :]:
            assert np.abs(first - second).max() > 0.04


def test_titles_agree_with_what_is_drawn(drawn):
    assert f"{np.median(FUND.multiple):.2f} times" in drawn["fund"].get_title(loc="left")
    price = WORKED.step("price").value / MARKET[0].output
    assert f"{price:,.0f} times the cheapest list price" in drawn["ladder"].get_title(loc="left")
    heights = [patch.get_width() for patch in drawn["published"].patches]
    assert heights == pytest.approx([100 * benchmark.reached for benchmark in serving.published_benchmarks()])


def test_bars_of_the_cap_table_reach_one_hundred_percent(drawn):
    tops = {}
    for bar in drawn["cap table"].patches:
        tops[round(bar.get_x(), 3)] = max(tops.get(round(bar.get_x(), 3), 0), bar.get_y() + bar.get_height())
    assert len(tops) == 3 and all(top == pytest.approx(100) for top in tops.values())


def test_drawing_touches_no_other_figure():
    import matplotlib.pyplot as plt

    before = plt.get_fignums()
    figures.draw_price_ladder(Figure().add_subplot(), WORKED)
    assert plt.get_fignums() == before
