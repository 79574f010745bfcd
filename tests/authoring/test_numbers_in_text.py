import pytest

from bigmodel_edu.authoring.assemble import drafts
from bigmodel_edu.authoring.numbers_in_text import fill_draft, unfilled_problems, wanted
from bigmodel_edu.authoring.reading import HEADER
from tests.authoring.sample_course import code, lesson_of, line_of, problems_of

TEXT = 'The loss falls to {{ loss:.2f }}, or {{ loss:.3f }};\nGPT-3 has {{ fact("gpt3.parameters") }}.'
FIGURE = code("draw()", alt="\"Bars up to {{ most }} of {{ fact('gpt3.parameters') }}.\"")


def draft(root, solved=False):
    return drafts(lesson_of(root, TEXT, code("loss = 1.25"), FIGURE))[solved]


def test_the_kernel_is_asked_for_what_facts_do_not_give(tmp_path):
    assert [each.key for each in wanted(draft(tmp_path))] == ["loss:.2f", "loss:.3f", "most"]


def test_text_and_alt_text_are_filled_and_say_where(tmp_path):
    filled = draft(tmp_path)
    fill_draft(filled, {"loss:.2f": "1.25", "loss:.3f": "1.250", "most": "3"})
    text, figure = filled.notebook.cells[0], filled.notebook.cells[-1]
    assert (
        'falls to 1.25, or 1.250;\nGPT-3 has [174,604,259,328 parameters](../../book/appendix/facts.md#fact-gpt3-parameters "'
        in text.source
    )
    numbers = [(text.source[start:end].split("]")[0], key) for start, end, key in text.metadata.bigmodel_edu.filled]
    assert numbers == [("1.25", "loss:.2f"), ("1.250", "loss:.3f"), ("[174,604,259,328 parameters", 'fact("gpt3.parameters")')]
    assert figure.metadata.mystnb.image.alt == "Bars up to 3 of 174,604,259,328 parameters."


def test_a_cell_without_numbers_says_nothing_of_them(tmp_path):
    plain = drafts(lesson_of(tmp_path, "Text.", code("1")))[0]
    fill_draft(plain, {})
    assert "filled" not in plain.notebook.cells[0].metadata.bigmodel_edu


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("{{ 1 + }}", "expected a Python expression"),
        ('{{ fact("gpt3.parameter") }}', "expected the key of a fact, got 'gpt3.parameter'"),
        ('{{ fact("gpt3.parameters"):.2f }}', "unsupported format"),
    ],
)
def test_what_no_run_can_fill_is_told_with_its_line(tmp_path, written, reason):
    (problem,) = problems_of(tmp_path, "First\nline.\n\n" + f"Then {written}.", code("1"))
    assert problem.startswith(f"book/start/sample.md:{line_of(tmp_path, 'Then')}: ")
    assert reason in problem
    assert len(problems_of(tmp_path, code("draw()", alt=f"'Shows {written}.'"))) == 1
    assert problems_of(tmp_path, f"Then `{written}`.", code("1")) == []


def test_what_this_notebook_could_not_fill_is_told_with_its_line(tmp_path):
    solved = draft(tmp_path, solved=True)
    first, second = unfilled_problems(solved, {"loss:.3f": "NameError: name 'loss' is not defined", "most": "ValueError: no"})
    assert (first.line, second.line) == (line_of(tmp_path, "loss:.3f"), line_of(tmp_path, ":alt:"))
    assert "{{ loss:.3f }} cannot be filled in solutions/start/sample.ipynb (NameError: name 'loss' is not defined)" in first.what
    assert HEADER.count("\n") < first.line < second.line
