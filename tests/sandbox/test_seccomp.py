"""The filter, run by a small BPF machine, decides every call as its lists say, on both architectures."""

import struct

import pytest

from bigmodel_edu.sandbox import syscall_numbers as numbers
from bigmodel_edu.sandbox.seccomp import AUDIT_ARCHITECTURE, OWN_PID, Policy, build, with_own_pid

ALLOW, KILL, EPERM, ENOSYS = 0x7FFF0000, 0x80000000, 0x00050001, 0x00050026
ARCHITECTURES = sorted(AUDIT_ARCHITECTURE)
POLICIES = [Policy(), Policy(processes=True), Policy(file_attributes=False), Policy(own_pid=None), Policy(77, False, True)]


def decide(program, number, *arguments, architecture):
    """Run the program as the kernel does; see seccomp(2) and linux/filter.h."""
    arguments = (*arguments, *[0] * (6 - len(arguments)))
    data = struct.pack("=iIQ6Q", number - 2**32 if number >= 2**31 else number, AUDIT_ARCHITECTURE[architecture], 0, *arguments)
    code = [struct.unpack_from("=HBBI", program, 8 * index) for index in range(len(program) // 8)]
    accumulator, place, steps = 0, 0, 0
    while steps < 5000:
        operation, if_true, if_false, constant = code[place]
        place, steps = place + 1, steps + 1
        if operation == 0x20:
            accumulator = struct.unpack_from("=I", data, constant)[0]
        elif operation == 0x54:
            accumulator &= constant
        elif operation == 0x05:
            place += constant
        elif operation == 0x06:
            return constant
        else:
            holds = {0x15: accumulator == constant, 0x35: accumulator >= constant, 0x45: bool(accumulator & constant)}[operation]
            place += if_true if holds else if_false
    raise AssertionError("the program does not end")


@pytest.mark.parametrize("policy", POLICIES, ids=str)
@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_every_number_is_decided_as_the_lists_say(architecture, policy):
    program = build(policy, architecture)
    allowed = set(numbers.ALLOWED[architecture].values())
    allowed |= set(numbers.PROCESSES[architecture].values()) if policy.processes else set()
    if policy.file_attributes:
        allowed |= set(numbers.FILE_ATTRIBUTES[architecture].values())
    else:
        allowed -= {numbers.ALLOWED[architecture]["truncate"]}
    conditional = set(numbers.CONDITIONAL[architecture].values())
    for number in [*range(1000), 2**30 + 39, 2**31, 2**32 - 1]:
        if number not in conditional:
            expected = ALLOW if number in allowed else EPERM
            assert decide(program, number, architecture=architecture) == expected, number


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_a_call_by_another_architecture_ends_the_process(architecture):
    other = {"x86_64": "aarch64", "aarch64": "x86_64"}[architecture]
    assert decide(build(Policy(), architecture), 0, architecture=other) == KILL


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_clone_makes_threads_but_neither_processes_nor_namespaces(architecture):
    clone = numbers.CONDITIONAL[architecture]["clone"]
    thread, process, namespace = 0x003D0F00, 17, 0x10000000
    closed, opened = build(Policy(), architecture), build(Policy(processes=True), architecture)
    assert decide(closed, clone, thread, architecture=architecture) == ALLOW
    assert decide(closed, clone, process, architecture=architecture) == EPERM
    assert decide(opened, clone, process, architecture=architecture) == ALLOW
    for program in (closed, opened):
        for flags in (namespace, thread | namespace, process | 0x00020000, 0x40000000, 0x20000000, 0x02000000):
            assert decide(program, clone, flags, architecture=architecture) == EPERM
        assert decide(program, numbers.CONDITIONAL[architecture]["clone3"], architecture=architecture) == ENOSYS


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_only_its_own_process_can_be_signalled(architecture):
    program = with_own_pid(build(Policy(OWN_PID), architecture), 4242)
    for name in ("kill", "tgkill"):
        call = numbers.CONDITIONAL[architecture][name]
        assert decide(program, call, 4242, 9, architecture=architecture) == ALLOW
        for other in (0, 1, 4241, 2**32 - 1, OWN_PID):
            assert decide(program, call, other, 9, architecture=architecture) == EPERM
    limits = numbers.CONDITIONAL[architecture]["prlimit64"]
    assert decide(program, limits, 0, architecture=architecture) == ALLOW
    assert decide(program, limits, 1, architecture=architecture) == EPERM


@pytest.mark.parametrize("architecture", ARCHITECTURES)
@pytest.mark.parametrize(
    ("name", "index", "allowed", "refused"),
    [
        ("prctl", 0, [15, 16], [1, 4, 8, 22, 38]),
        ("fcntl", 1, [1, 3, 1030], [8, 10, 15, 1024, 1026]),
        ("ioctl", 1, [0x5421, 0x541B], [0x5412, 0x541C, 0x8901, 0x5302]),
        ("sched_setaffinity", 0, [0], [1, 4242]),
    ],
)
def test_arguments_decide(architecture, name, index, allowed, refused):
    program = build(Policy(), architecture)
    call = numbers.CONDITIONAL[architecture][name]
    for values, expected in ((allowed, ALLOW), (refused, EPERM)):
        for value in values:
            assert decide(program, call, *[0] * index, value, architecture=architecture) == expected, value


def test_a_file_opened_for_reading_is_not_cut_short_where_files_are_shared():
    program = build(Policy(file_attributes=False), "x86_64")
    for name, index in (("openat", 2), ("open", 1)):
        call = numbers.ALLOWED["x86_64"][name]
        for flags, expected in ((0, ALLOW), (0o1000, EPERM), (0o1001, ALLOW), (0o1002, ALLOW), (0o2001000, EPERM)):
            assert decide(program, call, *[0] * index, flags, architecture="x86_64") == expected, oct(flags)


def test_numbers_are_those_of_this_machine():
    """Against the C library's own names, through calls that change nothing."""
    import ctypes
    import os
    import platform

    if platform.machine() not in ("x86_64", "aarch64"):
        pytest.skip("needs a processor with a table of system calls: x86-64 or arm64")
    table, libc = numbers.ALLOWED[platform.machine()], ctypes.CDLL(None)
    for name, expected in (("getpid", os.getpid()), ("getppid", os.getppid()), ("getuid", os.getuid()), ("getegid", os.getegid())):
        assert libc.syscall(table[name]) == expected, name


def test_an_unknown_machine_is_refused():
    with pytest.raises(OSError, match="riscv64"):
        build(Policy(), "riscv64")
