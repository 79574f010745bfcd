"""One thread that writes for many: requests come and go between two steps of the model (continuous batching).

Each step writes one token for every request that has a slot. A request that ends frees its slot at once, and the next one waiting is
read in; nobody waits for the longest answer of a batch. When the waiting room is full, more are turned away: a queue that grows
without end only makes everybody wait.

Source: Yu et al. 2022, "Orca", section 4 (iteration-level scheduling).
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from bigmodel_edu.inference.generation import Writing, advance, begin
from bigmodel_edu.inference.writing import Writer


class Busy(RuntimeError):
    """Raised when the waiting room is full; ``retry_after`` says after how many seconds it is worth trying again."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"all places are taken; try again in {retry_after} s")
        self.retry_after = retry_after


@dataclass(frozen=True)
class Event:
    """What happens to a request: a token, or its end with the reason (stop, length, timeout, cancelled, error)."""

    token: int | None = None
    finished: str | None = None
    error: str = ""


@dataclass
class Ticket:
    """A request's place in the engine.

    Attributes:
        writing: the text.
        tell: called in the engine's thread with each event; must return at once.
        deadline: when it ends even if unfinished, on ``time.monotonic``'s clock.
    """

    writing: Writing
    tell: Callable[[Event], None]
    deadline: float
    cancelled: bool = False
    submitted: float = field(default_factory=time.monotonic)

    def cancel(self) -> None:
        """End the request and free its slot before the next step; harmless afterwards."""
        self.cancelled = True


class Engine:
    """Writes for many requests in a thread of its own.

    Args:
        writer: of one model.
        slots: requests that are written together.
        waiting: requests that may wait for a slot.

    Raises:
        ValueError: if there is no slot, or a negative waiting room.

    Use as a context, or call :meth:`start` and :meth:`stop`.
    """

    def __init__(self, writer: Writer, *, slots: int = 4, waiting: int = 16) -> None:
        if slots < 1 or waiting < 0:
            raise ValueError(f"expected at least 1 slot and 0 waiting places, got {slots} and {waiting}")
        self.writer, self.slots, self.places = writer, slots, waiting
        self._active: list[Ticket] = []
        self._waiting: deque[Ticket] = deque()
        self._change = threading.Condition()
        self._over = False
        self._thread: threading.Thread | None = None
        self._token_seconds = 0.05  # a running estimate, for Retry-After

    def __enter__(self) -> "Engine":
        self.start()
        return self

    def __exit__(self, *problem: object) -> None:
        self.stop()

    def start(self) -> None:
        """Begin to work."""
        self._over = False
        self._thread = threading.Thread(target=self._work, name="engine", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End all requests as cancelled and come to rest."""
        with self._change:
            self._over = True
            self._change.notify()
        if self._thread is not None:
            self._thread.join()

    @property
    def active(self) -> int:
        """Requests that have a slot."""
        return len(self._active)

    @property
    def waiting(self) -> int:
        """Requests that wait for one."""
        return len(self._waiting)

    @property
    def works(self) -> bool:
        """Whether the thread lives."""
        return self._thread is not None and self._thread.is_alive()

    def submit(self, writing: Writing, tell: Callable[[Event], None], seconds: float) -> Ticket:
        """Hand in a text to be written.

        Args:
            writing: what to write.
            tell: gets every event; the last one has ``finished``.
            seconds: after which it ends in any case.

        Raises:
            Busy: if no slot is free and the waiting room is full.
        """
        ticket = Ticket(writing, tell, time.monotonic() + seconds)
        with self._change:
            if len(self._active) + len(self._waiting) >= self.slots + self.places:
                raise Busy(self._retry_after())
            self._waiting.append(ticket)
            self._change.notify()
        return ticket

    def _retry_after(self) -> int:
        """Return after how many seconds a place should be free: what the shortest active text may still take, from 1 to 60."""
        left = min((each.writing.limit - len(each.writing.tokens) for each in self._active), default=1)
        return max(1, min(60, round(left * self._token_seconds)))

    def _work(self) -> None:
        while True:
            with self._change:
                while not (self._over or self._active or self._waiting):
                    self._change.wait()
                if self._over:
                    self._end_all()
                    return
            self._drop()
            self._admit()
            self._advance()

    def _end_all(self) -> None:
        for ticket in [*self._active, *self._waiting]:
            ticket.tell(Event(finished="cancelled"))
        self._active.clear()
        self._waiting.clear()

    def _drop(self) -> None:
        """Let go of who has left or has no time left."""
        now = time.monotonic()
        for queue in (self._active, self._waiting):
            for ticket in [each for each in queue if each.cancelled or each.deadline < now]:
                with self._change:
                    queue.remove(ticket)
                ticket.tell(Event(finished="cancelled" if ticket.cancelled else "timeout"))

    def _admit(self) -> None:
        """Read in one waiting request if a slot is free: one a step, so that a rush does not hold up those who are being served."""
        with self._change:
            if not self._waiting or len(self._active) >= self.slots:
                return
            ticket = self._waiting.popleft()
            self._active.append(ticket)
        try:
            self._tell(ticket, begin(self.writer, ticket.writing))
        except Exception as problem:  # one bad request must not end the service for all: it is told, and the rest goes on
            self._fail([ticket], problem)

    def _advance(self) -> None:
        """Write one token of each text."""
        going = list(self._active)
        if not going:
            return
        started = time.monotonic()
        try:
            tokens = advance(self.writer, [ticket.writing for ticket in going])
        except Exception as problem:
            self._fail(going, problem)
            return
        self._token_seconds += 0.1 * (time.monotonic() - started - self._token_seconds)
        for ticket, token in zip(going, tokens, strict=True):
            self._tell(ticket, token)

    def _tell(self, ticket: Ticket, token: int | None) -> None:
        finished = ticket.writing.finished
        if finished is not None:
            self._free(ticket)
        if token is not None or finished is not None:
            ticket.tell(Event(token, finished))

    def _fail(self, tickets: list[Ticket], problem: Exception) -> None:
        for ticket in tickets:
            self._free(ticket)
            ticket.tell(Event(finished="error", error=f"{type(problem).__name__}: {problem}"))

    def _free(self, ticket: Ticket) -> None:
        ticket.writing.cache = None  # its memory is free at once
        with self._change:
            self._active.remove(ticket)
