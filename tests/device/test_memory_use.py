"""Memory of the machine, of a container, of this process."""

import mmap

import psutil
import pytest

from bigmodel_edu.device import memory_use


def test_memory_is_that_of_the_process():
    report = memory_use.memory_report("cpu")
    assert report.used == pytest.approx(psutil.Process().memory_info().rss, rel=0.2)
    assert report.total <= psutil.virtual_memory().total and report.device == "cpu" and "GiB" in str(report)
    pages = mmap.mmap(-1, 120_000_000)  # straight from the system, whatever the C library has kept
    pages.write(b"\1" * 120_000_000)
    assert memory_use.memory_report("cpu").used > report.used + 60_000_000
    pages.close()


@pytest.mark.parametrize("text", ["max\n", "3000000000\n"])
def test_a_containers_limit_counts(monkeypatch, tmp_path, text):
    limit = tmp_path / "memory.max"
    limit.write_text(text)
    monkeypatch.setattr(memory_use, "CONTAINER_LIMIT", limit)
    wanted = psutil.virtual_memory().total if text == "max\n" else 3_000_000_000
    assert memory_use.memory_report("cpu").total == wanted
