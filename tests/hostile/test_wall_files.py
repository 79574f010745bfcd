"""Attacks on files: reading what is the grader's or another student's, writing anywhere, filling the disk."""

import sys
from pathlib import Path

import pytest

from tests.hostile.wall_graders import grader, unprotected  # noqa: F401  (fixtures)

# What stands below /tmp for a submission too: its own folder, and this checkout and its Python when they lie there.
OWN = {"work"} | {path.parts[2] for path in map(Path, (sys.prefix, sys.base_prefix, __file__)) if path.parts[1] == "tmp"}
READ = {
    "a file of the grader's": "open(facts['secret']).read()",
    "the folder of the grader's file": "os.listdir(facts['folder'])",
    "the course's references": "os.listdir(facts['package'] + '/exercises')",
    "the course's checks": "open(facts['package'] + '/checking/__init__.py').read()",
    "the grading engine": "os.listdir(facts['package'] + '/grading')",
    "the sandbox's own source": "os.listdir(facts['package'] + '/sandbox')",
    "the repository's tests": "os.listdir(facts['repository'] + '/tests')",
    "the repository's history": "os.listdir(facts['repository'] + '/.git')",
    "the grader's environment": "open(f\"/proc/{facts['pid']}/environ\", 'rb').read()",
    "the grader's memory": "open(f\"/proc/{facts['pid']}/mem\", 'rb').seek(4096)",
    "the worker's environment": "open(f\"/proc/{facts['worker']}/environ\", 'rb').read()",
    "the grader's files through its process": "os.listdir(f\"/proc/{facts['pid']}/root\" + facts['folder'])",
    "its own process's root": "os.listdir('/proc/self/root/home')",
    "the list of users": "open('/etc/passwd').read()",
    "password hashes": "open('/etc/shadow').read()",
    "root's home": "os.listdir('/root/.ssh') + os.listdir('/root')[:0]",
    "other temporary files": f"[f for f in os.listdir('/tmp') if f not in {sorted(OWN)!r}] or 1 / 0",
    "another submission's files": "[open(f).read() for f in glob.glob('/tmp/**/neighbour.txt', recursive=True)] or 1 / 0",
    "a file by way of a link": "(os.symlink(facts['secret'], 'link'), open('link').read())",
    "a file by way of a hard link": "(os.link(facts['secret'], 'hard'), open('hard').read())",
    "the disk itself": "open('/dev/vda', 'rb').read(16)",
    "the kernel's memory": "open('/dev/kmem', 'rb').read(16)",
    "the kernel's messages": "open('/dev/kmsg', 'rb').read(16)",
}

WRITE = {
    "over a file of the grader's": "open(facts['secret'], 'w').write('x')",
    "next to a file of the grader's": "open(facts['folder'] + '/new', 'w').write('x')",
    "into the library": "open(np.__file__, 'a').write('x')",
    "a new library": "open(os.path.dirname(os.path.dirname(np.__file__)) + '/evil.py', 'w').write('x')",
    "into the course's package": "open(facts['package'] + '/models/__init__.py', 'a').write('x')",
    "a new part of the course's package": "open(facts['package'] + '/evil.py', 'w').write('x')",
    "into the root folder": "open('/evil', 'w').write('x')",
    "into shared memory of the machine": "open('/dev/shm/evil', 'w').write('x')",
    "over a device": "open('/dev/vda', 'wb').write(b'x')",
    "the mode of the grader's file": "os.chmod(facts['secret'], 0)",
    "the times of the grader's file": "os.utime(facts['secret'], (0, 0))",
    "the length of the grader's file": "os.truncate(facts['secret'], 0)",
    "the owner of the grader's file": "os.chown(facts['secret'], os.getuid(), os.getgid())",
    "the name of the grader's file": "os.rename(facts['secret'], facts['secret'] + '.moved')",
    "away the grader's file": "os.remove(facts['secret'])",
    "a library file cut short while reading": "os.open(np.__file__, os.O_RDONLY | os.O_TRUNC)",
    "a new device": "os.mknod('disk', 0o666 | 0o060000, os.makedev(254, 0))",
    "a system setting": "open('/proc/sys/kernel/hostname', 'w').write('x')",
    "its own out-of-memory score": "open('/proc/self/oom_score_adj', 'w').write('-1000')",
}

TEMPLATE = "import glob, os\nimport numpy as np\ndef attack(facts):\n    return {}\n"


@pytest.mark.parametrize("what", READ)
def test_cannot_read(grader, what):  # noqa: F811
    answer = grader.attack(TEMPLATE.format(READ[what]))
    assert answer["kind"] == "raised", f"read {what}: {answer['value']}"
    assert answer["error"]["type"] in ("FileNotFoundError", "PermissionError", "ZeroDivisionError", "OSError"), answer["error"]
    assert answer["right_afterwards"]


@pytest.mark.parametrize("what", ["the course's references", "the worker's environment", "the list of users"])
def test_the_attacks_are_real(unprotected, what):  # noqa: F811
    assert unprotected.attack(TEMPLATE.format(READ[what]))["kind"] == "returned"


@pytest.mark.parametrize("what", ["a file of the grader's", "a file by way of a link"])
def test_a_leak_would_be_noticed(unprotected, what):  # noqa: F811
    with pytest.raises(AssertionError, match="the secret came out"):
        unprotected.attack(TEMPLATE.format(READ[what]))


@pytest.mark.parametrize("what", WRITE)
def test_cannot_write(grader, what):  # noqa: F811
    if what == "a new part of the course's package" and len(OWN) > 1:
        pytest.skip("needs a checkout that is not below /tmp: there a submission writes into a folder of its own")
    answer = grader.attack(TEMPLATE.format(WRITE[what]))
    assert answer["kind"] == "raised", f"wrote {what}"
    assert answer["error"]["type"] in ("FileNotFoundError", "PermissionError", "OSError"), answer["error"]
    assert answer["right_afterwards"]


def test_can_use_the_working_folder(grader):  # noqa: F811
    source = """
import os, pathlib, tempfile
import numpy as np
def attack(facts):
    pathlib.Path("deep/er").mkdir(parents=True)
    np.save("deep/er/a.npy", np.arange(5))
    with tempfile.NamedTemporaryFile() as file:
        file.write(b"x")
    os.rename("deep", "moved")
    return np.load("moved/er/a.npy").sum()
"""
    assert grader.attack(source)["value"] == 10


def test_given_files_are_read_only(grader):  # noqa: F811
    source = """
def attack(facts):
    import os
    return open("neighbour.txt").read() if os.path.exists("neighbour.txt") else "not mine"
"""
    assert grader.attack(source)["value"] == "not mine"


FILLING = {
    "one large file": "open('big', 'wb').truncate(0) or [f.write(b'x' * 2**20) for f in [open('big', 'wb')] for _ in range(4096)]",
    "many files": "[open(f'{i}', 'wb').write(b'x' * 2**20) for i in range(4096)]",
    "many empty files": "[open(f'{i}', 'wb').close() for i in range(200_000)]",
}


@pytest.mark.parametrize("what", FILLING)
def test_cannot_fill_the_disk_with(grader, what):  # noqa: F811
    answer = grader.attack(TEMPLATE.format(FILLING[what]), limits={"file_bytes": 8 * 2**20})
    assert (answer["kind"], answer["ended"]) in {("raised", None), ("output", "output"), ("memory", "memory"), ("killed", "killed")}, answer


def test_leaves_nothing_behind_that_cannot_be_removed(grader):  # noqa: F811
    source = """
import os
def attack(facts):
    os.makedirs("closed/inner", mode=0o700)
    open("closed/inner/file", "w").close()
    os.mkdir("never", mode=0)
    path = "deep"
    for _ in range(300):
        os.mkdir(path)
        path += "/d"
    return True
"""
    assert grader.attack(source)["value"] is True
