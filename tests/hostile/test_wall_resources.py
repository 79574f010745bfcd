"""Attacks on time, memory, processors and output, and ways of ending a process badly."""

import pytest

from tests.hostile.wall_graders import grader, unprotected  # noqa: F401  (fixtures)

PRELUDE = """
import atexit, builtins, ctypes, gc, os, re, resource, signal, sys, threading, time
import numpy as np
def attack(facts):
    {}
"""

HANGS = {
    "a loop that swallows every exception": (
        "while True:\n        try:\n            time.sleep(0)\n        except BaseException:\n            pass"
    ),
    "a bare loop": "while True: pass",
    "a sleep": "time.sleep(10_000)",
    "a wait for input": "os.read(os.pipe()[0], 1)",
    "a lock that nobody opens": "lock = threading.Lock(); lock.acquire(); lock.acquire()",
    "a catastrophic regular expression": "re.match(r'(a+)+$', 'a' * 60 + 'b')",
    "a huge power": "10 ** 10 ** 9",
    "a huge factorial": "__import__('math').factorial(10 ** 8)",
    "a huge sum in C": "sum(range(10 ** 14))",
    "numpy in C": "[np.sort(np.random.rand(10**7)) for _ in range(10**6)]",
    "spinning threads": "[threading.Thread(target=sum, args=(iter(int, 1),)).start() for _ in range(4)]; time.sleep(10_000)",
    "ignoring every signal": "[signal.signal(n, signal.SIG_IGN) for n in (1, 2, 3, 14, 15)]; time.sleep(10_000)",
    "an endless representation": "e = type('E', (Exception,), {'__str__': lambda self: [0 for _ in iter(int, 1)]}); raise e()",
    "an endless iterator as answer": "return type('L', (list,), {'__iter__': lambda self: [0 for _ in iter(int, 1)]})()",
    "an endless clean-up": "class D:\n        def __del__(self): time.sleep(10_000)\n    d = D(); del d",
}

ENDS = {
    "os._exit": "os._exit(0)",
    "a segmentation fault": "ctypes.string_at(0)",
    "abort": "os.abort()",
    "a stack overflow in C": "sys.setrecursionlimit(10**9)\n    x = []\n    for _ in range(10**6): x = [x]\n    repr(x)",
    "an illegal instruction": "ctypes.CDLL(None).syscall(231 if os.uname().machine == 'x86_64' else 94, 1)",
    "closing its channel": "os.close(3)",
    "closing everything": "os.closerange(0, 256)",
}

MEMORY = {
    "30 GB at once in numpy": "return np.ones(30 * 2**30, dtype=np.uint8).sum()",
    "30 GB at once in bytes": "return len(b'x' * (30 * 2**30))",
    "30 GB little by little": "keep = []\n    while True: keep.append(bytearray(2**24))",
    "30 GB of shared memory": "import mmap\n    m = mmap.mmap(-1, 30 * 2**30)",
    "30 GB of small objects": "keep = [[i] for i in range(10**9)]",
    "30 GB in threads": (
        "def work():\n        keep = []\n        while True: keep.append(bytearray(2**22))\n"
        "    [threading.Thread(target=work).start() for _ in range(4)]\n    work()"
    ),
    "its limits raised first": "resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY,) * 2)",
}

OUTPUT = {
    "printing one long line": "sys.__stdout__.write('x' * (50 * 2**20)); sys.__stdout__.flush()",
    "printing many lines": "[os.write(1, b'line\\n' * 1000) for _ in range(100_000)]",
    "printing errors": "[os.write(2, b'x' * 65536) for _ in range(1000)]",
}


@pytest.mark.parametrize("what", HANGS)
def test_a_hang_ends_in_time(grader, what):  # noqa: F811
    answer = grader.attack(PRELUDE.format(HANGS[what]), limits={"call_seconds": 0.7})
    assert (answer["kind"], answer["ended"], answer["afterwards"]) == ("timeout", "timeout", "timeout"), answer
    assert answer["usage"]["killed"]
    assert answer["usage"]["wall_seconds"] < 15


@pytest.mark.parametrize("what", ["a bare loop", "a sleep", "a catastrophic regular expression", "ignoring every signal"])
def test_a_hang_ends_in_time_without_a_wall(unprotected, what):  # noqa: F811
    assert unprotected.attack(PRELUDE.format(HANGS[what]), limits={"call_seconds": 0.7})["ended"] == "timeout"


def test_a_hang_in_a_cell_ends_in_time(grader):  # noqa: F811
    answer = grader.attack("while True:\n    pass", limits={"call_seconds": 0.7}, call=False)
    assert answer["cells"] == [True, False]
    assert (answer["cell_error"]["type"], answer["ended"]) == ("timeout", "timeout")


def test_the_whole_session_has_a_limit(grader):  # noqa: F811
    answer = grader.attack(PRELUDE.format("time.sleep(10_000)"), limits={"wall_seconds": 1.5, "call_seconds": 600})
    assert (answer["kind"], answer["ended"]) == ("timeout", "timeout")


def test_processor_time_has_a_limit(grader):  # noqa: F811
    answer = grader.attack(PRELUDE.format("while True: pass"), limits={"cpu_seconds": 1, "call_seconds": 25})
    assert (answer["kind"], answer["ended"]) == ("timeout", "timeout")
    assert answer["usage"]["cpu_seconds"] < 4


@pytest.mark.parametrize("what", ENDS)
def test_a_process_that_ends_badly_is_reported(grader, what):  # noqa: F811
    answer = grader.attack(PRELUDE.format(ENDS[what]), limits={"call_seconds": 8})
    assert (answer["kind"], answer["ended"], answer["afterwards"]) == ("killed", "killed", "killed"), answer
    assert answer["usage"]["killed"]


def test_an_answer_without_end_is_cut(grader):  # noqa: F811
    answer = grader.attack(PRELUDE.format("return type('L', (list,), {'__iter__': lambda self: iter(int, 1)})()"))
    assert (answer["kind"], answer["right_afterwards"]) == ("raised", True)


def test_endless_recursion(grader):  # noqa: F811
    body = "sys.setrecursionlimit(10**9)\n    def f(): return f()\n    f()"
    answer = grader.attack(PRELUDE.format(body), limits={"memory_mb": 128})
    assert answer["kind"] in ("memory", "killed", "raised")
    assert answer["usage"]["peak_memory_mb"] < 300


def test_killing_itself_harms_only_itself(grader):  # noqa: F811
    answer = grader.attack(PRELUDE.format("os.kill(os.getpid(), signal.SIGKILL); return 'alive'"))
    # The first process of a process namespace is immune to its own signals.
    assert (answer["kind"], answer["value"]) == ("returned", "alive") or answer["ended"] == "killed"


@pytest.mark.parametrize("what", MEMORY)
def test_memory_has_a_limit(grader, what):  # noqa: F811
    answer = grader.attack(PRELUDE.format(MEMORY[what]), limits={"memory_mb": 256})
    assert answer["kind"] in ("memory", "killed", "raised"), answer
    if answer["kind"] == "raised":
        assert answer["error"]["type"] in ("OSError", "ValueError", "RuntimeError"), answer[
            "error"
        ]  # no more threads, no raising of limits
    assert answer["usage"]["peak_memory_mb"] < 600


def test_memory_within_the_limit_is_given(grader):  # noqa: F811
    answer = grader.attack(PRELUDE.format("return int(np.ones(200 * 2**20, dtype=np.uint8).sum())"), limits={"memory_mb": 512})
    assert answer["value"] == 200 * 2**20
    assert 190 < answer["usage"]["peak_memory_mb"] < 300


@pytest.mark.parametrize("what", OUTPUT)
def test_output_has_a_limit(grader, what):  # noqa: F811
    answer = grader.attack(PRELUDE.format(OUTPUT[what]))
    assert (answer["kind"], answer["ended"]) == ("output", "output"), answer
    assert 16 * 2**20 < answer["usage"]["output_bytes"] < 18 * 2**20


def test_printing_in_a_call_costs_nothing(grader):  # noqa: F811
    answer = grader.attack(PRELUDE.format("for _ in range(50): print('x' * 2**20)"))
    assert (answer["kind"], answer["ended"]) == ("returned", None)
    assert answer["usage"]["peak_memory_mb"] < 100


def test_open_files_have_a_limit(grader):  # noqa: F811
    answer = grader.attack(PRELUDE.format("return len([os.pipe() for _ in range(100_000)])"))
    assert answer["kind"] == "raised"
    assert answer["error"]["message"].startswith("[Errno 24]")


def test_what_is_left_to_run_at_the_end_does_not_run(grader):  # noqa: F811
    body = "atexit.register(time.sleep, 10_000)\n    threading.Thread(target=time.sleep, args=(10_000,)).start()\n    return 1"
    answer = grader.attack(PRELUDE.format(body))
    assert answer["value"] == 1
    assert answer["usage"]["wall_seconds"] < 15
    assert not answer["usage"]["killed"]
