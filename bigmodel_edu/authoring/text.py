"""The rules for a lesson's text: plain Markdown that reads right in the book, in JupyterLab, in Colab and on GitHub."""

import re
from collections.abc import Iterator
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from bigmodel_edu.authoring.lesson import Cell, Lesson
from bigmodel_edu.authoring.problem import Problem
from bigmodel_edu.language import _


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table").use(myst_block_plugin).use(myst_role_plugin)


def text_problems(lesson: Lesson) -> Iterator[Problem]:
    """Directives, roles and other MyST marks; pasted outputs; a title that is missing or not the only one."""
    titles = []
    for cell in lesson.cells:
        if cell.kind == "text":
            tokens = _parser().parse(cell.source)
            titles += [cell.line + _place(token) for token in tokens if token.type == "heading_open" and token.tag == "h1"]
            for token in tokens:
                yield from _token_problems(lesson, cell, token)
    first = lesson.cells[0] if lesson.cells else None
    if first is None or first.kind != "text" or not re.match(r"# \S", first.source):
        yield lesson.problem(first.line if first else 1, _("no title"), _("Begin with a line `# Title`, before the first code cell."))
    for line in titles[1:]:
        yield lesson.problem(line, _("a second title"), _("A lesson has one `# Title`; sections begin with `##`."))
    if not lesson.code:
        yield lesson.problem(1, _("a lesson without code"), _("Add a code cell, or remove the header to make it a prose page."))


def _place(token: Token) -> int:
    return token.map[0] if token.map else 0


def _token_problems(lesson: Lesson, cell: Cell, token: Token) -> Iterator[Problem]:
    line = cell.line + _place(token)
    plain = _("Lessons are plain Markdown. A note is a quote: `> **Note.** …`; a formula is `$…$`; a page is linked by its path.")
    if token.type == "fence" and token.info.startswith("{code-cell}"):
        remedy = _("Move it to the left margin, out of the list or the quote.")
        yield lesson.problem(line, _("a code cell inside a list or a quote"), remedy)
    elif token.type == "fence" and token.info.startswith("{"):
        yield lesson.problem(line, _("directive {name} in a lesson").format(name=token.info.split()[0]), plain)
    elif token.type in ("myst_line_comment", "myst_target"):
        yield lesson.problem(line, _("a line that only MyST understands: {text}").format(text=token.content), plain)
    elif token.type in ("inline", "html_block"):
        yield from _inline_problems(lesson, line, token, plain)


def _inline_problems(lesson: Lesson, line: int, token: Token, plain: str) -> Iterator[Problem]:
    for number, text in enumerate(token.content.splitlines()):
        if re.match(r"\s*:{3,}", text):
            yield lesson.problem(line + number, _("directive {name} in a lesson").format(name=text.strip()), plain)
        if re.search(r"data:(image|text|application)/", text):
            remedy = _("Outputs are recorded by the release; an image belongs in book/static/, linked by its path.")
            yield lesson.problem(line + number, _("an output pasted into the text"), remedy)
    for child in token.children or []:
        if child.type == "myst_role":
            name = child.meta.get("name", "")
            yield lesson.problem(line, _("role {{{name}}} in a lesson").format(name=name), plain)
