"""Install peers apart from the course, and measure a command's processor time and memory."""

import os
import platform
import resource
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[1]
PEERS = ROOT / ".venv-bench"


def python_with(name: str, *requirements: str) -> Path:
    """Return the Python of an environment of its own that holds these requirements; made once."""
    folder = PEERS / name
    python = folder / "bin" / "python"
    stamp = folder / ".requirements"
    wanted = "\n".join(requirements)
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        print(f"   installing {', '.join(requirements)}", flush=True)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *requirements], check=True)
        stamp.write_text(wanted, encoding="utf-8")
    return python


@dataclass(frozen=True)
class Cost:
    """What a command used: processor seconds of all its processes, seconds, and the peak of their memory together in MB."""

    cpu_seconds: float
    seconds: float
    memory_mb: float


def measure(command: list[str | Path], **options: object) -> Cost:
    """Run a command to its end and say what it used; output is shown only when it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    beside = f"{Path(command[0]).parent}{os.pathsep}{os.environ['PATH']}"  # a tool that starts its own tools finds them
    environment = os.environ | {"OMP_NUM_THREADS": "1", "PATH": beside}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment, **options) as process:  # type: ignore[call-overload]
        peak = _Peak(process.pid)
        output, _ = process.communicate()
        memory = peak.stop()
    if process.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))} failed:\n{output[-3000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)
    return Cost(cpu, time.perf_counter() - started, memory)


class _Peak:
    """Samples the memory of a process tree ten times a second (proportional set size: shared pages are counted once)."""

    def __init__(self, pid: int) -> None:
        self.peak, self._done = 0.0, threading.Event()
        self._thread = threading.Thread(target=self._watch, args=(pid,), daemon=True)
        self._thread.start()

    def _watch(self, pid: int) -> None:
        while not self._done.wait(0.1):
            total = 0.0
            try:
                root = psutil.Process(pid)
                for process in (root, *root.children(recursive=True)):
                    total += process.memory_full_info().pss / 1e6
            except psutil.Error:  # it ended while we looked
                pass
            self.peak = max(self.peak, total)

    def stop(self) -> float:
        self._done.set()
        self._thread.join()
        return self.peak


def machine() -> str:
    """The machine in one line, with the date."""
    memory = psutil.virtual_memory().total / 2**30
    return f"{date.today().isoformat()}, {platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}"
