"""Which cells does an answer need? Names decide: what the target's cell uses, what those names need, and so on."""

from collections.abc import Sequence

from bigmodel_edu.grading.submissions.code_cells import CodeCell


def needed_cells(cells: Sequence[CodeCell], target: str) -> list[CodeCell]:
    """Return, in order, the cells that define the target or anything that it needs; empty when nothing defines the target.

    A star import may define any name, so such cells are always kept. Where every cell that makes a name imports the same thing
    under it, one of them is enough: an answer does not depend on other answers because both import torch.
    """
    modules = frozenset().union(*(cell.imports for cell in cells))
    needed: set[int] = set()
    waiting, seen = [target], set()
    while waiting:
        name = waiting.pop(0)
        if name in seen:
            continue
        seen.add(name)
        for place in _makers(cells, name, needed, modules):
            needed.add(place)
            waiting += sorted(cells[place].uses)
    if needed:
        needed |= {place for place, cell in enumerate(cells) if "*" in cell.imports}
    return [cells[place] for place in sorted(needed)]


def _makers(cells: Sequence[CodeCell], name: str, needed: set[int], modules: frozenset[str]) -> list[int]:
    """The further cells that a name asks for."""
    makers = [place for place, cell in enumerate(cells) if name in cell.defines or (name in cell.changes and name not in modules)]
    origins = {cells[place].origins.get(name) for place in makers}
    if len(origins) == 1 and None not in origins:
        if needed & set(makers):
            return []
        return [next((place for place in makers if cells[place].only_imports), makers[0])]
    return [place for place in makers if place not in needed]
