"""Keeping freed memory: fewer page faults, the same numbers."""

import subprocess
import sys

import pytest

from bigmodel_edu.device import keep_memory

FAULTS = """
import resource, sys, torch
from bigmodel_edu.device import keep_memory
if sys.argv[1] == "keep":
    assert keep_memory()
for _ in range(40):
    held = [torch.ones(1_500_000) for _ in range(8)]
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux") or not keep_memory(), reason="only glibc on Linux can")
def test_memory_that_is_used_again_is_not_asked_for_again():
    commands = [[sys.executable, "-c", FAULTS, how] for how in ("keep", "no")]
    kept, usual = (int(subprocess.run(command, capture_output=True, text=True, check=True).stdout) for command in commands)
    assert kept < usual / 2


def test_limits_out_of_range_are_named():
    with pytest.raises(ValueError, match="from 0 to"):
        keep_memory(2**31)
