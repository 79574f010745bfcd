"""Numbers in prose are never typed: ``{{ loss:.2f }}`` comes from a notebook's run, ``{{ fact("gpt3.parameters") }}`` from the registry.

Between the braces stands a Python expression and, behind a colon, the format of its value. A placeholder has a blank inside each pair of
braces; what stands in a code span or a code block is left alone.

>>> [(each.expression, each.form) for each in placeholders("From {{ losses[0]:.2f }} to {{ last }}, not `{{ this }}`.")]
[('losses[0]', '.2f'), ('last', '')]
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bigmodel_edu import facts
from bigmodel_edu.facts.number import number, quantity
from bigmodel_edu.language import _

OPEN = re.compile(r"\{\{ +(.+?) +\}\}", re.DOTALL)
LITERAL = re.compile(r"^(`{3,}|~{3,})(?!\{(?!code))[^\n]*\n.*?^\1[ \t]*$|(`+)(?!`).+?(?<!`)\2(?!`)", re.DOTALL | re.MULTILINE)
# Where neither a link nor a role is possible: a formula, the words for an image, the text of a link, a heading, a tag.
PLAIN = re.compile(r"\$\$?[^$]+\$\$?|!\[[^\]]*\]\([^)]*\)|\[[^\]]*\]\([^)]*\)|^#+ .*$|<[^<>\n]+>", re.MULTILINE)
BUILT_IN = {each.__name__: each for each in (abs, float, int, len, max, min, round, str, sum)}
REGISTERED = {"fact": facts.fact, "architecture": facts.architecture}
KNOWN: dict[str, Any] = {**REGISTERED, "number": number, "quantity": quantity, "__builtins__": BUILT_IN}


class Unfillable(ValueError):
    """A placeholder that cannot be filled; says why."""


@dataclass(frozen=True)
class Placeholder:
    """One placeholder in a text.

    Args:
        start, end: its place in the text.
        expression: in Python.
        form: as behind the colon of an f-string; may be empty.
        plain: whether it stands where no link can.
    """

    start: int
    end: int
    expression: str
    form: str = ""
    plain: bool = False

    @property
    def key(self) -> str:
        """How the placeholder is written, without braces."""
        return f"{self.expression}:{self.form}" if self.form else self.expression

    @cached_property
    def _tree(self) -> ast.Expression:
        try:
            return ast.parse(self.expression, mode="eval")
        except SyntaxError as error:
            what = _("expected a Python expression, got {expression!r} ({reason})")
            raise Unfillable(what.format(expression=self.expression, reason=error.msg)) from None

    @property
    def facts(self) -> tuple[str, ...]:
        """The keys of the facts that it names."""
        calls = [node for node in ast.walk(self._tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "fact"]
        return tuple(call.args[0].value for call in calls if len(call.args) == 1 and isinstance(call.args[0], ast.Constant))  # type: ignore[misc]

    @property
    def from_registry(self) -> bool:
        """Whether facts and published sizes alone give its value, without a notebook; then `number` and `quantity` may write it.

        Raises:
            Unfillable: if it is no expression.
        """
        names = {node.id for node in ast.walk(self._tree) if isinstance(node, ast.Name)}
        bound = {node.id for node in ast.walk(self._tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        return not names or (not names.isdisjoint(REGISTERED) and names - bound <= {*KNOWN, *BUILT_IN})

    def registered(self) -> str:
        """The text of a value that facts give.

        Raises:
            Unfillable: naming the fact, the name or the format that is wrong.
        """
        if not self.from_registry:
            what = _("expected names of facts, got {expression!r}; a page that does not run has no other numbers")
            raise Unfillable(what.format(expression=self.expression))
        try:
            value = eval(compile(self._tree, "<placeholder>", "eval"), dict(KNOWN))
            return typeset(format(value.text if isinstance(value, facts.Fact) and not self.form else value, self.form))
        except Exception as error:  # whatever the expression does wrong is told to its author
            raise Unfillable(f"{type(error).__name__}: {error}") from error


def placeholders(text: str) -> Iterator[Placeholder]:
    """Every placeholder of a text, in order."""
    literal = [found.span() for found in LITERAL.finditer(text)]
    plain = [found.span() for found in PLAIN.finditer(text)]
    for found in OPEN.finditer(text):
        if not _inside(found.start(), literal):
            expression, form = _split(found[1])
            yield Placeholder(found.start(), found.end(), expression, form, _inside(found.start(), plain))


def parse(written: str) -> Placeholder:
    """A placeholder from what stands between its braces."""
    return Placeholder(0, 0, *_split(written))


def _inside(place: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _split(written: str) -> tuple[str, str]:
    """Part expression and format: the format begins at the first colon that has a whole expression before it.

    >>> _split("share[1:2]"), _split('table["a:b"]:.1f')
    (('share[1:2]', ''), ('table["a:b"]', '.1f'))
    """
    written = " ".join(written.split())
    if not _is_expression(written):
        for colon in (place for place, character in enumerate(written) if character == ":"):
            if _is_expression(written[:colon]):
                return written[:colon].strip(), written[colon + 1 :].strip()
    return written, ""


def _is_expression(text: str) -> bool:
    try:
        ast.parse(text.strip(), mode="eval")
    except SyntaxError:
        return False
    return True


def fill(text: str, values: Mapping[str, str], page: str = "") -> tuple[str, list[tuple[int, int, str]]]:
    """Put the numbers into a text.

    Args:
        text: with placeholders.
        values: the text of each value that comes from a notebook, by `Placeholder.key`.
        page: the address of the page of facts, to whose rows facts are linked; "": they are not linked.

    Returns:
        The text, and of each number outside formulas and links, its place in the text and its key.

    Raises:
        Unfillable: for a fact or a format that is wrong.
        KeyError: for a value that is not given.
    """
    filled, places, last = "", [], 0
    for each in placeholders(text):
        value = each.registered() if each.from_registry else values[each.key]
        linked = page and each.facts and not each.plain
        filled += text[last : each.start]
        shown = f'[{value}]({page}#{row_of(each.facts[0])} "{dates_of(each.facts)}")' if linked else value
        if not each.plain:
            places.append((len(filled), len(filled) + len(shown), each.key))
        filled, last = filled + shown, each.end
    return filled + text[last:], places


def typeset(text: str) -> str:
    """A number as prose writes it: with a minus instead of a hyphen, and a blank before the sign for per cent.

    >>> typeset("-0.25"), typeset("84.5%")
    ('−0.25', '84.5 %')
    """
    return re.sub(r"(?<=\d)%$", " %", re.sub(r"^-(?=[\d.])", "−", text))


def row_of(key: str) -> str:
    """The id of a fact's row on the page of facts.

    >>> row_of("gpt3.parameters")
    'fact-gpt3-parameters'
    """
    return "fact-" + re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-")


def dates_of(keys: Iterable[str]) -> str:
    """The days of which facts speak, in words: what a link to a fact says of itself.

    >>> dates_of(["gpt3.parameters"])
    'as of 2020-05-28'
    """
    return _("as of {dates}").format(dates=", ".join(sorted({facts.fact(key).date for key in keys})))
