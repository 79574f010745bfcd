"""Messages over a socket: framing, deadlines, and what happens when the other side writes rubbish."""

import contextlib
import socket
import struct
import time

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bigmodel_edu.sandbox.channel import MARK, PREFIX, Channel, Closed, DeadlinePassed, TooLarge, pack, unpack
from bigmodel_edu.sandbox.decoding import ProtocolError

MESSAGE = b"".join(pack({"id": "1"}, ["returned", np.arange(6.0).reshape(2, 3), None, [], "printed"], 2**20))


def soon(seconds=5.0):
    return time.monotonic() + seconds


@pytest.fixture
def ends():
    ours, theirs = socket.socketpair()
    channel = Channel(ours, max_body=1000, max_reply=1000)
    yield channel, theirs
    channel.close()
    theirs.close()


def test_what_is_sent_arrives(ends):
    channel, theirs = ends
    other = Channel(theirs, 1000, 1000, live=True)
    channel.send({"id": "a"}, {"x": np.arange(5)}, soon())
    header, content = other.receive(soon())
    assert header == {"id": "a"}
    assert content["x"].tolist() == [0, 1, 2, 3, 4]


def test_messages_keep_their_borders(ends):
    channel, theirs = ends
    theirs.sendall(MESSAGE + MESSAGE)
    assert [channel.receive(soon())[0]["id"] for _ in range(2)] == ["1", "1"]


def test_silence_runs_into_the_deadline(ends):
    with pytest.raises(DeadlinePassed):
        ends[0].receive(time.monotonic() + 0.05)


def test_half_a_message_runs_into_the_deadline(ends):
    channel, theirs = ends
    theirs.sendall(MESSAGE[:-1])
    with pytest.raises(DeadlinePassed):
        channel.receive(time.monotonic() + 0.05)


def test_a_reader_that_does_not_read_runs_into_the_deadline():
    ours, theirs = socket.socketpair()
    with theirs:
        channel = Channel(ours, 1000, 2**26)
        with pytest.raises(DeadlinePassed):
            channel.send({}, np.zeros(2**22), time.monotonic() + 0.05)
        channel.close()


@pytest.mark.parametrize("kept", [0, 1, 11, 12, 40, len(MESSAGE) - 1])
def test_a_message_cut_short_says_that_the_channel_is_closed(ends, kept):
    channel, theirs = ends
    theirs.sendall(MESSAGE[:kept])
    theirs.close()
    with pytest.raises(Closed):
        channel.receive(soon())


def test_writing_to_a_closed_channel(ends):
    channel, theirs = ends
    theirs.close()
    with pytest.raises(Closed):
        for _ in range(10):
            channel.send({}, "x", soon())


def test_a_message_larger_than_allowed_is_refused_before_it_is_read(ends):
    channel, theirs = ends
    theirs.sendall(PREFIX.pack(MARK, 10, 1001))
    with pytest.raises(ProtocolError, match="10 \\+ 1001 bytes"):
        channel.receive(soon())


def test_a_value_too_large_to_send_is_the_senders_error(ends):
    with pytest.raises(TooLarge, match="1,000 bytes"):
        ends[0].send({}, np.zeros(1000), soon())


def test_bytes_between_messages_are_noticed(ends):
    channel, theirs = ends
    channel.assert_silent()
    theirs.send(b"x")
    with pytest.raises(ProtocolError):
        channel.assert_silent()


def test_an_end_between_messages_is_noticed(ends):
    channel, theirs = ends
    theirs.close()
    with pytest.raises(Closed):
        channel.assert_silent()


@given(st.binary(max_size=300), st.binary(max_size=50))
def test_random_headers_and_bodies_are_refused_or_read(text, body):
    with contextlib.suppress(ProtocolError):
        unpack(text, body)


@given(st.data())
@settings(max_examples=300)
def test_a_message_with_changed_bytes_is_refused_or_read(data):
    changed = bytearray(MESSAGE)
    for _ in range(data.draw(st.integers(1, 4))):
        changed[data.draw(st.integers(PREFIX.size, len(changed) - 1))] = data.draw(st.integers(0, 255))
    _, header_size, _ = PREFIX.unpack(MESSAGE[: PREFIX.size])
    split = PREFIX.size + header_size
    try:
        header, _ = unpack(changed[PREFIX.size : split], changed[split:])
    except ProtocolError:
        return
    assert isinstance(header, dict)


@given(st.binary(min_size=1, max_size=200))
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_random_bytes_never_crash_the_reader(rubbish):
    ours, theirs = socket.socketpair()
    channel = Channel(ours, 1000, 1000)
    with theirs:
        theirs.sendall(rubbish)
    with pytest.raises((ProtocolError, Closed)):
        channel.receive(soon())
    channel.close()


def test_the_prefix_is_what_it_says():
    mark, header_size, body_size = PREFIX.unpack(MESSAGE[:12])
    assert (mark, body_size) == (b"BME1", 48)
    assert len(MESSAGE) == 12 + header_size + body_size
    assert struct.unpack("<6d", MESSAGE[-48:]) == (0, 1, 2, 3, 4, 5)
