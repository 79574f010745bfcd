"""Bytes come out of the tunnel as they went in, however they are cut, and so do their ends."""

import os
import socket
import threading

import pytest

from bigmodel_edu.sandbox import tunnel as module
from bigmodel_edu.sandbox.tunnel import Tunnel


class Pair:
    """Two ends of a tunnel, each in its thread; the far end opens what the near end announces and answers with its echo."""

    def __init__(self, answer):
        to_far, from_near = os.pipe()
        to_near, from_far = os.pipe()
        self.answer, self.opened, self.servers = answer, {}, []
        self.near, self.far = Tunnel(to_near, from_near), Tunnel(to_far, from_far, self.open)
        self.pipes = [to_far, from_near, to_near, from_far]
        self.threads = [threading.Thread(target=end.run) for end in (self.near, self.far)]
        for thread in self.threads:
            thread.start()

    def open(self, number, message):
        ours, theirs = socket.socketpair()
        self.opened[number] = message
        self.far.attach(number, theirs)
        self.servers.append(threading.Thread(target=self.answer, args=(ours,)))
        self.servers[-1].start()

    def connect(self, number, message=b"hello"):
        ours, theirs = socket.socketpair()
        ours.settimeout(60)
        self.near.attach(number, theirs, message)
        return ours

    def close(self):
        for end in (self.near, self.far):
            end.end()
        for thread in self.threads + self.servers:
            thread.join(60)
            assert not thread.is_alive()
        for descriptor in self.pipes:
            os.close(descriptor)


def echo(end):
    with end:
        while part := end.recv(70_000):
            end.sendall(part)


@pytest.fixture
def pair():
    made = Pair(echo)
    yield made
    made.close()


def everything(end):
    return b"".join(iter(lambda: end.recv(100_000), b""))


def test_bytes_and_their_end_arrive_and_come_back(pair):
    with pair.connect(5) as end:
        end.sendall(b"abc")
        end.shutdown(socket.SHUT_WR)
        assert everything(end) == b"abc"
    assert pair.opened == {5: b"hello"}


def test_megabytes_on_several_streams_at_once_keep_their_order(pair):
    content = {number: os.urandom(3_000_000 + number) for number in range(5)}
    ends = {number: pair.connect(number) for number in content}

    def send(number):
        ends[number].sendall(content[number])
        ends[number].shutdown(socket.SHUT_WR)

    senders = [threading.Thread(target=send, args=(number,)) for number in content]
    for sender in senders:
        sender.start()
    for number, end in ends.items():
        assert everything(end) == content[number]
        end.close()
    for sender in senders:
        sender.join()


def test_an_owner_that_does_not_read_yet_can_still_say_all_it_has_to_say(pair):
    content = os.urandom(3_000_000)
    with pair.connect(4) as end:
        end.sendall(content)  # the echo fills this socket long before
        end.shutdown(socket.SHUT_WR)
        assert everything(end) == content


def test_one_stream_that_nobody_reads_does_not_stop_another(pair):
    with pair.connect(1) as silent, pair.connect(2) as busy:
        silent.setblocking(False)
        sent = 0
        try:
            for _ in range(64):
                sent += silent.send(bytes(100_000))
        except BlockingIOError:
            pass
        assert sent
        busy.sendall(b"x" * 1000)
        busy.shutdown(socket.SHUT_WR)
        assert everything(busy) == b"x" * 1000


def test_a_stream_that_floods_its_reader_is_cut_off(monkeypatch):
    monkeypatch.setattr(module, "MOST_WAITING", 1_000_000)

    def flood(end):
        with end:
            try:
                while True:
                    end.sendall(bytes(65536))
            except OSError:
                return

    pair = Pair(flood)
    with pair.connect(1) as end:
        tries = threading.Event()
        while 1 in pair.near._sockets:  # nobody reads, so it is cut off; before that this test would not end
            tries.wait(0.01)
        pair.close()
        assert 0 < len(everything(end)) < 3_000_000


def test_when_the_far_end_is_gone_every_stream_ends(pair):
    end = pair.connect(3)
    end.sendall(b"x")
    assert end.recv(1) == b"x"
    pair.far.end()
    pair.threads[1].join(60)
    os.close(pair.pipes.pop(3))
    assert end.recv(1) == b""
    end.close()


def test_a_finished_stream_is_forgotten(pair):
    for number in range(50):
        with pair.connect(number) as end:
            end.shutdown(socket.SHUT_WR)
            assert everything(end) == b""
    with pair.connect(99) as end:
        end.sendall(b"y")
        assert end.recv(1) == b"y"
        assert len(pair.near._sockets) <= 2
