"""Code and words of an exercise belong together: where they do not agree, the message names the file and the line to look at."""

import pytest

from bigmodel_edu.checking import arguments, artefact, from_words, function, module, number
from bigmodel_edu.checking.at_hand import AnswerAtHand
from bigmodel_edu.checking.words import MalformedExercise

WORDS = """# sample.square

- large
- even: be the same for x and −x.

## cube
You cube.
1. a
2. b
3. c
"""


def even(ask, rng):
    return ask(2.0) == ask(-2.0)


def small(rng):
    return arguments(float(rng.normal()))


def large(rng):
    return arguments(float(rng.normal() * 1_000))


@pytest.fixture
def define(tmp_path):
    def build(words=WORDS, code='mistakes={"cube": cube}', name="square", kind=function, **changes):
        (tmp_path / f"{name}.md").write_text(words, encoding="utf-8")
        (tmp_path / f"{name}.py").write_text(f"# one\n# two\n{code}\n", encoding="utf-8")
        settings = {
            "points": 2,
            "reference": lambda x: x * x,
            "core": small,
            "edges": {"large": large},
            "properties": (even,),
            "mistakes": {"cube": lambda x: x**3},
        }
        return kind(str(tmp_path / f"{name}.py"), **settings | changes)

    return build


def test_code_and_words_make_an_exercise(define):
    square = define()
    assert (square.id, square.target, square.chapter, square.kind) == ("sample.square", "square", "sample", "function")
    assert list(square.groups()) == ["", "large"] and square.properties[0].said == "be the same for x and −x."
    assert square.judge(AnswerAtHand(lambda x: x * x), 1).passed
    assert square.judge(AnswerAtHand(lambda x: x**3), 1).diagnosis == "cube"


def test_an_edge_earns_points_only_beside_the_core(define):
    square = define(core={"small": small}, words=WORDS.replace("- large", "- small\n- large"))
    on_the_edge_only = square.judge(AnswerAtHand(lambda x: x * x if abs(x) > 5 else -7.0), 1)
    in_the_core_only = square.judge(AnswerAtHand(lambda x: x * x if abs(x) < 5 else -7.0), 1)
    assert [part.passed for part in on_the_edge_only.parts][:2] == [False, True] and on_the_edge_only.points == 0
    assert [part.passed for part in in_the_core_only.parts][:2] == [True, False] and in_the_core_only.points > 0


def test_several_wrong_answers_may_share_a_name(define):
    square = define(mistakes={"cube": (lambda x: x**3, lambda x: -(x**3))})
    assert all(square.judge(AnswerAtHand(way), 1).diagnosis == "cube" for way in square.misconceptions[0].ways)


@pytest.mark.parametrize(
    "changes, place, said",
    [
        ({"mistakes": {}}, "square.md:6", "names no mistake 'cube'"),
        ({"mistakes": {"cube": abs, "odd": abs}, "code": 'mistakes={"cube": abs,\n "odd": abs}'}, "square.py:4", "no section '## odd'"),
        ({"edges": {}}, "square.md:3", "names no group or property 'large'"),
        ({"properties": ()}, "square.md:4", "names no group or property 'even'"),
        ({"edges": {"large": large, "huge": large}}, "square.md:1", "- huge: …"),
        ({"words": WORDS.replace("sample.square", "sample.cube")}, "square.md:1", "# chapter.square"),
        ({"words": WORDS.replace("sample.square", "square")}, "square.md:1", "# chapter.square"),
    ],
)
def test_what_does_not_agree_is_told_with_file_and_line(define, changes, place, said):
    with pytest.raises(MalformedExercise) as error:
        define(**changes)
    assert f"{place}: " in str(error.value) and said in str(error.value)


def test_a_number_needs_its_question(tmp_path):
    path = tmp_path / "size.md"
    path.write_text("# sample.size\n", encoding="utf-8")
    with pytest.raises(MalformedExercise, match=r"size\.md:1: expected the question"):
        number(str(path.with_suffix(".py")), points=1, reference=3.0, mistakes={})
    path.write_text("# sample.size\n\nHow large?\n", encoding="utf-8")
    size = number(str(path.with_suffix(".py")), points=1, reference=3.0, mistakes={}, target="how_large")
    assert size.judge(AnswerAtHand(3.0), 1).passed and size.target == "how_large" and size.prompt_for() == "How large?"


def test_a_module_needs_a_driver(define):
    with pytest.raises(ValueError, match="expected a driver"):
        define(kind=module)


def test_an_artefact_without_a_measure_goes_to_a_person(tmp_path):
    path = tmp_path / "model.md"
    path.write_text("# sample.model\n\nYour weights.\n", encoding="utf-8")
    assert artefact(str(path.with_suffix(".py")), points=1, mistakes={}).judge(AnswerAtHand(b"x"), 1).status == "manual"


class TestWordsOnly:
    CHOICE = "# sample.letter\npoints: 2\nright: a, c\n\nWhich?\n\n- a: A\n- b: B\n- c: C\n\n## only-a (a)\nNot all.\n1. a\n2. b\n3. c\n"

    def write(self, tmp_path, text, name="letter"):
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
        return tmp_path / f"{name}.md"

    def test_a_choice(self, tmp_path):
        choice = from_words(self.write(tmp_path, self.CHOICE))
        assert choice.judge(AnswerAtHand("c a"), 1).points == 2
        assert choice.judge(AnswerAtHand("a"), 1).diagnosis == "only-a"
        assert choice.prompt_for().splitlines()[:2] == ["Which?", "  a) A"]

    def test_a_text_has_a_rubric(self, tmp_path):
        text = from_words(self.write(tmp_path, "# sample.essay\npoints: 3\n\nWhy?\n\n- names a cost\n- Style: is clear\n", "essay"))
        assert text.kind == "text" and text.rubric == ("names a cost", "Style: is clear")
        assert text.judge(AnswerAtHand("Because."), 1).status == "manual" and text.judge(AnswerAtHand(" "), 1).status == "not_attempted"

    @pytest.mark.parametrize(
        "change, line, said",
        [
            (("points: 2\n", ""), 1, "number of points"),
            (("points: 2", "points: two"), 2, "number of points, as 'points: 1', got 'two'"),
            (("right: a, c", "right: d"), 3, "one or more of the options a, b, c, got 'd'"),
            (("right: a, c", "right: a, c\nshuffle: no"), 4, "got 'shuffle'"),
            (("only-a (a)", "only-a"), 11, "in brackets"),
            (("only-a (a)", "only-a (e)"), 11, "in brackets"),
            (("Which?\n\n", ""), 1, "expected the question"),
        ],
    )
    def test_what_is_wrong_is_told_with_its_line(self, tmp_path, change, line, said):
        with pytest.raises(MalformedExercise) as error:
            from_words(self.write(tmp_path, self.CHOICE.replace(*change)))
        assert f"letter.md:{line}: " in str(error.value) and said in str(error.value)
