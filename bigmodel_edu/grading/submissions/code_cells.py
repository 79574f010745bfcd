"""A submission's code, cell by cell, with the names that each cell makes and uses."""

import ast
import builtins
import symtable
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from bigmodel_edu.grading.submissions.names import (
    bound_names,
    changed_names,
    import_origins,
    imported_names,
    names_from_outside,
    names_read_first,
)
from bigmodel_edu.grading.submissions.notebooks import NotebookCell

BUILTINS = frozenset(dir(builtins))


@dataclass(frozen=True)
class CodeCell:
    """A code cell with the names that it makes and uses; one that does not parse makes and uses none."""

    cell: NotebookCell
    text: str  # the source with IPython's magics turned into Python

    @cached_property
    def tree(self) -> ast.Module | None:
        """The cell's syntax tree; None when it does not parse."""
        try:
            return ast.parse(self.text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None

    @property
    def parses(self) -> bool:
        """Whether the cell is Python."""
        return self.tree is not None

    @cached_property
    def imports(self) -> frozenset[str]:
        """Names that the cell imports at its top level; ``*`` for a star import."""
        return frozenset(imported_names(self.tree.body)) if self.tree else frozenset()

    @cached_property
    def origins(self) -> dict[str, str]:
        """What each name stands for that the cell binds by imports alone, such as ``{"F": "torch.nn.functional"}``."""
        if self.tree is None:
            return {}
        found = dict(import_origins(self.tree.body))
        otherwise = set(bound_names(statement for statement in self.tree.body if not isinstance(statement, (ast.Import, ast.ImportFrom))))
        return {name: origin for name, origin in found.items() if name not in otherwise}

    @property
    def only_imports(self) -> bool:
        """Whether there is nothing in the cell but imports."""
        return self.tree is not None and all(isinstance(statement, (ast.Import, ast.ImportFrom)) for statement in self.tree.body)

    @cached_property
    def defines(self) -> frozenset[str]:
        """Names that the cell binds at its top level, imports included."""
        return frozenset(bound_names(self.tree.body)) if self.tree else frozenset()

    @cached_property
    def changes(self) -> frozenset[str]:
        """Names whose objects the cell changes at its top level: ``config["width"] = 3``, ``words.append(…)``."""
        return frozenset(name for statement in self.tree.body for name in changed_names(statement)) if self.tree else frozenset()

    @cached_property
    def uses(self) -> frozenset[str]:
        """Names that must exist before the cell runs or its functions are called."""
        if self.tree is None:
            return frozenset()
        try:
            inner = names_from_outside(symtable.symtable(self.text, "<cell>", "exec"))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            inner = {node.id for node in ast.walk(self.tree) if isinstance(node, ast.Name)}
        return frozenset(inner | set(names_read_first(self.tree.body))) - BUILTINS

    @cached_property
    def checks(self) -> dict[str, str]:
        """The second argument of each ``check("<id>", …)`` call at the top level, by exercise."""
        found: dict[str, str] = {}
        for statement in self.tree.body if self.tree and "check" in self.text else []:
            for node in ast.walk(statement):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "check" and len(node.args) == 2:
                    first = node.args[0]
                    if isinstance(first, ast.Constant) and isinstance(first.value, str):
                        found[first.value] = ast.get_source_segment(self.text, node.args[1]) or ""
        return found


def code_cells(cells: Iterable[NotebookCell]) -> list[CodeCell]:
    """Prepare code cells: magics become function calls, as IPython itself does it."""
    from IPython.core.inputtransformer2 import TransformerManager

    transform = TransformerManager().transform_cell
    prepared = []
    for cell in cells:
        text = cell.source
        if any(line.lstrip().startswith(("%", "!", "?")) or line.rstrip().endswith("?") for line in text.splitlines()):
            try:
                text = transform(text)
            except (SyntaxError, ValueError, RecursionError, IndexError, KeyError):
                text = cell.source  # whatever it is, it will fail in the sandbox and say why
        prepared.append(CodeCell(cell, text))
    return prepared
