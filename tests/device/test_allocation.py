"""Keeping freed memory: it is not asked for again."""

import platform
import resource
import subprocess
import sys

import pytest

from bigmodel_edu.device import keep_memory

# In a process of its own: the choice holds for a whole process. Counts page faults after the imports.
FAULTS = """
import resource, torch
from bigmodel_edu.device import keep_memory
def step():
    held = [torch.ones(6_000_000) for _ in range(4)]
def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
assert keep_memory()
step(); step()
before = faults()
for _ in range(20):
    step()
print(faults() - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="needs glibc")
def test_memory_that_is_used_again_is_not_asked_for_again():
    command = [sys.executable, "-c", FAULTS]
    faults = int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    pages_of_a_step = 4 * 6_000_000 * 4 / resource.getpagesize()
    assert faults < 2 * pages_of_a_step  # of 20 steps; each would ask for its pages anew


def test_limits_out_of_range_are_named():
    for limit in (-1, 2**31):
        with pytest.raises(ValueError, match="from 0 to"):
            keep_memory(limit)
