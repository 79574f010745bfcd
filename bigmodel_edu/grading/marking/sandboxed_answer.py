"""A student's answer behind the wall. What comes back is cut to what cannot carry hidden inputs into the feedback."""

import builtins
import inspect
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bigmodel_edu.calling import Other, Outcome, Plain, Trouble
from bigmodel_edu.checking.exercise import Answer, Call, Exercise
from bigmodel_edu.sandbox import Session

KNOWN_ERRORS = frozenset(name for name, value in vars(builtins).items() if inspect.isclass(value) and issubclass(value, BaseException))
KNOWN_TYPES = frozenset(
    ["function", "method", "generator", "module", "type", "object", "range", "zip", "map", "filter", "ellipsis", "Generator"]
) | {"array of object"}


@dataclass(frozen=True)
class SandboxedAnswer(Answer):
    """Calls the name ``target`` in a session; ``code`` is the text of the cells that the answer consists of."""

    session: Session
    target: str
    code: str = field(repr=False)

    def call(self, exercise: Exercise, call: Call) -> Outcome:
        return self.calls(exercise, [call])[0]

    def calls(self, exercise: Exercise, calls: Sequence[Call]) -> list[Outcome]:
        source = exercise.driver_source
        driver = f"{source.code}\ndriver = {source.name}\n" if source else None  # a session calls it by this name
        arguments = [(call.args, call.kwargs) for call in calls]
        return [_cut(outcome, exercise) for outcome in self.session.calls(self.target, arguments, driver, timeout=exercise.seconds)]

    def value(self, exercise: Exercise) -> Outcome:
        return _cut(self.session.value(self.target, timeout=exercise.seconds), exercise)

    def source(self, exercise: Exercise) -> str:
        return self.code


def _cut(outcome: Outcome, exercise: Exercise) -> Outcome:
    """Keep of an answer's own words only what is a known name: messages and odd type names could repeat what it was given."""
    error = outcome.error
    if error is not None:
        known = error.type if error.type in KNOWN_ERRORS else "an exception of its own"
        line = error.line if error.line is not None and 0 < error.line < 100_000 else None
        error = Trouble(known, "", line)
    changed = outcome.changed
    if changed:
        changed = tuple(name for name in changed if name in exercise.parameters or name.startswith("argument ")) or ("",)
    return replace(outcome, error=error, changed=tuple(name[:20] for name in changed), value=_known_types(outcome.value), printed="")


def _known_types(value: Plain) -> Plain:
    if isinstance(value, Other):
        return value if value.type_name in KNOWN_TYPES else Other("object")
    if isinstance(value, (list, tuple)):
        return type(value)(_known_types(item) for item in value)
    if isinstance(value, dict):
        return {key: _known_types(item) for key, item in value.items()}
    return value
