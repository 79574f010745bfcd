"""A new root for a submission: an empty file system in memory with a few read-only folders, and a small writable /tmp."""

import os
from collections.abc import Mapping

from bigmodel_edu.sandbox import syscalls
from bigmodel_edu.sandbox.syscalls import MS_BIND, MS_NODEV, MS_NOSUID, MS_PRIVATE, MS_RDONLY, MS_REC
from bigmodel_edu.sandbox.visible_files import DEVICES, View

BASE = "/tmp"  # any folder that every machine has; what is mounted there is seen by this process alone
OLD = "/.old"
WORK = "/tmp/work"
READ_ONLY = MS_RDONLY | MS_NOSUID | MS_NODEV


def sources(view: View) -> dict[str, tuple[str, bool]]:
    """Work out before the fork what a new root needs: for each path to show that exists, its real path, and whether it is a folder."""
    paths = (*view.trees, *view.files, *(f"{view.package}/{part}" for part in view.parts), *DEVICES)
    real = {path: os.path.realpath(path) for path in paths}
    return {path: (source, os.path.isdir(source)) for path, source in real.items() if os.path.exists(source)}


def enter(view: View, found: Mapping[str, tuple[str, bool]], file_bytes: int, files: Mapping[str, bytes]) -> None:
    """Move into a new root that shows what the view describes. Needs a mount namespace of its own and the right to mount.

    Args:
        view: what to show, with absolute paths that stay the same inside.
        found: the `sources` of the view.
        file_bytes: size of the writable /tmp.
        files: relative path → content, shown read-only in the working folder, which becomes the current one.
    """
    os.umask(0o022)
    syscalls.mount(None, "/", None, MS_REC | MS_PRIVATE)
    room = 16 * 2**20 + sum(map(len, files.values())) + 4096 * len(files)
    syscalls.mount("tmpfs", BASE, "tmpfs", MS_NOSUID | MS_NODEV, f"size={room},mode=755")
    os.mkdir(BASE + OLD, 0o700)
    syscalls.pivot_root(BASE, BASE + OLD)
    os.chdir("/")
    os.mkdir("/tmp")
    syscalls.mount("tmpfs", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV, f"size={file_bytes},nr_inodes=16384,mode=1777")
    _show(view, found)
    devices = [device for device in DEVICES if device in found]
    for device in devices:
        _make_target(device, is_folder=False)
    _put_files(files)
    syscalls.set_mount_attributes("/", READ_ONLY, recursive=True)
    syscalls.set_mount_attributes("/tmp", remove=MS_RDONLY)
    for device in devices:
        syscalls.mount(OLD + device, device, None, MS_BIND)
    syscalls.unmount(OLD)
    os.chdir(WORK)


def _show(view: View, found: Mapping[str, tuple[str, bool]]) -> None:
    for link, target in view.links:
        os.symlink(target, link)
    for path in (*view.trees, *view.files):
        if path in found:
            _bind(path, *found[path])
    if os.path.isdir(view.package):  # installed among other packages: hide the whole before showing parts of it
        syscalls.mount("tmpfs", view.package, "tmpfs", MS_NOSUID | MS_NODEV, "size=1m,mode=755")
    for path in (f"{view.package}/{part}" for part in view.parts):
        if path in found:
            _bind(path, *found[path])
    _empty_file("/.nothing")
    for path in view.masked:
        _mask(path)


def _bind(path: str, source: str, is_folder: bool) -> None:
    _make_target(path, is_folder)
    syscalls.mount(OLD + source, path, None, MS_BIND | MS_REC)


def _make_target(path: str, is_folder: bool) -> None:
    if os.path.lexists(path):
        return
    os.makedirs(path if is_folder else os.path.dirname(path), exist_ok=True)
    if not is_folder:
        _empty_file(path)


def _empty_file(path: str) -> None:
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o444))


def _mask(path: str) -> None:
    if os.path.isdir(path):
        syscalls.mount("tmpfs", path, "tmpfs", MS_NOSUID | MS_NODEV, "size=4k,mode=755")
    elif os.path.exists(path):
        syscalls.mount("/.nothing", path, None, MS_BIND)


def write_file(path: str, content: bytes) -> None:
    """Write a new read-only file, with the folders that lead to it."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o444)
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]
    os.close(descriptor)


def _put_files(files: Mapping[str, bytes]) -> None:
    """Lay each file over an empty one in the working folder: as a mount it can be neither changed nor removed nor replaced."""
    os.mkdir(WORK)
    os.chmod(WORK, 0o777)
    for number, (name, content) in enumerate(files.items()):
        write_file(f"/.files/{number}", content)
        _make_target(f"{WORK}/{name}", is_folder=False)
        syscalls.mount(f"/.files/{number}", f"{WORK}/{name}", None, MS_BIND)
