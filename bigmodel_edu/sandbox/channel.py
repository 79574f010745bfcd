"""Messages over a socket between processes of one machine: a length-prefixed JSON header, then raw array bytes.

Reading never blocks longer than it is told.
"""

import json
import select
import socket
import struct
import time
from typing import Any

import numpy as np

from bigmodel_edu.calling import Plain
from bigmodel_edu.sandbox.decoding import Decoder, ProtocolError, array_sizes, arrays_from_bytes
from bigmodel_edu.sandbox.encoding import NAMES, Encoder

PREFIX = struct.Struct("<4sII")  # mark, bytes of header, bytes of body
MARK = b"BME1"  # where a message starts: one stray byte is noticed at once
MAX_HEADER = 4 * 1024 * 1024
CHUNK = 1024 * 1024
READ_AHEAD = 64 * 1024  # so that a short message takes one system call
_to_json = json.JSONEncoder(separators=(",", ":"), allow_nan=False, check_circular=False).encode
_from_json = json.JSONDecoder().decode


class Closed(ConnectionError):
    """The other side has closed the channel."""


class DeadlinePassed(TimeoutError):
    """The other side did not send or take everything in time."""


class TooLarge(ValueError):
    """A value is larger than a message may be."""


def pack(header: dict[str, Any], content: Plain, max_body: int, live: bool = False) -> list[bytes | memoryview]:
    """Return the buffers of one message, one if it is short. Raises: TooLarge."""
    encoder = Encoder(live)
    tree = encoder.encode(content)
    described = [[NAMES[array.dtype], list(array.shape)] for array in encoder.arrays]
    text = _to_json({**header, "content": tree, "arrays": described}).encode()
    size = sum(array.nbytes for array in encoder.arrays)
    if size > max_body or len(text) > MAX_HEADER:
        most = f"{max_body:,} bytes in arrays and {MAX_HEADER:,} otherwise"
        raise TooLarge(f"expected a value of at most {most}, got {size:,} and {len(text):,}")
    start = PREFIX.pack(MARK, len(text), size) + text
    if size <= CHUNK:
        return [b"".join((start, *(array.tobytes() for array in encoder.arrays)))]
    return [start, *(memoryview(array.reshape(-1).view(np.uint8).data) for array in encoder.arrays if array.size)]


def unpack(text: bytes | bytearray, body: bytes | bytearray, live: bool = False) -> tuple[dict[str, Any], Plain]:
    """Return the header and content of a message. Raises: ProtocolError, whatever the bytes are."""
    try:
        header = _from_json(text.decode("utf-8"))
    except (ValueError, RecursionError):
        raise ProtocolError("a header that is not JSON") from None
    if type(header) is not dict or "content" not in header:
        raise ProtocolError("a header without content")
    sizes = array_sizes(header.pop("arrays", None))
    content = Decoder(arrays_from_bytes(sizes, body), live).decode(header.pop("content"))
    return header, content


class Channel:
    """One end of a conversation.

    Args:
        connection: a connected stream socket; the channel makes it non-blocking and owns it.
        max_body: bytes of arrays that a message to this side may have.
        max_reply: the same for messages from this side.
        live: whether this side accepts descriptions of live arguments (the untrusted side does).
    """

    def __init__(self, connection: socket.socket, max_body: int, max_reply: int, live: bool = False) -> None:
        self.connection = connection
        self.max_body = max_body
        self.max_reply = max_reply
        self.live = live
        self._received = bytearray()
        connection.setblocking(False)
        self._readable = select.poll()
        self._readable.register(connection, select.POLLIN)
        self._writable = select.poll()
        self._writable.register(connection, select.POLLOUT)

    def send(self, header: dict[str, Any], content: Plain, deadline: float | None) -> None:
        """Send one message before the deadline (of `time.monotonic`). Raises: Closed, DeadlinePassed, TooLarge."""
        for buffer in pack(header, content, self.max_reply, live=not self.live):
            view = memoryview(buffer)
            while view:
                try:
                    view = view[self.connection.send(view) :]
                except BlockingIOError:
                    _wait(self._writable, deadline)
                except OSError as error:
                    raise Closed(str(error)) from error

    def receive(self, deadline: float | None) -> tuple[dict[str, Any], Plain]:
        """Return the next message's header and content. Raises: Closed, DeadlinePassed, ProtocolError."""
        mark, header_size, body_size = PREFIX.unpack(self._exactly(PREFIX.size, deadline))
        if mark != MARK:
            raise ProtocolError("bytes that are not the start of a message")
        if header_size > MAX_HEADER or body_size > self.max_body:
            raise ProtocolError(f"a message of {header_size} + {body_size} bytes; at most {MAX_HEADER} + {self.max_body} are allowed")
        text = self._exactly(header_size, deadline)
        return unpack(text, self._exactly(body_size, deadline), self.live)

    def assert_silent(self) -> None:
        """Between requests nothing may arrive. Raises: Closed, ProtocolError (bytes that nobody asked for)."""
        if self._received:
            raise ProtocolError("bytes that nobody asked for")
        try:
            early = self.connection.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return
        except OSError as error:
            raise Closed(str(error)) from error
        if not early:
            raise Closed("the other side has closed the channel")
        raise ProtocolError("bytes that nobody asked for")

    def close(self) -> None:
        """Close this end."""
        self.connection.close()

    def _exactly(self, size: int, deadline: float | None) -> bytearray:
        while len(self._received) < size:
            _wait(self._readable, deadline)
            try:
                part = self.connection.recv(max(READ_AHEAD, min(size - len(self._received), CHUNK)))
            except BlockingIOError:
                continue
            except OSError as error:
                raise Closed(str(error)) from error
            if not part:
                raise Closed("the other side has closed the channel")
            self._received += part
            if deadline is not None and time.monotonic() > deadline:
                raise DeadlinePassed("the message did not arrive in time")
        wanted = self._received[:size]
        del self._received[:size]
        return wanted


def _wait(poll: select.poll, deadline: float | None) -> None:
    remaining = None if deadline is None else (deadline - time.monotonic()) * 1000
    if remaining is not None and remaining <= 0:
        raise DeadlinePassed("no answer in time")
    poll.poll(remaining)
