"""The HTTP server: what OpenAI's clients ask for, answered by a model of one's own.

``POST /v1/completions`` · ``POST /v1/chat/completions`` · ``GET /v1/models`` · ``GET /health`` · ``GET /metrics``
"""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, StreamingResponse
from starlette.exceptions import HTTPException

from bigmodel_edu.inference import shapes
from bigmodel_edu.inference.answering import Answer, usage
from bigmodel_edu.inference.body_limit import BodyLimit
from bigmodel_edu.inference.errors import ApiError, bad_request, told
from bigmodel_edu.inference.requests import ChatRequest, CompletionRequest
from bigmodel_edu.inference.service import Limits, Service
from bigmodel_edu.inference.text_model import TextModel

__all__ = ["Limits", "create_app"]


def create_app(text_model: TextModel, limits: Limits | None = None) -> FastAPI:
    """Return the server as an ASGI application; whoever runs it starts and stops the engine with it.

    Args:
        text_model: what it serves.
        limits: what it takes on.
    """
    service = Service(text_model, limits or Limits())

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with service.engine:
            yield

    app = FastAPI(title=f"bigmodel-edu: {text_model.name}", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.service = service
    for problem in (ApiError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(problem, told)
    app.middleware("http")(_guard(service))
    app.add_middleware(BodyLimit, most=service.limits.body)
    _add_questions(app, service)
    _add_endpoints(app, service)
    return app


def _guard(service: Service) -> Callable[[Request, Callable[[Request], Awaitable[Response]]], Awaitable[Response]]:
    """Return what stands before every endpoint: the key, and the count of requests."""
    key = service.limits.key

    async def guard(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        path = request.url.path
        sent = request.headers.get("authorization", "").encode()
        if key and path.startswith("/v1/") and not secrets.compare_digest(sent, f"Bearer {key}".encode()):
            response: Response = ApiError(401, "expected this server's API key", "invalid_request_error", code="invalid_api_key").response()
        else:
            response = await call_next(request)
        route = request.scope.get("route")
        service.metrics.requests.labels(getattr(route, "path", "other"), str(response.status_code)).inc()
        return response

    return guard


def _add_questions(app: FastAPI, service: Service) -> None:
    """Add what machines ask: is it well, what does it have, how much did it do?"""
    card = {"id": service.model.name, "object": "model", "created": service.born, "owned_by": "bigmodel-edu"}

    @app.get("/health")
    async def health() -> JSONResponse:
        well = service.engine.works
        return JSONResponse({"status": "ok" if well else "the engine has stopped"}, status_code=200 if well else 503)

    @app.get("/metrics")
    async def metrics() -> PlainTextResponse:
        return PlainTextResponse(service.metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")

    @app.get("/v1/models")
    async def models() -> dict[str, Any]:
        return {"object": "list", "data": [card]}

    @app.get("/v1/models/{name:path}")
    async def one_model(name: str) -> dict[str, Any]:
        service.require_model(name)
        return card


def _add_endpoints(app: FastAPI, service: Service) -> None:
    """Add what people ask."""

    @app.post("/v1/completions")
    async def complete(asked: CompletionRequest, request: Request) -> Response:
        service.require_model(asked.model)
        prompts = service.prompts(asked)
        if asked.stream and len(prompts) > 1:
            raise bad_request("expected one prompt in a streamed request; send several requests", "prompt")
        answers = service.answers(prompts, asked.max_tokens, asked)
        return await _answered(request, shapes.completions(service.model.name), answers, asked)

    @app.post("/v1/chat/completions")
    async def chat(asked: ChatRequest, request: Request) -> Response:
        service.require_model(asked.model)
        try:
            prompt = service.model.encode_chat([message.turn for message in asked.messages])
        except ValueError as problem:
            raise bad_request(str(problem), "messages") from problem
        return await _answered(request, shapes.chat(service.model.name), service.answers([prompt], asked.limit, asked), asked)


async def _answered(request: Request, shape: shapes.Shape, answers: list[Answer], asked: CompletionRequest | ChatRequest) -> Response:
    """Send the texts, whole or as they are written; a client that goes away frees its slots."""
    if asked.stream:
        events = _events(shape, answers[0], asked.counts_usage)
        return StreamingResponse(events, media_type="text/event-stream", headers={"Cache-Control": "no-cache"})
    texts = asyncio.gather(*(answer.whole() for answer in answers))
    leaving = asyncio.ensure_future(_left(request))
    try:
        both: set[asyncio.Future[Any]] = {texts, leaving}
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        if not texts.done():
            return Response(status_code=499)  # nobody reads it; proxies' number for a client that has gone
        return JSONResponse(shape.whole(await texts, [answer.finish_reason for answer in answers], usage(answers)))
    finally:
        leaving.cancel()
        texts.cancel()
        for answer in answers:
            answer.cancel()


async def _left(request: Request) -> None:
    """Return when the client has gone."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _events(shape: shapes.Shape, answer: Answer, counts: bool) -> AsyncIterator[str]:
    """Give the text as server-sent events, as OpenAI's clients read them; a problem on the way is an event, too."""
    try:
        if (first := shape.first()) is not None:
            yield _event(first)
        async for text in answer.pieces():
            yield _event(shape.piece(text))
        yield _event(shape.last(answer.finish_reason))
        if counts:
            yield _event(shape.used(usage([answer])))
        yield "data: [DONE]\n\n"
    except ApiError as problem:
        yield _event(problem.body)
    finally:
        answer.cancel()


def _event(content: dict[str, Any]) -> str:
    return f"data: {json.dumps(content, ensure_ascii=False)}\n\n"
