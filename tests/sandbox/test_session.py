"""Cells run as in a notebook, functions are called with plain data, and the answer is plain data."""

import numpy as np
import pytest

from bigmodel_edu.calling import AsTensor, Other, Outcome, RandomGenerator, Source, Trouble
from bigmodel_edu.sandbox import Cell, Limits


def define(session, source):
    (outcome,) = session.run([Cell("cell", source)])
    assert outcome.ok, outcome
    return session


def test_each_cell_is_caught_on_its_own(session):
    cells = [Cell("a", "x = 1"), Cell("b", "y = x +\n"), Cell("c", "\n\n1 / 0"), Cell("d", "import sys\nsys.exit(3)"), Cell("e", "x += 1")]
    a, b, c, d, e = session.run(cells)
    assert [outcome.id for outcome in (a, b, c, d, e)] == ["a", "b", "c", "d", "e"]
    assert (a.ok, e.ok) == (True, True)
    assert (b.ok, b.error.type, b.error.line) == (False, "SyntaxError", 1)
    assert c.error == Trouble("ZeroDivisionError", "division by zero", 3, "1 / 0")
    assert (d.ok, d.error.type) == (False, "SystemExit")
    assert session.value("x") == Outcome("returned", value=2)


def test_an_error_inside_a_function_names_the_line_of_the_student(session):
    define(session, "def inner(x):\n    y = x\n    return y.nothing\ndef outer(x):\n    return inner(x)")
    error = session.call("outer", (1,)).error
    assert (error.type, error.line, error.source) == ("AttributeError", 3, "return y.nothing")


def test_arrays_go_in_and_come_out(session):
    define(session, "def double(x):\n    return x * 2")
    for dtype in ("float32", "float64", "int64", "complex128", "uint8"):
        array = np.arange(6).reshape(2, 3).astype(dtype)
        outcome = session.call("double", (array,))
        assert outcome.value.dtype == dtype
        assert np.array_equal(outcome.value, array * 2)


def test_tensors_go_in_and_arrays_come_out(session):
    define(session, "import torch\ndef softmax(x):\n    return torch.softmax(x, -1), torch.is_tensor(x) and x.dtype == torch.float32")
    x = np.random.default_rng(1).normal(size=(3, 5)).astype("float32")
    value, is_float32 = session.call("softmax", (AsTensor(x),)).value
    assert is_float32
    assert np.allclose(value.sum(-1), 1)
    assert np.allclose(value, np.exp(x) / np.exp(x).sum(-1, keepdims=True), atol=1e-6)


def test_every_kind_of_plain_value_comes_back(session):
    define(session, "def same(*args, **kwargs):\n    return args, kwargs")
    args = (None, True, 3, 2**100, 1.5, float("inf"), 1 + 2j, "text é 漢", b"\x00\xff", [1, (2, {"a": {3}})], {1: 2, (3, "x"): None})
    args_back, kwargs_back = session.call("same", args, {"z": [1.0]}).value
    assert args_back == args
    assert kwargs_back == {"z": [1.0]}


def test_generators_and_functions_are_made_inside(session):
    define(session, "def draw(generator, function):\n    return function(generator.normal(size=3))")
    source = Source("def triple(x):\n    return 3 * x", "triple")
    first, second = (session.call("draw", (RandomGenerator(7), source)).value for _ in range(2))
    assert np.array_equal(first, second)
    assert np.allclose(first, 3 * np.random.default_rng(7).normal(size=3))


def test_a_driver_uses_a_class_where_one_call_does_not_tell_enough(session):
    add = "    def add(self, k):\n        self.n += k\n        return self.n\n"
    define(session, "class Counter:\n    def __init__(self, start):\n        self.n = start\n" + add)
    driver = "def driver(target, start, steps):\n    counter = target(start)\n    return [counter.add(step) for step in steps]\n"
    assert session.call("Counter", (10, [1, 2, 3]), driver=driver).value == [11, 13, 16]
    assert session.call("Counter.add", (), {}).error.type == "TypeError"


def test_a_driver_that_is_wrong_is_said_to_be(session):
    define(session, "def f():\n    return 1")
    assert session.call("f", driver="def something_else():\n    pass").error.type == "KeyError"


def test_a_name_that_does_not_exist_is_missing(session):
    define(session, "class A:\n    pass")
    for target in ("nothing", "A.nothing", "nothing.at.all"):
        assert session.call(target).kind == "missing"
        assert session.value(target).kind == "missing"


def test_a_value_that_is_not_plain_says_only_its_type(session):
    define(session, "class Model:\n    pass\nmodel = Model()\nmany = [model, 1]")
    assert session.value("model").value == Other("Model")
    assert session.value("many").value == [Other("Model"), 1]


def test_changes_to_arguments_are_seen_and_do_not_reach_the_grader(session):
    define(session, "def spoil(values, kept):\n    values[0] = 100\n    return kept")
    values = np.arange(3)
    outcome = session.call("spoil", (values, values))
    assert outcome.changed == ("values",)
    assert values.tolist() == [0, 1, 2]


def test_what_a_call_prints_is_kept_in_part(session):
    define(session, "def speak():\n    print('x' * 10_000)")
    assert session.call("speak").printed == "x" * 2_000


def test_state_stays_between_calls_and_ends_with_the_session(sandbox):
    with sandbox.open() as first, sandbox.open() as second:
        define(first, "total = 0\ndef add(n):\n    global total\n    total += n\n    return total")
        assert [first.call("add", (n,)).value for n in (1, 2)] == [1, 3]
        assert second.value("total").kind == "missing"


def test_given_files_can_be_read_and_not_written(sandbox):
    files = {"data.csv": b"a,b\n1,2\n", "deep/er/text.txt": "é".encode(), "empty": b""}
    with sandbox.open(files=files) as session:
        define(session, "def read(name):\n    return open(name, 'rb').read()\ndef write(name):\n    open(name, 'wb').write(b'x')")
        for name, content in files.items():
            assert session.call("read", (name,)).value == content
            assert session.call("write", (name,)).error.type in ("PermissionError", "OSError")


@pytest.mark.parametrize("name", ["/etc/passwd", "../outside", "a/../../outside", "", ".", "a\0b"])
def test_a_file_outside_the_folder_is_refused(sandbox, name):
    with pytest.raises(ValueError, match="inside the working folder"):
        sandbox.open(files={name: b""})


def test_time_runs_out_for_one_call_and_for_all_after_it(sandbox):
    with sandbox.open() as session:
        define(session, "def wait():\n    import time\n    time.sleep(1000)\ndef f():\n    return 1")
        assert session.call("wait", timeout=0.2) == Outcome("timeout")
        assert session.ended == "timeout"
        assert session.call("f") == session.value("f") == Outcome("timeout")
        (outcome,) = session.run([Cell("a", "1")])
        assert (outcome.ok, outcome.error.type) == (False, "timeout")
        assert outcome.error.message
    assert session.close().killed


def test_a_list_of_cells_shares_its_time(sandbox):
    with sandbox.open() as session:
        cells = [Cell("a", "x = 1"), Cell("b", "while True: pass"), Cell("c", "y = 2")]
        outcomes = session.run(cells, timeout=0.5)
    assert [outcome.ok for outcome in outcomes] == [True, False, False]
    assert [outcome.error and outcome.error.type for outcome in outcomes] == [None, "timeout", "timeout"]


def test_an_answer_that_is_too_large_is_refused_and_the_session_goes_on(sandbox):
    with sandbox.open(Limits(reply_bytes=1000)) as session:
        define(session, "import numpy as np\ndef make(n):\n    return np.zeros(n)\ndef text(n):\n    return 'x' * n")
        assert session.call("make", (125,)).value.shape == (125,)
        assert "1,000 bytes" in session.call("make", (126,)).error.message
        assert "4,194,304 otherwise" in session.call("text", (5_000_000,)).error.message
        assert session.ended is None


def test_too_little_memory_is_told_and_the_session_goes_on(session):
    huge = "def numpy():\n    return np.ones(30 * 2**30)\ndef pytorch():\n    return torch.ones(30 * 2**30)\n"
    define(session, "import numpy as np, torch\ndef f():\n    return 1\n" + huge)
    for name in ("numpy", "pytorch"):
        outcome = session.call(name)
        assert (outcome.kind, session.ended) == ("memory", None), outcome
    assert session.call("f").value == 1


def test_use_is_measured_from_outside(sandbox):
    with sandbox.open() as session:
        define(session, "import os, time\nfor _ in range(2_000_000): pass\nkeep = bytearray(64 * 2**20)\nos.write(1, b'x' * 1000)")
        define(session, "time.process_time = os.times = lambda: 0")
        usage = session.close()
    assert 0.01 < usage.cpu_seconds < usage.wall_seconds + 0.1
    assert 60 < usage.peak_memory_mb < 200
    assert usage.output_bytes == 1000
    assert not usage.killed
    assert session.close() == usage


def test_closing_twice_and_asking_afterwards(sandbox):
    session = sandbox.open()
    session.close()
    session.close()
    assert session.call("f").kind == "killed"


def test_many_calls_at_once_are_answered_one_by_one(session):
    define(session, "seen = []\ndef f(x, y=0):\n    seen.append(x)\n    return 10 // x + y")
    outcomes = list(session.calls("f", [((5,), {}), ((0,), {}), ((2,), {"y": 1})]))
    assert [outcome.value for outcome in outcomes] == [2, None, 6]
    assert outcomes[1].error.type == "ZeroDivisionError"
    assert session.value("seen").value == [5, 0, 2]
    assert list(session.calls("f", [])) == []


def test_each_of_many_calls_has_its_own_time(sandbox):
    with sandbox.open() as session:
        define(session, "import time\ndef wait(seconds):\n    time.sleep(seconds)\n    return seconds")
        outcomes = list(session.calls("wait", [((0.4,), {})] * 4, timeout=1.0))
        assert [outcome.value for outcome in outcomes] == [0.4] * 4
        kinds = [outcome.kind for outcome in session.calls("wait", [((0,), {}), ((60,), {}), ((0,), {})], timeout=0.5)]
        assert kinds == ["returned", "timeout", "timeout"]


def test_a_process_that_ends_among_many_calls_has_answered_those_before(sandbox):
    with sandbox.open() as session:
        define(session, "import os\ndef f(x):\n    if x == 2:\n        os._exit(0)\n    return x")
        kinds = [outcome.kind for outcome in session.calls("f", [((n,), {}) for n in range(5)])]
        assert kinds == ["returned", "returned", "killed", "killed", "killed"]


def test_answers_sent_ahead_of_their_calls_end_the_session(sandbox):
    forge = (
        "import json, os, struct, sys\ndef f(x):\n    frame = sys._getframe()\n"
        "    while 'header' not in frame.f_locals or 'op' not in (frame.f_locals['header'] or {}):\n        frame = frame.f_back\n"
        "    for n in range(3):\n        text = json.dumps({'id': frame.f_locals['header']['id'], 'item': n, 'arrays': [],"
        " 'content': ['returned', 7, None, [], '']}).encode()\n"
        "        os.write(3, b'BME1' + struct.pack('<II', len(text), 0) + text)\n    return 7"
    )
    with sandbox.open() as session:
        define(session, forge)
        list(session.calls("f", [((n,), {}) for n in range(3)]))
        assert session.call("f", (1,)).kind == "protocol"
        assert session.close().killed
