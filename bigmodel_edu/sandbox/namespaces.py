"""Process and user namespaces as the warm worker uses them: its own, and one for each process that it forks."""

import os

from bigmodel_edu.sandbox import syscalls
from bigmodel_edu.sandbox.kernel_files import tell
from bigmodel_edu.sandbox.syscalls import CLONE_NEWPID, CLONE_NEWUSER, PR_SET_PDEATHSIG

INNER_ID = 1000  # the user that a submission sees itself as
KILL = 9


def map_ids(proc: int, user: int, group: int) -> None:
    """Write the id maps of a new user namespace: one user, one group, no supplementary groups.

    Args:
        proc: a descriptor of the process's own folder under /proc.
        user: its user outside.
        group: its group outside.
    """
    for name, text in (("setgroups", "deny"), ("uid_map", f"{INNER_ID} {user} 1"), ("gid_map", f"{INNER_ID} {group} 1")):
        tell(name, text, proc)


def enter_own() -> None:
    """Let an ordinary user's worker have rights that reach no further than its own processes; root needs nothing.

    The worker goes on as the first process of a process namespace; the process that called this only waits for its end.
    """
    user, group = os.geteuid(), os.getegid()
    if user == 0:
        return
    syscalls.unshare(CLONE_NEWUSER | CLONE_NEWPID)
    proc = os.open("/proc/self", os.O_RDONLY | os.O_DIRECTORY)
    map_ids(proc, user, group)
    os.close(proc)
    pid = os.fork()
    if pid == 0:
        syscalls.prctl(PR_SET_PDEATHSIG, KILL)
        return
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))  # so that the grader learns of the worker's end, and the worker of the grader's
    _, status = os.waitpid(pid, 0)
    os._exit(os.waitstatus_to_exitcode(status) != 0)


class Forker:
    """Forks processes that are each the first of a process namespace: with it ends all that it has started."""

    def __init__(self) -> None:
        self._own = os.open("/proc/self/ns/pid", os.O_RDONLY)

    def __call__(self) -> int:
        """Return as `os.fork` does. Raises: OSError."""
        syscalls.unshare(CLONE_NEWPID)
        pid = -1
        try:
            pid = os.fork()
        finally:
            if pid != 0:
                syscalls.join_namespace(self._own, CLONE_NEWPID)
        return pid
