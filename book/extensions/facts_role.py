"""Pages quote facts by key, and the page of facts is made from the registry when the book is built.

- ``{fact}`gpt3.parameters` `` writes the number with its unit and links to its row on the page of facts; the link's title is its date.
- ``{fact-cited}`gpt3.parameters` `` adds the source and the date in brackets.
- ```` ```{facts-table} parameters ```` makes the table of one topic; ```` ```{architectures-table} ```` that of published sizes.
"""

from collections.abc import Sequence

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx.util.nodes import make_refnode

from bigmodel_edu import facts
from bigmodel_edu.authoring.placeholder import dates_of, row_of
from bigmodel_edu.facts import Architecture, Fact
from bigmodel_edu.facts.architectures import TABLE
from bigmodel_edu.facts.registry import REGISTRY


def fact_link(role: SphinxRole, keys: Sequence[str], text: str) -> pending_xref:
    """A text as a link to the first fact's row; the days of which the facts speak are its title.

    Raises:
        ValueError: for a fact that is not in the registry.
    """
    found = [facts.fact(key) for key in keys]
    target = {"reftype": "fact-row", "reftarget": row_of(found[0].key), "refwarn": True, "reftitle": dates_of(keys)}
    link = pending_xref(role.rawtext, refdoc=role.env.docname, **target)
    link += nodes.inline(role.rawtext, text, classes=["fact"])
    role.set_source_info(link)
    role.env.note_dependency(str(REGISTRY))
    return link


def find_row(app: Sphinx, env: BuildEnvironment, node: pending_xref, content: nodes.Element) -> nodes.reference | None:
    """The link to a fact's row, wherever the page of facts stands."""
    if node["reftype"] != "fact-row" or node["reftarget"] not in env.get_domain("std").anonlabels:
        return None
    page, row = env.get_domain("std").anonlabels[node["reftarget"]]
    return make_refnode(app.builder, node["refdoc"], page, row, content, node["reftitle"])


class FactRole(SphinxRole):
    """The number with its unit, as a link to its row; cited, with source and date behind it."""

    def __init__(self, cited: bool) -> None:
        super().__init__()
        self.cited = cited

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        try:
            found = facts.fact(self.text.strip())
            link = fact_link(self, [found.key], found.text)
        except ValueError as error:
            message = self.inliner.reporter.error(str(error), line=self.lineno)
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]
        if not self.cited:
            return [link], []
        place = f", {found.where}" if found.where else ""
        source = nodes.reference(self.rawtext, found.source.citation, refuri=found.source.link)
        return [link, nodes.Text(" ("), source, nodes.Text(f"{place}; {found.date})")], []


def _entry(*content: nodes.Node, row_id: str = "") -> nodes.entry:
    paragraph = nodes.paragraph("", "", *content)
    return nodes.entry("", paragraph, ids=[row_id] if row_id else [])


def _table(heads: tuple[str, ...], widths: tuple[int, ...], rows: list[nodes.row]) -> nodes.table:
    group = nodes.tgroup(cols=len(heads))
    group += [nodes.colspec(colwidth=width) for width in widths]
    head = nodes.row("", *(_entry(nodes.Text(text)) for text in heads))
    group += [nodes.thead("", head), nodes.tbody("", *rows)]
    return nodes.table("", group, classes=["colwidths-given", "facts"])


def _fact_row(fact: Fact) -> nodes.row:
    place = f", {fact.where}" if fact.where else ""
    return nodes.row(
        "",
        _entry(nodes.Text(fact.what), nodes.Text(" "), nodes.literal("", fact.key), row_id=row_of(fact.key)),
        _entry(nodes.Text(fact.text)),
        _entry(nodes.Text(fact.date)),
        _entry(nodes.reference("", fact.source.citation, refuri=fact.source.link), nodes.Text(place)),
        _entry(nodes.Text(f"{fact.kind}: {fact.checked}")),
    )


def _model_row(model: Architecture) -> nodes.row:
    heads = f"{model.heads} × {model.head_size}"
    grouped = f" ({model.key_heads} for keys)" if model.key_heads != model.heads else ""
    hidden = f"{model.hidden:,}"
    if model.experts is not None:
        hidden = f"{model.experts.active} of {model.experts.count} experts of {model.experts.hidden:,}"
    cells = [model.title, f"{model.layers}", f"{model.width:,}", heads + grouped, hidden, f"{model.vocabulary:,}", model.published]
    source = nodes.reference("", model.source.citation, refuri=model.source.link)
    note = [nodes.Text(f". {model.note}")] if model.note else []
    return nodes.row("", *(_entry(nodes.Text(cell)) for cell in cells), _entry(source, *note))


class FactsTable(SphinxDirective):
    """The facts of one topic, in the registry's order, each row a target."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        topic = self.arguments[0]
        if topic not in facts.topics():
            raise self.error(f"expected a topic among {', '.join(facts.topics())}, got {topic!r}")
        self.env.note_dependency(str(REGISTRY))
        rows, standard = [], self.env.get_domain("std")
        for fact in (fact for fact in facts.facts().values() if fact.topic == topic):
            rows.append(_fact_row(fact))
            label = row_of(fact.key)
            standard.anonlabels[label] = (self.env.docname, label)
            standard.labels[label] = (self.env.docname, label, fact.text)
        return [_table(("What", "Value", "Date", "Source", "Checked"), (34, 18, 9, 22, 17), rows)]


class ArchitecturesTable(SphinxDirective):
    """The sizes of published models."""

    def run(self) -> list[nodes.Node]:
        self.env.note_dependency(str(TABLE))
        rows = [_model_row(model) for model in facts.architectures().values()]
        heads = ("Model", "Layers", "Width", "Heads × size", "Feed-forward", "Vocabulary", "Date", "Source")
        return [_table(heads, (12, 7, 8, 14, 14, 10, 10, 25), rows)]


def setup(app: Sphinx) -> dict[str, object]:
    app.connect("missing-reference", find_row)
    app.add_role("fact", FactRole(cited=False))
    app.add_role("fact-cited", FactRole(cited=True))
    app.add_directive("facts-table", FactsTable)
    app.add_directive("architectures-table", ArchitecturesTable)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
