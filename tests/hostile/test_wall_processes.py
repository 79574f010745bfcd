"""Attacks with and on processes: starting them, signalling and looking into others, calling the kernel directly."""

import os

import pytest

from tests.hostile.wall_graders import grader, unprotected  # noqa: F401  (fixtures)

PRELUDE = """
import ctypes, fcntl, os, signal, subprocess, sys, threading, multiprocessing
libc = ctypes.CDLL(None, use_errno=True)
def kernel(number, *arguments):
    if libc.syscall(number, *arguments) < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return "done"
X86 = os.uname().machine == "x86_64"
def attack(facts):
    return {}
"""

START = {
    "by fork": "os.fork()",
    "by vfork": "kernel(58) if X86 else 1 / 0",
    "by clone": "kernel(56 if X86 else 220, 17, 0, 0, 0, 0)",
    "by clone3": "kernel(435, (ctypes.c_uint64 * 11)(0, 0, 0, 0, 17), 88)",
    "by spawn": "os.posix_spawn('/bin/true', ['true'], {})",
    "by subprocess": "subprocess.run(['/bin/echo', 'x'], check=True)",
    "by the shell": "1 / 0 if os.system('exit 7') != 7 * 256 else 7",
    "by exec": "os.execv(sys.executable, [sys.executable, '-c', 'pass'])",
    "by multiprocessing": "multiprocessing.get_context('fork').Process(target=print).start()",
    "many, by a fork bomb": "[os.fork() for _ in range(100)]",
    "one that outlives it": "os.fork() or (os.setsid(), os.fork(), __import__('time').sleep(600))",
}

TOUCH = {
    "the grader, by a signal": "os.kill(facts['pid'], 0)",
    "the worker, by a signal": "os.kill(facts['worker'], 0)",
    "everybody, by a signal": "os.kill(-1, 0)",
    "its group, by a signal": "os.killpg(0, 0) if os.getpgrp() else 1 / 0",
    "its parent, by a signal": "os.kill(os.getppid() or facts['worker'], 0)",
    "the grader, through a process descriptor": "os.pidfd_open(facts['pid'])",
    "the grader, by a signal from a pipe": "fcntl.fcntl(os.pipe()[0], fcntl.F_SETOWN, facts['pid'])",
    "the signal that a pipe sends": "fcntl.fcntl(os.pipe()[0], 10, signal.SIGKILL)",
    "the grader, as a debugger": "kernel(101 if X86 else 117, 16, facts['pid'], 0, 0)",
    "the grader's memory": "kernel(310 if X86 else 270, facts['pid'], 0, 0, 0, 0, 0)",
    "the grader's limits": "__import__('resource').prlimit(facts['pid'], 7)",
    "the grader's processors": "os.sched_setaffinity(facts['pid'], {0})",
    "the grader's priority": "os.setpriority(os.PRIO_PROCESS, facts['pid'], 5)",
}

KERNEL = {
    "unshare": "kernel(272 if X86 else 97, 0x10000000)",
    "mount": "kernel(165 if X86 else 40, b'none', b'/tmp', b'tmpfs', 0, 0)",
    "setns": "kernel(308 if X86 else 268, 0, 0)",
    "chroot": "os.chroot('.')",
    "bpf": "kernel(321 if X86 else 280, 0, 0, 0)",
    "perf_event_open": "kernel(298 if X86 else 241, 0, 0, -1, -1, 0)",
    "keyctl": "kernel(250 if X86 else 219, 0, -3, 0)",
    "add_key": "kernel(248 if X86 else 217, b'user', b'x', b'x', 1, -3)",
    "io_uring_setup": "kernel(425, 8, (ctypes.c_char * 120)())",
    "userfaultfd": "kernel(323 if X86 else 282, 1)",
    "memfd_create": "os.memfd_create('x')",
    "init_module": "kernel(175 if X86 else 105, 0, 0, b'')",
    "kexec_load": "kernel(246 if X86 else 104, 0, 0, 0, 0)",
    "open_by_handle_at": "kernel(304 if X86 else 265, -100, 0, 0)",
    "shmget": "kernel(29 if X86 else 194, 1, 4096, 0o1600)",
    "msgget": "kernel(68 if X86 else 186, 1, 0o1600)",
    "swapoff": "kernel(168 if X86 else 225, b'/swap')",
    "reboot": "kernel(169 if X86 else 142, 0, 0, 0, 0)",
    "setuid": "os.setuid(0)",
    "setresuid": "os.setresuid(0, 0, 0)",
    "sethostname": "__import__('socket').sethostname('x')",
    "clock_settime": "__import__('time').clock_settime(0, 0)",
    "ioctl that types into a terminal": "fcntl.ioctl(0, 0x5412, b'x')",
    "personality": "kernel(135 if X86 else 92, 0x0040000)",
    "landlock, to undo it": "kernel(444, 0, 0, 1)",
    "seccomp, to undo it": "kernel(317 if X86 else 277, 0, 0, 0)",
    "prctl, to become dumpable": "1 / 0 if libc.prctl(4, 1, 0, 0, 0) < 0 else 'done'",
    "a call of the 32-bit kind": "kernel(0x40000000 + 39)",
}


@pytest.mark.parametrize("how", START)
def test_cannot_start_a_process(grader, how):  # noqa: F811
    answer = grader.attack(PRELUDE.format(START[how]))
    assert answer["kind"] == "raised", f"started a process {how}: {answer['value']}"
    assert answer["right_afterwards"]


@pytest.mark.parametrize("what", TOUCH)
def test_cannot_touch(grader, what):  # noqa: F811
    answer = grader.attack(PRELUDE.format(TOUCH[what]))
    assert answer["kind"] == "raised", f"touched {what}: {answer['value']}"
    assert answer["right_afterwards"]


@pytest.mark.parametrize("call", KERNEL)
def test_cannot_call_the_kernel_with(grader, call):  # noqa: F811
    answer = grader.attack(PRELUDE.format(KERNEL[call]))
    assert answer["kind"] == "raised", f"{call} was not refused: {answer['value']}"
    assert answer["error"]["type"] in ("PermissionError", "OSError", "ZeroDivisionError"), answer["error"]
    assert answer["right_afterwards"]


@pytest.mark.parametrize("what", ["the grader, by a signal", "the grader, through a process descriptor", "the grader's limits"])
def test_the_attacks_are_real(unprotected, what):  # noqa: F811
    assert unprotected.attack(PRELUDE.format(TOUCH[what]))["kind"] == "returned"


def test_threads_work(grader):  # noqa: F811
    source = """
from concurrent.futures import ThreadPoolExecutor
def attack(facts):
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(lambda n: n * n, range(20)))
"""
    assert grader.attack(source)["value"] == [n * n for n in range(20)]


def test_threads_are_counted(grader):  # noqa: F811
    source = """
import threading, time
def attack(facts):
    threading.stack_size(64 * 1024)
    started = 0
    try:
        for _ in range(100_000):
            threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
            started += 1
    except RuntimeError:
        pass
    return started
"""
    answer = grader.attack(source)
    assert answer["kind"] == "returned"
    assert answer["value"] < 500


def test_sees_no_rights_and_no_real_user(grader):  # noqa: F811
    source = """
import ctypes, os, struct
def attack(facts):
    data = ctypes.create_string_buffer(24)
    ctypes.CDLL(None).capget(struct.pack("Ii", 0x20080522, 0), data)
    return [os.getuid(), *struct.unpack("6I", data.raw)]
"""
    user, *capabilities = grader.attack(source)["value"]
    assert user != 0
    readable_without = 1 << 2  # may stay for a Python in root's home; Landlock decides what it reads
    allowed = readable_without if grader.backend == "landlock" and grader.user == "own" and os.geteuid() == 0 else 0
    assert all(mask & ~allowed == 0 for mask in capabilities)


def test_what_is_left_running_ends_even_without_a_wall(unprotected):  # noqa: F811
    source = """
import os, time
def attack(facts):
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.write(writing, str(os.getpid()).encode())
            time.sleep(600)
        os._exit(0)
    return int(os.read(reading, 20))
"""
    process = unprotected.attack(source)["value"]
    assert not os.path.exists(f"/proc/{process}")


def test_processes_work_when_the_limits_allow_them(grader):  # noqa: F811
    if grader.backend != "namespaces":
        pytest.skip("needs process namespaces: elsewhere the limits are refused, because nothing ends what a submission leaves running")
    source = """
import os, subprocess, sys
def attack(facts):
    for _ in range(3):
        if os.fork() == 0:
            os.setsid()
            __import__("time").sleep(600)
            os._exit(0)
    return subprocess.run([sys.executable, "-c", "print(6 * 7)"], capture_output=True, text=True).stdout.strip()
"""
    answer = grader.attack(source, limits={"processes": 20})
    assert answer["value"] == "42", answer
