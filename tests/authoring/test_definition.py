import ast
from pathlib import Path

import pytest

import bigmodel_edu
from bigmodel_edu.authoring.definition import Definition, Imported

PLAIN = "def f(x, y=2):\n    return [x, y]\n\nclass A(object):\n    z = {'a': None}\n"


def defined(source, module="bigmodel_edu.part.module", package=False):
    return Definition(module, package, tuple(ast.parse(source).body))


def digest(source, shown=()):
    return defined(source).digest(shown)


@pytest.mark.parametrize(
    "same",
    [
        "# why\n" + PLAIN,
        PLAIN.replace("    return", '    """What f does.\n\n    >>> f(1)\n    """\n    # because\n    return'),
        PLAIN.replace("    z", "    'What A is.'\n\n    z"),
        PLAIN.replace("[x, y]", "[\n        x,\n        y,\n    ]").replace("'a'", '"a"'),
        PLAIN.replace("\n", "\r\n"),
    ],
)
def test_comments_docstrings_and_layout_do_not_count(same):
    assert digest(same) == digest(PLAIN)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("y=2", "y=3"),
        ("[x, y]", "(x, y)"),
        ("x, y]", "y, x]"),
        ("'a'", "'b'"),
        ("None", "'None'"),
        ("None", "0"),
        ("(object)", ""),
        ("def", "async def"),
        ("def", "@cache\ndef"),
    ],
)
def test_everything_else_counts(old, new):
    assert digest(PLAIN.replace(old, new, 1)) != digest(PLAIN)


def test_a_text_that_is_no_docstring_counts():
    assert digest("x = 1\n'said'") != digest("x = 1")
    assert digest("f('''a b''')") != digest("f('''a c''')")
    assert digest("f(1)") != digest("f(True)") != digest("f(1.0)")
    assert digest("f('1')") != digest("f(1)")


SAID = [
    ("def f():\n    'What it does.'\n    g()", "What it does."),
    ("def f():\n    return _('passed')", "passed"),
    ("def f(n):\n    return plural('{n} case', '{n} cases', n).format(n=n)", "{n} cases"),
    ("def f(x):\n    raise ValueError('expected a number')", "expected a number"),
    ("def f(x):\n    raise ValueError(f'expected a number, got {x!r} here')", "expected a number, got {} here"),
    ("def f(x):\n    raise ValueError(_('expected {n}').format(n=len(x)))", "expected {n}"),
]


@pytest.mark.parametrize(("source", "text"), SAID)
def test_what_is_only_said_counts_where_it_is_shown(source, text):
    place = defined(source).texts.index(text)
    first = next(word for word in text.split() if word in source)
    other = source.replace(first, "Other")
    assert digest(source) == digest(other)
    assert digest(source, {place}) != digest(other, {place})
    assert digest(source) != digest(source, {place})


def test_of_a_text_that_is_said_the_expressions_count():
    assert digest("raise E(f'got {x} here')") != digest("raise E(f'got {y} here')")
    assert digest("raise E('got {} here'.format(len(x)))") != digest("raise E('got {} here'.format(sum(x)))")
    assert digest("raise KeyError('key')") != digest("raise KeyError('other')")
    assert digest("_(key)") != digest("_(other)")
    assert digest("show('two words')") != digest("show('other words')")
    assert digest("raise E(f'{x:2d} items')") != digest("raise E(f'{x:3d} items')")


def test_the_digest_tells_the_courses_own_modules_apart():
    sources = {path: path.read_text(encoding="utf-8") for path in Path(bigmodel_edu.__file__).parent.rglob("*.py")}
    trees = {}
    for path, source in sources.items():
        each = defined(source)
        trees.setdefault(each.digest(range(len(each.texts))), set()).add(ast.dump(ast.parse(source)))
        assert digest(source) == digest(ast.unparse(ast.parse(source))), path
    assert all(len(group) == 1 for group in trees.values())
    assert len(trees) > 20


def test_names_are_told_with_the_attributes_behind_them():
    source = "def f(x: Size = Size.SMALL):\n    return torch.nn.Linear(x, g(y).weight)[z]"
    assert defined(source).chains >= {("Size",), ("Size", "SMALL"), ("torch", "nn", "Linear"), ("g",), ("y",), ("z",)}
    assert ("torch",) not in defined(source).chains


def test_imports_inside_a_definition_are_told_with_what_they_stand_for():
    source = "def f():\n    import a.b\n    import c.d as e\n    from .near import g as h\n    from ..far import *\n    from . import i"
    near = {"a": [Imported("a")], "": [Imported("a.b")], "e": [Imported("c.d")], "*": [Imported("bigmodel_edu.far", "*")]}
    assert defined(source).imports == near | {
        "h": [Imported("bigmodel_edu.part.near", "g")],
        "i": [Imported("bigmodel_edu.part", "i")],
    }
    assert defined("from .x import y", "bigmodel_edu.part", package=True).imports == {"y": [Imported("bigmodel_edu.part.x", "y")]}


@pytest.mark.parametrize(
    ("call", "beginning"),
    [
        ("import_module('bigmodel_edu.models')", None),
        ("import_module(name)", ""),
        ("importlib.import_module(TABLE[name])", ""),
        ("__import__('a.' + name)", "a."),
        ("import_module(f'a.b.{name}')", "a.b."),
        ("import_module(f'{__name__}.{name}')", "bigmodel_edu.part.module."),
        ("import_module(f'{first}.{name}')", ""),
    ],
)
def test_of_a_name_made_at_run_time_the_beginning_is_known(call, beginning):
    assert defined(call).imported_by_string == ({beginning} if beginning is not None else set())


@pytest.mark.parametrize("call", ["globals()", "vars()[name]", "eval(text)", "exec(text, {})"])
def test_code_that_may_use_any_name_of_its_module_is_noticed(call):
    assert defined(f"def f(text):\n    return {call}").looks_round
    assert not defined("def f(text):\n    return vars(text)").looks_round


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("global x\n    x = 1", {"x"}),
        ("TABLE[key] = 1", {"TABLE"}),
        ("TABLE.setdefault(key, []).append(1)", {"TABLE"}),
        ("module.value = 1", {"module"}),
        ("own = []\n    own.append(1)", set()),
        ("key.append(1)\n    return TABLE[key]", set()),
    ],
)
def test_names_that_a_call_may_change_are_told(body, names):
    assert defined(f"def f(key):\n    {body}").changed_names >= names
    assert not names or defined(f"def f(key):\n    {body}").changed_names
    assert names or not defined(f"def f(key):\n    {body}").changed_names
