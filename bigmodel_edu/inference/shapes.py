"""The two shapes in which answers are sent, whole or in pieces: completions and chat."""

import time
import uuid
from collections.abc import Sequence
from typing import Any


class Shape:
    """How one answer's JSON looks.

    Args:
        model: the model's name.
        prefix: what ids begin with.
        whole, chunk: the names of the objects.

    >>> completions("tiny").whole(["a text"], ["stop"], {})["choices"]
    [{'index': 0, 'text': 'a text', 'finish_reason': 'stop', 'logprobs': None}]
    """

    def __init__(self, model: str, prefix: str, whole: str, chunk: str, chat: bool) -> None:
        self._whole, self._chunk, self._chat = whole, chunk, chat
        self._head = {"id": f"{prefix}-{uuid.uuid4().hex}", "created": int(time.time()), "model": model}

    def whole(self, texts: Sequence[str], reasons: Sequence[str], usage: dict[str, int]) -> dict[str, Any]:
        """Return the whole answer."""
        choices = [self._choice(place, text, reason) for place, (text, reason) in enumerate(zip(texts, reasons, strict=True))]
        return {**self._head, "object": self._whole, "choices": choices, "usage": usage}

    def _choice(self, place: int, text: str, reason: str) -> dict[str, Any]:
        content: dict[str, Any] = {"message": {"role": "assistant", "content": text, "refusal": None}} if self._chat else {"text": text}
        return {"index": place, **content, "finish_reason": reason, "logprobs": None}

    def first(self) -> dict[str, Any] | None:
        """Return what a stream begins with: a chat says who speaks."""
        return self._piece({"delta": {"role": "assistant", "content": ""}}, None) if self._chat else None

    def piece(self, text: str) -> dict[str, Any]:
        """Return one piece of a stream."""
        return self._piece({"delta": {"content": text}} if self._chat else {"text": text}, None)

    def last(self, reason: str) -> dict[str, Any]:
        """Return the piece that says why it ended."""
        return self._piece({"delta": {}} if self._chat else {"text": ""}, reason)

    def used(self, usage: dict[str, int]) -> dict[str, Any]:
        """Return the piece that says how many tokens there were."""
        return {**self._head, "object": self._chunk, "choices": [], "usage": usage}

    def _piece(self, content: dict[str, Any], reason: str | None) -> dict[str, Any]:
        choice = {"index": 0, **content, "finish_reason": reason, "logprobs": None}
        return {**self._head, "object": self._chunk, "choices": [choice]}


def completions(model: str) -> Shape:
    """The shape of /v1/completions."""
    return Shape(model, "cmpl", "text_completion", "text_completion", chat=False)


def chat(model: str) -> Shape:
    """The shape of /v1/chat/completions."""
    return Shape(model, "chatcmpl", "chat.completion", "chat.completion.chunk", chat=True)
