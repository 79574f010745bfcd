import pytest

from bigmodel_edu.authoring.problem import MalformedLesson
from bigmodel_edu.authoring.reading import HEADER, find_sources, read_lesson
from tests.authoring.sample_course import IMPORT, code, lesson_of, line_of, source, write_lesson


def malformed(root, text, name="start/sample"):
    path = root / "book" / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(MalformedLesson) as caught:
        read_lesson(root, path)
    return str(caught.value)


def test_cells_come_in_order_with_the_lines_on_which_they_begin(tmp_path):
    lesson = lesson_of(
        tmp_path,
        code("first = 1\n\nsecond = 2", "demo"),
        "Some text.\n\nMore text.",
        "+++",
        "Another cell of text.",
        code("third = 3", "hide-input", alt='"Three: a bar."'),
    )
    assert lesson.name == "start/sample"
    assert lesson.chapter == "sample"
    assert lesson.path == "book/start/sample.md"
    assert [(cell.kind, cell.source.splitlines()[0]) for cell in lesson.cells] == [
        ("text", "# Sample"),
        ("code", "first = 1"),
        ("text", "Some text."),
        ("text", "Another cell of text."),
        ("code", "third = 3"),
    ]
    for cell in lesson.cells:
        assert cell.line == line_of(tmp_path, cell.source.splitlines()[0])
    assert lesson.cells[1].source == "first = 1\n\nsecond = 2"
    assert lesson.cells[4].alt == "Three: a bar."
    assert lesson.cells[4].tags == ("hide-input",)


def test_options_may_stand_in_a_yaml_block_over_several_lines(tmp_path):
    block = "```{code-cell} ipython3\n---\ntags: [exercise]\nexercise: sample.double\nalt: >\n  Two bars:\n  one tall.\n---\nx = 1\n```"
    (cell,) = lesson_of(tmp_path, block).code
    assert (cell.role, cell.exercise, cell.alt, cell.source) == ("exercise", "sample.double", "Two bars: one tall.", "x = 1")
    assert cell.line == line_of(tmp_path, "x = 1")


@pytest.mark.parametrize(("tags", "role"), [((), "demo"), (("hide-input",), "demo"), (("solution", "hide-output"), "solution")])
def test_the_role_is_the_tag_that_says_what_a_cell_is_for(tmp_path, tags, role):
    assert lesson_of(tmp_path, code("1", *tags)).code[0].role == role


def test_repeated_code_has_each_its_own_line(tmp_path):
    first, second = lesson_of(tmp_path, code("x = 1"), "Between.", code("x = 1")).code
    assert first.line < second.line
    assert second.line > line_of(tmp_path, "Between.")


def test_only_lessons_are_found(tmp_path):
    write_lesson(tmp_path, IMPORT, name="b-part/second")
    write_lesson(tmp_path, IMPORT, name="a-part/first")
    without_header = tmp_path / "book/a-part/no-header.md"
    without_header.write_text("# Title\n\n" + code("1"), encoding="utf-8")
    (tmp_path / "book/a-part/index.md").write_text("# Prose\n\n```{note}\nA note.\n```\n\n```python\n1\n```\n", encoding="utf-8")
    (tmp_path / "book/a-part/front.md").write_text("---\ntitle: jupytext is a tool\n---\n# Prose\n", encoding="utf-8")
    quoted = "# How to write a lesson\n\n`````markdown\n" + source(IMPORT) + "`````\n"
    (tmp_path / "book/a-part/how-to.md").write_text(quoted, encoding="utf-8")
    hidden = tmp_path / "book/.cache/hidden.md"
    hidden.parent.mkdir()
    hidden.write_text(source(IMPORT), encoding="utf-8")
    found = [path.relative_to(tmp_path).as_posix() for path in find_sources(tmp_path)]
    assert found == ["book/a-part/first.md", "book/a-part/no-header.md", "book/b-part/second.md"]


def test_code_without_a_header_is_refused_with_the_header_to_add(tmp_path):
    message = malformed(tmp_path, "# Title\n\n" + code("1"))
    assert message.startswith("book/start/sample.md:1: code cells, but no jupytext header")
    assert HEADER in message


def test_a_broken_header_is_named_with_its_line(tmp_path):
    assert "book/start/sample.md:3: the header is not valid YAML" in malformed(tmp_path, "---\njupytext:\n  a: b: c\n---\n# T\n")


LIGHT = "jupytext: {text_representation: {format_name: light}}\nkernelspec: {name: python3}"


@pytest.mark.parametrize("header", [LIGHT, "jupytext: yes", "- jupytext"])
def test_a_header_for_something_else_is_refused(tmp_path, header):
    assert "expected 'myst' and 'python3'" in malformed(tmp_path, f"---\n{header}\n---\n# T\n\n" + code("1"))


@pytest.mark.parametrize("kernel", ["kernelspec: {name: julia-1.9}", ""])
def test_another_kernel_is_refused(tmp_path, kernel):
    header = f"---\njupytext: {{text_representation: {{format_name: myst}}}}\n{kernel}\n---"
    assert "expected 'myst' and 'python3'" in malformed(tmp_path, f"{header}\n# T\n\n" + code("1"))


def test_options_that_are_not_yaml_are_named_with_the_line_of_the_cell(tmp_path):
    message = malformed(tmp_path, source("Text.", code("1", alt="Loss: it falls: 3")))
    assert f"book/start/sample.md:{line_of(tmp_path, '```{code-cell}')}: the cell's options are not valid YAML" in message
    assert "in quotes" in message


def test_an_unknown_option_and_a_value_that_is_no_text_are_refused(tmp_path):
    assert "unknown option `tag`" in malformed(tmp_path, source(code("1", tag="exercise")))
    assert "not a text" in malformed(tmp_path, source(code("1", exercise="3.5")))
    for tags in ("exercise", "{a: b}", "3"):
        message = malformed(tmp_path, source("Text.", code("1", tags=tags)))
        assert f"sample.md:{line_of(tmp_path, ':tags:')}: tags are not a list" in message


def test_a_raw_cell_is_refused(tmp_path):
    assert "a raw cell" in malformed(tmp_path, source("```{raw-cell}\ntext\n```", code("1")))


@pytest.mark.parametrize("name", ["sample", "start/deep/sample", "start/Sample", "start/two_words", "start/-sample", "start/" + "a" * 41])
def test_a_lesson_has_one_place_and_a_plain_name(tmp_path, name):
    assert "not the place or the name of a lesson" in malformed(tmp_path, source(IMPORT), name)


def test_bytes_that_are_no_utf8_are_named_with_their_line(tmp_path):
    assert "book/start/sample.md:8: not UTF-8" in malformed(tmp_path, (HEADER + "\n\n# Caf\n").encode() + b"\xe9\n")


def test_a_byte_order_mark_and_windows_lines_are_read(tmp_path):
    path = write_lesson(tmp_path, code("x = 1\ny = 2"))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert list(find_sources(tmp_path)) == [path]
    assert read_lesson(tmp_path, path).code[0].source == "x = 1\ny = 2"
