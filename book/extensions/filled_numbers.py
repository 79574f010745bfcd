"""Numbers of the prose as roles: so a translator gets ``{filled}`loss:.2f` `` and not a number that the next run may change.

- On a prose page, ``{{ fact("gpt3.parameters") }}`` becomes the role ``fact``, and any other placeholder the role ``filled``.
- In a notebook, a release has put the numbers in, and said where: they become the same roles while the page is read.
"""

import json

from docutils import nodes
from facts_role import fact_link
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from bigmodel_edu.authoring.placeholder import Placeholder, Unfillable, parse, placeholders
from bigmodel_edu.facts.registry import REGISTRY

VALUES = "filled_numbers"  # of the page that is being read
logger = logging.getLogger(__name__)


def role_of(place: Placeholder) -> str:
    """The role that stands for a placeholder.

    >>> role_of(parse('fact("gpt3.parameters")')), role_of(parse("loss:.2f"))
    ('{fact}`gpt3.parameters`', '{filled}`loss:.2f`')
    """
    if place.facts and place.key in {f'fact("{place.facts[0]}")', f"fact('{place.facts[0]}')"}:
        return f"{{fact}}`{place.facts[0]}`"
    return f"{{filled}}`{place.key}`"


def read_source(app: Sphinx, docname: str, content: list[str]) -> None:
    """Put roles in the places of numbers."""
    if app.env.doc2path(docname).endswith(".ipynb"):
        if '"filled"' in content[0]:
            notebook = json.loads(content[0])
            app.env.temp_data[VALUES] = dict(value for cell in notebook["cells"] for value in _restore(cell))
            content[0] = json.dumps(notebook)
    elif any(placeholders(content[0])):
        app.env.note_dependency(str(REGISTRY))
        content[0] = _with_roles(docname, content[0])


def _restore(cell: dict) -> list[tuple[str, str]]:
    """Put roles back into a notebook's cell; return the numbers that stood there, by key."""
    text, values = "".join(cell["source"]), []
    for start, end, key in reversed(cell["metadata"].get("bigmodel_edu", {}).get("filled", [])):
        values.append((key, text[start:end]))
        text = text[:start] + role_of(parse(key)) + text[end:]
    cell["source"] = text
    return values


def _with_roles(docname: str, text: str) -> str:
    """A page's text with roles; where no role can stand, as in a heading, with the number itself."""
    filled, last = "", 0
    for each in placeholders(text):
        line = text[: each.start].count("\n") + 1
        try:
            put = each.registered() if each.plain else role_of(each)
        except Unfillable as error:
            logger.warning("{{ %s }} cannot be filled: %s", each.key, error, location=(docname, line))
            put = text[each.start : each.end]
        filled, last = filled + text[last : each.start] + put, each.end
    return filled + text[last:]


class FilledRole(SphinxRole):
    """A number that facts give, as a link to the first one's row; or one that the notebook's run has given."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        try:
            place = parse(self.text)
            given = self.env.temp_data.get(VALUES, {}).get(place.key)
            text = given if given and not place.from_registry else place.registered()
            return [fact_link(self, place.facts, text) if place.facts and place.from_registry else nodes.Text(text)], []
        except ValueError as error:
            message = self.inliner.reporter.error(f"{{{{ {self.text} }}}} cannot be filled: {error}", line=self.lineno)
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]


def setup(app: Sphinx) -> dict[str, object]:
    app.connect("source-read", read_source)
    app.add_role("filled", FilledRole())
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
