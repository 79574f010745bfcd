import pytest

from bigmodel_edu.checking.forbidden import forbidden_names

RULES = ("torch.nn.functional.softmax", "torch.softmax", "bigmodel_edu.models")

USES = {
    "dotted": "import torch\ndef f(x):\n    return torch.nn.functional.softmax(x, -1)",
    "alias": "import torch.nn.functional as F\ndef f(x):\n    return F.softmax(x, -1)",
    "from": "from torch.nn import functional as G\ndef f(x):\n    return G.softmax(x, -1)",
    "direct": "from torch import softmax as s\ndef f(x):\n    return s(x, -1)",
    "inside": "def f(x):\n    from torch.nn.functional import softmax\n    return softmax(x, -1)",
    "helper": "import torch\ndef help(x):\n    return torch.softmax(x, -1)\ndef f(x):\n    return help(x)",
    "assigned": "import torch\nf = torch.softmax",
    "renamed": "import torch\nG = torch.nn.functional\ndef f(x):\n    return G.softmax(x, -1)",
    "imported target": "from torch import softmax as f",
    "star": "from torch.nn.functional import *\ndef f(x):\n    return softmax(x, -1)",
    "getattr": "import torch\ndef f(x):\n    return getattr(torch, 'softmax')(x, -1)",
    "vars": "import torch\ndef f(x):\n    return vars(torch)['softmax'](x, -1)",
    "reference": "from bigmodel_edu.models.attention import attention\ndef f(x):\n    return attention(x, x, x)",
    "lambda": "import torch\nf = lambda x: torch.softmax(x, -1)",
    "class": "import torch\nclass f:\n    def __call__(self, x):\n        return torch.softmax(x, -1)",
    "in a comprehension": "import torch\ndef f(x):\n    return [torch.softmax(row, -1) for row in x]",
    "looped over": "import torch\ndef g(x):\n    return torch.softmax(x, -1)\ndef f(x):\n    return [g for g in g(x)]",
    "under a name that a comprehension takes": "import torch as t\ndef f(x):\n    [t for t in x]\n    return t.softmax(x, -1)",
}
FINE = {
    "comparison beside": "import torch\ndef f(x):\n    return x.exp() / x.exp().sum()\nprint(torch.softmax(torch.ones(2), 0))",
    "own of that name": "import torch\ndef softmax(x):\n    return x\ndef f(x):\n    return softmax(x)",
    "docstring": "def f(x):\n    'like torch.softmax'\n    return x",
    "method": "def f(x):\n    return x.softmax(-1)",
    "broken": "def f(:",
    "other": "import torch\ndef f(x):\n    return torch.nn.functional.relu(x)",
    "a loop's name, used elsewhere": (
        "import torch\nfor row in [1]:\n    print([torch.softmax(each, -1) for each in row])\ndef f(x):\n    return sum(each for each in x)"
    ),
}


@pytest.mark.parametrize("name", USES)
def test_a_forbidden_name_is_found_however_it_is_reached(name):
    assert forbidden_names(USES[name], "f", RULES)


@pytest.mark.parametrize("name", FINE)
def test_what_the_answer_does_not_use_is_not_held_against_it(name):
    assert forbidden_names(FINE[name], "f", RULES) == ()
