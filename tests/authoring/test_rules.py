import pytest

from bigmodel_edu.authoring.rules import MOST_LINES, lesson_problems
from tests.authoring.sample_course import IMPORT, code, exercise, lesson_of, line_of, problems_of

pytestmark = pytest.mark.usefixtures("bank")


def test_a_sound_lesson_has_no_problem(tmp_path):
    blocks = [IMPORT, "## Section", exercise(), code("%matplotlib inline\n!true\n1 + 1", "hide-output", "nbval-ignore-output")]
    assert problems_of(tmp_path, *blocks, exercise("letter", "letter = None", 'letter = "a"')) == []


def test_the_problem_names_file_and_line_and_says_what_to_do(tmp_path):
    (problem,) = problems_of(tmp_path, IMPORT, exercise().replace("[solution]", "[demo]"))
    line = line_of(tmp_path, "raise NotImplementedError") - 1
    assert problem == (
        f"book/start/sample.md:{line}: exercise sample.double has no solution. Add a code cell tagged `solution` right after it."
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[solution]", "[soluton]", "unknown tag `soluton`. Did you mean `solution`?"),
        ("[check]", "[check, exercise]", "a cell that is check and exercise at once"),
        ("[check]", "[wall-time]", "Known: setup, exercise, solution, check, demo"),
        (":exercise: sample.double\n", "", "an exercise without a name"),
        ("[check]", "[check]\n:exercise: sample.double", "option `exercise` on a cell that is check"),
        ("sample.double\n", "sample.duble\n", "unknown exercise 'sample.duble'; the chapter 'sample' has: sample.double, sample.letter"),
        ("sample.double\n", "simple.double\n", "unknown chapter 'simple'"),
        ("def double(x):\n    return", "def doubled(x):\n    return", "the solution does not define `double`"),
        ("def double(x):\n    raise", "def doubled(x):\n    raise", "the exercise does not define `double`"),
        ('check("sample.double", double)', 'check("sample.double", doubled)', "looks at `doubled`, the exercise asks for `double`"),
        ('check("sample.double", double)', 'check("sample.double", double(3))', "not a check"),
        ('check("sample.double", double)', 'print("hm")\ncheck("sample.double", double)', "not a check"),
        ('check("sample.double", double)', 'result = check("sample.double", double)', "not a check"),
        ('check("sample.double", double)', 'check("sample.letter", letter)', "a check of sample.letter, which the lesson does not ask for"),
        ('check("sample.double", double)', 'check("sample.letter", letter)', "exercise sample.double is never checked"),
        ("[check]", "[demo]", "exercise sample.double is never checked"),
        ("    return 2 * x", "    return 2 *", "not Python (invalid syntax)"),
        ("    return 2 * x", "    return 2 * x;", "a semicolon at the end of the cell"),
        ("def double(x):\n    return 2 * x", "", "an empty code cell"),
        ("[check]", "[check]\n:alt: loss.PNG", "an alt text that is a file's name"),
    ],
)
def test_each_mistake_is_named(tmp_path, old, new, said):
    assert old in exercise()
    found = problems_of(tmp_path, IMPORT, exercise().replace(old, new))
    assert any(said in problem for problem in found), found


def test_the_line_of_a_syntax_error_is_that_inside_the_cell(tmp_path):
    (problem,) = problems_of(tmp_path, code("good = 1\nbad = (\nmore = 2"))
    assert problem.startswith(f"book/start/sample.md:{line_of(tmp_path, 'bad = (')}: not Python")


def test_a_solution_needs_its_exercise_right_before_it(tmp_path):
    starter, solution, check = exercise().split("\n\n```{code-cell}")
    apart = [starter, "Text between.", "```{code-cell}" + solution, "```{code-cell}" + check]
    assert [problem.split(": ", 1)[1].split(".")[0] for problem in problems_of(tmp_path, IMPORT, *apart)] == [
        "exercise sample",
        "a solution without an exercise",
    ]
    assert "a solution without an exercise" in problems_of(tmp_path, IMPORT, exercise(), code("double = None", "solution"))[0]


def test_an_exercise_stands_in_a_lesson_once(tmp_path):
    found = problems_of(tmp_path, IMPORT, exercise(), exercise())
    assert any("exercise sample.double stands in the lesson 2 times" in problem for problem in found)


def test_a_check_comes_after_its_exercise(tmp_path):
    starter, rest = exercise().split("\n\n", 1)
    (first, *_others) = problems_of(tmp_path, IMPORT, code('check("sample.double", double)', "check"), exercise().rsplit("\n\n", 1)[0])
    assert "a check of sample.double before its exercise" in first
    assert starter and rest


def test_an_exercise_belongs_to_the_lesson_of_its_name(tmp_path):
    (problem,) = problems_of(tmp_path, IMPORT, exercise(), name="start/other")
    assert "exercise sample.double belongs to another lesson. The exercises of this lesson begin with `other.`" in problem


def test_the_longest_cell_is_as_long_as_a_screen(tmp_path):
    lines = [f"x{number} = {number}" for number in range(MOST_LINES)]
    assert problems_of(tmp_path, code("\n".join(lines))) == []
    assert "a cell of 26 lines, at most 25" in problems_of(tmp_path, code("\n".join([*lines, "y = 1"])))[0]


def test_every_problem_of_a_lesson_is_told_at_once_in_the_order_of_lines(tmp_path):
    blocks = [code("x = (", "demo"), "```{note}\nHm.\n```", code("1", "chekc"), exercise().replace("[solution]", "[demo]")]
    found = lesson_problems(lesson_of(tmp_path, *blocks))
    assert [problem.line for problem in found] == sorted(problem.line for problem in found)
    assert len(found) == 4
