"""The untrusted side: runs a submission's cells, then calls its functions with the data that the grader sends."""

import contextlib
import os
import socket
import tempfile
from collections.abc import Callable
from typing import Any

from bigmodel_edu.calling import Outcome, Plain, Source, Trouble, call, describe_exception, function_from_source, to_plain
from bigmodel_edu.sandbox import gentle, wall
from bigmodel_edu.sandbox.channel import Channel, Closed, TooLarge
from bigmodel_edu.sandbox.wall import Plan

MISSING = object()
MAX_REQUEST = 2**30
OUT_OF_MEMORY = ("not enough memory", "can't allocate memory", "bad_alloc", "Cannot allocate memory")


class Server:
    """Answers requests about one submission until the grader goes away.

    Args:
        channel: to the grader.
        shell: the IPython shell that was made before the fork; None for a worker without IPython.
    """

    def __init__(self, channel: Channel, shell: Any) -> None:
        self.channel = channel
        self.shell = shell
        self.namespace: dict[str, Any] = shell.user_ns if shell is not None else {}
        self.drivers: dict[str, Any] = {}

    def serve(self) -> None:
        """Do what each request asks for, item by item, with one reply to each."""
        operations: dict[str, Callable[..., Plain]] = {"cell": self._cell, "call": self._call, "value": self._value}
        while True:
            header, (common, items) = self.channel.receive(None)
            for number, item in enumerate(items):
                try:
                    reply = operations[header["op"]](*common, *item)
                except BaseException as error:  # whatever a submission has done to this process, the grader gets an answer or silence
                    reply = _as_plain(_raised(error))
                self._reply({"id": header["id"], "item": number}, reply)

    def _reply(self, header: dict[str, Any], reply: Plain) -> None:
        try:
            self.channel.send(header, reply, None)
        except (TooLarge, MemoryError) as error:
            self.channel.send(header, _as_plain(_raised(error)), None)

    def _cell(self, source: str) -> Plain:
        from bigmodel_edu.sandbox.shell import run_cell

        trouble = run_cell(self.shell, source)
        return _as_plain(Outcome("returned") if trouble is None else Outcome("raised", error=trouble))

    def _call(self, target: str, driver: str | None, args: tuple[Plain, ...], kwargs: dict[str, Plain]) -> Plain:
        function = self._look_up(target)
        if function is MISSING:
            return _as_plain(Outcome("missing"))
        if driver is not None and driver not in self.drivers:
            self.drivers[driver] = function_from_source(Source(driver, "driver"))
        return _as_plain(call(function, args, kwargs, self.drivers[driver] if driver is not None else None))

    def _value(self, target: str) -> Plain:
        value = self._look_up(target)
        return _as_plain(Outcome("missing") if value is MISSING else Outcome("returned", value=to_plain(value)))

    def _look_up(self, target: str) -> Any:
        name, *attributes = target.split(".")
        value = self.namespace.get(name, MISSING)
        for attribute in attributes:
            value = getattr(value, attribute, MISSING)
        return value


def _raised(error: BaseException) -> Outcome:
    return Outcome("raised", error=describe_exception(error))


def _as_plain(outcome: Outcome) -> Plain:
    error = outcome.error
    kind = "memory" if error is not None and _is_memory(error) else outcome.kind
    trouble = None if error is None else [error.type, error.message, error.line, error.source]
    return [kind, outcome.value, trouble, list(outcome.changed), outcome.printed]


def _is_memory(error: Trouble) -> bool:
    return error.type == "MemoryError" or (error.type == "RuntimeError" and any(words in error.message for words in OUT_OF_MEMORY))


def main(connection: socket.socket, plan_for: Callable[[dict[str, bytes]], Plan], max_reply: int, shell: Any) -> None:
    """Build the wall, then serve one submission; never returns.

    Args:
        connection: to the grader.
        plan_for: makes the plan of the wall from the files that the grader sends first.
        max_reply: bytes of arrays that one answer may have.
        shell: the IPython shell that was made before the fork.
    """
    channel = Channel(connection, MAX_REQUEST, max_reply, live=True)
    try:
        _, (files, variants) = channel.receive(None)
        wall.enter(plan_for(files))
    except BaseException as error:
        with contextlib.suppress(Closed):
            channel.send({"id": "no wall"}, f"{type(error).__name__}: {error}", None)
        os._exit(1)
    os.environ.update(HOME=os.getcwd(), TMPDIR=os.getcwd())
    tempfile.tempdir = None  # asked for again in the new surroundings
    try:
        gentle.reseed()
        gentle.VARIANTS.update(variants)
        channel.send({"id": "ready"}, None, None)
        Server(channel, shell).serve()
    finally:
        os._exit(0)
