"""Call a function with plain data and say what happened; nothing that the function does gets out except as an `Outcome`."""

import contextlib
import inspect
import io
import linecache
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any

import numpy as np

from bigmodel_edu.calling.outcome import Outcome, Trouble
from bigmodel_edu.calling.plain import AsTensor, Plain, RandomGenerator, Source, to_live, to_plain

MAX_PRINTED = 2_000
MAX_MESSAGE = 500


def call(
    function: Callable[..., Any],
    args: Sequence[Plain] = (),
    kwargs: Mapping[str, Plain] | None = None,
    driver: Callable[..., Any] | None = None,
    *,
    capture: bool = True,
) -> Outcome:
    """Call ``function(*args, **kwargs)``, or ``driver(function, *args, **kwargs)``, and describe what happened.

    Args:
        function: the answer; a class when a driver builds and uses it.
        args: plain data, turned into fresh live objects for this one call.
        kwargs: the same, by name.
        driver: public code that uses the answer where one call does not tell enough.
        capture: keep what is printed. Capturing changes the process's own streams, so trusted code in threads goes without.

    >>> call(lambda x: x + 1, (np.array([1.0, 2.0]),)).value
    array([2., 3.])
    >>> call(lambda x: x / 0, (1,)).error.type
    'ZeroDivisionError'
    """
    live_args = [to_live(argument) for argument in args]
    live_kwargs = {name: to_live(argument) for name, argument in (kwargs or {}).items()}
    plain = (*args, *(kwargs or {}).values())
    before = [_unchanged(given, live) for given, live in zip(plain, (*live_args, *live_kwargs.values()), strict=True)]
    printed = _Printed()
    try:
        with _captured(printed) if capture else contextlib.nullcontext():
            raw = driver(function, *live_args, **live_kwargs) if driver else function(*live_args, **live_kwargs)
            value = to_plain(raw)
    except BaseException as error:  # an answer may raise SystemExit or KeyboardInterrupt as well
        if type(error).__name__ == "OutOfTime":
            raise
        return Outcome("raised", error=describe_exception(error, function), printed=printed.kept())
    after = [*live_args, *live_kwargs.values()]
    changed = [
        place
        for place, (old, new, given) in enumerate(zip(before, after, plain, strict=True))
        if not isinstance(given, (RandomGenerator, Source)) and not _same(old, _plain_or_none(new))
    ]
    names = _argument_names(function, live_args, live_kwargs, driver) if changed else []
    return Outcome("returned", value=value, changed=tuple(names[place] for place in changed), printed=printed.kept())


@contextlib.contextmanager
def _captured(printed: "_Printed") -> Iterator[None]:
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        yield


class _Printed(io.StringIO):
    """Keeps the start of what is printed and forgets the rest, so that printing in a loop costs no memory."""

    def write(self, text: str) -> int:
        room = MAX_PRINTED - self.tell()
        if room > 0:
            super().write(str(text)[:room])
        return len(text)

    def kept(self) -> str:
        return self.getvalue()


def _unchanged(given: Plain, live: Any) -> Plain:
    """What an argument is before the call: the answer gets a copy of an array, so the array itself tells."""
    if isinstance(given, AsTensor):
        return given.array
    return given if isinstance(given, np.ndarray) else to_plain(live)


def _plain_or_none(value: object) -> Plain:
    try:
        return to_plain(value)
    except ValueError:
        return None


def _same(old: Plain, new: Plain) -> bool:
    if isinstance(old, np.ndarray) or isinstance(new, np.ndarray):
        if type(old) is not type(new) or old.shape != new.shape or old.dtype != new.dtype:
            return False
        return np.array_equal(old, new) or (old.dtype.kind in "fc" and np.array_equal(old, new, equal_nan=True))
    if type(old) is not type(new):
        return False
    if isinstance(old, dict):
        return list(old) == list(new) and all(_same(old[key], new[key]) for key in old)
    if isinstance(old, (list, tuple)):
        return len(old) == len(new) and all(map(_same, old, new))
    return bool(old == new or old != old)


def _argument_names(
    function: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any], driver: Callable[..., Any] | None
) -> list[str]:
    try:
        parameters = list(inspect.signature(driver or function).parameters)[1 if driver else 0 :]
    except (TypeError, ValueError):
        parameters = []
    return [parameters[i] if i < len(parameters) else f"argument {i + 1}" for i in range(len(args))] + list(kwargs)


def describe_exception(error: BaseException, function: object = None) -> Trouble:
    """Return the exception with the last line of the student's own code that it passed through."""
    try:
        message = str(error)
    except Exception:  # an exception class whose own __str__ fails is still an exception to report
        message = ""
    line, source = _student_line(error.__traceback__, function)
    if isinstance(error, SyntaxError) and error.lineno:
        message, line, source = error.msg, error.lineno, (error.text or "").strip() or None
    return Trouble(type(error).__name__, message[:MAX_MESSAGE], line, source[:200] if source else None)


def _student_line(trace: TracebackType | None, function: object) -> tuple[int | None, str | None]:
    own = _files_of(function)
    found: tuple[int | None, str | None] = (None, None)
    for frame, line in traceback.walk_tb(trace):
        name = frame.f_code.co_filename
        if name in own or name.startswith(("<ipython-input", "<cell")) or "ipykernel_" in name:
            found = (line, linecache.getline(name, line).strip() or None)
    return found


def _files_of(function: object) -> set[str]:
    codes = [getattr(function, "__code__", None)]
    if inspect.isclass(function):
        codes += [getattr(member, "__code__", None) for member in vars(function).values()]
    return {code.co_filename for code in codes if code is not None}
