"""How a result is shown, in the notebook's card and on the grader's pages alike: as HTML and as plain text, without a script."""

from bigmodel_edu.checking.result import Part, Result
from bigmodel_edu.escaping import for_html
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


def sign_of(status: str) -> str:
    """The sign that stands before a status; the word beside it says the same."""
    return LOOK.get(status, WRONG)[0]


def as_text(result: Result, next_hint: str = "") -> str:
    """A result as plain text.

    Args:
        next_hint: the call that shows the next hint; empty where there is none.
    """
    lines = [f"{sign_of(result.status)} {result.exercise}: {status_word(result.status)} · {_points(result)}"]
    lines += [f"  {message}" for message in _messages(result)]
    lines += [f"  {'✓' if part.passed else '✗'} {part.name}" for part in _parts(result)]
    if next_hint:
        lines.append("  " + _("Next hint: {call}").format(call=next_hint))
    return "\n".join(lines)


def as_html(result: Result, next_hint: str = "") -> str:
    """A result as a section of a page; every text in it is escaped.

    Args:
        next_hint: the call that shows the next hint; empty where there is none.
    """
    sign, colour = LOOK.get(result.status, WRONG)
    label = for_html(f"{result.exercise}: {status_word(result.status)}")
    head = f"<strong><span aria-hidden='true'>{sign}</span> {for_html(status_word(result.status))}</strong> · {for_html(_points(result))}"
    messages = [inline_code(message) for message in _messages(result)]
    if messages and result.diagnosis:
        messages[-1] = f"<strong>{messages[-1]}</strong>"  # what the answer computes instead: what a tired reader looks for
    body = "".join(f"<p style='{LINE}'>{line}</p>" for line in [head, *messages])
    if _parts(result):
        body += f"<ul style='{LINE};padding-left:1.2em;list-style:none'>{''.join(map(_part_item, _parts(result)))}</ul>"
    if next_hint:
        call = f"<code>{for_html(next_hint)}</code>"
        sentence = for_html(_("Next hint: {call}")).format(call=call)
        body += f"<p style='{LINE}'>{sentence}</p>"
    return f"<section class='bigmodel-card' aria-label='{label}' style='{FRAME.format(colour)}'>{body}</section>"


def _points(result: Result) -> str:
    points, most = result.points, result.max_points
    return (_("{points:g} of 1 point") if most == 1 else _("{points:g} of {most:g} points")).format(points=points, most=most)


def _messages(result: Result) -> tuple[str, ...]:
    word = status_word(result.status)
    return tuple(message for message in result.messages if message.rstrip(".").lower() != word)


def _parts(result: Result) -> tuple[Part, ...]:
    named = tuple(part for part in result.parts if part.name)
    return named if len(named) > 1 and not result.passed else ()


def _part_item(part: Part) -> str:
    word = _("right") if part.passed else _("wrong")
    sign = "✓" if part.passed else "✗"
    return f"<li><span aria-hidden='true'>{sign}</span> <span>{inline_code(part.name)}</span> ({for_html(word)})</li>"


def inline_code(message: str) -> str:
    """Escape a message and set what stands between backticks as code.

    >>> inline_code("call `f(<x>)`")
    'call <code>f(&lt;x&gt;)</code>'
    """
    pieces = for_html(message).split("`")
    if len(pieces) % 2 == 0:  # a lone backtick is just a character
        return for_html(message)
    return "".join(f"<code>{piece}</code>" if index % 2 else piece for index, piece in enumerate(pieces))
