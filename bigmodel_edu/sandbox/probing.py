"""Which isolation works on this machine: found out by building it and trying to break out, never by looking at a version."""

import functools
import os
import socket
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bigmodel_edu.language import _
from bigmodel_edu.sandbox.container import IMAGE_VARIABLE
from bigmodel_edu.sandbox.limits import Cell, Limits, SandboxUnavailable
from bigmodel_edu.sandbox.opening import VISIBLE, open_session, start_worker
from bigmodel_edu.sandbox.session import Session
from bigmodel_edu.sandbox.visible_files import PACKAGE

ORDER = ("namespaces", "landlock", "container")  # strongest first

ESCAPE = """
def escape(secret, package, pid, port):
    import os, socket

    def connect():
        socket.create_connection(("127.0.0.1", port), timeout=1).close()

    def fork():
        if os.fork() == 0:
            os._exit(0)

    attempts = {
        "read a file of yours": lambda: open(secret).read(),
        "write next to a file of yours": lambda: open(secret + ".written", "w").close(),
        "read the course's answers": lambda: os.listdir(os.path.join(package, "exercises")),
        "look into the grader's process": lambda: open(f"/proc/{pid}/environ", "rb").read(),
        "signal the grader": lambda: os.kill(pid, 0) if pid != os.getpid() else 1 / 0,
        "reach the network": connect,
        "start a process": fork,
    }
    reached = []
    for name, attempt in attempts.items():
        try:
            attempt()
        except OSError:
            continue
        reached.append(name)
    return reached
"""


@dataclass(frozen=True)
class BackEndReport:
    """What one back-end does on this machine.

    Args:
        name: "namespaces", "landlock", "container" or "none".
        works: whether it was built here and held.
        gives: the protections that it has.
        missing: the protections that it lacks, here or in general.
        remedy: what to install or change so that it works or gives more; empty when there is nothing to do.
    """

    name: str
    works: bool
    gives: tuple[str, ...]
    missing: tuple[str, ...]
    remedy: str = ""


def probe(backend: str = "auto") -> list[BackEndReport]:
    """Build each back-end and try to break out of it.

    Args:
        backend: one name, or "auto" for all that isolate.
    """
    return [_report(name) for name in (ORDER if backend == "auto" else (backend,))]


def strongest(among: Sequence[str] = ORDER) -> str:
    """Return the first back-end that works. Raises: SandboxUnavailable with what to do when none does."""
    reports = []
    for name in among:
        report = _report(name)
        if report.works:
            return name
        reports.append(report)
    remedies = "\n".join(f"- {report.name}: {'; '.join(report.missing)}. {report.remedy}" for report in reports)
    raise SandboxUnavailable(_("No isolation works on this machine, so nothing is run.\n{remedies}").format(remedies=remedies))


@functools.cache
def _report(name: str) -> BackEndReport:
    gives, lacks, remedy = _PROPERTIES[name]()
    try:
        reached = _try_to_escape(name)
    except (SandboxUnavailable, OSError) as error:
        return BackEndReport(name, False, (), (str(error),), remedy)
    if reached and name != "none":
        return BackEndReport(name, False, gives, tuple(_("a test could {action}").format(action=action) for action in reached), remedy)
    return BackEndReport(name, True, gives, lacks)


def _try_to_escape(name: str) -> list[str]:
    """Return what a test program inside could do that it should not."""
    settings = {"backend": name, "preload": [], "visible": [*VISIBLE], "hidden": [], "readable": []}
    worker = start_worker(settings, {})
    try:
        return _escapes(open_session(worker, Limits(wall_seconds=30)))
    finally:
        worker.stop()


def _escapes(session: Session) -> list[str]:
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as server, session:
        session.start({}, {})
        secret = Path(folder) / "secret"
        secret.write_text("secret", encoding="utf-8")
        secret.chmod(0o644)
        os.chmod(folder, 0o755)
        session.run([Cell("escape", ESCAPE)])
        outcome = session.call("escape", (str(secret), str(PACKAGE), os.getpid(), server.getsockname()[1]))
        if outcome.kind != "returned":
            raise SandboxUnavailable(_("the test program inside did not answer: {what}").format(what=outcome.error or outcome.kind))
        escaped: list[str] = outcome.value
        return escaped


def _namespaces() -> tuple[tuple[str, ...], tuple[str, ...], str]:
    gives = (
        _("a file system of its own with Python and the course's public parts only"),
        _("no network"),
        _("no other process in sight"),
        _("a user of its own without rights"),
        _("limits on time, memory, files, threads and output"),
        _("a short list of allowed system calls"),
    )
    remedy = _(
        "It needs Linux 5.12 or newer that lets ordinary users make user namespaces: sysctl user.max_user_namespaces above 0;"
        " on Ubuntu 23.10 or newer an AppArmor profile with userns, for this Python, once, by an administrator;"
        " in Docker --security-opt seccomp=unconfined --security-opt apparmor=unconfined or a container that may unshare."
    )
    return gives, (_("protection from faults in the kernel itself"),), remedy


def _landlock() -> tuple[tuple[str, ...], tuple[str, ...], str]:
    gives = (
        _("files: only Python and the course's public parts can be opened"),
        _("no network"),
        _("no signals to other processes, no new processes"),
        _("limits on time, memory, single files and output"),
        _("a short list of allowed system calls"),
    )
    lacks = (
        _("names and sizes of files whose path is known can be seen"),
        _("a limit on all files together"),
        _("protection from faults in the kernel itself"),
    )
    return gives, lacks, _("It needs Linux 5.13 or newer with landlock among its security modules (kernel parameter lsm=landlock,…).")


def _container() -> tuple[tuple[str, ...], tuple[str, ...], str]:
    gives = (
        _("a container without network, rights and writable files around everything"),
        _("files: only Python and the course's public parts can be opened"),
        _("no signals to other processes, no new processes"),
        _("limits on time, memory, single files and output"),
        _("a short list of allowed system calls"),
    )
    lacks = (_("a limit on all files together"), _("protection from faults in the kernel itself"))
    remedy = _(
        "Install Docker or Podman and let this user run it; away from Linux also set {variable} to a Linux image with Python 3.11 or newer"
        " in which this package is installed with its extra grade."
    )
    return gives, lacks, remedy.format(variable=IMAGE_VARIABLE)


def _none() -> tuple[tuple[str, ...], tuple[str, ...], str]:
    return (_("limits on time and memory"),), (_("any protection of your files, your network and your processes"),), ""


_PROPERTIES = {"namespaces": _namespaces, "landlock": _landlock, "container": _container, "none": _none}
