"""Cells that only import, define and name constants: what other cells do is the same with them and without."""

import ast
from collections.abc import Iterable

from bigmodel_edu.grading.submissions.code_cells import CodeCell

HARMLESS = (ast.Constant, ast.Name, ast.Attribute, ast.Subscript, ast.Tuple, ast.List, ast.Dict, ast.UnaryOp)
ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div)  # a power may take all the time and memory there is


def is_inert(cell: CodeCell) -> bool:
    """Whether the cell only imports, defines and names constants, quickly and without an effect on anything else."""
    return cell.tree is not None and all(map(_is_inert, cell.tree.body))


def _is_inert(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.ClassDef):
        parts: list[ast.expr] = statement.bases
        return not (statement.decorator_list or statement.keywords) and _are_inert(parts) and all(map(_is_inert, statement.body))
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
        arguments = statement.args
        annotations = [part.annotation for part in ast.walk(arguments) if isinstance(part, ast.arg)]
        evaluated = [*arguments.defaults, *arguments.kw_defaults, *annotations, statement.returns]
        return not statement.decorator_list and _are_inert(filter(None, evaluated))
    if isinstance(statement, ast.Assign):
        return all(isinstance(target, ast.Name) for target in statement.targets) and _are_inert([statement.value])
    if isinstance(statement, ast.AnnAssign):
        return isinstance(statement.target, ast.Name) and _are_inert(filter(None, [statement.annotation, statement.value]))
    if isinstance(statement, ast.Expr):
        return _are_inert([statement.value])
    imports = isinstance(statement, (ast.Import, ast.ImportFrom)) and all(alias.name != "*" for alias in statement.names)
    return imports or isinstance(statement, ast.Pass)


def _are_inert(values: Iterable[ast.expr]) -> bool:
    """Whether evaluating these is quick and changes nothing."""
    return all(_is_inert_value(value) for value in values)


def _is_inert_value(value: ast.expr) -> bool:
    if isinstance(value, ast.BinOp) and isinstance(value.op, ARITHMETIC):
        return all(map(_is_arithmetic, (value.left, value.right)))
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.BitOr):  # Tensor | None
        return _are_inert([value.left, value.right])
    return isinstance(value, HARMLESS) and _are_inert(child for child in ast.iter_child_nodes(value) if isinstance(child, ast.expr))


def _is_arithmetic(value: ast.expr) -> bool:
    if isinstance(value, ast.BinOp):
        return isinstance(value.op, ARITHMETIC) and all(map(_is_arithmetic, (value.left, value.right)))
    if isinstance(value, ast.UnaryOp):
        return _is_arithmetic(value.operand)
    return isinstance(value, ast.Constant) and isinstance(value.value, (int, float))
