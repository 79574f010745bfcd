"""An exercise's page of words: every form that a page may have is read, and anything else is told with file and line."""

import pytest

from bigmodel_edu.checking.words import MalformedExercise, read_words, words_of

PAGE = """# sample.mask

Which mask lets position {n:,} look
back, and nowhere else?

- with a mask
- itself: let every position look
  at itself.

## strictly-lower
Your mask forbids each position to look at itself.
1. May a word look at itself?
2. Print mask(1).
   What should it be?
3. Look at tril.

## otherwise
1. Write it down.
"""
CHOICE = """# sample.mixed
points: 1
right: c

What is mixed?

- a: the queries
- c: the values: all of them

## queries (a)
The query asks.
1. Who asks?
2. Look at the formula.
3. Look at its last letter.
"""


@pytest.fixture
def page(tmp_path):
    def write(text, name="mask.md"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_page_is_read_whole(page):
    words = read_words(page(PAGE))
    assert (words.id, words.header) == ("sample.mask", {})
    assert words.prompt == "Which mask lets position {n:,} look back, and nowhere else?"
    assert words.items == {"with a mask": "with a mask", "itself": "let every position look at itself."}
    (mistake,) = words.mistakes
    assert (mistake.name, mistake.said, mistake.option) == ("strictly-lower", "Your mask forbids each position to look at itself.", "")
    assert mistake.hints == ("May a word look at itself?", "Print mask(1). What should it be?", "Look at tril.")
    assert words.hints == ("Write it down.",)


def test_a_choice_has_a_header_and_options(page):
    words = read_words(page(CHOICE))
    assert words.header == {"points": "1", "right": "c"} and words.prompt == "What is mixed?"
    assert words.items == {"a": "the queries", "c": "the values: all of them"}
    assert words.mistakes[0].option == "a"


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_line_ends_do_not_matter(page, tmp_path, ending):
    path = tmp_path / "mask.md"
    path.write_bytes(PAGE.replace("\n", ending).encode())
    assert read_words(path) == read_words(page(PAGE, "mask.md"))


@pytest.mark.parametrize(
    "change, line, said",
    [
        (("# sample.mask", "sample.mask"), 1, "as title"),
        (("# sample.mask\n", ""), 1, "as title"),
        (("## strictly-lower", "## Strictly lower"), 10, "a heading such as"),
        (("1. May a word look at itself?\n", ""), 12, "hint number 1"),
        (("3. Look at tril.\n", ""), 10, "three hints for 'strictly-lower', got 2"),
        (("3. Look at tril.", "3. Look at tril.\n4. And at triu."), 10, "got 4 hints"),
        (("Your mask forbids each position to look at itself.\n", ""), 10, "a sentence and three hints"),
        (("2. Print mask(1).", "3. Print mask(1)."), 13, "hint number 2, got 3"),
        (("- with a mask", "- itself: x"), 7, "stands here twice"),
        (("## otherwise\n", "## otherwise\nHello.\n"), 17, "no sentence"),
        (("## otherwise", "## strictly-lower\nAgain.\n1. a\n2. b\n3. c\n\n## otherwise"), 17, "stands here twice"),
        (("- with a mask", "- with a mask\n\nMore of the question."), 8, "before the list"),
        (("- with a mask", "1. a hint"), 6, "expected hints only in a section"),
        (("2. Print mask(1).", "- Print mask(1)."), 13, "nothing else"),
        (("## strictly-lower", "### strictly-lower"), 10, "a heading such as"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(page, change, line, said):
    assert change[0] in PAGE
    with pytest.raises(MalformedExercise) as error:
        read_words(page(PAGE.replace(*change, 1)))
    assert error.value.line == line and f"mask.md:{line}: " in str(error.value) and said in str(error.value)


@pytest.mark.parametrize("content", [b"", b"\n\n", b"# a b\n", b"\xff\xfe# sample.mask"])
def test_a_page_that_is_none_is_refused(tmp_path, content):
    path = tmp_path / "mask.md"
    path.write_bytes(content)
    with pytest.raises(MalformedExercise, match=r"mask\.md:1: expected"):
        read_words(path)


def test_a_page_that_is_missing_is_named(tmp_path):
    with pytest.raises(MalformedExercise, match="does not exist"):
        read_words(tmp_path / "mask.md")


class TestTranslations:
    ZH = (
        CHOICE.replace("What is mixed?", "混合的是什么？")
        .replace("The query asks.", "查询只是提问。")
        .replace("the values: all of them", "值")
    )

    @pytest.mark.parametrize(
        "variable, value", [("LANGUAGE", "zh_CN:en"), ("LANGUAGE", "fr:zh"), ("LANG", "zh_CN.UTF-8"), ("LC_ALL", "zh")]
    )
    def test_the_reader_s_language_is_found(self, page, monkeypatch, variable, value):
        for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv(variable, value)
        path = page(CHOICE, "mixed.md")
        assert words_of(path).prompt == "What is mixed?"
        page(self.ZH, "mixed.zh.md")
        words = words_of(path)
        assert words.prompt == "混合的是什么？" and words.items["c"] == "值" and words.header["right"] == "c"

    @pytest.mark.parametrize("change", [("## queries", "## query"), ("- a: ", "- b: "), ("# sample.mixed", "# sample.other")])
    def test_a_translation_names_what_the_page_names(self, page, monkeypatch, change):
        monkeypatch.setenv("LANGUAGE", "zh")
        path = page(CHOICE, "mixed.md")
        page(self.ZH.replace(*change), "mixed.zh.md")
        with pytest.raises(MalformedExercise, match=r"mixed\.zh\.md:1: expected"):
            words_of(path)
