"""What works in a notebook works here, or does nothing and says so."""

import pytest

from bigmodel_edu.sandbox import Cell

WORKS = {
    "top-level await": "import asyncio\nresult = await asyncio.sleep(0, 'ok')",
    "asynchronous comprehension": "import asyncio\nresult = [await asyncio.sleep(0, c) for c in 'ok'] and 'ok'",
    "a shell command": "!echo hello\nresult = 'ok'",
    "a shell command whose output is kept": "out = !ls\nresult = 'ok' if out == [] else out",
    "an installation": "%pip install nothing\n!pip install nothing\nresult = 'ok'",
    "an installation by conda": "%conda install nothing\nresult = 'ok'",
    "figures in the notebook": "%matplotlib inline\nresult = 'ok'",
    "sharp figures": "%config InlineBackend.figure_format = 'retina'\nresult = 'ok'",
    "timing": "%time x = 1\nresult = 'ok'",
    "timing a loop": "%timeit -n1 -r1 pass\nresult = 'ok'",
    "reloading": "%load_ext autoreload\n%autoreload 2\nresult = 'ok'",
    "help": "len?\nresult = 'ok'",
    "a display": "from IPython.display import display, Markdown\ndisplay(Markdown('x'), 1)\nresult = 'ok'",
    "a figure shown": "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\nresult = 'ok'",
    "a figure saved": (
        "import os\nimport matplotlib.pyplot as plt\nplt.plot([1])\nplt.savefig('a.png')\n"
        "result = 'ok' if os.path.getsize('a.png') > 1000 else ''"
    ),
    "another back-end": "import matplotlib\nmatplotlib.use('TkAgg')\nimport matplotlib.pyplot as plt\nplt.figure()\nresult = 'ok'",
    "a loop over batches with workers": (
        "from torch.utils.data import DataLoader\n"
        "result = ''.join(x[0] for x in DataLoader(['o', 'k'], num_workers=4, persistent_workers=True, prefetch_factor=2))"
    ),
    "workers by position": (
        "from torch.utils.data import DataLoader\nresult = ''.join(x[0] for x in DataLoader(['o', 'k'], 1, False, None, None, 2))"
    ),
    "compiled models": "import torch\nf = torch.compile(lambda x: x + 1)\nresult = 'ok' if f(torch.ones(1)).item() == 2 else ''",
    "more threads": "import torch\ntorch.set_num_threads(2)\n(torch.randn(600, 600) @ torch.randn(600, 600)).sum()\nresult = 'ok'",
    "training": (
        "import torch\nm = torch.nn.Linear(3, 1)\no = torch.optim.Adam(m.parameters())\n"
        "for _ in range(3):\n    o.zero_grad()\n    m(torch.ones(2, 3)).sum().backward()\n    o.step()\nresult = 'ok'"
    ),
    "saving and loading weights": (
        "import torch\nm = torch.nn.Linear(3, 1)\ntorch.save(m.state_dict(), 'w.pt')\nm.load_state_dict(torch.load('w.pt'))\nresult = 'ok'"
    ),
    "writing a file by magic": "%%writefile made.py\nvalue = 'ok'",
    "the last value": "1 + 1\nresult = 'ok'",
    "a data frame": "import pandas as pd\nresult = pd.DataFrame({'a': ['o', 'k']}).a.sum()",
    "temporary files": (
        "import tempfile\nwith tempfile.TemporaryDirectory() as d:\n    open(d + '/x', 'w').write('ok')\n    result = open(d + '/x').read()"
    ),
    "home": "import pathlib\n(pathlib.Path.home() / 'x').write_text('ok')\nresult = open('x').read()",
    "who am I": "import getpass\nresult = 'ok' if getpass.getuser() == 'student' else ''",
    "dataclasses and pickles": "import pickle\nclass A: pass\nresult = 'ok' if type(pickle.loads(pickle.dumps(A()))) is A else ''",
    "the source of a function": (
        "import inspect\ndef f():\n    return 'x'\nresult = 'ok' if \"return 'x'\" in inspect.getsource(f) else ''"
    ),
}


@pytest.mark.parametrize("what", WORKS)
def test_works(session, what):
    (outcome,) = session.run([Cell("a", WORKS[what])])
    assert outcome.ok, outcome
    if not WORKS[what].startswith("%%"):
        assert session.value("result").value == "ok"


def test_a_cell_magic_for_other_programs_does_nothing(session):
    cells = [Cell("a", "%%bash\nexit 1"), Cell("b", "%%sh\nrm -rf /"), Cell("c", "%%script perl\ndie")]
    assert all(outcome.ok for outcome in session.run(cells))


def test_a_question_to_the_student_is_a_clear_error(session):
    (outcome,) = session.run([Cell("a", "name = input('Who are you? ')")])
    assert (outcome.error.type, outcome.error.line) == ("RuntimeError", 1)
    assert "put the value into the code" in outcome.error.message


def test_an_unknown_magic_is_the_notebooks_own_error(session):
    (outcome,) = session.run([Cell("a", "%nonsense")])
    assert outcome.error.type == "UsageError"


def test_a_value_at_the_end_of_a_cell_is_not_represented(session):
    source = "class Endless:\n    def __repr__(self):\n        while True: pass\n    _repr_html_ = __str__ = __repr__\nEndless()"
    assert session.run([Cell("a", source)])[0].ok


def test_random_numbers_differ_between_sessions_until_a_seed_is_set(sandbox):
    draws = []
    for _ in range(2):
        with sandbox.open() as session:
            draw = "[random.random(), np.random.rand(), torch.rand(1).item()]"
            seeds = "random.seed(1); np.random.seed(1); torch.manual_seed(1)"
            session.run([Cell("a", f"import random, numpy as np, torch\na = {draw}"), Cell("b", f"{seeds}\nb = {draw}")])
            draws.append((session.value("a").value, session.value("b").value))
    assert all(x != y for x, y in zip(draws[0][0], draws[1][0], strict=True))
    assert draws[0][1] == draws[1][1]


def test_the_course_can_be_imported_and_its_checks_do_nothing(sandbox):
    source = """
from bigmodel_edu import check, hint, progress, student, device_report
import bigmodel_edu.checking, bigmodel_edu.student, bigmodel_edu.student.notebook
check("self-attention.causal_mask", print)
hint("self-attention.causal_mask")
progress()
me = student(" ada ").name
numbers = student().variant("self-attention.table_size")
student().question("self-attention.table_size")
from bigmodel_edu.models.attention import attention
report = str(device_report())
"""
    with sandbox.open(variants={"self-attention.table_size": {"tokens": 4096}}) as session:
        (outcome,) = session.run([Cell("a", source)])
        assert outcome.ok, outcome
        assert session.value("me").value == "ada"
        assert session.value("numbers").value == {"tokens": 4096}
        assert session.run([Cell("b", "student().variant('another')")])[0].error.type == "LookupError"


HOOKS = {
    "a callback": "seen = []\nget_ipython().events.register('pre_execute', lambda: seen.append(1))",
    "a transformer of text": "seen = []\nget_ipython().input_transformers_post.append(lambda lines: seen.append(lines) or lines)",
    "a transformer of trees": (
        "import ast\nseen = []\nclass Look(ast.NodeTransformer):\n"
        "    def visit(self, node):\n        seen.append(node)\n        return node\nget_ipython().ast_transformers.append(Look())"
    ),
}


@pytest.mark.parametrize("what", HOOKS)
def test_what_a_notebook_hooks_into_ipython_still_runs(session, what):
    first, second = session.run([Cell("a", HOOKS[what]), Cell("b", "x = 1")])
    assert first.ok and second.ok, first
    assert session.call("seen.__len__").value >= 1


PLAIN_OR_NOT = {
    "a future import counts in later cells": ["from __future__ import annotations", "def f(x: nowhere): return 1\nresult = f(0)"],
    "a display from a function called later": ["def f():\n    display(1)\n    return get_ipython() is not None", "result = int(f())"],
    "statements before one that cannot be compiled run": ["result = 1\nreturn 2", "result"],
    "an indented cell": ["    result = 1", "result"],
    "a prompt copied along": [">>> result = 1", "result"],
    "a cell without an end of line": ["if True:\n    result = 1", "result"],
}


@pytest.mark.parametrize("what", PLAIN_OR_NOT)
def test_a_cell_does_what_it_does_in_jupyter(session, what):
    session.run([Cell(str(number), source) for number, source in enumerate(PLAIN_OR_NOT[what])])
    assert session.value("result").value == 1
