"""Refuse a request that is too large before it is read into memory."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bigmodel_edu.inference.errors import ApiError

PATIENCE = 16  # so many times the limit are read and thrown away: a client that is still sending does not hear an answer


class BodyLimit:
    """Counts a request's bytes as they come, whatever its header says.

    Args:
        app: what it stands before.
        most: the most bytes of a body.
    """

    def __init__(self, app: ASGIApp, most: int) -> None:
        self.app, self.most = app, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        read, chunks = 0, []
        while True:
            message = await receive()
            read += len(message.get("body", b""))
            if read <= self.most:
                chunks.append(message)
            if message["type"] != "http.request" or not message.get("more_body") or read > PATIENCE * self.most:
                break
        if read > self.most:
            refused = f"expected a body of at most {self.most} bytes"
            error = ApiError(413, refused, "invalid_request_error", headers={"Connection": "close"})
            await error.response()(scope, receive, send)
            return

        async def again() -> Message:
            return chunks.pop(0) if chunks else await receive()

        await self.app(scope, again, send)
