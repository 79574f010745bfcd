"""Memory of the machine, of a container, of this process."""

import psutil
import pytest
import torch

from bigmodel_edu.device import memory


def test_memory_is_that_of_the_process_and_a_containers_limit_counts(monkeypatch, tmp_path):
    report = memory.memory_report("cpu")
    assert report.used == pytest.approx(psutil.Process().memory_info().rss, rel=0.2)
    assert report.total <= psutil.virtual_memory().total and report.device == "cpu" and "GiB" in str(report)
    limit = tmp_path / "memory.max"
    monkeypatch.setattr(memory, "CONTAINER_LIMIT", limit)
    for text, total in (("max\n", psutil.virtual_memory().total), ("3000000000\n", 3_000_000_000)):
        limit.write_text(text)
        assert memory.memory_report("cpu").total == total
    held = torch.ones(30_000_000)
    assert memory.memory_report("cpu").used > report.used + 0.5 * held.nbytes
