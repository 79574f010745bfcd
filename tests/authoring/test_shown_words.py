import pytest
from nbformat import v4

from bigmodel_edu.authoring.shown import Shown
from bigmodel_edu.authoring.shown_words import page_digest, shown_lines

PAGE = """# self-attention.causal_mask
points: 2
budget: five seconds at the most

Which mask lets a word look at itself?
## strictly-lower
Your mask forbids each position to look at itself.
1. May a word look at itself?
2. Print causal_mask(1). What should it be?
"""


@pytest.fixture
def page(tmp_path):
    return tmp_path / "causal_mask.md"


def stale(page, old, new, *printed, text=PAGE):
    """Whether a change of the page matters to a notebook that shows these lines."""
    page.write_text(text, encoding="utf-8")
    shown = Shown(v4.new_notebook(cells=[v4.new_code_cell("1", outputs=[v4.new_output("stream", text=line) for line in printed])]))
    lines = shown_lines(page, shown)
    before = page_digest(page, lines)
    assert old in text
    page.write_text(text.replace(old, new), encoding="utf-8")
    return before != page_digest(page, lines)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("May a word look", "Should a word look"),
        ("1. May a word look at itself?\n", ""),
        ("2. Print", "2. Look again at the mask.\n3. Print"),
        ("Which mask lets", "Which of these masks lets"),
    ],
)
def test_a_sentence_that_is_not_shown_does_not_count(page, old, new):
    assert not stale(page, old, new, "passed")


@pytest.mark.parametrize(
    ("old", "new"),
    [("points: 2", "points: 3"), ("at the most", "at most"), ("## strictly-lower", "## upper"), ("# self", "# other")],
)
def test_what_is_no_sentence_counts_always(page, old, new):
    assert stale(page, old, new, "passed")


@pytest.mark.parametrize(("old", "new"), [("Which mask lets", "Which of them lets"), ("Which mask lets a word look at itself?\n", "")])
def test_a_sentence_that_is_shown_counts(page, old, new):
    assert stale(page, old, new, "Question: Which mask lets a word look at itself?")


def test_a_sentence_that_stood_twice_counts_when_one_goes(page):
    twice = PAGE + "3. May a word look at itself?\n"
    assert stale(page, "3. May a word look at itself?\n", "3. May a word see itself?\n", "May a word look at itself?", text=twice)
