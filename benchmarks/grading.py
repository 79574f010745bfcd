"""Grading beside nbgrader and otter-grader: the same 40 submissions, three exercises each, in one run.

All three run the same solution cells and the same number of checks of the same three functions. nbgrader and otter-grader start
a kernel for each submission and have no isolation of their own; ours runs with its wall on.
"""

import json
import statistics
import sys
import tempfile
from pathlib import Path

import nbformat
from peers import Cost, machine, measure, python_with

HERE = Path(__file__).parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT / "tests" / "grading"))  # the class that the tests grade
COUNT = 40
ROUNDS = 3
COMMAND = "make bench (or: .venv/bin/python benchmarks/run.py grading)"
TESTS = {
    "scaled_dot_product_attention": (
        "g = torch.Generator().manual_seed(0)\n"
        "for _ in range(12):\n"
        "    q, k, v = (torch.randn(2, 3, n, 4, generator=g) for n in (5, 7, 7))\n"
        "    e = (q @ k.mT / 2).softmax(-1) @ v\n"
        "    assert torch.allclose(scaled_dot_product_attention(q, k, v), e, atol=1e-5)"
    ),
    "causal_mask": "for n in range(1, 6):\n    assert torch.equal(causal_mask(n), torch.ones(n, n).tril().bool())",
    "attention_entropy": (
        "g = torch.Generator().manual_seed(1)\n"
        "for _ in range(8):\n"
        "    w = torch.randn(3, 5, generator=g).softmax(-1)\n"
        "    assert torch.allclose(attention_entropy(w), -(w * w.log()).sum(-1), atol=1e-5)"
    ),
}


def answers() -> list[dict[str, str]]:
    """40 submissions: right in four styles and wrong in two ways, by turns; function name to source."""
    from classroom import ATTENTION, EINSUM, ENTROPY, LOOPS, MASK, NUMPY, RIGHT, scored

    styles = [
        RIGHT[ATTENTION],
        EINSUM,
        LOOPS,
        NUMPY.replace("/ e.sum(-1, keepdims=True) @ v", "/ e.sum(-1, keepdims=True) @ v"),
        scored(scale="1"),
        scored(dim=-2),
    ]
    names = {ATTENTION: "scaled_dot_product_attention", MASK: "causal_mask", ENTROPY: "attention_entropy"}
    return [
        {names[key]: source for key, source in (RIGHT | {ATTENTION: styles[i % len(styles)]}).items() if key in names} for i in range(COUNT)
    ]


def notebook(cells: list[nbformat.NotebookNode]) -> str:
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return nbformat.writes(nbformat.v4.new_notebook(cells=cells, metadata=kernel))


def submission(answer: dict[str, str]) -> str:
    """A submission to the lesson, as our grader takes it."""
    cells = [nbformat.v4.new_code_cell("import math\nimport torch"), *(nbformat.v4.new_code_cell(source) for source in answer.values())]
    document = json.loads(notebook(cells))
    document["metadata"]["bigmodel_edu"] = {"lesson": "algorithms/self-attention"}
    return json.dumps(document)


def ours(folder: Path, submissions: list[dict[str, str]]) -> list[Cost]:
    """Grade the 40 submissions, and the 40 twice under other names: the difference is what 40 further submissions cost."""
    for size in (COUNT, 2 * COUNT):
        for number, answer in enumerate((submissions * 2)[:size]):
            place = folder / str(size) / f"s{number:02d}"
            place.mkdir(parents=True)
            (place / "self-attention.ipynb").write_text(submission(answer), encoding="utf-8")
    command = [sys.executable, "-m", "bigmodel_edu.cli", "grade"]
    sizes = [COUNT, 2 * COUNT] * ROUNDS
    return [
        measure([*command, folder / str(size), "--out", folder / f"out-{number}", "--jobs", "1"], cwd=ROOT)
        for number, size in enumerate(sizes)
    ]


def nbgrader(folder: Path, submissions: list[dict[str, str]], python: Path) -> list[Cost]:
    """``nbgrader autograde`` and ``generate_feedback``, ten students at a time."""

    def cell(source: str, name: str, **flags: object) -> nbformat.NotebookNode:
        made = nbformat.v4.new_code_cell(source)
        defaults = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3, "grade_id": name}
        made.metadata["nbgrader"] = defaults | flags
        return made

    def document(answer: dict[str, str]) -> str:
        cells = [nbformat.v4.new_code_cell("import math\nimport torch")]
        for name, source in answer.items():
            cells.append(cell(source, name, solution=True))
            cells.append(cell(TESTS[name], f"test-{name}", grade=True, locked=True, points=1))
        return notebook(cells)

    (folder / "source" / "ps1").mkdir(parents=True)
    (folder / "source" / "ps1" / "lesson.ipynb").write_text(document(submissions[0]), encoding="utf-8")
    (folder / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'bench'\n", encoding="utf-8")
    program = [python, "-m", "nbgrader"]
    measure([*program, "generate_assignment", "ps1", "--force"], cwd=folder)
    for number, answer in enumerate(submissions):
        place = folder / "submitted" / f"s{number:02d}" / "ps1"
        place.mkdir(parents=True)
        (place / "lesson.ipynb").write_text(document(answer), encoding="utf-8")
    batches = []
    for tens in range(COUNT // 10):
        marks, pages = (
            measure([*program, command, "ps1", "--student", f"s{tens}*"], cwd=folder) for command in ("autograde", "generate_feedback")
        )
        memory = max(marks.memory_mb, pages.memory_mb)
        batches.append(Cost(marks.cpu_seconds + pages.cpu_seconds, marks.seconds + pages.seconds, memory))
    return batches


def otter(folder: Path, submissions: list[dict[str, str]], python: Path) -> list[Cost]:
    """``otter run`` for each submission: its way to grade on this machine without Docker."""
    (folder / "tests").mkdir(parents=True)
    for name, test in TESTS.items():
        code = "".join(f"{'>>>' if not line.startswith(' ') else '...'} {line}\n" for line in test.splitlines())
        if any(line.startswith(" ") for line in test.splitlines()):
            code += "... \n"
        suite = {"name": name, "points": 1, "suites": [{"cases": [{"code": code, "hidden": False, "locked": False}], "type": "doctest"}]}
        (folder / "tests" / f"{name}.py").write_text(f"OK_FORMAT = True\ntest = {suite!r}\n", encoding="utf-8")
    measure([python, "-m", "otter", "generate", "-t", "tests", "-o", "autograder.zip", "--no-environment"], cwd=folder)
    costs = []
    for number, answer in enumerate(submissions):
        cells = [nbformat.v4.new_code_cell("import math\nimport torch"), *(nbformat.v4.new_code_cell(source) for source in answer.values())]
        (folder / f"s{number:02d}.ipynb").write_text(notebook(cells), encoding="utf-8")
        (folder / f"out{number:02d}").mkdir()
        command = [python, "-m", "otter", "run", f"s{number:02d}.ipynb", "-a", "autograder.zip", "-o", f"out{number:02d}", "--no-logo"]
        costs.append(measure(command, cwd=folder))
    return costs


def main() -> None:
    submissions = answers()
    python = python_with("grading", "torch==2.13.0", "numpy", "nbgrader==0.9.6", "otter-grader==7.0.0", "ipykernel")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        own = ours(folder / "ours", submissions)
        print("   ours done", flush=True)
        batches = nbgrader(folder / "nbgrader", submissions, python)
        print("   nbgrader done", flush=True)
        runs = otter(folder / "otter", submissions, python)
    each = statistics.median((twice.cpu_seconds - once.cpu_seconds) / COUNT for once, twice in zip(own[::2], own[1::2], strict=True))
    once = statistics.median(cost.cpu_seconds for cost in own[::2])
    memory = max(cost.memory_mb for cost in own)
    rows = [("bigmodel-edu, each further submission, wall on", each, memory)]
    rows.append((f"bigmodel-edu, all {COUNT} with the start, wall on", once / COUNT, memory))
    for name, costs, size in (("nbgrader 0.9.6", batches, 10), ("otter-grader 7.0.0", runs, 1)):
        median = statistics.median(cost.cpu_seconds / size for cost in costs)
        rows.append((f"{name}, no isolation", median, max(cost.memory_mb for cost in costs)))
    write(rows, each, once - COUNT * each)


def write(rows: list[tuple[str, float, float]], each: float, start: float) -> None:
    lines = [
        "# Grading: CPU seconds and memory for each submission",
        "",
        f"40 submissions with three exercises each, graded by all in one run. Command: `{COMMAND}`. Measured {machine()}.",
        "",
        "| grader | CPU seconds a submission | submissions a CPU minute | times ours | peak memory, MB |",
        "|---|---:|---:|---:|---:|",
    ]
    lines += [f"| {name} | {cpu:.3f} | {60 / cpu:,.0f} | {cpu / each:.1f} | {memory:,.0f} |" for name, cpu, memory in rows]
    lines += [
        "",
        f"Starting (imports, the warm worker, the escape test, the report) costs ours {start:.1f} CPU seconds once for a run of any size.",
        f"A further submission: median over {ROUNDS} rounds of what a class of {2 * COUNT} costs more than one of {COUNT}, all processes,",
        "feedback pages and report included. One in six of the 40 computes in Python loops, which takes as long as it takes.",
        "Memory is the peak of all processes together, shared pages counted once.",
        "Peers: median over batches of ten (nbgrader, autograde and generate_feedback) or over submissions (otter-grader, no pages).",
        "",
    ]
    (HERE / "grading.md").write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))
