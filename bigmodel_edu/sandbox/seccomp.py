"""A seccomp allow-list: the kernel refuses every system call that a training script does not need.

The filter is a small program for the kernel's BPF machine. It looks at the architecture, finds the call's number by binary
search, and answers *allow*, *refuse with EPERM*, or looks at one argument first. It is built once, before the fork.
"""

import errno
import struct
from dataclasses import dataclass

from bigmodel_edu.sandbox import syscall_numbers as numbers
from bigmodel_edu.sandbox.syscalls import NEW_NAMESPACES

AUDIT_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
LOAD, JUMP, JUMP_EQUAL, JUMP_AT_LEAST, JUMP_ANY_BIT, AND, RETURN = 0x20, 0x05, 0x15, 0x35, 0x45, 0x54, 0x06
ALLOW, KILL = 0x7FFF0000, 0x80000000
REFUSE, UNKNOWN = 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS

CLONE_THREAD = 0x00010000
PRCTL_OPTIONS = (3, 15, 16, 23, 0x53564D41)  # get dumpable, set and get name, read capability bound, name a memory area
FCNTL_COMMANDS = (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1031, 1032)  # duplicate, flags, locks, pipe sizes; no owner, no signal
IOCTL_REQUESTS = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)  # terminal?, window size, bytes waiting, non-blocking, close-on-exec

OWN_PID = 0x7FFFFFF0  # stands for a process number that is known only after the fork

Code = list[tuple[int, int, int, int]]  # operation, jump if true, jump if false, constant


@dataclass(frozen=True)
class Policy:
    """What the filter lets through beyond the common list.

    Args:
        own_pid: the only process that may be signalled; None lets any visible one be (inside a process namespace of its own).
        file_attributes: allow chmod, utime and flock; only where the file system is private.
        processes: allow fork and exec.
    """

    own_pid: int | None = 1
    file_attributes: bool = True
    processes: bool = False


def build(policy: Policy, architecture: str) -> bytes:
    """Return the filter as the bytes that the kernel takes.

    Raises:
        OSError: if the architecture is neither x86_64 nor aarch64.

    >>> len(build(Policy(), "x86_64")) % 8
    0
    """
    if architecture not in AUDIT_ARCHITECTURE:
        raise OSError(f"expected an x86_64 or aarch64 machine, got {architecture}: no list of system calls is known for it")
    code: Code = [
        (LOAD, 0, 0, 4),  # struct seccomp_data: number at 0, architecture at 4, arguments from 16
        (JUMP_EQUAL, 1, 0, AUDIT_ARCHITECTURE[architecture]),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, 0),
    ]
    code += _search(_intervals(_actions(policy, architecture)))
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in code)


def with_own_pid(program: bytes, pid: int) -> bytes:
    """Return a program that was built for ``OWN_PID`` with the real number in its place."""
    return program.replace(struct.pack("=I", OWN_PID), struct.pack("=I", pid))


def _actions(policy: Policy, architecture: str) -> dict[int, Code]:
    """Map each call's number to the code that decides on it."""
    allow: Code = [(RETURN, 0, 0, ALLOW)]
    names = dict(numbers.ALLOWED[architecture])
    if policy.processes:
        names |= numbers.PROCESSES[architecture]
    if policy.file_attributes:
        names |= numbers.FILE_ATTRIBUTES[architecture]
    actions = dict.fromkeys(names.values(), allow)
    conditional = numbers.CONDITIONAL[architecture]
    actions |= {conditional[name]: code for name, code in _conditions(policy).items()}
    if not policy.file_attributes:  # a shared file system: a file opened for reading must not be cut short (Landlock before 6.2)
        actions.pop(names["truncate"])
        actions[names["openat"]] = _no_truncating_read(2)
        if "open" in names:
            actions[names["open"]] = _no_truncating_read(1)
    return actions


def _conditions(policy: Policy) -> dict[str, Code]:
    own = (policy.own_pid,) if policy.own_pid is not None else None
    if policy.processes:
        clone: Code = [*_argument(0), (JUMP_ANY_BIT, 0, 1, NEW_NAMESPACES), (RETURN, 0, 0, REFUSE), (RETURN, 0, 0, ALLOW)]
    else:
        clone = [*_argument(0), (JUMP_ANY_BIT, 0, 1, NEW_NAMESPACES), (RETURN, 0, 0, REFUSE)]
        clone += [(JUMP_ANY_BIT, 0, 1, CLONE_THREAD), (RETURN, 0, 0, ALLOW), (RETURN, 0, 0, REFUSE)]
    signal: Code = _one_of(0, own) if own else [(RETURN, 0, 0, ALLOW)]
    return {
        "clone": clone,
        "clone3": [(RETURN, 0, 0, UNKNOWN)],  # its flags lie in memory where a filter cannot look; the C library then uses clone
        "kill": signal,
        "tgkill": signal,
        "prctl": _one_of(0, PRCTL_OPTIONS),
        "fcntl": _one_of(1, FCNTL_COMMANDS),
        "ioctl": _one_of(1, IOCTL_REQUESTS),
        "sched_setaffinity": _one_of(0, (0,)),
        "prlimit64": _one_of(0, (0,) if policy.own_pid is None else (0, policy.own_pid)),
    }


def _argument(index: int) -> Code:
    return [(LOAD, 0, 0, 16 + 8 * index)]  # the low half; every argument looked at here is 32 bits wide


def _one_of(index: int, values: tuple[int, ...]) -> Code:
    tests: Code = [(JUMP_EQUAL, len(values) - place, 0, value) for place, value in enumerate(values)]
    return [*_argument(index), *tests, (RETURN, 0, 0, REFUSE), (RETURN, 0, 0, ALLOW)]


def _no_truncating_read(index: int) -> Code:
    return [*_argument(index), (AND, 0, 0, 0o1003), (JUMP_EQUAL, 0, 1, 0o1000), (RETURN, 0, 0, REFUSE), (RETURN, 0, 0, ALLOW)]


def _intervals(actions: dict[int, Code]) -> list[tuple[int, Code]]:
    """Return (first number, code) for each run of numbers with the same code, in order, covering all numbers from 0."""
    refuse: Code = [(RETURN, 0, 0, REFUSE)]
    starts: list[tuple[int, Code]] = [(0, actions.get(0, refuse))]
    for number in range(1, max(actions) + 2):
        code = actions.get(number, refuse)
        if code != starts[-1][1]:
            starts.append((number, code))
    return starts


def _search(starts: list[tuple[int, Code]]) -> Code:
    """Return code that finds the interval of the loaded number by halving, and then runs the interval's code."""
    if len(starts) == 1:
        return starts[0][1]
    middle = len(starts) // 2
    low, high = _search(starts[:middle]), _search(starts[middle:])
    bound = starts[middle][0]
    if len(low) < 256:
        return [(JUMP_AT_LEAST, len(low), 0, bound), *low, *high]
    return [(JUMP_AT_LEAST, 0, 1, bound), (JUMP, 0, 0, len(low)), *low, *high]
