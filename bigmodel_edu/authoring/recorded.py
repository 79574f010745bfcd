"""The rules that a notebook keeps once it ran: cards as they should be, figures with alt texts, nothing stray."""

import re
import sys
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from nbformat import NotebookNode

from bigmodel_edu.authoring.assemble import NAME, Draft
from bigmodel_edu.authoring.execute import Evidence
from bigmodel_edu.authoring.lesson import Cell
from bigmodel_edu.authoring.numbers_in_text import unfilled_problems
from bigmodel_edu.authoring.problem import Problem
from bigmodel_edu.language import _, plural

SHOWN = ("text/plain", "text/html", "text/markdown", "text/latex", "image/png", "image/jpeg", "image/svg+xml")
ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{6,}\b")
FOLDERS = re.compile(r"(?<![\w.:/<-])/(?:home|root|tmp|usr|opt|var|mnt|srv|Users|private)/[\w.-]+|\b[A-Z]:\\[\w.-]+")
DATA = re.compile(r"data:[\w/+.-]+;base64,[\w/+=]+")  # an embedded image or font
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # colours and lines that are rewritten: fine in a terminal, not on a page


def recorded_problems(draft: Draft, evidence: Evidence) -> list[Problem]:
    """Everything that is wrong with a notebook that ran from top to bottom."""
    found = list(unfilled_problems(draft, evidence.unfilled))
    for cell in draft.notebook.cells:
        if cell.cell_type != "code":
            continue
        source = draft.origin.get(cell.id, Cell("code", cell.source, 1))
        found += [Problem(draft.lesson.path, source.line, what, remedy) for what, remedy in _cell_problems(draft, cell, source, evidence)]
    return found


Finding = tuple[str, str]  # what, remedy


def _cell_problems(draft: Draft, cell: NotebookNode, source: Cell, evidence: Evidence) -> Iterator[Finding]:
    kind = cell.metadata[NAME]["kind"]
    if kind == "check":
        yield from _card(draft, cell, evidence)
    if cell.outputs and (kind == "exercise" or cell.id not in draft.origin):
        yield _("stray output of the {role} cell").format(role=source.role), _("It only defines things; show results in a cell of its own.")
    for output in cell.outputs:
        yield from _stray(output)
    yield from _images(cell, source)


def _card(draft: Draft, cell: NotebookNode, evidence: Evidence) -> Iterator[Finding]:
    name = cell.metadata[NAME]["exercise"]
    card = evidence.cards.get(cell.execution_count)
    if card is None or card[0] != name or len(cell.outputs) != 1:
        yield _("the check of {id} shows something else than its card").format(id=name), _("A check cell shows the card alone.")
    elif draft.solved and (card[1] not in ("passed", "manual") or (card[1] == "passed" and card[2] != card[3])):
        what = _("the solution of {id} gets {points:g} of {most:g} points ({status})").format(
            id=name, points=card[2], most=card[3], status=card[1]
        )
        yield what, _("Run the check by hand, read its card, and mend the solution or the exercise.")
    elif not draft.solved and card[1] != "not_attempted":
        what = _("the starter of {id} is taken for an answer ({status})").format(id=name, status=card[1])
        yield what, _("The function's body is `raise NotImplementedError` without a message; a question's answer is `None`.")


def _stray(output: NotebookNode) -> Iterator[Finding]:
    if output.output_type == "stream" and output.name == "stderr":
        first = next((line for line in output.text.splitlines() if line.strip()), "")
        text = re.sub(r"^\S*ipykernel_\d+/\d+\.py:\d+: ", "", first)[:160]
        yield _("stray output on stderr: {text}").format(text=text), _("Mend what it warns of; progress goes to no notebook.")
        return
    for kind in sorted(set(output.get("data", {})) - set(SHOWN)):
        yield _("stray output of the kind {kind}").format(kind=kind), _("Show text, HTML or an image; widgets and scripts need a server.")
    for text in texts(output):
        for what, place in _unstable(text):
            remedy = _("Print nothing that differs between runs or machines.")
            yield _("stray output: {what} ({place})").format(what=what, place=place), remedy


@cache
def _own_folders() -> re.Pattern[str]:
    folders = {str(Path.cwd()), str(Path.home()), sys.prefix} - {"/"}
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(folders)))})(?!\w)")


def texts(output: NotebookNode) -> list[str]:
    """What an output says in characters."""
    if output.output_type == "stream":
        return [output.text]
    return [content for kind, content in output.get("data", {}).items() if kind.startswith("text/") or kind == "image/svg+xml"]


def _unstable(text: str) -> Iterator[tuple[str, str]]:
    text = DATA.sub("", text)
    if path := FOLDERS.search(text) or _own_folders().search(text):
        yield _("a path of this machine"), path[0]
    if address := ADDRESS.search(text):
        yield _("an address in memory"), address[0]
    if control := CONTROL.search(text):
        yield _("a control character"), repr(control[0])


def _images(cell: NotebookNode, source: Cell) -> Iterator[Finding]:
    images = [output for output in cell.outputs if any(kind.startswith("image/") for kind in output.get("data", {}))]
    if images and not source.alt:
        yield _("a figure without an alt text"), _("Add `:alt:` with a sentence that says what the figure shows.")
    if len(images) > 1:
        what = plural("{count} figure in one cell", "{count} figures in one cell", len(images))
        yield what.format(count=len(images)), _("One figure a cell, so that each has its own alt text.")
    if source.alt and not images:
        yield _("an alt text, but no figure"), _("Remove `:alt:`, or show the figure as this cell's output.")
    for output in cell.outputs:
        for count in range(html_images_without_alt(output.get("data", {}).get("text/html", ""))):
            yield _("image {number} of the HTML has no alt text").format(number=count + 1), _('Give each <img> an alt="…".')


class _Images(HTMLParser):
    bare = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.bare += tag == "img" and not (dict(attributes).get("alt") or "").strip()


def html_images_without_alt(html: str) -> int:
    """How many ``<img>`` have no alt text.

    >>> html_images_without_alt('<img src="a.png"><img src="b.png" alt="two bars">')
    1
    """
    parser = _Images()
    parser.feed(html)
    return parser.bare
