"""Answers to the exercises of backpropagation: right ones in several styles, and wrong ones that are no known misconception."""

import numpy as np
import torch


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


def order_by_recursion(inputs, last):
    order, seen = [], set()

    def visit(node):
        if node in seen:
            return
        seen.add(node)
        for each in reversed(inputs[node]):
            visit(each)
        order.append(node)

    visit(last)
    return order


def order_by_counting(inputs, last):
    needed, waiting = set(), [last]
    while waiting:
        node = waiting.pop()
        if node not in needed:
            needed.add(node)
            waiting.extend(inputs[node])
    order = []
    while len(order) < len(needed):
        ready = sorted(n for n in needed if n not in order and all(each in order for each in inputs[n]))
        order.extend(ready)
    return order


def order_by_a_stack(inputs, last):
    order, stack, seen = [], [(last, False)], set()
    while stack:
        node, ready = stack.pop()
        if ready:
            order.append(node)
        elif node not in seen:
            seen.add(node)
            stack.append((node, True))
            stack.extend((each, False) for each in inputs[node])
    return tuple(order)


def order_by_graphlib(inputs, last):
    from graphlib import TopologicalSorter

    needed, waiting = {}, [last]
    while waiting:
        node = waiting.pop()
        needed[node] = inputs[node]
        waiting.extend(inputs[node])
    return list(TopologicalSorter(needed).static_order())


def sorted_by_name(inputs, last):
    return sorted(order_by_recursion(inputs, last))


def leaves_only(inputs, last):
    return [node for node in order_by_recursion(inputs, last) if not inputs[node]]


def central_in_loops(f, x):
    flat, gradient = x.ravel().copy(), []
    for place in range(flat.size):
        values = []
        for side in (1, -1):
            moved = flat.copy()
            moved[place] += side * 1e-6
            values.append(f(moved.reshape(x.shape)))
        gradient.append((values[0] - values[1]) / 2e-6)
    return np.array(gradient).reshape(x.shape)


def central_with_restoring(f, x):
    x, gradient, h = x.copy(), np.empty(x.shape), 1e-4
    for index in np.ndindex(*x.shape):
        old = x[index]
        x[index] = old + h
        high = f(x)
        x[index] = old - h
        low = f(x)
        x[index] = old
        gradient[index] = (high - low) / (2 * h)
    return gradient


def four_points(f, x):
    gradient, h = np.zeros_like(x), 1e-4
    for index in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[index] = h
        gradient[index] = (8 * (f(x + e) - f(x - e)) - (f(x + 2 * e) - f(x - 2 * e))) / (12 * h)
    return gradient


def central_as_tensor(f, x):
    return torch.as_tensor(central_in_loops(f, x))


def first_number_only(f, x):
    gradient = np.zeros_like(x)
    gradient.flat[0] = central_in_loops(f, x).flat[0]
    return gradient


def backward_by_einsum(x, w, grad_y):
    return np.einsum("no,oi->ni", grad_y, w), np.einsum("no,ni->oi", grad_y, x), np.einsum("no->o", grad_y)


def backward_by_loops(x, w, grad_y):
    grad_x, grad_w, grad_b = np.zeros_like(x), np.zeros_like(w), np.zeros(len(w))
    for n in range(len(x)):
        for o in range(len(w)):
            grad_b[o] += grad_y[n, o]
            grad_x[n] += grad_y[n, o] * w[o]
            grad_w[o] += grad_y[n, o] * x[n]
    return [grad_x, grad_w, grad_b]


def backward_in_torch(x, w, grad_y):
    x, w, grad_y = map(torch.as_tensor, (x, w, grad_y))
    return grad_y @ w, grad_y.T @ x, grad_y.sum(0)


def backward_in_float64(x, w, grad_y):
    x, w, grad_y = (each.astype(np.float64) for each in (x, w, grad_y))
    return np.dot(grad_y, w), np.dot(x.T, grad_y).T, np.ones(len(x)) @ grad_y


RIGHT = {
    "backpropagation.value": [ByAClosure, ByAMethod, WithItsOwnEngine, WithNumpyNumbers],
    "backpropagation.topological_order": [order_by_recursion, order_by_counting, order_by_a_stack, order_by_graphlib],
    "backpropagation.numerical_gradient": [central_in_loops, central_with_restoring, four_points, central_as_tensor],
    "backpropagation.dense_backward": [backward_by_einsum, backward_by_loops, backward_in_torch, backward_in_float64],
}

WRONG = {
    "backpropagation.value": [Doubled, AtOnce, WithoutParents, DividedByTheOther, SignLost, Node],
    "backpropagation.topological_order": [
        sorted_by_name,
        leaves_only,
        lambda inputs, last: [last],
        lambda inputs, last: set(order_by_recursion(inputs, last)),
        lambda inputs, last: [*order_by_recursion(inputs, last), last],
        lambda inputs, last: {node: place for place, node in enumerate(order_by_recursion(inputs, last))},
        lambda inputs, last: " ".join(order_by_recursion(inputs, last)),
        lambda inputs, last: [node.split("(")[0] for node in order_by_recursion(inputs, last)],
    ],
    "backpropagation.numerical_gradient": [
        first_number_only,
        lambda f, x: central_in_loops(f, x).ravel()[:, None],
        lambda f, x: central_in_loops(f, x).sum(),
        lambda f, x: np.abs(central_in_loops(f, x)),
        lambda f, x: central_in_loops(f, x) / np.linalg.norm(central_in_loops(f, x)),
        lambda f, x: central_in_loops(f, np.round(x, 2)),
        lambda f, x: central_in_loops(lambda moved: f(moved) ** 2, x),
    ],
    "backpropagation.dense_backward": [
        lambda x, w, g: (g @ w, g.T @ x),
        lambda x, w, g: (g @ w, g.T @ x, g.sum()),
        lambda x, w, g: (g @ w, (g.T @ x)[:1], g.sum(0)),
        lambda x, w, g: (g @ w / len(x), g.T @ x, g.sum(0)),
        lambda x, w, g: (x @ w.T, g.T @ x, g.sum(0)),
        lambda x, w, g: (g @ w, g.T @ x, g.sum(0)[None]),
        lambda x, w, g: {"x": g @ w, "w": g.T @ x, "b": g.sum(0)},
    ],
    "backpropagation.chain": [0, 1, -3, 1e9, "2", [2.0]],
    "backpropagation.cost_of_going_back": ["a", "e", "ab", "three", 3, ["b", "d"]],
}
