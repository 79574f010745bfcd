"""The wall around a submission, in the one order in which its parts can be built."""

import contextlib
import os
import resource
import secrets
import select
import socket
from collections.abc import Mapping
from dataclasses import dataclass

from bigmodel_edu.sandbox import landlock, root, syscalls
from bigmodel_edu.sandbox.limits import Limits
from bigmodel_edu.sandbox.namespaces import map_ids
from bigmodel_edu.sandbox.syscalls import (
    CLONE_NEWCGROUP,
    CLONE_NEWIPC,
    CLONE_NEWNET,
    CLONE_NEWNS,
    CLONE_NEWUSER,
    CLONE_NEWUTS,
    PR_SET_NO_NEW_PRIVS,
    PR_SET_PDEATHSIG,
)
from bigmodel_edu.sandbox.visible_files import View

FRESH_IDS = 1_900_000_000, 100_000_000  # a range that no distribution gives to users or containers: first, how many
THREADS = 64
OPEN_FILES = 256
KILL = 9
CAP_DAC_READ_SEARCH = 2


@dataclass(frozen=True)
class Plan:
    """All that the child needs to build its wall.

    Args:
        backend: ``"namespaces"``, ``"landlock"`` or ``"none"``.
        limits: what the submission may use.
        view: what it may see.
        sources: where that lies, worked out before the fork.
        rules: the same for Landlock, worked out before the fork.
        filter: the compiled seccomp program.
        files: relative path → content for the working folder.
        folder: the working folder of a back-end that has no private file system.
        worker_bytes: address space that the warm worker itself takes.
    """

    backend: str
    limits: Limits
    view: View
    sources: Mapping[str, tuple[str, bool]]
    rules: tuple[list[str], list[str]]
    filter: bytes
    files: Mapping[str, bytes]
    folder: str
    worker_bytes: int


def enter(plan: Plan) -> None:
    """In the child: build every part of the wall. Whatever goes wrong is raised; the caller must then end the process."""
    if plan.backend == "namespaces":
        _enter_namespaces(plan)
    elif plan.backend == "landlock":
        _enter_shared(plan)
    else:
        _fill_folder(plan)
    _limit(plan)
    syscalls.prctl(PR_SET_PDEATHSIG, KILL)  # after the change of user, which clears it
    _assert_watched()
    if plan.backend == "none":
        return
    syscalls.prctl(PR_SET_NO_NEW_PRIVS, 1)
    if plan.backend == "namespaces":
        landlock_if_there(plan)
    else:
        readable, listed = plan.rules
        landlock.restrict([*readable, "/dev/urandom", "/dev/zero"], [plan.folder, "/dev/null"], listed)
    syscalls.install_seccomp(plan.filter)


def _assert_watched() -> None:
    """The worker holds the other end of standard output; had it ended before the child was tied to it, nobody would end the child."""
    poll = select.poll()
    poll.register(1, 0)
    if poll.poll(0):
        raise OSError("the worker ended while the wall was being built")


def _enter_namespaces(plan: Plan) -> None:
    proc = os.open("/proc/self", os.O_RDONLY | os.O_DIRECTORY)
    if os.geteuid() != 0:  # a user namespace of its own for each submission: its limits on threads count nobody else's
        user, group = os.geteuid(), os.getegid()
        syscalls.unshare(CLONE_NEWUSER)
        map_ids(proc, user, group)
    syscalls.unshare(CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP)
    socket.sethostname("sandbox")
    root.enter(plan.view, plan.sources, plan.limits.file_bytes, plan.files)
    if os.geteuid() == 0:
        fresh = _become_nobody_in_particular()
        with contextlib.suppress(OSError):  # root has all it needs without; a kernel may forbid user namespaces
            syscalls.unshare(CLONE_NEWUSER)
            map_ids(proc, fresh, fresh)
    os.close(proc)
    _drop_capabilities(0)


def _enter_shared(plan: Plan) -> None:
    """Without a private file system: a folder of its own, a user of its own where that is possible, and no capabilities.

    A new user may not be able to reach a Python that lives in root's home. It then keeps the one capability that lets it read
    there; which files it may read is up to Landlock in any case.
    """
    os.umask(0o022)
    _fill_folder(plan)
    keep = 0
    if os.geteuid() == 0:
        syscalls.prctl(syscalls.PR_SET_KEEPCAPS, 1)
        syscalls.drop_capability_bounds()
        _become_nobody_in_particular(plan.folder)
        if not all(os.access(tree, os.R_OK | os.X_OK) for tree in plan.view.trees):
            keep = 1 << CAP_DAC_READ_SEARCH
    _drop_capabilities(keep)


def _fill_folder(plan: Plan) -> None:
    os.chdir(plan.folder)
    for name, content in plan.files.items():
        root.write_file(os.path.join(plan.folder, name), content)


def _become_nobody_in_particular(folder: str | None = None) -> int:
    """Change to a user that nothing on this machine belongs to (but the given folder), a new one each time; return its number."""
    first, count = FRESH_IDS
    fresh = first + secrets.randbelow(count)
    if folder:
        os.chown(folder, fresh, fresh)
    os.setgroups([])
    os.setresgid(fresh, fresh, fresh)
    os.setresuid(fresh, fresh, fresh)
    syscalls.prctl(syscalls.PR_SET_DUMPABLE, 1)  # so that this process may still write its own id maps
    return fresh


def _drop_capabilities(keep: int) -> None:
    syscalls.drop_capability_bounds()
    syscalls.set_capabilities(keep)


def landlock_if_there(plan: Plan) -> None:
    """A second lock on the same door: inside its own root a submission also has Landlock, where the kernel has it."""
    if syscalls.landlock_abi() > 0:
        landlock.restrict(["/"], ["/tmp", "/dev"], execute=plan.limits.processes > 0)


def _limit(plan: Plan) -> None:
    limits = plan.limits
    _set(resource.RLIMIT_CPU, int(limits.cpu_seconds) + 1)
    _set(resource.RLIMIT_AS, plan.worker_bytes + limits.memory_mb * 2**20)
    _set(resource.RLIMIT_CORE, 0)
    if plan.backend == "none":
        return
    _set(resource.RLIMIT_FSIZE, limits.file_bytes)
    _set(resource.RLIMIT_NOFILE, OPEN_FILES)
    _set(resource.RLIMIT_MEMLOCK, 65536)
    _set(resource.RLIMIT_MSGQUEUE, 0) if hasattr(resource, "RLIMIT_MSGQUEUE") else None
    _set(resource.RLIMIT_NPROC, THREADS + limits.processes + (0 if plan.backend == "namespaces" else _tasks_of(os.getuid())))


def _tasks_of(user: int) -> int:
    """Return how many threads this user has on the machine: without a user namespace the limit counts them all."""
    tasks = 0
    for name in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):
            if os.stat(f"/proc/{name}").st_uid == user:
                tasks += len(os.listdir(f"/proc/{name}/task"))
    return tasks


def _set(kind: int, value: int) -> None:
    hard = resource.getrlimit(kind)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (value, value))
