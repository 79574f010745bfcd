"""The card that answers a check: how a result is shown, and how to get the next hint."""

from bigmodel_edu.checking.result import Result
from bigmodel_edu.checking.showing import as_html, as_text


class Card:
    """What `check` shows. ``passed``, ``points`` and ``result`` are there for code."""

    def __init__(self, result: Result) -> None:
        self.result = result
        self.passed = result.passed
        self.points = result.points

    def __repr__(self) -> str:
        return as_text(self.result, self._next_hint())

    def _repr_html_(self) -> str:
        return as_html(self.result, self._next_hint())

    def _next_hint(self) -> str:
        waits = bool(self.result.hints) and self.result.status not in ("passed", "not_attempted", "manual")
        return f'hint("{self.result.exercise}")' if waits else ""
