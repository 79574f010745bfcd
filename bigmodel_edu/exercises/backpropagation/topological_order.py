"""Order the nodes that the last one is made from."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def _topological_order(inputs, last):
    order: list[str] = []

    def visit(node):
        if node not in order:
            for each in inputs[node]:
                visit(each)
            order.append(node)

    visit(last)
    return order


def _letter(name: str) -> str:
    return name.split("(")[0]


def valid_order(expected, got) -> str | None:
    """Any order is right in which each node stands once and after all of its inputs; names tell the inputs, as in ``c(a,b)``."""
    if isinstance(got, tuple):
        got = list(got)
    if got == expected:
        return None
    if not isinstance(got, list) or not all(isinstance(each, str) for each in got):
        return "A list of the nodes' names is expected."
    if len(set(got)) < len(got):
        return f"`{next(each for each in got if got.count(each) > 1)}` stands in your list more than once."
    if unknown := sorted(set(got) - set(expected)):
        return f"The result does not depend on `{unknown[0]}`, which stands in your list."
    if missing := sorted(set(expected) - set(got)):
        return f"`{missing[0]}` is missing from your list."
    place = {_letter(name): index for index, name in enumerate(got)}
    for name in got:
        for each in filter(None, name.partition("(")[2].rstrip(")").split(",")):
            if place[each] > place[_letter(name)]:
                return f"`{name}` stands before its input `{got[place[each]]}`."
    return None


def graph(rng: np.random.Generator, skip: bool) -> Call:
    """Two leaves, a chain of steps with short cuts back to them, and steps that lead nowhere; listed in random order."""
    letters = list(rng.permutation(list("abcdefghkm")))
    leaves, steps = [str(letter) for letter in letters[:2]], [str(letter) for letter in letters[2:7]]
    inputs: dict[str, list[str]] = {leaf: [] for leaf in leaves}
    before = leaves[int(rng.integers(2))]
    for step in steps:
        partner = leaves[int(rng.integers(2))] if skip else None
        known = [before] if partner is None or partner == before else [partner, before]
        name = f"{step}({','.join(_letter(each) for each in known)})"
        inputs[name] = known
        before = name
    last = before
    middle = next(name for name in inputs if inputs[name] and name != last)
    top = f"{letters[7]}({_letter(middle)},{_letter(last)})"
    inputs[top] = [middle, last]
    for letter, source in ((letters[8], middle), (letters[9], top)):
        inputs[f"{letter}({_letter(source)})"] = [source]
    names = [str(name) for name in rng.permutation(list(inputs))]
    return arguments({name: list(inputs[name]) for name in names}, top)


def with_short_cuts(rng: np.random.Generator) -> Call:
    return graph(rng, skip=True)


def plain_chain(rng: np.random.Generator) -> Call:
    return graph(rng, skip=False)


def a_leaf_alone(rng: np.random.Generator) -> Call:
    first, second, third = (str(each) for each in rng.permutation(list("pqrs"))[:3])
    return arguments({f"{third}({first})": [first], first: [], second: []}, first)


def last_first(inputs, last):
    return _topological_order(inputs, last)[::-1]


def by_levels(inputs, last):
    order, waiting = [], [last]
    while waiting:
        node = waiting.pop(0)
        if node not in order:
            order.append(node)
            waiting += inputs[node]
    return order[::-1]


def before_its_inputs(inputs, last):
    order: list[str] = []

    def visit(node):
        if node not in order:
            order.append(node)
            for each in inputs[node]:
                visit(each)

    visit(last)
    return order[::-1]


def again_and_again(inputs, last):
    return [node for each in inputs[last] for node in again_and_again(inputs, each)] + [last]


def everything(inputs, last):
    order: list[str] = []
    for name in inputs:
        order += [each for each in _topological_order(inputs, name) if each not in order]
    return order


def as_listed(inputs, last):
    needed = _topological_order(inputs, last)
    return [name for name in inputs if name in needed]


def without_the_last(inputs, last):
    return _topological_order(inputs, last)[:-1]


EXERCISE = function(
    __file__,
    points=3,
    reference=_topological_order,
    core={"a graph with short cuts": with_short_cuts, "a chain": plain_chain},
    edges={"a leaf alone": a_leaf_alone},
    agree=valid_order,
    draws=5,
    mistakes={
        "last-first": last_first,
        "by-levels": by_levels,
        "appended-too-early": before_its_inputs,
        "no-memory": again_and_again,
        "everything": everything,
        "as-listed": as_listed,
        "without-the-last": without_the_last,
    },
)
