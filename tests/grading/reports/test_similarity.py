import random

from bigmodel_edu.checking.result import Part
from bigmodel_edu.grading.gradebook.rows import Row
from bigmodel_edu.grading.reports.similarity import similar_answers

WORDS = ["scores", "weights", "values", "table", "total", "mask", "left", "right", "query", "key"]


def essay(seed):
    """A long program of its own; the same seed writes the same one."""
    rng = random.Random(seed)
    lines = ["def answer(x, y):"]
    for number in range(40):
        a, b = rng.sample(WORDS, 2)
        form = rng.choice(
            [
                "{a} = [{b} for {b} in x if {b} > {n}]",
                "while {a} < {n}: {a} += len({b})",
                "{a} = sorted({b}, key=lambda v: v * {n})",
                "{a}, {b} = {b} ** {n}, {a} or {n}",
                "if {a}: {b} = dict({a}={n})",
                "{a} = sum({b}[{n}:]) - max({b})",
            ]
        )
        lines.append("    " + form.format(a=a, b=b, n=rng.randint(2, 99)) + f"  # {number}")
    return "\n".join(lines)


def row(student, code):
    return Row(student, "lesson", "lesson.f", 1, 1, "passed", None, (), (Part("", True),), code, 1, 0)


def test_a_copy_with_renamed_variables_is_found_and_independent_work_is_not():
    rows = [row(f"s{number}", essay(number)) for number in range(12)]
    copied = essay(3).replace("scores", "result").replace("weights", "w").replace("table", "tafel").replace("def answer", "def answer")
    pairs = similar_answers([*rows, row("thief", copied)])
    assert [(pair.one, pair.other) for pair in pairs] == [("s3", "thief")]
    assert "s3 and thief" in str(pairs[0])


def test_what_the_whole_class_has_is_no_copy():
    assert similar_answers([row(f"s{number}", essay(1)) for number in range(12)]) == []


def test_short_answers_and_no_answers_are_left_alone():
    short = "def f(n):\n    return torch.ones(n, n).tril().bool()"
    assert similar_answers([row("a", short), row("b", short), row("c", essay(1))]) == []
    assert similar_answers([]) == []
