"""A number that can be multiplied as well."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, module


def gradients_of_a_program(answer, inputs, program):
    """Build a value for each input, carry out the program, go back from its last value: (that value, gradients of the inputs)."""
    values = [answer(each) for each in inputs]
    for operation, first, second in program:
        values.append(values[first] * values[second] if operation == "times" else values[first] + values[second])
    values[-1].backward()
    return [values[-1].data, *(value.grad for value in values[: len(inputs)])]


class Node:
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


def value_class(share, product=lambda a, b: a * b):
    """A class whose products share out their gradient by ``share(self, other, out)``."""

    class Value(Node):
        def __mul__(self, other):
            out = type(self)(product(self.data, other.data), (self, other))
            out.pass_back = lambda: share(self, other, out)
            return out

    return Value


def accumulated(one, other, out):
    one.grad += other.data * out.grad
    other.grad += one.data * out.grad


def assigned(one, other, out):
    one.grad = other.data * out.grad
    other.grad = one.data * out.grad


def own_factor(one, other, out):
    one.grad += one.data * out.grad
    other.grad += other.data * out.grad


def chain_forgotten(one, other, out):
    one.grad += other.data
    other.grad += one.data


def only_the_first(one, other, out):
    one.grad += other.data * out.grad


def as_a_sum(one, other, out):
    one.grad += out.grad
    other.grad += out.grad


def nothing_passed(one, other, out):
    pass


def numbers(rng: np.random.Generator, count: int) -> list[float]:
    return [float(round(each, 2)) for each in rng.uniform(0.6, 3, count) * rng.choice([-1, 1], count)]


def one_product(rng: np.random.Generator) -> Call:
    return arguments(numbers(rng, 2), [["times", 0, 1]])


def product_of_products(rng: np.random.Generator) -> Call:
    """(a · b) · (c + d) · e: the gradient that arrives is not 1."""
    return arguments(numbers(rng, 5), [["times", 0, 1], ["plus", 2, 3], ["times", 5, 6], ["times", 7, 4]])


def used_twice(rng: np.random.Generator) -> Call:
    """a · b + a · c, times a: a has three ways to the result."""
    return arguments(numbers(rng, 3), [["times", 0, 1], ["times", 0, 2], ["plus", 3, 4], ["times", 5, 0]])


def squares(rng: np.random.Generator) -> Call:
    """(a · a + b) squared: both factors are the same value."""
    return arguments(numbers(rng, 2), [["times", 0, 0], ["plus", 2, 1], ["times", 3, 3]])


PRODUCT_HINTS = (
    "If a changes by a little, by how much does a · b change? And b?",
    "Try a = Value(2.0), b = Value(5.0), c = a * b, c.backward(), and print a.grad and b.grad. Then try a * a.",
    "Inside pass_back: self.grad += other.data * out.grad, and the same for other.",
)


EXERCISE = module(
    __file__,
    points=4,
    target="Value",
    reference=value_class(accumulated),
    core={
        "one product": one_product,
        "a product of products": product_of_products,
        "a value that is used more than once": used_twice,
        "squares": squares,
    },
    driver=gradients_of_a_program,
    bans=("torch", "jax", "tensorflow"),
    draws=3,
    mistakes={
        "assigned": value_class(assigned),
        "own-factor": value_class(own_factor),
        "chain-forgotten": value_class(chain_forgotten),
        "one-factor": value_class(only_the_first),
        "as-a-sum": value_class(as_a_sum),
        "no-way-back": value_class(nothing_passed),
        "sum-for-product": value_class(accumulated, product=lambda a, b: a + b),
    },
)
