"""Attacks on the conversation: writing to the channel early, twice, too much, malformed; lying about shapes; patched libraries."""

import pytest

from tests.hostile.wall_graders import grader, unprotected  # noqa: F401  (fixtures)

PRELUDE = """
import ctypes, gc, json, os, socket, struct, sys, threading
import numpy as np
channel = socket.socket(fileno=os.dup(3))
channel.setblocking(True)
def frame(header, body=b"", sizes=None):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return b"BME1" + struct.pack("<II", *(sizes or (len(text), len(body)))) + text + body
def request_id():
    frame_of_server = [f for f in frames() if "header" in f.f_locals and "op" in (f.f_locals["header"] or {})]
    return frame_of_server[0].f_locals["header"]["id"]
def frames():
    f = sys._getframe()
    while f:
        yield f
        f = f.f_back
def reply(content=None, arrays=(), body=b"", **header):
    content = ["returned", 42, None, [], ""] if content is None else content
    channel.sendall(frame({"id": request_id(), "item": 0, "content": content, "arrays": list(arrays), **header}, body))
def returned(value, *arrays, body=b""):
    reply(["returned", value, None, [], ""], arrays, body)
def attack(facts):
    BODY
"""

NONSENSE = {
    "an early frame": "channel.sendall(frame({'id': 'x', 'content': None, 'arrays': []}))",
    "a byte before the answer": "channel.sendall(b'x')",
    "a kilobyte of zeros": "channel.sendall(bytes(1024))",
    "a pickle": "channel.sendall(__import__('pickle').dumps(print))",
    "a header that is not JSON": "channel.sendall(frame(b'{{{'))",
    "a header that is not UTF-8": "channel.sendall(frame(bytes([255, 254] * 20)))",
    "a header that is a list": "channel.sendall(frame([1, 2]))",
    "a header nested too deep for the parser": "channel.sendall(frame(b'[' * 100_000))",
    "a header with a huge integer": "channel.sendall(frame(b'{\"id\": ' + b'9' * 100_000 + b'}'))",
    "a header that claims 4 GB": "channel.sendall(frame(b'{}', sizes=(2**32 - 1, 0)))",
    "a body that claims 4 GB": "channel.sendall(frame(b'{}', sizes=(2, 2**32 - 1)))",
    "an answer to another question": "channel.sendall(frame({'id': '0' * 16, 'content': ['returned', 42, None, [], ''], 'arrays': []}))",
    "an answer without arrays": "channel.sendall(frame({'id': request_id(), 'item': 0, 'content': ['returned', 42, None, [], '']}))",
    "an answer to a later call": "reply(item=1)",
    "an answer to no call": "channel.sendall(frame({'id': request_id(), 'content': ['returned', 42, None, [], ''], 'arrays': []}))",
    "an answer of another form": "reply({'kind': 'returned'})",
    "an answer of an unknown kind": "reply(['passed', 42, None, [], ''])",
    "an answer that claims how it ended": "reply(['timeout', 42, None, [], ''])",
    "an answer that contradicts itself": "reply(['returned', 42, ['E', 'm', 1, None], [], ''])",
    "an error of another form": "reply(['raised', None, ['E', 'm'], [], ''])",
    "an error with a message of a megabyte": "reply(['raised', None, ['E', 'm' * 2**20, None, None], [], ''])",
    "an error in an impossible line": "reply(['raised', None, ['E', 'm', -1, None], [], ''])",
    "a line number that is a bool": "reply(['raised', None, ['E', 'm', True, None], [], ''])",
    "a megabyte of printed text": "reply(['returned', 1, None, [], 'x' * 2**20])",
    "a shape larger than its bytes": "returned({'a': 0}, ['float64', [1000, 1000]], body=bytes(8))",
    "a shape smaller than its bytes": "returned({'a': 0}, ['float64', [1]], body=bytes(800))",
    "a negative shape": "returned({'a': 0}, ['float64', [-1, -1]], body=bytes(8))",
    "a shape whose product overflows": "returned({'a': 0}, ['uint8', [2**31 - 1] * 8 + [0]])",
    "a shape that is not whole": "returned({'a': 0}, ['float64', [1.0]], body=bytes(8))",
    "a shape with a bool": "returned({'a': 0}, ['float64', [True]], body=bytes(8))",
    "a shape of 1000 dimensions": "returned({'a': 0}, ['float64', [1] * 1000], body=bytes(8))",
    "objects": "returned({'a': 0}, ['object', [1]], body=bytes(8))",
    "pointers under another name": "returned({'a': 0}, ['O', [1]], body=bytes(8))",
    "records": "returned({'a': 0}, ['V8', [1]], body=bytes(8))",
    "text arrays": "returned({'a': 0}, ['<U4', [1]], body=bytes(16))",
    "dates": "returned({'a': 0}, ['datetime64[ns]', [1]], body=bytes(8))",
    "a type that is a list": "returned({'a': 0}, [[['x', 'object']], [1]], body=bytes(8))",
    "an array that was not sent": "returned({'a': 5})",
    "an array with a negative number": "returned({'a': -1}, ['float64', [1]], body=bytes(8))",
    "a million arrays": "returned(1, *[['uint8', [0]]] * 20_000)",
    "a kind of value that only the grader sends": "returned({'p': ['import os', 'f']})",
    "a tensor description": "returned({'T': {'a': 0}}, ['float64', [1]], body=bytes(8))",
    "an unknown kind of value": "returned({'pickle': 'x'})",
    "a value with two kinds": "returned({'t': [], 'd': []})",
    "a value nested 1000 deep": "v = 1\n    for _ in range(900): v = [v]\n    returned(v)",
    "a dictionary with a list as key": "returned({'d': [[[], 1]]})",
    "a dictionary with lists of three": "returned({'d': [[1, 2, 3]]})",
    "keys chosen to collide": "returned({'d': [[i * (2**61 - 1), 0] for i in range(20_000)]})",
    "a number that JSON does not have": "returned(float('nan'))",
    "infinity by another name": "returned({'f': 'Infinity'})",
    "a complex number of text": "returned({'c': ['x', 'y']})",
    "an integer of a megabyte": "returned({'i': '0x' + 'f' * 2**20})",
}


@pytest.mark.parametrize("what", NONSENSE)
def test_nonsense_is_not_believed(grader, what):  # noqa: F811
    answer = grader.attack(_source(NONSENSE[what]))
    assert (answer["kind"], answer["ended"], answer["afterwards"]) == ("protocol", "protocol", "protocol"), answer


def _source(body):
    return PRELUDE.replace("BODY", body)


def test_nonsense_is_not_believed_without_a_wall(unprotected):  # noqa: F811
    assert unprotected.attack(_source(NONSENSE["objects"]))["ended"] == "protocol"


def test_a_doubled_answer_is_worth_nothing(grader):  # noqa: F811
    answer = grader.attack(_source("reply(); return 43"))
    assert answer["kind"] == "returned"  # the first answer to the question asked: its own, whichever way it was sent
    assert (answer["ended"], answer["afterwards"]) == ("protocol", "protocol")


def test_half_an_answer_runs_out_of_time(grader):  # noqa: F811
    body = "channel.sendall(b'BME1' + struct.pack('<II', 1000, 0) + b'{'); import time; time.sleep(10_000)"
    assert grader.attack(_source(body), limits={"call_seconds": 0.7})["ended"] == "timeout"


def test_an_answer_that_trickles_runs_out_of_time(grader):  # noqa: F811
    body = "import time\n    for byte in frame({'a': 'x' * 10_000}): channel.sendall(bytes([byte])); time.sleep(0.01)"
    assert grader.attack(_source(body), limits={"call_seconds": 0.7})["ended"] == "timeout"


def test_a_channel_closed_at_the_other_end(grader):  # noqa: F811
    answer = grader.attack(_source("channel.shutdown(socket.SHUT_RDWR); return 1"))
    assert (answer["kind"], answer["ended"]) == ("killed", "killed")


def test_a_thread_that_writes_between_questions(grader):  # noqa: F811
    body = "threading.Timer(0.0, lambda: [channel.sendall(b'x' * 100) for _ in range(100)]).start(); return 1"
    answer = grader.attack(_source(body))
    assert answer["ended"] == "protocol"


def test_descriptors_sent_along_do_not_arrive(grader):  # noqa: F811
    answer = grader.attack(_source("socket.send_fds(channel, [b'x'], [0, 1, 2]); return 1"))
    assert answer["ended"] == "protocol"


PATCHED = {
    "json": "json.dumps = json.loads = lambda *a, **k: '{}'; json.JSONEncoder.encode = lambda *a: '[]'",
    "struct": "struct.pack = struct.unpack = lambda *a: b''",
    "socket": "socket.socket.send = socket.socket.sendall = lambda *a: 0",
    "numpy": "np.asarray = np.frombuffer = np.ascontiguousarray = lambda *a, **k: 0",
    "os": "os.read = os.write = os._exit = lambda *a: b''",
    "builtins": "import builtins; builtins.type = builtins.len = builtins.isinstance = lambda *a: True",
    "the channel's own class": "c = sys.modules['bigmodel_edu.sandbox.channel'].Channel; c.send = lambda *a, **k: None",
}


@pytest.mark.parametrize("library", PATCHED)
def test_a_patched_library_harms_only_its_own_submission(grader, library):  # noqa: F811
    source = f"import json, os, socket, struct, sys\nimport numpy as np\ndef attack(facts):\n    {PATCHED[library]}\n    return 1\n"
    answer = grader.attack(source, limits={"call_seconds": 2})
    assert answer["kind"] in ("returned", "raised", "timeout", "killed", "protocol"), answer


def test_what_an_answer_claims_to_be_is_lost_on_the_way(grader):  # noqa: F811
    source = """
import numpy as np
class Always(np.ndarray):
    def __eq__(self, other): return True
    def __array_ufunc__(self, *a, **k): return np.True_
def attack(facts):
    return [np.zeros(2).view(Always), type("I", (int,), {"__eq__": lambda *a: True, "__hash__": lambda s: 1})(3)]
"""
    assert grader.attack(source)["value"] == [[0.0, 0.0], 3] or "array([0., 0.])" in grader.attack(source)["value"]


def test_half_characters_do_not_reach_the_grader(grader):  # noqa: F811
    answer = grader.attack("def attack(facts):\n    return 'a\\ud800b\\x00'\n")
    assert answer["value"].encode("utf-8") == b"a?b\x00"


def test_the_names_that_it_calls_itself_do_not_matter(grader):  # noqa: F811
    source = "def attack(facts):\n    raise type('E' * 10_000, (Exception,), {})('m' * 10**6)\n"
    answer = grader.attack(source)
    assert answer["kind"] in ("raised", "protocol")
    assert len(str(answer["error"])) < 3_000
