"""What clients may send: OpenAI's parameters, as far as they are kept here, each with its limits. Anything else is refused by name."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from bigmodel_edu.inference.chat import Turn
from bigmodel_edu.inference.sampling import Sampling

Stop = Annotated[str, Field(min_length=1, max_length=200)]


class StreamOptions(BaseModel):
    """How a stream is sent."""

    model_config = ConfigDict(extra="ignore")

    include_usage: bool = False


class _Request(BaseModel):
    """What both endpoints share.

    ``top_k`` and ``repetition_penalty`` are not OpenAI's; its client sends them by ``extra_body``.
    """

    model_config = ConfigDict(extra="forbid", strict=False)

    model: str = Field(min_length=1, max_length=200)
    temperature: float | None = Field(None, ge=0, le=2)
    top_p: float | None = Field(None, gt=0, le=1)
    top_k: int | None = Field(None, ge=1)
    repetition_penalty: float | None = Field(None, gt=0, le=10)
    stop: Stop | Annotated[list[Stop], Field(max_length=4)] | None = None
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    seed: int | None = Field(None, ge=-(2**63), le=2**63 - 1)
    n: int | None = Field(1)
    presence_penalty: float | None = 0
    frequency_penalty: float | None = 0
    logprobs: Any = None
    logit_bias: dict[str, float] | None = None
    user: str | None = None

    @field_validator("n")
    @classmethod
    def _one(cls, value: int | None) -> int | None:
        if value not in (None, 1):
            raise ValueError("only 1 answer a request is kept here; send several requests, they are written together")
        return value

    @field_validator("presence_penalty", "frequency_penalty", "logprobs", "logit_bias")
    @classmethod
    def _not_kept(cls, value: Any) -> Any:
        if value:
            raise ValueError("this server does not keep this parameter; for less repetition send repetition_penalty")
        return value

    @property
    def sampling(self) -> Sampling:
        """How tokens are chosen; what is not said is OpenAI's default."""
        return Sampling(
            1.0 if self.temperature is None else self.temperature,
            self.top_k,
            1.0 if self.top_p is None else self.top_p,
            1.0 if self.repetition_penalty is None else self.repetition_penalty,
        )

    @property
    def stops(self) -> list[str]:
        """The stop strings as a list."""
        return [self.stop] if isinstance(self.stop, str) else list(self.stop or [])

    @property
    def counts_usage(self) -> bool:
        """Whether a stream shall end with the number of tokens."""
        return bool(self.stream_options and self.stream_options.include_usage)


class CompletionRequest(_Request):
    """POST /v1/completions: go on from a prompt."""

    prompt: str | list[int] | list[str]
    max_tokens: int | None = Field(16, ge=1)
    suffix: None = None
    echo: Literal[False] | None = False
    best_of: Literal[1] | None = None


class Part(BaseModel):
    """A part of a message; only text is read."""

    type: Literal["text"]
    text: str


class Message(BaseModel):
    """A turn of a conversation."""

    model_config = ConfigDict(extra="ignore")

    role: Literal["system", "developer", "user", "assistant"]
    content: str | list[Part]
    name: str | None = None

    @property
    def turn(self) -> Turn:
        """The turn; a developer speaks as the system."""
        text = self.content if isinstance(self.content, str) else "".join(part.text for part in self.content)
        return Turn("system" if self.role == "developer" else self.role, text)


class ChatRequest(_Request):
    """POST /v1/chat/completions: answer the last turn of a conversation."""

    messages: list[Message] = Field(min_length=1, max_length=1_000)
    max_tokens: int | None = Field(None, ge=1)
    max_completion_tokens: int | None = Field(None, ge=1)
    response_format: dict[str, Any] | None = None

    @field_validator("response_format")
    @classmethod
    def _text_only(cls, value: dict[str, Any] | None) -> dict[str, Any] | None:
        if value is not None and value.get("type") != "text":
            raise ValueError("only answers as text are kept here")
        return value

    @property
    def limit(self) -> int | None:
        """The most tokens of the answer, if the client says."""
        return self.max_completion_tokens if self.max_completion_tokens is not None else self.max_tokens
