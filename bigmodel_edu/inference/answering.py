"""One request's way: into the engine, and back as pieces of text."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence

from bigmodel_edu.inference.engine import Engine, Event
from bigmodel_edu.inference.errors import ApiError
from bigmodel_edu.inference.generation import Writing
from bigmodel_edu.inference.metrics import Metrics
from bigmodel_edu.inference.stopping import TextStream


class Answer:
    """A text that is being written for a client.

    Args:
        engine: writes it.
        writing: its prompt and settings.
        stream: turns tokens into text and watches for stop strings.
        seconds: the most it may take, waiting included.
        metrics: counts it.

    Attributes:
        finish_reason: OpenAI's stop or length, once it has ended.
        completion_tokens: how many tokens were written.

    Raises:
        Busy: if all places are taken.
    """

    def __init__(self, engine: Engine, writing: Writing, stream: TextStream, seconds: float, metrics: Metrics) -> None:
        self._stream, self._metrics, self._seconds = stream, metrics, seconds
        self.prompt_tokens, self.completion_tokens, self.finish_reason = len(writing.prompt), 0, ""
        loop, self._events = asyncio.get_running_loop(), asyncio.Queue[Event]()
        self._started = time.monotonic()

        def tell(event: Event) -> None:
            loop.call_soon_threadsafe(self._events.put_nowait, event)

        self._ticket = engine.submit(writing, tell, seconds)

    def cancel(self) -> None:
        """Free the slot: the client has gone, or has what it wanted."""
        self._ticket.cancel()

    async def pieces(self) -> AsyncIterator[str]:
        """Give the text piece by piece; an early end, for whatever reason, frees the slot.

        Raises:
            ApiError: if time runs out, the server stops, or writing fails.
        """
        try:
            while not self.finish_reason:
                event = await self._events.get()
                if event.token is not None:
                    if not self.completion_tokens:
                        self._metrics.first_token.observe(time.monotonic() - self._started)
                    self.completion_tokens += 1
                    if text := self._stream.add(event.token):
                        yield text
                    if self._stream.stopped:
                        self.finish_reason = "stop"
                if event.finished is not None and not self.finish_reason:
                    self.finish_reason = self._reason(event)
                    if rest := self._stream.finish():
                        yield rest
        finally:
            self.cancel()
            self._count()

    def _reason(self, event: Event) -> str:
        if event.finished in ("stop", "length"):
            return event.finished
        if event.finished == "timeout":
            message = f"the answer was not ready within {self._seconds:g} s; ask for fewer tokens"
            raise ApiError(503, message, "server_error", code="timeout", headers={"Retry-After": "1"})
        if event.finished == "error":
            raise ApiError(500, f"writing failed: {event.error}", "server_error")
        raise ApiError(503, "the server is stopping", "server_error", code="stopping", headers={"Retry-After": "5"})

    def _count(self) -> None:
        self._metrics.finished.labels(self.finish_reason or "broken off").inc()
        self._metrics.prompt_tokens.inc(self.prompt_tokens)
        self._metrics.completion_tokens.inc(self.completion_tokens)
        self._metrics.whole.observe(time.monotonic() - self._started)

    async def whole(self) -> str:
        """Return the whole text."""
        return "".join([piece async for piece in self.pieces()])


def usage(answers: Sequence[Answer]) -> dict[str, int]:
    """Return the number of tokens as OpenAI counts them."""
    read, written = sum(each.prompt_tokens for each in answers), sum(each.completion_tokens for each in answers)
    return {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}
