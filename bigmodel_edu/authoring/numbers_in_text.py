"""Put numbers into a notebook's text and alt texts, and find the placeholders that ask for them."""

from collections.abc import Iterator, Mapping

from bigmodel_edu.authoring.assemble import NAME, Draft
from bigmodel_edu.authoring.lesson import Cell, Lesson
from bigmodel_edu.authoring.placeholder import Placeholder, Unfillable, fill, placeholders
from bigmodel_edu.authoring.problem import Problem
from bigmodel_edu.language import _

FACTS_PAGE = "../../book/appendix/facts.md"  # from a notebook


def wanted(draft: Draft) -> list[Placeholder]:
    """The placeholders of a notebook that its kernel must fill, each key once."""
    found = {each.key: each for cell in _cells(draft) for _line, each in _of_cell(cell) if not each.from_registry}
    return list(found.values())


def fill_draft(draft: Draft, values: Mapping[str, str]) -> None:
    """Put the numbers into a notebook, in place.

    A text cell's metadata say where its numbers stand and what they are, so that the book can give translators the placeholder.

    Args:
        values: by `Placeholder.key`.
    """
    for cell in draft.notebook.cells:
        origin = draft.origin.get(cell.id)
        if origin is not None and origin.kind == "text":
            cell.source, places = fill(origin.source, values, FACTS_PAGE)
            if places:
                cell.metadata[NAME]["filled"] = [list(place) for place in places]
        elif origin is not None and origin.alt:
            cell.metadata["mystnb"]["image"]["alt"] = fill(origin.alt, values)[0]


def number_problems(lesson: Lesson) -> Iterator[Problem]:
    """Placeholders that no run can fill: not an expression, an unknown fact, a wrong format of a fact."""
    for cell in lesson.cells:
        for line, each in _of_cell(cell):
            try:
                if "`" in each.key:
                    raise Unfillable(_("expected a placeholder without a backtick"))
                if each.from_registry:
                    each.registered()
            except Unfillable as error:
                what = _("{{{{ {key} }}}} cannot be filled ({reason})").format(key=each.key, reason=error)
                yield lesson.problem(line, what, _("Correct it, or put it between backticks if it is meant literally."))


def unfilled_problems(draft: Draft, errors: Mapping[str, str]) -> Iterator[Problem]:
    """Placeholders that this notebook's kernel could not fill."""
    for cell in _cells(draft):
        for line, each in _of_cell(cell):
            if each.key in errors:
                what = _("{{{{ {key} }}}} cannot be filled in {path} ({reason})")
                remedy = _("Use a name that both notebooks have when they end, and a format that fits its value.")
                yield draft.lesson.problem(line, what.format(key=each.key, path=draft.path, reason=errors[each.key]), remedy)


def _cells(draft: Draft) -> list[Cell]:
    return [draft.origin[cell.id] for cell in draft.notebook.cells if cell.id in draft.origin]


def _of_cell(cell: Cell) -> Iterator[tuple[int, Placeholder]]:
    """Each placeholder of a cell's text or alt text, and the line of the source on which it stands."""
    text, line = (cell.source, cell.line) if cell.kind == "text" else (cell.alt, cell.alt_line)
    for each in placeholders(text):
        yield line + text[: each.start].count("\n"), each
