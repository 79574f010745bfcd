import os
import subprocess
import sys

import pytest

from bigmodel_edu.sandbox import cgroups


@pytest.fixture
def hierarchy():
    found = cgroups.writable()
    if found is None:
        pytest.skip("needs cgroups with a memory limit: this user may not make them here")
    return found


def test_writable_leaves_nothing(hierarchy):
    assert not list(hierarchy.folder.glob(f"{cgroups.PREFIX}{os.getpid()}*"))


def test_a_process_that_needs_more_is_ended_and_counted(hierarchy):
    group = cgroups.Group(hierarchy, hierarchy.folder / f"{cgroups.PREFIX}{os.getpid()}-test")
    group.create(64 * 2**20)
    code = f"open({str(group.folder / 'cgroup.procs')!r}, 'w').write('0'); x = b'x' * (500 * 2**20)"
    ran = subprocess.run([sys.executable, "-c", code])
    assert ran.returncode == -9
    assert group.ran_out()
    peak = group.peak_bytes()
    assert peak is None or 32 * 2**20 < peak <= 64 * 2**20
    group.remove()
    assert not group.folder.exists()


def test_abandoned_groups_are_removed_and_living_ones_are_not(hierarchy, monkeypatch):
    monkeypatch.setattr(cgroups, "ABANDONED_SECONDS", -1)
    living, abandoned = (cgroups.Group(hierarchy, hierarchy.folder / f"{cgroups.PREFIX}{os.getpid()}-{name}") for name in "ab")
    living.create(2**30)
    abandoned.create(2**30)
    os.close(abandoned._lock)
    cgroups.remove_abandoned(hierarchy)
    assert (living.folder.exists(), abandoned.folder.exists()) == (True, False)
    living.remove()


V2 = "36 25 0:30 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate"
V1 = "40 35 0:33 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory"


@pytest.mark.parametrize(
    ("mounts", "own", "expected"),
    [
        ([V2], ["0::/user.slice/run.scope"], [("/sys/fs/cgroup/user.slice/run.scope", "memory.max")]),
        ([V1], ["4:memory:/jobs/7", "0::/"], [("/sys/fs/cgroup/memory/jobs/7", "memory.limit_in_bytes")]),
        (
            [V1, V2],
            ["5:cpu,memory:/a", "0::/b"],
            [("/sys/fs/cgroup/memory/a", "memory.limit_in_bytes"), ("/sys/fs/cgroup/b", "memory.max")],
        ),
        ([], ["0::/"], []),
    ],
    ids=["version 2", "version 1", "both", "none"],
)
def test_both_versions_are_found(monkeypatch, mounts, own, expected):
    monkeypatch.setattr(cgroups, "_lines", lambda path: mounts if path.endswith("mountinfo") else own)
    found = [*cgroups._version_1(), *cgroups._version_2()]
    assert [(str(hierarchy.folder), hierarchy.limit) for hierarchy in found] == expected
