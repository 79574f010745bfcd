"""The card that answers a check: HTML for eyes and screen readers, plain text for everything else; no script."""

from html import escape

from bigmodel_edu.checking.result import Part, Result
from bigmodel_edu.language import _

# A sign and a word always stand beside the colour, which is only the card's border: 3 to 1 against white and against dark pages.
LOOK = {"passed": ("✓", "#2da44e"), "partial": ("◐", "#bf8700"), "not_attempted": ("○", "#8c959f"), "manual": ("✎", "#388bfd")}
WRONG = ("✗", "#e5534b")
FRAME = "border:1px solid {0};border-left:.4em solid {0};border-radius:.3em;padding:.5em .9em;margin:.5em 0;max-width:46em"
LINE = "margin:.4em 0"


def status_word(status: str) -> str:
    """The status in the reader's language."""
    words = {
        "passed": _("passed"),
        "partial": _("partly right"),
        "failed": _("not yet right"),
        "not_attempted": _("not attempted yet"),
        "error": _("stopped with an error"),
        "timeout": _("ran too long"),
        "memory": _("ran out of memory"),
        "killed": _("ended early"),
        "unreadable": _("could not be read"),
        "manual": _("marked by a person"),
    }
    return words[status]


class Card:
    """What `check` shows. ``passed``, ``points`` and ``result`` are there for code."""

    def __init__(self, result: Result) -> None:
        self.result = result
        self.passed = result.passed
        self.points = result.points

    def __repr__(self) -> str:
        result = self.result
        sign = LOOK.get(result.status, WRONG)[0]
        lines = [f"{sign} {result.exercise}: {status_word(result.status)} · {self._points()}"]
        lines += [f"  {message}" for message in self._messages()]
        lines += [f"  {'✓' if part.passed else '✗'} {part.name}" for part in self._parts()]
        if self._next_hint():
            lines.append(f"  {_('Next hint:')} {self._hint_call()}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        result = self.result
        sign, colour = LOOK.get(result.status, WRONG)
        label = escape(f"{result.exercise}: {status_word(result.status)}")
        head = f"<strong><span aria-hidden='true'>{sign}</span> {escape(status_word(result.status))}</strong> · {escape(self._points())}"
        messages = [inline_code(message) for message in self._messages()]
        if messages and result.diagnosis:
            messages[-1] = f"<strong>{messages[-1]}</strong>"  # what the answer computes instead: what a tired reader looks for
        lines = [head, *messages]
        body = "".join(f"<p style='{LINE}'>{line}</p>" for line in lines)
        if self._parts():
            body += f"<ul style='{LINE};padding-left:1.2em;list-style:none'>{''.join(map(_part_item, self._parts()))}</ul>"
        if self._next_hint():
            body += f"<p style='{LINE}'>{escape(_('Next hint:'))} <code>{escape(self._hint_call())}</code></p>"
        return f"<section class='bigmodel-card' aria-label='{label}' style='{FRAME.format(colour)}'>{body}</section>"

    def _hint_call(self) -> str:
        return f'hint("{self.result.exercise}")'

    def _points(self) -> str:
        points, most = self.result.points, self.result.max_points
        return (_("{points:g} of 1 point") if most == 1 else _("{points:g} of {most:g} points")).format(points=points, most=most)

    def _messages(self) -> tuple[str, ...]:
        word = status_word(self.result.status)
        return tuple(message for message in self.result.messages if message.rstrip(".").lower() != word)

    def _parts(self) -> tuple[Part, ...]:
        named = tuple(part for part in self.result.parts if part.name)
        return named if len(named) > 1 and not self.passed else ()

    def _next_hint(self) -> bool:
        return bool(self.result.hints) and self.result.status not in ("passed", "not_attempted", "manual")


def _part_item(part: Part) -> str:
    sign, word = ("✓", _("right")) if part.passed else ("✗", _("wrong"))
    return f"<li><span aria-hidden='true'>{sign}</span> <span>{inline_code(part.name)}</span> ({escape(word)})</li>"


def inline_code(message: str) -> str:
    """Escape a message and set what stands between backticks as code.

    >>> inline_code("call `f(<x>)`")
    'call <code>f(&lt;x&gt;)</code>'
    """
    pieces = escape(message).split("`")
    if len(pieces) % 2 == 0:  # a lone backtick is just a character
        return escape(message)
    return "".join(f"<code>{piece}</code>" if index % 2 else piece for index, piece in enumerate(pieces))
