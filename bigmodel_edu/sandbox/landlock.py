"""Landlock: the kernel refuses every access to a file that no rule allows, for this process and all that it starts."""

import os
import stat
import struct
from collections.abc import Iterable

from bigmodel_edu.sandbox import syscalls

EXECUTE, WRITE_FILE, READ_FILE, READ_FOLDER = 1 << 0, 1 << 1, 1 << 2, 1 << 3
REFER, TRUNCATE, IOCTL_DEVICE = 1 << 13, 1 << 14, 1 << 15
ALL_SINCE_ABI = {1: (1 << 13) - 1, 2: REFER, 3: TRUNCATE, 5: IOCTL_DEVICE}
FILE_ACCESS = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEVICE
NETWORK_SINCE_ABI, BIND_TCP, CONNECT_TCP = 4, 1, 2
SCOPES_SINCE_ABI, ABSTRACT_SOCKETS, SIGNALS = 6, 1, 2

READ = READ_FILE | READ_FOLDER
WRITE = (1 << 13) - 1 & ~EXECUTE | REFER | TRUNCATE


def restrict(readable: Iterable[str], writable: Iterable[str], listed: Iterable[str] = (), execute: bool = False) -> None:
    """Allow reading below some paths and everything below others, and no other file, TCP port, or outside signal.

    What the kernel's version of Landlock does not know is left to the seccomp filter.

    Args:
        readable: files and folders to read.
        writable: folders to read and change.
        listed: folders in which only names may be seen, at any depth.
        execute: whether programs may be started from them.

    Raises:
        OSError: if the kernel has no Landlock.
    """
    abi = syscalls.landlock_abi()
    if abi < 1:
        raise OSError("this kernel has no Landlock (Linux 5.13 or newer, with landlock in its list of security modules)")
    handled = sum(bits for since, bits in ALL_SINCE_ABI.items() if abi >= since)
    attributes = struct.pack("=Q", handled)
    if abi >= NETWORK_SINCE_ABI:
        attributes += struct.pack("=Q", BIND_TCP | CONNECT_TCP)
    if abi >= SCOPES_SINCE_ABI:
        attributes += struct.pack("=Q", ABSTRACT_SOCKETS | SIGNALS)
    ruleset = syscalls.landlock_create(attributes)
    run = EXECUTE if execute else 0
    for paths, access in ((readable, READ | run), (writable, WRITE | run), (listed, READ_FOLDER)):
        for path in paths:
            _allow(ruleset, path, access & handled)
    syscalls.landlock_enforce(ruleset)
    os.close(ruleset)


def _allow(ruleset: int, path: str, access: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except (FileNotFoundError, PermissionError):  # what cannot be opened needs no permission either
        return
    if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
        access &= FILE_ACCESS
    syscalls.landlock_allow_path(ruleset, descriptor, access)
    os.close(descriptor)
