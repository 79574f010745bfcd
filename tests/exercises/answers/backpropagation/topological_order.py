"""Answers to backpropagation.topological_order: right ones in several styles, wrong ones that are no known mistake."""


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


RIGHT = [order_by_recursion, order_by_counting, order_by_a_stack, order_by_graphlib]
WRONG = [
    sorted_by_name,
    leaves_only,
    lambda inputs, last: [last],
    lambda inputs, last: set(order_by_recursion(inputs, last)),
    lambda inputs, last: [*order_by_recursion(inputs, last), last],
    lambda inputs, last: {node: place for place, node in enumerate(order_by_recursion(inputs, last))},
    lambda inputs, last: " ".join(order_by_recursion(inputs, last)),
    lambda inputs, last: [node.split("(")[0] for node in order_by_recursion(inputs, last)],
]
