"""Errors in the shape that OpenAI's clients read: message, type, param, code."""

from typing import Any

from fastapi import Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException


class ApiError(Exception):
    """An answer that is an error.

    Args:
        status: the HTTP status.
        message: what was expected, what was found, what to do.
        kind: OpenAI's type, such as invalid_request_error.
        param: the field at fault.
        code: a short name that programs can test.
        headers: further headers.
    """

    def __init__(
        self,
        status: int,
        message: str,
        kind: str,
        *,
        param: str | None = None,
        code: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.message, self.kind, self.param, self.code, self.headers = status, message, kind, param, code, headers

    @property
    def body(self) -> dict[str, Any]:
        """The error as clients read it."""
        return {"error": {"message": self.message, "type": self.kind, "param": self.param, "code": self.code}}

    def response(self) -> JSONResponse:
        """The whole answer."""
        return JSONResponse(self.body, status_code=self.status, headers=self.headers)


def bad_request(message: str, param: str | None = None, code: str | None = None) -> ApiError:
    """The client's request cannot be answered as it stands."""
    return ApiError(400, message, "invalid_request_error", param=param, code=code)


def told(request: Request, problem: Exception) -> JSONResponse:
    """Turn any problem into an answer of that shape."""
    if isinstance(problem, ApiError):
        return problem.response()
    if isinstance(problem, RequestValidationError):
        return _invalid(problem).response()
    if isinstance(problem, HTTPException):
        kind = "invalid_request_error" if problem.status_code < 500 else "server_error"
        known = {404: f"there is no {request.url.path}", 405: f"{request.method} is not for {request.url.path}"}
        message = known.get(problem.status_code, str(problem.detail))
        return ApiError(problem.status_code, message, kind, headers=_headers(problem)).response()
    return ApiError(500, "the server failed; its log says why", "server_error").response()


def _headers(problem: HTTPException) -> dict[str, str] | None:
    return dict(problem.headers) if problem.headers else None


def _invalid(problem: RequestValidationError) -> ApiError:
    """Name the first field that is wrong and what is wrong with it."""
    first = jsonable_encoder(problem.errors(), custom_encoder={bytes: lambda raw: raw[:50].decode("utf-8", "replace")})[0]
    field = ".".join(str(part) for part in first["loc"] if part != "body")
    if first["type"] == "json_invalid" or not field:
        return bad_request("expected a JSON object as body, with Content-Type: application/json")
    if first["type"] == "extra_forbidden":
        return bad_request(f"unknown parameter: {field}", field, "unknown_parameter")
    return bad_request(f"{field}: {first['msg'].removeprefix('Value error, ')}", field)
