"""The grader's side of one submission: sends cells and calls, reads what comes back, and believes nothing but its shape."""

import contextlib
import json
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal

from bigmodel_edu.calling import Outcome, Plain, Trouble
from bigmodel_edu.language import _
from bigmodel_edu.sandbox.channel import Channel, Closed, DeadlinePassed
from bigmodel_edu.sandbox.decoding import ProtocolError
from bigmodel_edu.sandbox.limits import Cell, CellOutcome, Limits, SandboxUnavailable, SessionLost, Usage
from bigmodel_edu.sandbox.replies import outcome_from_reply

Ended = Literal["timeout", "memory", "killed", "protocol", "output"]

ENDED_BECAUSE = {
    "timeout": _("The notebook did not finish in the time that it has."),
    "memory": _("The notebook needed more memory than it may have."),
    "killed": _("The notebook's process ended before it answered."),
    "protocol": _("The notebook's process sent something that is not an answer."),
    "output": _("The notebook printed or wrote more than it may."),
}
ENDING_SECONDS = 1.0  # between the end of a child's conversation and its own
REPORT_SECONDS = 20.0  # for the worker to end the process and to report
READY_SECONDS = 60.0


class Session:
    """One submission in its own process behind the wall. Made by `Sandbox.open`; a context manager.

    Attributes:
        ended: None while the submission's process lives; after an abnormal end "timeout", "memory", "killed", "protocol" or "output".
            Every further request is then answered at once with an outcome of that kind.

    Raises:
        SessionLost: from any request, when the worker has ended in the midst of it or does not say what became of the process.
    """

    def __init__(self, connection: socket.socket, commands: socket.socket, limits: Limits) -> None:
        self.limits = limits
        self.ended: Ended | None = None
        self._channel = Channel(connection, limits.reply_bytes, 2**30)
        self._commands = commands
        self._report: dict[str, Any] | None = None
        self._finishing = threading.Lock()  # a sandbox that is closed ends sessions in which other threads still wait
        self._deadline = time.monotonic() + limits.wall_seconds

    def start(self, files: dict[str, bytes], variants: dict[str, Plain]) -> None:
        """Send what the session starts with and wait until the wall stands. Raises: SandboxUnavailable when it does not."""
        deadline = time.monotonic() + READY_SECONDS
        try:
            self._channel.send({}, (files, variants), deadline)
            header, content = self._channel.receive(deadline)
        except (Closed, DeadlinePassed, ProtocolError) as error:
            header, content = {}, str(error)
        if header.get("id") != "ready":
            report = self._finish()
            raise SandboxUnavailable(_("The isolation could not be set up: {reason}").format(reason=report.get("message") or content))
        self._deadline = time.monotonic() + self.limits.wall_seconds

    def run(self, cells: Sequence[Cell], timeout: float | None = None) -> list[CellOutcome]:
        """Run notebook cells in order; an exception in one does not stop the next.

        Args:
            cells: what to run.
            timeout: seconds for all of them together; `Limits.call_seconds` if not given.
        """
        deadline = self._deadline_for(timeout)
        asked = self._ask("cell", (), [(cell.source,) for cell in cells], lambda: deadline)
        outcomes = []
        for cell, outcome in zip(cells, asked, strict=True):
            ended = outcome.error is None and outcome.kind != "returned"
            error = Trouble(outcome.kind, ENDED_BECAUSE[outcome.kind]) if ended else outcome.error
            outcomes.append(CellOutcome(cell.id, outcome.kind == "returned", error))
        return outcomes

    def call(
        self,
        target: str,
        args: Sequence[Plain] = (),
        kwargs: Mapping[str, Plain] | None = None,
        driver: str | None = None,
        timeout: float | None = None,
    ) -> Outcome:
        """Call a function (or class, or attribute of one: ``"Model.forward"``) of the submission with plain data.

        Args:
            target: its name.
            args: plain data, or descriptions of live arguments.
            kwargs: the same, by name.
            driver: source text of a function ``driver(target, *args, **kwargs)`` that is called instead and uses the target.
            timeout: seconds; `Limits.call_seconds` if not given.
        """
        return next(self.calls(target, [(args, kwargs or {})], driver, timeout))

    def calls(
        self,
        target: str,
        arguments: Sequence[tuple[Sequence[Plain], Mapping[str, Plain]]],
        driver: str | None = None,
        timeout: float | None = None,
    ) -> Iterator[Outcome]:
        """Make several calls of one function, one after the other: as `call`, with all arguments sent at once.

        Args:
            arguments: positional and named arguments of each call.
            timeout: seconds for each of them.

        Yields:
            One outcome for each; whoever takes only some of them leaves a session of which nothing more can be asked.
        """
        items = [(tuple(args), dict(kwargs)) for args, kwargs in arguments]
        return self._ask("call", (target, driver), items, lambda: self._deadline_for(timeout))

    def value(self, target: str, timeout: float | None = None) -> Outcome:
        """Return the value of a name of the submission, as plain data."""
        return next(self._ask("value", (), [(target,)], lambda: self._deadline_for(timeout)))

    def close(self) -> Usage:
        """End the submission's process, with all that it started, and return what it used. May be called again."""
        if self._report is None and self.ended is None:
            try:
                self._channel.assert_silent()
            except ProtocolError:
                self.ended = "protocol"
            except Closed:
                with contextlib.suppress(SessionLost):  # everything that was asked has its answer
                    self._end_because(None)
        report = self._finish()
        return Usage(
            cpu_seconds=float(report.get("cpu_seconds", 0.0)),
            wall_seconds=float(report.get("wall_seconds", 0.0)),
            peak_memory_mb=float(report.get("peak_memory_mb", 0.0)),
            output_bytes=int(report.get("output_bytes", 0)),
            killed=self.ended is not None,
        )

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _deadline_for(self, timeout: float | None) -> float:
        return min(self._deadline, time.monotonic() + (self.limits.call_seconds if timeout is None else timeout))

    def _ask(
        self, operation: str, common: tuple[Plain, ...], items: Sequence[tuple[Plain, ...]], deadline: Callable[[], float]
    ) -> Iterator[Outcome]:
        """Have an operation done with each of the items; give an outcome for each, whatever happens.

        Args:
            common: what is the same for all items.
            deadline: asked for anew before each answer.
        """
        request = secrets.token_hex(8)
        answered = 0
        try:
            if self.ended is None and items:
                self._channel.assert_silent()
                self._channel.send({"id": request, "op": operation}, (common, list(items)), deadline())
            while self.ended is None and answered < len(items):
                header, reply = self._channel.receive(deadline())
                if header.get("id") != request or header.get("item") != answered:
                    raise ProtocolError("an answer to a question that was not asked")
                outcome = outcome_from_reply(reply)
                answered += 1
                yield outcome
        except DeadlinePassed:
            self._end_because("timeout")
        except ProtocolError:
            self._end_because("protocol")
        except Closed:
            self._end_because(None)
        for _missing in range(len(items) - answered):
            yield Outcome(self.ended or "killed")

    def _end_because(self, reason: Ended | None) -> None:
        """End the process; without a reason of the grader's own, the worker's counts. Raises: SessionLost when there is neither."""
        report = self._finish(by_itself=reason is None)
        self.ended = reason or report.get("ended") or "killed"
        if reason is None and not report:
            raise SessionLost(_("The process that runs submissions has ended; this one has to be run again."))

    def _finish(self, by_itself: bool = False) -> dict[str, Any]:
        """Have the worker end everything, once, and return its report (empty when it did not give one).

        A child that has closed its channel has most likely ended by itself: the worker then gets time to see how.
        """
        with self._finishing:
            if self._report is None:
                if by_itself:
                    self._commands.settimeout(ENDING_SECONDS)
                    with contextlib.suppress(OSError):
                        self._commands.recv(1, socket.MSG_PEEK)
                self._report = _read_report(self._commands)
                self._commands.close()
                self._channel.close()
            return self._report


def _read_report(commands: socket.socket) -> dict[str, Any]:
    received = b""
    commands.settimeout(REPORT_SECONDS)
    try:
        commands.shutdown(socket.SHUT_WR)  # nothing is written: a report is lost when its sender leaves with bytes unread
        while part := commands.recv(4096):
            received += part
        return dict(json.loads(received))
    except (OSError, ValueError):
        return {}
