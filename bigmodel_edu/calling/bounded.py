"""Call an answer in the notebook with a limit on time, so that an endless loop ends in a message."""

import ctypes
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bigmodel_edu.calling.calls import call
from bigmodel_edu.calling.outcome import Outcome
from bigmodel_edu.calling.plain import Plain


class OutOfTime(BaseException):
    """Raised inside an answer that has run too long; not an `Exception`, so that ``except Exception`` lets it through."""


def call_bounded(
    function: Callable[..., Any],
    args: Sequence[Plain] = (),
    kwargs: Mapping[str, Plain] | None = None,
    driver: Callable[..., Any] | None = None,
    *,
    seconds: float,
) -> Outcome:
    """Call as `call` does, and give up after some seconds with the outcome "timeout".

    The answer runs in a thread of its own. Time during which it is ready and other programs have the processor does not count,
    where the system tells it: a busy machine makes no right answer wrong. When time is up the answer is interrupted wherever it next
    runs Python code; one that sits in a long numerical routine, or that swallows the interruption, is left behind and ends with the
    kernel.

    >>> call_bounded(lambda: 42, seconds=5).value
    42
    """
    box: list[Outcome] = []

    def work() -> None:
        try:
            box.append(call(function, args, kwargs, driver))
        except OutOfTime:
            return

    streams = sys.stdout, sys.stderr
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    _join(thread, seconds)
    for _ in range(20):
        if not thread.is_alive():
            break
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident or 0), ctypes.py_object(OutOfTime))
        thread.join(0.05)
    sys.stdout, sys.stderr = streams  # an answer that was left behind still holds them redirected
    return box[0] if box else Outcome("timeout")


def _join(thread: threading.Thread, seconds: float) -> None:
    """Wait until a thread ends, or until it has had its seconds."""
    started, granted = time.monotonic(), 0.0
    while thread.is_alive():
        remaining = started + seconds + granted - time.monotonic()
        if remaining > 0:
            thread.join(remaining)
            continue
        waited = _kept_waiting(thread)
        if waited <= granted:
            return
        granted = waited


def _kept_waiting(thread: threading.Thread) -> float:
    """For how many seconds a thread was ready to run and was not let; 0 where the system does not tell (all but Linux)."""
    try:
        text = Path(f"/proc/self/task/{thread.native_id}/schedstat").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return int(text.split()[1]) / 1e9
