"""What the server's endpoints share: one model, what it takes on, and the texts that are handed in to its engine."""

import time
from dataclasses import dataclass
from typing import Any

from bigmodel_edu.inference.answering import Answer
from bigmodel_edu.inference.engine import Busy, Engine
from bigmodel_edu.inference.errors import ApiError, bad_request
from bigmodel_edu.inference.generation import Writing
from bigmodel_edu.inference.metrics import Metrics
from bigmodel_edu.inference.requests import ChatRequest, CompletionRequest
from bigmodel_edu.inference.stopping import TextStream
from bigmodel_edu.inference.text_model import TextModel


@dataclass(frozen=True)
class Limits:
    """What a server takes on.

    Attributes:
        slots: requests that are written together.
        waiting: requests that wait for a slot; more are answered with 429 and Retry-After.
        seconds: the most a request may take, waiting included.
        tokens: the most tokens of an answer, and what a chat without a limit of its own gets.
        prompts: the most prompts in one request.
        body: the most bytes of a request.
        key: what clients must send as their API key; empty lets everyone in.
    """

    slots: int = 4
    waiting: int = 16
    seconds: float = 60.0
    tokens: int = 512
    prompts: int = 16
    body: int = 1 << 20
    key: str = ""


class Service:
    """What the endpoints share: the model, its engine, the limits and the counters."""

    def __init__(self, text_model: TextModel, limits: Limits) -> None:
        self.model, self.limits = text_model, limits
        self.engine = Engine(text_model.writer(), slots=limits.slots, waiting=limits.waiting)
        self.metrics = Metrics(self.engine)
        self.born = int(time.time())

    def require_model(self, name: str) -> None:
        """Refuse a request for another model."""
        if name != self.model.name:
            message = f"the model {name!r} is not here; this server has {self.model.name!r}"
            raise ApiError(404, message, "invalid_request_error", param="model", code="model_not_found")

    def prompts(self, asked: CompletionRequest) -> list[list[int]]:
        """Return the token ids of each prompt."""
        given = asked.prompt
        if isinstance(given, str):
            texts: list[Any] = [given]
        else:
            texts = list(given) if given and isinstance(given[0], str) else [list(given)]
        if not 1 <= len(texts) <= self.limits.prompts:
            raise bad_request(f"expected 1 to {self.limits.prompts} prompts, got {len(texts)}", "prompt")
        size = self.model.model.config.vocabulary
        try:
            prompts = [self.model.encode(text) if isinstance(text, str) else text for text in texts]
        except ValueError as problem:  # half a surrogate pair
            raise bad_request(str(problem), "prompt") from problem
        if any(not prompt for prompt in prompts):
            raise bad_request("expected a prompt of at least one token, got an empty one", "prompt")
        if any(not 0 <= token < size for prompt in prompts for token in prompt):
            raise bad_request(f"expected token ids from 0 to {size - 1}", "prompt")
        return prompts

    def answers(self, prompts: list[list[int]], limit: int | None, asked: CompletionRequest | ChatRequest) -> list[Answer]:
        """Hand in one text for each prompt, or none: what is too long, or finds no place, is refused as a whole."""
        limit = self._limit(max(map(len, prompts)), limit)
        answers: list[Answer] = []
        try:
            for place, prompt in enumerate(prompts):
                seed = None if asked.seed is None else (asked.seed + place) % 2**63
                writing = Writing(prompt, limit, asked.sampling, self.model.end, seed)
                stream = TextStream(self.model.tokenizer, asked.stops)
                answers.append(Answer(self.engine, writing, stream, self.limits.seconds, self.metrics))
        except Busy as busy:
            for answer in answers:
                answer.cancel()
            wait = {"Retry-After": str(busy.retry_after)}
            raise ApiError(429, str(busy), "rate_limit_error", code="rate_limit_exceeded", headers=wait) from busy
        return answers

    def _limit(self, longest: int, limit: int | None) -> int:
        """Return the most tokens of an answer that the server and the model's context allow."""
        room = self.model.context - longest
        if longest < 1:
            raise bad_request("expected a prompt of at least one token, got an empty one", "prompt")
        if limit is not None and limit > self.limits.tokens:
            raise bad_request(f"expected max_tokens of at most {self.limits.tokens} on this server, got {limit}", "max_tokens")
        if room < (limit or 1):
            message = f"the model's context is {self.model.context} tokens; the prompt has {longest}, and {limit or 1} were asked for"
            raise bad_request(message, "prompt", "context_length_exceeded")
        return min(limit or self.limits.tokens, room)
