"""Answers to backpropagation.value: right ones in several styles, wrong ones that are no known mistake."""

import numpy as np


class Node:
    """A number that remembers how it was made, as the lesson gives it."""

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
        order, seen = [], set()

        def visit(node):
            if node not in seen:
                seen.add(node)
                for parent in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            node.pass_back()


class ByAClosure(Node):
    def __mul__(self, other):
        out = ByAClosure(self.data * other.data, (self, other))

        def pass_back():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out.pass_back = pass_back
        return out


class ByAMethod(Node):
    def __mul__(self, other):
        out = type(self)(other.data * self.data, (self, other))
        out.pass_back = lambda: self.share(other, out.grad)
        return out

    def share(self, other, arrived):
        self.grad, other.grad = self.grad, other.grad
        self.grad = self.grad + arrived * other.data
        other.grad = other.grad + arrived * self.data


class WithItsOwnEngine:
    """Slopes kept with the inputs, in place of closures; nothing taken from the given class."""

    def __init__(self, data, slopes=()):
        self.data, self.grad, self.slopes = float(data), 0.0, slopes

    def __add__(self, other):
        return WithItsOwnEngine(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        return WithItsOwnEngine(self.data * other.data, ((self, other.data), (other, self.data)))

    def backward(self, arrived=1.0):
        self.grad += arrived  # along every way separately: slow, and right
        for node, slope in self.slopes:
            node.backward(arrived * slope)


class WithNumpyNumbers(ByAClosure):
    def __init__(self, data, parents=()):
        super().__init__(np.float32(data), parents)


class Doubled(Node):
    def __mul__(self, other):
        out = type(self)(self.data * other.data, (self, other))

        def pass_back():
            self.grad += 2 * other.data * out.grad
            other.grad += 2 * self.data * out.grad

        out.pass_back = pass_back
        return out


class AtOnce(Node):
    def __mul__(self, other):
        out = type(self)(self.data * other.data, (self, other))
        self.grad += other.data * out.grad
        other.grad += self.data * out.grad
        return out


class WithoutParents(Node):
    def __mul__(self, other):
        out = type(self)(self.data * other.data)
        out.pass_back = lambda: None
        return out


class DividedByTheOther(Node):
    def __mul__(self, other):
        out = type(self)(self.data * other.data, (self, other))

        def pass_back():
            self.grad += out.data / self.data * out.grad
            if other is not self:
                other.grad += out.data / other.data * out.grad

        out.pass_back = pass_back
        return out


class SignLost(Node):
    def __mul__(self, other):
        out = type(self)(self.data * other.data, (self, other))

        def pass_back():
            self.grad += abs(other.data) * out.grad
            other.grad += abs(self.data) * out.grad

        out.pass_back = pass_back
        return out


RIGHT = [ByAClosure, ByAMethod, WithItsOwnEngine, WithNumpyNumbers]
WRONG = [Doubled, AtOnce, WithoutParents, DividedByTheOther, SignLost, Node]
