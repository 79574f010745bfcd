"""Many sockets over one pair of pipes: how the grader talks to sessions inside a container."""

import contextlib
import os
import selectors
import socket
import struct
import threading
from collections.abc import Callable

FRAME = struct.Struct("<IBI")  # stream, kind, bytes
DATA, END, OPEN = 0, 1, 2
CHUNK = 256 * 1024
FULL = 4 * 2**20  # with so much waiting to go out, nothing more is taken in
MOST_WAITING = 256 * 2**20  # bytes for one socket whose owner does not read; then it is cut off


class Tunnel:
    """One end. Bytes and the end of the bytes of each attached socket appear at the socket of the same number at the other end.

    Args:
        incoming: descriptor of the pipe from the other end.
        outgoing: descriptor of the pipe to it.
        on_open: called with the number and the message when the other end announces a stream.
    """

    def __init__(self, incoming: int, outgoing: int, on_open: Callable[[int, bytes], None] | None = None) -> None:
        self.incoming, self.outgoing, self.on_open = incoming, outgoing, on_open
        self._received = bytearray()
        self._to_send = bytearray()
        self._sockets: dict[int, socket.socket] = {}
        self._waiting: dict[int, bytearray] = {}
        self._ended: dict[int, set[str]] = {}
        self._lock = threading.RLock()
        self._over = False
        self._bell, self._bell_button = socket.socketpair()
        for descriptor in (incoming, outgoing):
            os.set_blocking(descriptor, False)
        self._bell.setblocking(False)
        self._bell_button.setblocking(False)

    def attach(self, number: int, end: socket.socket, message: bytes | None = None) -> None:
        """Carry a socket's bytes as stream ``number``; with a message, announce the stream to the other end first."""
        end.setblocking(False)
        with self._lock:
            self._sockets[number], self._waiting[number], self._ended[number] = end, bytearray(), set()
            if message is not None:
                self._to_send += FRAME.pack(number, OPEN, len(message)) + message
        self.wake()

    def wake(self) -> None:
        """Make `run` look again at what there is to do."""
        with contextlib.suppress(OSError):  # a bell that is ringing already, or a tunnel that has ended
            self._bell_button.send(b"x")

    def end(self) -> None:
        """Make `run` return."""
        self._over = True
        self.wake()

    def run(self) -> None:
        """Carry bytes until the pipe from the other end closes; then close everything."""
        try:
            with contextlib.suppress(OSError):  # a pipe that breaks: the other end is gone
                while not self._over and self._step():
                    pass
        finally:
            with self._lock:
                for end in (*self._sockets.values(), self._bell, self._bell_button):
                    end.close()
                self._sockets.clear()

    def _step(self) -> bool:
        with self._lock:
            ready = self._select()
        events = ready.select()
        ready.close()
        with self._lock:
            for key, _ in events:
                if key.data == "bell":
                    self._bell.recv(4096)
                elif key.data == "in" and not self._take_in():
                    return False
                elif key.data == "out":
                    del self._to_send[: os.write(self.outgoing, self._to_send[:CHUNK])]
                elif isinstance(key.data, int):
                    self._serve(key.data, key.events)
        return True

    def _select(self) -> selectors.BaseSelector:
        selector = selectors.PollSelector()
        selector.register(self._bell, selectors.EVENT_READ, "bell")
        selector.register(self.incoming, selectors.EVENT_READ, "in")
        if self._to_send:
            selector.register(self.outgoing, selectors.EVENT_WRITE, "out")
        for number, end in self._sockets.items():
            wanted = selectors.EVENT_READ if "ours" not in self._ended[number] and len(self._to_send) < FULL else 0
            wanted |= selectors.EVENT_WRITE if self._waiting[number] else 0
            if wanted:
                selector.register(end, wanted, number)
        return selector

    def _serve(self, number: int, events: int) -> None:
        """Do what a socket is ready for: an owner that does not read yet may still have something to say."""
        if events & selectors.EVENT_WRITE and number in self._sockets:
            self._write(number)
        if events & selectors.EVENT_READ and number in self._sockets:
            self._read(number)

    def _read(self, number: int) -> None:
        try:
            part = self._sockets[number].recv(CHUNK)
        except BlockingIOError:
            return
        except OSError:
            part = b""
        self._to_send += FRAME.pack(number, DATA if part else END, len(part)) + part
        if not part:
            self._end(number, "ours")

    def _write(self, number: int) -> None:
        waiting = self._waiting[number]
        try:
            del waiting[: self._sockets[number].send(waiting[:CHUNK])]
        except BlockingIOError:
            return
        except OSError:
            waiting.clear()
        if not waiting and "theirs" in self._ended[number]:
            self._end(number, "theirs")

    def _take_in(self) -> bool:
        try:
            part = os.read(self.incoming, CHUNK)
        except BlockingIOError:
            return True
        self._received += part
        while len(self._received) >= FRAME.size:
            number, kind, size = FRAME.unpack_from(self._received)
            if len(self._received) < FRAME.size + size:
                break
            content = bytes(self._received[FRAME.size : FRAME.size + size])
            del self._received[: FRAME.size + size]
            self._deliver(number, kind, content)
        return bool(part)

    def _deliver(self, number: int, kind: int, content: bytes) -> None:
        if kind == OPEN and self.on_open is not None:
            self.on_open(number, content)
        elif number in self._sockets and kind == DATA:
            self._waiting[number] += content
            if len(self._waiting[number]) > MOST_WAITING:
                self._drop(number)
        elif number in self._sockets and kind == END:
            self._end(number, "theirs")

    def _end(self, number: int, side: str) -> None:
        """Note that one side has said all it will say; with nothing left to write the socket hears of it, after both it is closed."""
        self._ended[number].add(side)
        end = self._sockets[number]
        if side == "theirs" and not self._waiting[number]:
            with contextlib.suppress(OSError):  # its owner may have closed it already
                end.shutdown(socket.SHUT_WR)
        if self._ended[number] == {"ours", "theirs"} and not self._waiting[number]:
            self._drop(number)

    def _drop(self, number: int) -> None:
        self._sockets.pop(number).close()
        del self._waiting[number], self._ended[number]
