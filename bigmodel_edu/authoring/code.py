"""What can be read off a cell's code without running it."""

import ast
from collections.abc import Iterator

from IPython.core.inputtransformer2 import TransformerManager


def parse(source: str) -> ast.Module:
    """Parse a cell's code; shell magics are turned into Python as IPython does it.

    Raises:
        SyntaxError: with the line inside the cell.
    """
    return ast.parse(TransformerManager().transform_cell(source))


def bound_names(tree: ast.Module) -> Iterator[str]:
    """Names that the top level defines.

    >>> list(bound_names(ast.parse("def f(): ...\\nx, y = 1, 2")))
    ['f', 'x', 'y']
    """
    for statement in tree.body:
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield statement.name
        elif isinstance(statement, (ast.Assign, ast.AnnAssign)):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            yield from (node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name))


def check_call(tree: ast.Module) -> tuple[str, str] | None:
    """The exercise and the answer's name in a cell that is exactly one ``check("<id>", <name>)``.

    >>> check_call(ast.parse('check("first-steps.softmax", softmax)'))
    ('first-steps.softmax', 'softmax')
    """
    if len(tree.body) != 1 or not isinstance(tree.body[0], ast.Expr) or not isinstance(tree.body[0].value, ast.Call):
        return None
    call = tree.body[0].value
    match (call.func, call.args, call.keywords):
        case (ast.Name(id="check"), [ast.Constant(value=str(exercise)), ast.Name(id=answer)], []):
            return exercise, answer
    return None
