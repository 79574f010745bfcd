"""Backpropagation: the gradient of a product, the order of the way back, a dense layer's gradients, and a check by small steps."""

import numpy as np

from bigmodel_edu.calling import Source
from bigmodel_edu.checking.exercise import Call, Exercise, Misconception, Property, arguments
from bigmodel_edu.checking.generators import normal, sizes


def gradients_of_a_program(answer, inputs, program):
    """Build a value for each input, carry out the program, go back from its last value: (that value, gradients of the inputs)."""
    values = [answer(each) for each in inputs]
    for operation, first, second in program:
        values.append(values[first] * values[second] if operation == "times" else values[first] + values[second])
    values[-1].backward()
    return [values[-1].data, *(value.grad for value in values[: len(inputs)])]


class _Node:
    """The part of a value that the lesson gives."""

    def __init__(self, data, parents=()):
        self.data, self.grad, self.parents = data, 0.0, parents
        self.pass_back = lambda: None

    def __add__(self, other):
        out = type(self)(self.data + other.data, (self, other))

        def pass_back():
            self.grad += out.grad
            other.grad += out.grad

        out.pass_back = pass_back
        return out

    def backward(self):
        order, waiting, seen = [], [(self, False)], set()
        while waiting:
            node, ready = waiting.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                waiting.append((node, True))
                waiting += [(parent, False) for parent in node.parents]
        self.grad = 1.0
        for node in reversed(order):
            node.pass_back()


def _value_class(share, product=lambda a, b: a * b):
    """A class whose products share out their gradient by ``share(self, other, out)``."""

    class Value(_Node):
        def __mul__(self, other):
            out = type(self)(product(self.data, other.data), (self, other))
            out.pass_back = lambda: share(self, other, out)
            return out

    return Value


def _accumulated(one, other, out):
    one.grad += other.data * out.grad
    other.grad += one.data * out.grad


def _assigned(one, other, out):
    one.grad = other.data * out.grad
    other.grad = one.data * out.grad


def _own_factor(one, other, out):
    one.grad += one.data * out.grad
    other.grad += other.data * out.grad


def _chain_forgotten(one, other, out):
    one.grad += other.data
    other.grad += one.data


def _only_the_first(one, other, out):
    one.grad += other.data * out.grad


def _as_a_sum(one, other, out):
    one.grad += out.grad
    other.grad += out.grad


def _nothing_passed(one, other, out):
    pass


def _numbers(rng: np.random.Generator, count: int) -> list[float]:
    return [float(round(each, 2)) for each in rng.uniform(0.6, 3, count) * rng.choice([-1, 1], count)]


def _one_product(rng: np.random.Generator) -> Call:
    return arguments(_numbers(rng, 2), [["times", 0, 1]])


def _product_of_products(rng: np.random.Generator) -> Call:
    """(a · b) · (c + d) · e: the gradient that arrives is not 1."""
    return arguments(_numbers(rng, 5), [["times", 0, 1], ["plus", 2, 3], ["times", 5, 6], ["times", 7, 4]])


def _used_twice(rng: np.random.Generator) -> Call:
    """a · b + a · c, times a: a has three ways to the result."""
    return arguments(_numbers(rng, 3), [["times", 0, 1], ["times", 0, 2], ["plus", 3, 4], ["times", 5, 0]])


def _squares(rng: np.random.Generator) -> Call:
    """(a · a + b) squared: both factors are the same value."""
    return arguments(_numbers(rng, 2), [["times", 0, 0], ["plus", 2, 1], ["times", 3, 3]])


PRODUCT_HINTS = (
    "If a changes by a little, by how much does a · b change? And b?",
    "Try a = Value(2.0), b = Value(5.0), c = a * b, c.backward(), and print a.grad and b.grad. Then try a * a.",
    "Inside pass_back: self.grad += other.data * out.grad, and the same for other.",
)

value = Exercise(
    id="backpropagation.value",
    points=4,
    kind="module",
    target="Value",
    reference=_value_class(_accumulated),
    driver=gradients_of_a_program,
    inputs={
        "one product": _one_product,
        "a product of products": _product_of_products,
        "a value that is used more than once": _used_twice,
        "squares": _squares,
    },
    draws=3,
    misconceptions=(
        Misconception(
            "assigned",
            _value_class(_assigned),
            "You assign the gradient (=). A value that is used more than once has several ways to the result; their parts add up (+=).",
            (
                "How many ways lead from a to the result of a · b + a · c?",
                "Try a = Value(3.0) and (a * a).backward(). The slope of a² at 3 is 6.",
                "In pass_back write += in place of =.",
            ),
        ),
        Misconception(
            "own-factor",
            _value_class(_own_factor),
            "Each factor gets its own value times the gradient. The slope of a · b by a is b: the *other* factor.",
            PRODUCT_HINTS,
        ),
        Misconception(
            "chain-forgotten",
            _value_class(_chain_forgotten),
            "You pass on the slope of the product alone. It has to be multiplied with the gradient that arrives, out.grad.",
            (
                "What arrives at this node from the loss?",
                "Try (a * b * c).backward(): the slope by a is b · c.",
                "Multiply both parts with out.grad.",
            ),
        ),
        Misconception(
            "one-factor", _value_class(_only_the_first), "Only the first factor gets a gradient; the second has one as well.", PRODUCT_HINTS
        ),
        Misconception(
            "as-a-sum",
            _value_class(_as_a_sum),
            "You pass the gradient on as a sum does. In a product each factor's part is scaled by the other factor.",
            PRODUCT_HINTS,
        ),
        Misconception(
            "no-way-back",
            _value_class(_nothing_passed),
            "The value is right, but no gradient comes through: the result does not know your pass_back.",
            (
                "Who calls pass_back, and on which object?",
                "Print out.pass_back after the product.",
                "Set out.pass_back = pass_back before you return out.",
            ),
        ),
        Misconception(
            "sum-for-product",
            _value_class(_accumulated, product=lambda a, b: a + b),
            "The result's data is the sum of the two; it should be their product.",
            PRODUCT_HINTS,
        ),
    ),
    forbidden=("torch", "jax", "tensorflow"),
    hints=PRODUCT_HINTS,
)


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


def _valid_order(expected, got) -> str | None:
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


def _graph(rng: np.random.Generator, skip: bool) -> Call:
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


def _with_short_cuts(rng: np.random.Generator) -> Call:
    return _graph(rng, skip=True)


def _plain_chain(rng: np.random.Generator) -> Call:
    return _graph(rng, skip=False)


def _a_leaf_alone(rng: np.random.Generator) -> Call:
    first, second, third = (str(each) for each in rng.permutation(list("pqrs"))[:3])
    return arguments({f"{third}({first})": [first], first: [], second: []}, first)


def _last_first(inputs, last):
    return _topological_order(inputs, last)[::-1]


def _by_levels(inputs, last):
    order, waiting = [], [last]
    while waiting:
        node = waiting.pop(0)
        if node not in order:
            order.append(node)
            waiting += inputs[node]
    return order[::-1]


def _before_its_inputs(inputs, last):
    order: list[str] = []

    def visit(node):
        if node not in order:
            order.append(node)
            for each in inputs[node]:
                visit(each)

    visit(last)
    return order[::-1]


def _again_and_again(inputs, last):
    return [node for each in inputs[last] for node in _again_and_again(inputs, each)] + [last]


def _everything(inputs, last):
    order: list[str] = []
    for name in inputs:
        order += [each for each in _topological_order(inputs, name) if each not in order]
    return order


def _as_listed(inputs, last):
    needed = _topological_order(inputs, last)
    return [name for name in inputs if name in needed]


def _without_the_last(inputs, last):
    return _topological_order(inputs, last)[:-1]


ORDER_HINTS = (
    "When may a node be appended: before its inputs have been visited, or after?",
    "Draw the graph of your first failing case: which node stands before one of its inputs?",
    "visit(node): return if seen; mark it; visit every input; only then append the node.",
)

topological_order = Exercise(
    id="backpropagation.topological_order",
    points=3,
    target="topological_order",
    reference=_topological_order,
    inputs={"a graph with short cuts": _with_short_cuts, "a chain": _plain_chain, "a leaf alone": _a_leaf_alone},
    draws=5,
    agree=_valid_order,
    misconceptions=(
        Misconception(
            "last-first",
            _last_first,
            "Your order is the one of the way back: the result first. Asked is the way forward: inputs first.",
            ORDER_HINTS,
        ),
        Misconception(
            "by-levels",
            _by_levels,
            "You go back level by level and turn the list round. A node that is used both early and late then stands too late.",
            ORDER_HINTS,
        ),
        Misconception(
            "appended-too-early",
            _before_its_inputs,
            "You append a node before its inputs and turn the list round at the end. With short cuts this is not the same.",
            ORDER_HINTS,
        ),
        Misconception(
            "no-memory",
            _again_and_again,
            "You do not remember which nodes were visited: a node with two ways to the result stands in your list twice.",
            (
                "What happens when two nodes share an input?",
                "Print your list for d(b,c), b(a), c(a), a.",
                "Keep a set of visited nodes and return at once when a node is in it.",
            ),
        ),
        Misconception(
            "everything",
            _everything,
            "You order all nodes of the graph; asked are those on which the last one depends.",
            (
                "Does every node of the graph lead to the last one?",
                "Start at the last node and follow the inputs.",
                "Do not loop over all names: visit only what can be reached from last.",
            ),
        ),
        Misconception(
            "as-listed", _as_listed, "You keep the order in which the graph is listed. It can be listed in any order.", ORDER_HINTS
        ),
        Misconception(
            "without-the-last", _without_the_last, "The last node itself is missing: it belongs at the end of the list.", ORDER_HINTS
        ),
    ),
    hints=ORDER_HINTS,
)


def steep_bowl(x):
    """A loss with large values and strong bends, as real losses have."""
    return float(4000.0 + 2500.0 * (x**2).sum() + np.sin(3.0 * x).sum() + 40.0 * (x * x[::-1]).sum())


def mixed_terms(x):
    """Each number counts differently."""
    weights = np.arange(1.0, x.size + 1).reshape(x.shape)
    return float(3000.0 - 1800.0 * (weights * x**2).sum() / x.size + (weights * np.cos(2.0 * x)).sum() + 5.0 * x.sum() ** 2)


def _source_of(name: str) -> Source:
    import inspect

    return Source(inspect.getsource(globals()[name]), name)


def _row_of_numbers(rng: np.random.Generator) -> Call:
    return arguments(_source_of("steep_bowl"), rng.uniform(-1.5, 1.5, int(rng.integers(3, 7))))


def _table_of_numbers(rng: np.random.Generator) -> Call:
    return arguments(_source_of("mixed_terms"), rng.uniform(-1.5, 1.5, sizes(rng, 2, 2, 5)))


def _central(f, x, step=1e-5):
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        moved = np.zeros_like(x)
        moved[index] = step
        gradient[index] = (f(x + moved) - f(x - moved)) / (2 * step)
    return gradient


def _one_sided(step):
    def forward_difference(f, x):
        gradient = np.zeros_like(x)
        for index in np.ndindex(x.shape):
            moved = np.zeros_like(x)
            moved[index] = step
            gradient[index] = (f(x + moved) - f(x)) / step
        return gradient

    return forward_difference


def _two_forgotten(f, x):
    return 2 * _central(f, x)


def _all_at_once(f, x):
    return np.full_like(x, (f(x + 1e-5) - f(x - 1e-5)) / 2e-5)


def _step_too_small(f, x):
    return _central(f, x, 1e-12)


def _step_far_too_small(f, x):
    return _central(f, x, 1e-17)


def _step_too_large(f, x):
    return _central(f, x, 0.1)


def _never_moved_back(f, x):
    moved, gradient, step = x.copy(), np.zeros_like(x), 1e-5
    for index in np.ndindex(x.shape):
        moved[index] += step
        high = f(moved)
        moved[index] -= 2 * step
        gradient[index] = (high - f(moved)) / (2 * step)
    return gradient


def _opposite(f, x):
    return -_central(f, x)


STEP_HINTS = (
    "Draw a curve and two points on it: through which two does the line run that is most like the tangent in the middle?",
    "Check it on f(x) = x² at 3. For steps 0.1, 1e-5 and 1e-12: how far from 6 are you?",
    "For each number: (f(x + h) − f(x − h)) / (2h), with h about 1e-5, and x restored in between.",
)

numerical_gradient = Exercise(
    id="backpropagation.numerical_gradient",
    points=3,
    target="numerical_gradient",
    reference=_central,
    inputs={"a row of numbers": _row_of_numbers, "a table of numbers": _table_of_numbers},
    relative=1e-9,
    absolute=3e-5,
    misconceptions=(
        Misconception(
            "one-sided",
            _one_sided(1e-5),
            "You step to one side only. The error then falls with h, not with h², and no step is small enough to make up for it.",
            STEP_HINTS,
            also=(_one_sided(1e-6), _one_sided(1e-4), _one_sided(1e-3)),
        ),
        Misconception(
            "two-forgotten",
            _two_forgotten,
            "You step to both sides and divide by h: the distance between the two points is 2h.",
            STEP_HINTS,
        ),
        Misconception(
            "step-too-small",
            _step_too_small,
            "Your step is too small: both values of f agree in all digits but the last few, and you divide their rounding error by h.",
            STEP_HINTS,
            also=(_step_far_too_small,),
        ),
        Misconception("step-too-large", _step_too_large, "Your step is too large: within it the curve bends.", STEP_HINTS),
        Misconception(
            "all-at-once",
            _all_at_once,
            "You move all numbers at once and get one slope for all. The gradient has a slope for each number alone.",
            (
                "How many slopes has a gradient of five numbers?",
                "Which numbers change in your call of f?",
                "Loop over the numbers and move one at a time.",
            ),
        ),
        Misconception(
            "never-moved-back",
            _never_moved_back,
            "You leave each number moved when you go on to the next one, so the later slopes belong to another point.",
            (
                "At which point do you compute the last slope?",
                "Print x before and after your function.",
                "Put the old number back before the next one, or work on a fresh copy each time.",
            ),
        ),
        Misconception("opposite", _opposite, "Your gradient has the opposite sign: f(x − h) was taken first.", STEP_HINTS),
    ),
    forbidden=("torch.autograd", ".backward", ".approx_fprime", ".jacobian", "jax", ".gradient", ".jacrev", ".jacfwd"),
    hints=STEP_HINTS,
)


def _dense_backward(x, w, grad_y):
    return grad_y @ w, grad_y.T @ x, grad_y.sum(axis=0)


def _layer(rng: np.random.Generator) -> Call:
    batch, inputs, outputs = sizes(rng, 3)
    return arguments(normal(rng, batch, inputs), normal(rng, outputs, inputs), normal(rng, batch, outputs))


def _all_sizes_equal(rng: np.random.Generator) -> Call:
    size = int(rng.integers(3, 6))
    return arguments(normal(rng, size, size), normal(rng, size, size), normal(rng, size, size))


def _single_example(rng: np.random.Generator) -> Call:
    inputs, outputs = sizes(rng, 2)
    return arguments(normal(rng, 1, inputs), normal(rng, outputs, inputs), normal(rng, 1, outputs))


def _small_steps_agree(ask, rng: np.random.Generator) -> bool:
    x, w, b, mix = rng.standard_normal((4, 3)), rng.standard_normal((2, 3)), rng.standard_normal(2), rng.standard_normal((4, 2))
    grad_x, grad_w, grad_b = ask(x, w, mix)
    loss_x = _central(lambda moved: ((moved @ w.T + b) * mix).sum(), x)
    loss_w = _central(lambda moved: ((x @ moved.T + b) * mix).sum(), w)
    loss_b = _central(lambda moved: ((x @ w.T + moved) * mix).sum(), b)
    return all(
        np.shape(one) == other.shape and np.allclose(one, other, atol=1e-4)
        for one, other in ((grad_x, loss_x), (grad_w, loss_w), (grad_b, loss_b))
    )


DENSE_HINTS = (
    "Each gradient has the shape of what it belongs to. Write the three shapes down.",
    "Which of x, w and grad_y can be multiplied so that (outputs, inputs) comes out?",
    "grad_x = grad_y @ w; grad_w = grad_y.T @ x; grad_b is the sum of grad_y over the examples.",
)

dense_backward = Exercise(
    id="backpropagation.dense_backward",
    points=3,
    target="dense_backward",
    reference=_dense_backward,
    inputs={"a batch": _layer, "all sizes equal": _all_sizes_equal, "one example": _single_example},
    properties=(Property("small steps", "agree with the slopes that small steps measure.", _small_steps_agree),),
    misconceptions=(
        Misconception(
            "mean-over-the-batch",
            lambda x, w, g: (g @ w, g.T @ x / len(x), g.mean(axis=0)),
            "You take means over the examples. If the loss is a mean, the 1/N is already in grad_y.",
            DENSE_HINTS,
        ),
        Misconception(
            "mean-of-the-bias",
            lambda x, w, g: (g @ w, g.T @ x, g.mean(axis=0)),
            "The gradient of the bias is a mean in your answer. The bias takes part in every example: its parts add up.",
            DENSE_HINTS,
        ),
        Misconception(
            "weights-transposed",
            lambda x, w, g: (g @ w, x.T @ g, g.sum(axis=0)),
            "Your gradient of the weights is transposed: it should have the shape of w, (outputs, inputs).",
            DENSE_HINTS,
        ),
        Misconception(
            "w-transposed",
            lambda x, w, g: (g @ w.T, g.T @ x, g.sum(axis=0)),
            "For the gradient of x you multiply with the transpose of w. Forward uses w.T; the way back uses w.",
            DENSE_HINTS,
        ),
        Misconception(
            "bias-not-summed",
            lambda x, w, g: (g @ w, g.T @ x, g),
            "Your gradient of the bias still has a row for every example; the bias has one number for each output.",
            DENSE_HINTS,
        ),
        Misconception(
            "bias-over-the-outputs",
            lambda x, w, g: (g @ w, g.T @ x, g.sum(axis=1)),
            "You sum the gradient of the bias over the outputs; it is summed over the examples.",
            DENSE_HINTS,
        ),
        Misconception(
            "another-order",
            lambda x, w, g: (g.T @ x, g.sum(axis=0), g @ w),
            "The three gradients are right, but in another order: return those of x, w and b.",
            DENSE_HINTS,
        ),
    ),
    forbidden=("torch.autograd", ".backward", ".grad", "jax"),
    hints=DENSE_HINTS,
)


chain = Exercise(
    id="backpropagation.chain",
    points=1,
    kind="number",
    target="slope",
    prompt="y = (a · b + c)², with a = {a}, b = {b} and c = {c}. What is the derivative of y by a? Give it to within 1 %.",
    variant=lambda rng: {
        "a": round(float(rng.uniform(1.2, 2.2)), 1),
        "b": round(float(rng.uniform(5.0, 6.0)), 1),
        "c": round(float(rng.uniform(8.0, 14.0)), 1),
    },
    reference=lambda a, b, c: 2 * (a * b + c) * b,
    relative=0.01,
    misconceptions=(
        Misconception(
            "inner-forgotten",
            lambda a, b, c: 2 * (a * b + c),
            "You took the slope of the square and stopped there. The chain goes on: how does a · b + c change with a?",
            (
                "The chain has two links. Which one is missing?",
                "If a grows by 0.01, by how much does a · b + c grow?",
                "Multiply with the inner slope, which is b.",
            ),
        ),
        Misconception(
            "other-factor",
            lambda a, b, c: 2 * (a * b + c) * a,
            "That is the derivative by b. By a, the inner slope is the other factor.",
            (
                "If a grows by 0.01, by how much does a · b grow?",
                "The slope of a product by one factor is the other factor.",
                "Multiply 2(ab + c) with b.",
            ),
        ),
        Misconception(
            "two-forgotten",
            lambda a, b, c: (a * b + c) * b,
            "The 2 is missing: the slope of a square is twice what is squared.",
            (
                "What is the derivative of u² by u?",
                "Check with a small step: a larger by 0.001.",
                "Multiply with 2.",
            ),
        ),
        Misconception(
            "value",
            lambda a, b, c: (a * b + c) ** 2,
            "You gave the value of y, not its slope.",
            (
                "The question asks how fast y changes with a.",
                "Two links: the square, and the product.",
                "2(ab + c) times b.",
            ),
        ),
    ),
)

cost_of_going_back = Exercise(
    id="backpropagation.cost_of_going_back",
    points=1,
    kind="choice",
    target="cost_of_going_back",
    prompt="A model has 7 billion weights. About how much work is one gradient, of all 7 billion slopes, compared with one forward pass?",
    options={
        "a": "7 billion times as much: one pass for each slope.",
        "b": "About three times as much: forward once, and twice that for going back.",
        "c": "The same: the slopes fall out of the forward pass.",
        "d": "It depends on the number of layers: one pass for each.",
    },
    reference="b",
    misconceptions=(
        Misconception(
            "one-pass-each",
            "a",
            "That is what small steps would cost. Going back visits every operation once and serves all slopes together.",
            (
                "How often does backward visit a node?",
                "Compare numerical_gradient with backward: how often is the loss computed?",
                "Each matrix product forward becomes two products on the way back.",
            ),
        ),
        Misconception(
            "free",
            "c",
            "The forward pass computes values only. Each dense layer needs two more products: for its inputs and for its weights.",
            (
                "Look at dense_backward: how many matrix products does it contain?",
                "And how many does the forward pass of the layer contain?",
                "One forward, two back: three together.",
            ),
        ),
        Misconception(
            "one-pass-a-layer",
            "d",
            "The gradient that arrives at a layer already holds all that comes after it: no layer is passed twice.",
            (
                "How often does backward visit a node?",
                "What does out.grad hold when it arrives?",
                "One walk back through all layers, in the opposite order.",
            ),
        ),
    ),
)
