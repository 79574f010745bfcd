import pytest
from nbformat import v4

from bigmodel_edu.authoring.assemble import drafts
from bigmodel_edu.authoring.execute import Evidence
from bigmodel_edu.authoring.recorded import recorded_problems
from tests.authoring.sample_course import IMPORT, code, exercise, lesson_of

pytestmark = pytest.mark.usefixtures("bank")
CARD = v4.new_output("execute_result", {"text/plain": "a card"}, execution_count=4)


def show(kind, content):
    return v4.new_output("display_data", {kind: content})


def said(root, *outputs, card=("sample.double", "not_attempted", 0.0, 2.0), check_outputs=(CARD,), alt="", solved=False, starter=()):
    """What is said of a lesson with one exercise and one demonstration that showed these outputs."""
    draft = drafts(lesson_of(root, IMPORT, exercise(), code("demo()", **({"alt": alt} if alt else {}))))[solved]
    code_cells = [cell for cell in draft.notebook.cells if cell.cell_type == "code"]
    for count, cell in enumerate(code_cells, start=1):
        cell.execution_count = count
    code_cells[2].outputs, code_cells[3].outputs, code_cells[4].outputs = list(starter), list(check_outputs), list(outputs)
    problems = recorded_problems(draft, Evidence(cards={4: card} if card else {}))
    lines = (root / "book/start/sample.md").read_text(encoding="utf-8").splitlines()
    return [(lines[problem.line - 1], f"{problem.what}. {problem.remedy}") for problem in problems]


def test_a_good_notebook_has_no_problem(tmp_path):
    text = v4.new_output("stream", text="loss 3.142\nhttps://example.org/usr/lib/x 1/home/2 0x1f and/or\tA:\\ \n")
    assert said(tmp_path, text, show("text/html", "<table><tr><td>3</td></tr></table><img src='x' alt='two bars'>")) == []
    assert said(tmp_path, show("image/png", "AAAA"), alt="Two bars") == []
    for points in (2.0, 2):
        assert said(tmp_path, card=("sample.double", "passed", points, 2.0), solved=True) == []
    assert said(tmp_path, card=("sample.double", "manual", 0.0, 2.0), solved=True) == []


@pytest.mark.parametrize(
    ("card", "solved", "words"),
    [
        (("sample.double", "partial", 1.5, 2.0), True, "the solution of sample.double gets 1.5 of 2 points (partial)"),
        (("sample.double", "not_attempted", 0.0, 2.0), True, "gets 0 of 2 points (not_attempted)"),
        (("sample.double", "passed", 1.0, 2.0), True, "gets 1 of 2 points (passed)"),
        (("sample.double", "failed", 0.0, 2.0), False, "the starter of sample.double is taken for an answer (failed)"),
        (("sample.double", "passed", 2.0, 2.0), False, "the starter of sample.double is taken for an answer (passed)"),
        (("sample.letter", "not_attempted", 0.0, 2.0), False, "shows something else than its card"),
        (None, False, "shows something else than its card"),
    ],
)
def test_the_card_of_a_check_is_as_it_should_be(tmp_path, card, solved, words):
    ((line, message),) = said(tmp_path, card=card, solved=solved)
    assert line == 'check("sample.double", double)'
    assert words in message


def test_a_check_shows_its_card_alone(tmp_path):
    printed = v4.new_output("stream", text="1.0\n")
    assert "shows something else than its card" in said(tmp_path, check_outputs=(printed, CARD))[0][1]


def test_a_cell_that_defines_an_answer_is_silent(tmp_path):
    ((line, message),) = said(tmp_path, starter=[v4.new_output("stream", text="hello\n")])
    assert line == "def double(x):"
    assert "stray output of the exercise cell" in message
    assert (
        "stray output of the solution cell" in said(tmp_path, starter=[CARD], solved=True, card=("sample.double", "passed", 2.0, 2.0))[0][1]
    )


@pytest.mark.parametrize(
    ("output", "words"),
    [
        (v4.new_output("stream", name="stderr", text="\nUserWarning: old\nmore"), "stray output on stderr: UserWarning: old."),
        (v4.new_output("stream", name="stderr", text="/tmp/ipykernel_9/31.py:2: UserWarning: old"), "on stderr: UserWarning: old."),
        (v4.new_output("stream", text="saved to /home/ann/plot.png\n"), "a path of this machine (/home/ann)"),
        (v4.new_output("stream", text="C:\\Users\\ann\n"), "a path of this machine (C:\\Users)"),
        (show("text/html", "<a href='/tmp/x.html'>x</a>"), "a path of this machine (/tmp/x.html)"),
        (show("text/plain", "<function f at 0x7f3a5c0d1e50>"), "an address in memory (0x7f3a5c0d1e50)"),
        (v4.new_output("stream", text="\x1b[31mred\x1b[0m"), "a control character ('\\x1b')"),
        (v4.new_output("stream", text="50 %\r100 %"), "a control character ('\\r')"),
        (show("application/vnd.jupyter.widget-view+json", {"model_id": "1"}), "of the kind application/vnd.jupyter.widget-view+json"),
        (show("application/vnd.plotly.v1+json", {}), "of the kind application/vnd.plotly.v1+json"),
        (show("application/javascript", "alert(1)"), "of the kind application/javascript"),
    ],
)
def test_what_differs_between_machines_or_needs_a_server_is_stray(tmp_path, output, words):
    ((line, message),) = said(tmp_path, output)
    assert line == "demo()"
    assert words in message


def test_this_computers_own_folders_are_stray_wherever_they_lie(tmp_path):
    import sys

    assert "a path of this machine" in said(tmp_path, v4.new_output("stream", text=f"in '{sys.prefix}/lib'\n"))[0][1]


def test_an_embedded_image_is_not_searched_for_paths(tmp_path):
    html = "<img alt='bars' src='data:image/png;base64,iVBOR+/usr/lib0x7f3a5c0d1e50//tmp/abc='>"
    assert said(tmp_path, show("text/html", html)) == []


@pytest.mark.parametrize("kind", ["image/png", "image/jpeg", "image/svg+xml"])
def test_a_figure_needs_an_alt_text_of_its_own(tmp_path, kind):
    ((line, message),) = said(tmp_path, show(kind, "<svg/>"))
    assert (line, "a figure without an alt text" in message) == ("demo()", True)
    assert "2 figures in one cell" in said(tmp_path, show(kind, "a"), show(kind, "b"), alt="Two")[0][1]
    assert "an alt text, but no figure" in said(tmp_path, show("text/plain", "3"), alt="Two")[0][1]


def test_an_image_inside_html_needs_one_too(tmp_path):
    html = "<img src='a.png'><p><img src='b.png' alt='bars'/><img src='c.png' alt=' '></p>"
    assert [message for _line, message in said(tmp_path, show("text/html", html))] == [
        'image 1 of the HTML has no alt text. Give each <img> an alt="…".',
        'image 2 of the HTML has no alt text. Give each <img> an alt="…".',
    ]
