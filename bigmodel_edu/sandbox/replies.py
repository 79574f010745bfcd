"""What a child may say: checked field by field, since it may say anything."""

from typing import Any

from bigmodel_edu.calling import Outcome, Plain, Trouble
from bigmodel_edu.sandbox.decoding import ProtocolError

KINDS = ("returned", "raised", "missing", "memory")  # how a process ended is for the worker to say
LONGEST = {"type": 200, "message": 2_000, "source": 500, "printed": 4_000, "changed": 200}
MOST_CHANGED = 100


def outcome_from_reply(reply: Plain) -> Outcome:
    """Return the outcome that a reply describes. Raises: ProtocolError when it describes none.

    >>> outcome_from_reply(["returned", 42, None, [], ""]).value
    42
    """
    if type(reply) is not list or len(reply) != 5:
        raise ProtocolError("a reply of another form")
    kind, value, error, changed, printed = reply
    if kind not in KINDS or type(kind) is not str:
        raise ProtocolError("a reply of no known kind")
    if (kind in ("raised", "memory")) != (error is not None):
        raise ProtocolError("a reply that contradicts itself")
    if type(changed) is not list or len(changed) > MOST_CHANGED:
        raise ProtocolError("expected the names of changed arguments")
    return Outcome(
        kind,  # type: ignore[arg-type]
        value if kind == "returned" else None,
        None if error is None else _trouble(error),
        tuple(_text(name, "changed") for name in changed),
        _text(printed, "printed"),
    )


def _trouble(error: Any) -> Trouble:
    if type(error) is not list or len(error) != 4:
        raise ProtocolError("an error of another form")
    kind, message, line, source = error
    if line is not None and (type(line) is not int or not 0 <= line < 10**7):
        raise ProtocolError("an impossible line number")
    return Trouble(_text(kind, "type"), _text(message, "message"), line, None if source is None else _text(source, "source"))


def _text(value: Any, field: str) -> str:
    if type(value) is not str or len(value) > LONGEST[field]:
        raise ProtocolError(f"expected at most {LONGEST[field]} characters for {field}")
    return value
