"""Attacks on secrets: whatever a submission finds in its own process, the grader's secret is not there."""

from tests.hostile.wall_graders import grader  # noqa: F401  (fixture)

SEARCH = """
import ctypes, gc, os, sys
def texts(value, seen, depth=0):
    if id(value) in seen or depth > 6:
        return
    seen.add(id(value))
    if isinstance(value, (str, bytes, bytearray)):
        yield value
    elif isinstance(value, dict):
        for pair in list(value.items()):
            for item in pair:
                yield from texts(item, seen, depth + 1)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for item in list(value):
            yield from texts(item, seen, depth + 1)
    else:
        yield from texts(getattr(value, "__dict__", {}), seen, depth + 1)
needle = "".join(["can", "ary-"])  # not written out, so that this text does not find itself
def found(places):
    seen = set()
    every = [t for place in places for t in texts(place, seen) if len(t) > 30]
    return [str(t)[:30] for t in every if (needle if isinstance(t, str) else needle.encode()) in t]
def stack():
    frame, frames = sys._getframe(), []
    while frame:
        frames += [frame.f_locals, frame.f_globals]
        frame = frame.f_back
    return frames
"""


def test_not_among_all_objects_of_the_process(grader):  # noqa: F811
    source = SEARCH + "def attack(facts):\n    return found(gc.get_objects())\n"
    answer = grader.attack(source, limits={"call_seconds": 25})
    assert (answer["kind"], answer["value"]) == ("returned", []), answer


def test_not_in_frames_modules_environment_or_arguments(grader):  # noqa: F811
    source = SEARCH + "def attack(facts):\n    return found([stack(), sys.modules, dict(os.environ), sys.argv, sys.orig_argv])\n"
    answer = grader.attack(source, limits={"call_seconds": 25})
    assert (answer["kind"], answer["value"]) == ("returned", []), answer


def test_the_search_finds_what_is_there(grader):  # noqa: F811
    source = SEARCH + "def attack(facts):\n    planted = needle + 'x' * 32\n    return len(found([stack()]))\n"
    assert grader.attack(source)["value"] > 0


def test_not_in_the_memory_that_the_process_started_with(grader):  # noqa: F811
    source = """
import ctypes
def attack(facts):
    libc = ctypes.CDLL(None)
    environ = ctypes.POINTER(ctypes.c_char_p).in_dll(libc, "environ")
    start = ctypes.cast(environ[0], ctypes.c_void_p).value if environ[0] else 0
    return ctypes.string_at(start, 400).count(b"CANARY=")
"""
    answer = grader.attack(source)
    assert answer["value"] == 0 or answer["ended"] == "killed"


def test_the_environment_holds_nothing_of_the_graders(grader):  # noqa: F811
    answer = grader.attack("import os\ndef attack(facts):\n    return sorted(os.environ)\n")
    allowed = {"HOME", "USER", "LOGNAME", "TMPDIR", "PATH", "LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LC_CTYPE", "MPLBACKEND"}
    allowed |= {
        "CUDA_VISIBLE_DEVICES",
        "TORCHDYNAMO_DISABLE",
        "PYTHONHASHSEED",
        "PYTHONDONTWRITEBYTECODE",
        "MALLOC_ARENA_MAX",
        "PYTHONUTF8",
    }
    assert {name for name in answer["value"] if not name.endswith("_NUM_THREADS")} <= allowed


def test_open_descriptors_are_the_channel_and_the_output(grader):  # noqa: F811
    source = """
import os, stat
def attack(facts):
    kinds = {}
    for number in range(256):
        try:
            kinds[number] = stat.S_IFMT(os.fstat(number).st_mode)
        except OSError:
            pass
    return [sorted(kinds), kinds[0] == stat.S_IFCHR, kinds[1] == kinds[2] == stat.S_IFIFO, kinds[3] == stat.S_IFSOCK]
"""
    assert grader.attack(source)["value"] == [[0, 1, 2, 3], True, True, True]


def test_the_output_cannot_be_read(grader):  # noqa: F811
    assert grader.attack("import os\ndef attack(facts):\n    return os.read(1, 1)\n")["kind"] == "raised"


def test_sees_only_the_visible_parts_of_the_course(grader):  # noqa: F811
    source = """
import os
def attack(facts):
    import bigmodel_edu
    names = set()
    for name in ("exercises", "checking", "grading", "sandbox", "authoring", "cli", "models", "calling", "__init__.py", "language.py"):
        try:
            open(os.path.join(facts["package"], name, "__init__.py") if "." not in name else os.path.join(facts["package"], name)).close()
        except OSError:
            continue
        names.add(name)
    return sorted(names)
"""
    assert grader.attack(source)["value"] == ["__init__.py", "calling", "language.py", "models"]


def test_the_bank_cannot_be_imported(grader):  # noqa: F811
    for module in ("exercises", "grading", "authoring", "cli", "checking.judging"):
        answer = grader.attack(f"def attack(facts):\n    import bigmodel_edu.{module}\n")
        assert answer["error"]["type"] in ("ModuleNotFoundError", "PermissionError", "ImportError"), answer
