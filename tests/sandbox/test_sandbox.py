"""The worker's life: several threads, a worker or a grader that is killed, nothing left behind."""

import os
import resource
import shutil
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import psutil
import pytest

from bigmodel_edu.sandbox import Cell, Limits, Sandbox, SandboxUnavailable, SessionLost, cgroups, probe, probing

LIGHT = ("numpy",)
every_backend = pytest.mark.parametrize("backend", ["namespaces", "landlock", "none"], indirect=True)


@cache
def reports():
    return {report.name: report for kind in ("namespaces", "landlock") for report in probe(kind)}


@pytest.fixture
def backend(request):
    """A back-end, where it works on this machine."""
    report = reports().get(request.param)
    if report is not None and not report.works:
        pytest.skip(f"needs the isolation {report.name}: {'; '.join(report.missing) or report.remedy}")
    return request.param


def family(pid):
    return psutil.Process(pid).children(recursive=True)


@pytest.fixture
def clean(tmp_path, monkeypatch):
    """A folder for temporary files, which must be empty at the end, as must be the set of cgroups of the workers named in it."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    workers = []
    yield workers
    hierarchy = cgroups.writable()
    for worker in workers:
        assert hierarchy is None or not list(hierarchy.folder.glob(f"{cgroups.PREFIX}{worker}-*"))
    assert [path.name for path in tmp_path.iterdir() if path.name != "pymp"] == []


def answer(sandbox, number):
    with sandbox.open() as session:
        session.run([Cell("a", f"def f(x):\n    return x + {number}")])
        return session.call("f", (1,)).value


@every_backend
def test_several_threads_hold_sessions_at_once(backend, clean):
    with Sandbox(backend, preload=LIGHT) as sandbox, ThreadPoolExecutor(6) as pool:
        assert list(pool.map(lambda number: answer(sandbox, number), range(24))) == [number + 1 for number in range(24)]
        clean.append(sandbox._worker.process.pid)
        assert sandbox.backend == backend
    assert not psutil.pid_exists(clean[0])


def test_one_thread_in_a_long_call_does_not_stop_another():
    with Sandbox(preload=LIGHT) as sandbox, sandbox.open() as slow:
        slow.run([Cell("a", "def wait():\n    import time\n    time.sleep(1000)")])
        outcomes = []
        waiting = threading.Thread(target=lambda: outcomes.append(slow.call("wait", timeout=100)))
        waiting.start()
        assert answer(sandbox, 41) == 42
        assert waiting.is_alive()
        sandbox.close()
        waiting.join(60)
        assert outcomes[0].kind == "killed"


@every_backend
def test_a_killed_grader_leaves_nothing(backend, clean):
    script = f"""
import sys, time
from bigmodel_edu.sandbox import Cell, Sandbox
sandbox = Sandbox({backend!r}, preload=("numpy",))
sessions = [sandbox.open() for _ in range(3)]
sessions[0].run([Cell("a", "import threading\\nthreading.Thread(target=lambda: [0 for _ in iter(int, 1)]).start()")])
sessions[1].run([Cell("a", "open('file', 'w').write('x')")])
print("ready", flush=True)
sessions[2].run([Cell("a", "while True:\\n    try:\\n        pass\\n    except BaseException:\\n        pass")], timeout=1000)
"""
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as grader:
        assert grader.stdout.readline() == b"ready\n"
        everybody = family(grader.pid)
        clean.append(everybody[0].pid)
        assert len(everybody) >= 4  # a worker, three children
        grader.kill()
        grader.wait()
        assert not psutil.wait_procs(everybody, timeout=30)[1]


def test_a_killed_worker_takes_its_children_along_and_is_replaced(monkeypatch):
    with Sandbox(preload=LIGHT) as sandbox:
        with sandbox.open() as session, sandbox.open() as other:
            session.run([Cell("a", "import threading\nthreading.Thread(target=lambda: [0 for _ in iter(int, 1)]).start()")])
            everybody = [psutil.Process(sandbox._worker.process.pid), *family(sandbox._worker.process.pid)]
            assert len(everybody) >= 3
            sandbox._worker.process.kill()
            assert not psutil.wait_procs(everybody, timeout=30)[1]
            for lost in (session, other):
                with pytest.raises(SessionLost):
                    lost.value("x")
            assert answer(sandbox, 41) == 42
            assert session.value("x").kind == "killed"
        monkeypatch.setattr(cgroups, "ABANDONED_SECONDS", -1)
        hierarchy = cgroups.writable()
        if hierarchy is not None:
            cgroups.remove_abandoned(hierarchy)
            assert not list(hierarchy.folder.glob(f"{cgroups.PREFIX}{everybody[0].pid}-*"))


def test_a_closed_sandbox_ends_its_sessions():
    sandbox = Sandbox(preload=LIGHT)
    session = sandbox.open()
    everybody = [psutil.Process(sandbox._worker.process.pid), *family(sandbox._worker.process.pid)]
    sandbox.close()
    sandbox.close()
    assert not psutil.wait_procs(everybody, timeout=30)[1]
    assert session.value("x").kind == "killed"


def test_a_worker_with_threads_is_not_forked(tmp_path):
    module = "import threading, time\nthreading.Thread(target=time.sleep, args=(1000,), daemon=True).start()\n"
    (tmp_path / "threaded.py").write_text(module)
    environment = {"PYTHONPATH": str(tmp_path)}
    with (
        Sandbox("none", preload=("threaded",), environment=environment) as sandbox,
        pytest.raises(SandboxUnavailable, match="2 threads"),
    ):
        sandbox.open()


def test_a_module_that_cannot_be_loaded_is_named():
    with pytest.raises(SandboxUnavailable, match="no_such_module"):
        Sandbox("none", preload=("no_such_module",))


def test_an_unknown_back_end_is_refused():
    with pytest.raises(ValueError, match="'vault'"):
        Sandbox("vault")


def test_where_nothing_works_nothing_is_run(monkeypatch):
    def broken(name):
        raise SandboxUnavailable("Operation not permitted")

    monkeypatch.setattr(probing, "_try_to_escape", broken)
    probing._report.cache_clear()
    try:
        with pytest.raises(SandboxUnavailable) as caught:
            Sandbox()
    finally:
        probing._report.cache_clear()
    for words in ("namespaces", "landlock", "container", "Linux 5.12", "Docker or Podman", "Operation not permitted"):
        assert words in str(caught.value)


def test_limits_of_the_sandbox_hold_where_a_session_names_none():
    with Sandbox(limits=Limits(call_seconds=0.3), preload=LIGHT) as sandbox:
        with sandbox.open() as session:
            assert session.run([Cell("a", "while True: pass")])[0].error.type == "timeout"
        with sandbox.open(Limits(call_seconds=30)) as session:
            assert session.run([Cell("a", "import time\ntime.sleep(0.5)")])[0].ok


def test_further_folders_and_variables_reach_a_session(tmp_path):
    (tmp_path / "data.txt").write_text("public")
    for parent in [tmp_path, *tmp_path.parents][:-1]:
        if parent.stat().st_uid == os.geteuid() and not parent.stat().st_mode & 0o001:
            parent.chmod(parent.stat().st_mode | 0o011)
    tmp_path.chmod(0o755)
    with Sandbox(preload=LIGHT, readable=[tmp_path], environment={"COURSE_DATA": str(tmp_path)}) as sandbox, sandbox.open() as session:
        session.run([Cell("a", "import os\ntext = open(os.environ['COURSE_DATA'] + '/data.txt').read()")])
        assert session.value("text").value == "public"
        assert not session.run([Cell("b", "open(os.environ['COURSE_DATA'] + '/new', 'w')")])[0].ok


def test_a_python_in_a_folder_with_a_space_in_its_name(tmp_path):
    """A virtual environment below /tmp, which inside is another /tmp, that finds its libraries in a third folder."""
    here = tmp_path / "a folder" / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(here)], check=True)
    (packages,) = here.glob("lib/python*/site-packages")
    libraries = [path for path in sys.path if Path(path).name in ("site-packages", "dist-packages")]
    (packages / "elsewhere.pth").write_text("\n".join([*libraries, str(Path(cgroups.__file__).parents[2])]))
    (packages / "own_module.py").write_text("value = 5\n")
    script = """
import sys
from bigmodel_edu.sandbox import Cell, Sandbox
with Sandbox(preload=("numpy",)) as sandbox, sandbox.open(files={"a file": b"x"}) as session:
    (outcome,) = session.run([Cell("a", "import own_module, numpy\\nvalue = own_module.value")])
    print(sys.prefix, outcome.error, session.value("value").value)
"""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    ran = subprocess.run([here / "bin" / "python", "-c", script], capture_output=True, text=True, env=environment)
    assert ran.stdout == f"{here} None 5\n", ran.stderr


@pytest.mark.parametrize("backend", ["landlock"], indirect=True)
def test_processes_are_refused_where_nothing_could_end_them(backend):
    with Sandbox(backend, preload=LIGHT) as sandbox, pytest.raises(ValueError, match="processes to be 0"):
        sandbox.open(Limits(processes=3))


def test_what_submissions_use_is_counted_as_the_graders_own():
    """A benchmark, or whoever bills a job, sees only the time of processes whose end somebody waited for."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with Sandbox(preload=LIGHT) as sandbox, sandbox.open() as session:
        session.run([Cell("a", "import time\nwhile time.process_time() < 1.5:\n    pass")])
        usage = session.close()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert usage.cpu_seconds > 1
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime >= usage.cpu_seconds


REFUSING = """
import os
from bigmodel_edu.sandbox import watch
asked = []
def refuse(pid):
    asked.append(pid)
    if len(asked) < 4:
        raise OSError(24, "no descriptor left")
    return opened(pid)
opened, watch.os.pidfd_open = os.pidfd_open, refuse
"""


@every_backend
def test_a_session_that_cannot_be_opened_leaves_nothing(backend, clean, tmp_path):
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "refusing.py").write_text(REFUSING)
    with Sandbox(backend, preload=("refusing",), environment={"PYTHONPATH": str(tmp_path / "modules")}) as sandbox:
        worker = psutil.Process(sandbox._worker.process.pid)
        clean.append(worker.pid)
        before = worker.children(recursive=True)
        for _ in range(3):
            with pytest.raises(SandboxUnavailable, match="no descriptor left"):
                sandbox.open()
        assert worker.children(recursive=True) == before
        assert answer(sandbox, 41) == 42
    shutil.rmtree(tmp_path / "modules")
