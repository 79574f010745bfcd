"""Everything heavy, imported and used once in the warm worker, so that no submission pays for it."""

import gc
import importlib
import os
from collections.abc import Sequence

from bigmodel_edu.language import spoken
from bigmodel_edu.sandbox.syscalls import collapse_into_huge_pages

HUGE = 2 * 2**20


def load(names: Sequence[str]) -> None:
    """Import each module, and use those that do part of their work on first use; read the catalogue, which a child cannot reach."""
    spoken()
    for name in names:
        importlib.import_module(name)
        if name in _FIRST_USE:
            _FIRST_USE[name]()


def settle() -> None:
    """Make forking cheap: nothing for the garbage collector to walk, and memory in few large pages."""
    gc.collect()
    gc.freeze()
    for start, end in _private_areas():
        first, last = -(-start // HUGE) * HUGE, end // HUGE * HUGE
        if last > first:
            collapse_into_huge_pages(first, last - first)


def threads() -> int:
    """Return how many threads this process has; a process with more than one must not be forked."""
    return len(os.listdir("/proc/self/task"))


def _use_torch() -> None:
    import torch

    torch.set_num_threads(1)
    layer = torch.nn.Sequential(torch.nn.Linear(4, 4), torch.nn.LayerNorm(4))
    for make in (torch.optim.AdamW, torch.optim.SGD):  # the first optimiser imports several hundred modules
        optimiser = make(layer.parameters(), lr=0.1)
        torch.nn.functional.cross_entropy(layer(torch.randn(3, 4)), torch.tensor([0, 1, 2])).backward()
        optimiser.step()
        optimiser.zero_grad()
    query = torch.randn(1, 2, 3, 4)
    torch.nn.functional.scaled_dot_product_attention(query, query, query, is_causal=True)
    torch.manual_seed(0)


def _use_matplotlib() -> None:
    import io

    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots()
    axes.plot([0, 1], [1, 0], label="a")
    axes.set_title("$x^2$")
    axes.legend()
    figure.savefig(io.BytesIO(), format="png")
    plt.close("all")


_FIRST_USE = {"torch": _use_torch, "matplotlib": _use_matplotlib}


def _private_areas() -> list[tuple[int, int]]:
    """Return start and end of each area of ordinary writable memory."""
    areas = []
    with open("/proc/self/maps", encoding="utf-8", errors="replace") as maps:
        for line in maps:
            fields = line.split()
            if fields[1] == "rw-p" and (len(fields) == 5 or fields[5] == "[heap]"):
                start, end = (int(number, 16) for number in fields[0].split("-"))
                areas.append((start, end))
    return areas
