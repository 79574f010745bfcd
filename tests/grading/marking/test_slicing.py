import pytest

from bigmodel_edu.grading.marking.inert import is_inert
from bigmodel_edu.grading.marking.slicing import needed_cells
from bigmodel_edu.grading.submissions.code_cells import code_cells
from bigmodel_edu.grading.submissions.notebooks import NotebookCell


def places(target, *sources):
    cells = code_cells([NotebookCell(place, "code", source) for place, source in enumerate(sources)])
    return [cell.cell.place for cell in needed_cells(cells, target)]


@pytest.mark.parametrize(
    "sources, expected",
    [
        (["import torch", "slow = torch.ones(9)", "def f(x):\n    return torch.relu(x)"], [0, 2]),
        (["K = 2", "def g(x):\n    return x * K", "def f(x):\n    return g(x)", "print(f(3))"], [0, 1, 2]),
        (["def f(x):\n    return g(x)", "def g(x):\n    return x", "z = 1"], [0, 1]),
        (["def f(x):\n    return 1", "def f(x):\n    return 2"], [0, 1]),
        (["c = {}", "c['w'] = 3", "def f(x):\n    return c['w'] * x", "d = {}"], [0, 1, 2]),
        (["words = []", "words.append('a')", "def f():\n    return words"], [0, 1, 2]),
        (["import matplotlib.pyplot as plt", "plt.plot([1])", "def f(x):\n    plt.close()\n    return x"], [0, 2]),
        (["x = 5\nslow = x", "def f(x):\n    return [x for x in range(x)]"], [1]),
        (["from math import *", "def f(x):\n    return sqrt(x)", "y = 2"], [0, 1]),
        (["class Base:\n    pass", "class f(Base):\n    def go(self):\n        return LATER", "LATER = 3"], [0, 1, 2]),
        (["if True:\n    def f(x):\n        return x", "y = 1"], [0]),
        (["import functools", "@functools.cache\ndef f(x):\n    return x"], [0, 1]),
        (["a = b = 3", "f = lambda x: a * x"], [0, 1]),
        (["def f(x:", "def f(x):\n    return x"], [1]),
        (["%matplotlib inline\nimport math", "def f(x):\n    return math.pi"], [0, 1]),
        (["try:\n    import numpy as np\nexcept ImportError:\n    np = None", "def f(x):\n    return np.sum(x)"], [0, 1]),
        (["total = 0", "total += 1", "def f():\n    return total"], [0, 1, 2]),
        (["for i in range(3):\n    h = i", "def f():\n    return h"], [0, 1]),
        (["with open('x') as stream:\n    pass", "def f():\n    return 1"], [1]),
        (["g = 1", "def f():\n    global g\n    g = 2\n    return g"], [0, 1]),
        (["y = 1"], []),
        ([], []),
    ],
)
def test_the_cells_that_an_answer_needs_are_kept_and_no_others(sources, expected):
    assert places("f", *sources) == expected


def test_the_second_argument_of_a_check_is_read():
    cells = code_cells([NotebookCell(0, "code", "import x\ncard = check('a.b', my_f)\ncard")])
    assert cells[0].checks == {"a.b": "my_f"}


@pytest.mark.parametrize(
    "source",
    [
        "(" * 50_000,
        "-" * 50_000 + "1",
        "f" + ".a" * 50_000,
        "x = " + "[" * 900 + "]" * 900,
        "\x00",
        "%%bash\nrm -rf /",
        "?" * 999,
        "!" * 999,
    ],
)
def test_code_that_hurts_parsers_is_survived(source):
    places("f", source, "def f():\n    return 1")


def test_one_of_several_equal_imports_is_enough_and_the_own_one_first():
    hostile = "import torch\nimport math\ntorch.softmax = None\ndef other(x):\n    return x"
    assert places("f", "import math\nimport torch", hostile, "def f(x):\n    return torch.relu(x) * math.pi") == [0, 2]
    assert places("f", hostile, "import torch\ndef f(x):\n    return torch.relu(x)") == [1]
    assert places("f", "import numpy as xp", "import torch as xp", "def f(x):\n    return xp.sum(x)") == [0, 1, 2]


INERT = [
    "import math, torch\nfrom torch import nn",
    "def f(x: torch.Tensor | None = None, *, n: int = -3) -> list[int]:\n    print(x)\n    return g(x)",
    'class Model(nn.Module):\n    """Text."""\n    width: int = 3\n    def forward(self, x):\n        return x',
    "a = b = 3 * 7 + 1\nanswer: str = 'c'\nnames = ['x', ('y', 2)]",
    "",
    "# nothing",
    "x",
]
NOT_INERT = [
    "torch.set_default_dtype(torch.float64)",
    "x = compute()",
    "x = 10 ** 10 ** 10",
    "x = [0] * 1_000_000_000",
    "x = y * 1_000_000_000",
    "x = 'a' * 1_000_000_000",
    "x = [0] + [1]",
    "math.sqrt = None",
    "config['a'] = 1",
    "a, b = 1, 2",
    "del x",
    "from math import *",
    "def f(x=open('y')):\n    return x",
    "def f(x: print('now')):\n    return x",
    "@cache\ndef f(x):\n    return x",
    "class A(metaclass=M):\n    pass",
    "class A(make()):\n    pass",
    "class A:\n    x = compute()",
    "for i in range(3):\n    pass",
    "x += 1",
    "f'{x}'",
    "[x for x in y]",
    "def f(x:",
    "%time x = 1",
]


@pytest.mark.parametrize("source", INERT)
def test_cells_that_only_define_are_inert(source):
    assert is_inert(code_cells([NotebookCell(0, "code", source)])[0])


@pytest.mark.parametrize("source", NOT_INERT)
def test_cells_that_do_something_are_not(source):
    assert not is_inert(code_cells([NotebookCell(0, "code", source)])[0])
