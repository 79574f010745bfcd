"""Attacks over the network, on this machine and beyond, and over sockets of the grader's."""

import pytest

from tests.hostile.wall_graders import grader, unprotected  # noqa: F401  (fixtures)

TEMPLATE = "import socket\ndef attack(facts):\n    {}\n    return 'reached'\n"

REACH = {
    "a port of the grader's": "socket.create_connection(('127.0.0.1', facts['port']), timeout=2).close()",
    "a socket file of the grader's": "s = socket.socket(socket.AF_UNIX); s.connect(facts['socket'])",
    "an abstract socket of the grader's": "s = socket.socket(socket.AF_UNIX); s.connect(facts['abstract'])",
    "an address outside": "s = socket.socket(); s.settimeout(2); s.connect(('192.0.2.1', 80))",
    "an address outside by datagram": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))",
    "an address outside over IPv6": "s = socket.socket(socket.AF_INET6); s.settimeout(2); s.connect(('2001:db8::1', 80))",
    "a name server": "socket.getaddrinfo('example.org', 80)",
    "a port to listen on": "socket.create_server(('127.0.0.1', 0))",
    "the wire itself": "socket.socket(socket.AF_PACKET, socket.SOCK_RAW)",
    "raw packets": "socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)",
    "the kernel's network tables": "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)",
    "virtual machines' sockets": "socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM)",
    "the kernel's ciphers": "socket.socket(socket.AF_ALG, socket.SOCK_SEQPACKET)",
    "a web page": "__import__('urllib.request').request.urlopen('http://192.0.2.1/', timeout=2)",
    "a datagram through a socket that it has": (
        "a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM); a.sendto(b'x', facts['socket'])"
    ),
}


@pytest.mark.parametrize("what", REACH)
def test_cannot_reach(grader, what):  # noqa: F811
    answer = grader.attack(TEMPLATE.format(REACH[what]))
    assert answer["kind"] == "raised", f"reached {what}"
    assert answer["right_afterwards"]


@pytest.mark.parametrize("what", ["a port of the grader's", "a socket file of the grader's", "an abstract socket of the grader's"])
def test_the_attacks_are_real(unprotected, what):  # noqa: F811
    assert unprotected.attack(TEMPLATE.format(REACH[what]))["value"] == "reached"


def test_sockets_within_the_process_work(grader):  # noqa: F811
    source = """
import asyncio
async def both():
    return await asyncio.gather(asyncio.sleep(0.001, 1), asyncio.sleep(0.002, 2))
def attack(facts):
    return asyncio.run(both())
"""
    assert grader.attack(source)["value"] == [1, 2]
