"""The few Linux system calls that Python does not offer, called through the C library."""

import ctypes
import ctypes.util
import os
import platform
import struct

CLONE_NEWNS, CLONE_NEWCGROUP, CLONE_NEWUTS, CLONE_NEWIPC = 0x00020000, 0x02000000, 0x04000000, 0x08000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
NEW_NAMESPACES = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 1, 2, 4, 8, 32, 4096, 16384, 1 << 18
MNT_DETACH = 2

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_KEEPCAPS, PR_CAPBSET_DROP = 1, 4, 8, 24
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 38, 47, 4

AT_FDCWD, AT_EMPTY_PATH, AT_RECURSIVE = -100, 0x1000, 0x8000
MADV_HUGEPAGE, MADV_COLLAPSE = 14, 25

# Numbers that are the same on every architecture since Linux 5.0, and the two that are not.
NR_MOUNT_SETATTR, NR_LANDLOCK_CREATE_RULESET, NR_LANDLOCK_ADD_RULE, NR_LANDLOCK_RESTRICT_SELF = 442, 444, 445, 446
NR_SECCOMP = {"x86_64": 317, "aarch64": 277}
NR_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}

_libc = ctypes.CDLL(None, use_errno=True)
_libc.mount.argtypes = (ctypes.c_char_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_ulong, ctypes.c_char_p)
_libc.prctl.argtypes = (ctypes.c_int, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_ulong)
_libc.madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
_libc.syscall.restype = ctypes.c_long


def architecture() -> str:
    """Return ``"x86_64"`` or ``"aarch64"``, whatever the machine calls itself.

    >>> architecture() in ("x86_64", "aarch64") or platform.machine() not in ("x86_64", "arm64")
    True
    """
    return {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine())


def _check(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def _number(table: dict[str, int], name: str) -> int:
    if architecture() not in table:
        raise OSError(f"{name} is known here for x86_64 and aarch64 only, this machine is {platform.machine()}")
    return table[architecture()]


def unshare(flags: int) -> None:
    """Leave the namespaces named by the ``CLONE_NEW*`` flags for new ones."""
    _check(_libc.unshare(flags), f"unshare({flags:#x})")


def join_namespace(descriptor: int, kind: int) -> None:
    """Enter the namespace that the descriptor stands for, of the kind of the flag; a process namespace counts for later children."""
    _check(_libc.setns(descriptor, kind), "setns")


def mount(source: str | None, target: str, kind: str | None, flags: int, options: str | None = None) -> None:
    """Mount a file system; see mount(2)."""
    encoded = [text.encode() if text is not None else None for text in (source, target, kind)]
    _check(_libc.mount(*encoded, flags, options.encode() if options else None), f"mount {source} on {target}")


def unmount(target: str) -> None:
    """Detach the mount at the target from this namespace."""
    _check(_libc.umount2(target.encode(), MNT_DETACH), f"umount {target}")


def pivot_root(new_root: str, put_old: str) -> None:
    """Make ``new_root`` the root and move the old one to ``put_old``."""
    _check(_libc.syscall(_number(NR_PIVOT_ROOT, "pivot_root"), new_root.encode(), put_old.encode()), "pivot_root")


def set_mount_attributes(path: str, add: int = 0, remove: int = 0, recursive: bool = False) -> None:
    """Change the attributes (``MS_RDONLY``, ``MS_NOSUID``, ``MS_NODEV``: the same bits) of a mount, and of those below it; Linux 5.12."""
    packed = struct.pack("=QQQQ", add, remove, 0, 0)
    flags = AT_RECURSIVE if recursive else 0
    _check(_libc.syscall(NR_MOUNT_SETATTR, AT_FDCWD, path.encode(), flags, packed, len(packed)), f"mount_setattr {path}")


def prctl(option: int, value: int = 0, third: int = 0) -> None:
    """Set an attribute of this process; see prctl(2)."""
    _check(_libc.prctl(option, value, third, 0, 0), f"prctl({option})")


def set_capabilities(mask: int) -> None:
    """Keep exactly the capabilities in the mask (permitted and effective), and none to inherit or regain."""
    header = struct.pack("=Ii", 0x20080522, 0)
    low, high = mask & 0xFFFFFFFF, mask >> 32
    data = struct.pack("=6I", low, low, 0, high, high, 0)
    _check(_libc.capset(header, data), "capset")


def drop_capability_bounds() -> None:
    """Empty the bounding and ambient sets, so that no later program file can give a capability back."""
    for capability in range(64):
        if _libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0:
            break
    _libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)


def install_seccomp(program: bytes, flags: int = 0) -> None:
    """Install a compiled filter (8 bytes an instruction) for this process and all that it starts."""
    buffer = ctypes.create_string_buffer(program, len(program))
    argument = struct.pack("@HP", len(program) // 8, ctypes.addressof(buffer))
    _check(_libc.syscall(_number(NR_SECCOMP, "seccomp"), 1, flags, argument), "seccomp")


def landlock_abi() -> int:
    """Return the version of Landlock that the kernel offers, 0 when it has none."""
    return max(0, int(_libc.syscall(NR_LANDLOCK_CREATE_RULESET, None, 0, 1)))


def landlock_create(attributes: bytes) -> int:
    """Return the file descriptor of a new Landlock rule set."""
    return _check(_libc.syscall(NR_LANDLOCK_CREATE_RULESET, attributes, len(attributes), 0), "landlock_create_ruleset")


def landlock_allow_path(ruleset: int, path_fd: int, access: int) -> None:
    """Allow the access below the opened path."""
    rule = struct.pack("=Qi", access, path_fd)
    _check(_libc.syscall(NR_LANDLOCK_ADD_RULE, ruleset, 1, rule, 0), "landlock_add_rule")


def landlock_enforce(ruleset: int) -> None:
    """Restrict this thread and everything it starts, for ever."""
    _check(_libc.syscall(NR_LANDLOCK_RESTRICT_SELF, ruleset, 0), "landlock_restrict_self")


def collapse_into_huge_pages(start: int, length: int) -> bool:
    """Ask the kernel to hold the range in 2 MiB pages, which makes a fork three times cheaper; say whether it did."""
    _libc.madvise(start, length, MADV_HUGEPAGE)
    return int(_libc.madvise(start, length, MADV_COLLAPSE)) == 0
