"""Find the text in a module's code that a person may see and that no catalogue holds."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

WORD = r"[A-Za-zÀ-ÿ’']{2,}"
PROSE = re.compile(rf"{WORD}[,.:;]? +{WORD}")  # two words one after the other
ONE_WORD = re.compile(r"[A-Za-z]{2,}")
NO_WORDS = re.compile(r"</?[a-z!][^<>]*>|\[/?[a-z ]*\]|\S*/\S*|--\w+|\b\w+\.\w+")  # markup, paths, options, names of code
SQL = re.compile(r"\s*(?:SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA|BEGIN) ")
COUNTED = re.compile(r"\{count(?::[^}]*)?\} [a-z ]*?[a-z]{2,}s\b")
TRANSLATING = {"_", "plural"}
# What these are given is shown, be it a single word.
SHOWING = {
    "echo", "secho", "print", "add_row", "add_column", "Table", "status", "say", "Progress", "follow", "warn",
    "set_title", "set_xlabel", "set_ylabel", "suptitle", "annotate", "set_label", "write_paragraph", "section",
}  # fmt: skip
SHOWN_KEYWORDS = {"help", "epilog", "short_help", "title", "xlabel", "ylabel", "label", "caption"}
# Errors of the functions that are called from code are in English, but not in the folders whose errors commands show.
CALLED_FROM_CODE = {"models", "text", "training", "inference", "device", "facts", "economics", "viz"}
FOR_PEOPLE = {"cli", "grading", "authoring", "student"}
PROGRAMMERS_ERRORS = {
    "ValueError", "TypeError", "KeyError", "IndexError", "LookupError", "AttributeError", "NotImplementedError", "RuntimeError",
    "OverflowError", "ZeroDivisionError", "ConnectionError", "OSError", "FileNotFoundError",
    "ApiError", "bad_request", "ProtocolError", "Closed", "DeadlinePassed", "TooLarge", "WrongBytes",
}  # fmt: skip
# Keywords whose values matplotlib, SQLite or CSS read.
READ_BY_PROGRAMS = {"textcoords", "xycoords", "loc", "style", "description", "media_type", "text", "transform"}


@dataclass(frozen=True, order=True)
class Text:
    """A piece of text in the code."""

    line: int
    text: str


def untranslated(path: Path, folder: str) -> list[Text]:
    """Every text of a module that a person may see and that does not go through `_()` or `plural()`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return sorted(set(_Finder(folder, _documentation(tree)).look(tree, shown=False)))


def badly_translated(path: Path) -> list[Text]:
    """Calls of `_()` and `plural()` that ``make messages`` cannot read, or whose placeholders are not those that are filled."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):  # Babel looks into f-strings only from Python 3.12 on
            inside = [inner for inner in ast.walk(node) if isinstance(inner, ast.Call) and name_of(inner) in TRANSLATING]
            found += [Text(node.lineno, ast.unparse(inner)) for inner in inside]
        if isinstance(node, ast.Call) and name_of(node) in TRANSLATING:
            wanted = node.args[: 2 if name_of(node) == "plural" else 1]
            if not all(isinstance(argument, ast.Constant) and isinstance(argument.value, str) for argument in wanted):
                found.append(Text(node.lineno, ast.unparse(node)))
        if isinstance(node, ast.Call) and name_of(node) == "format" and isinstance(node.func, ast.Attribute):
            found += _wrongly_filled(node)
    return found


def without_plural(path: Path) -> list[Text]:
    """Messages with ``{count}`` before a plural that do not go through `plural()`: other languages have other plurals."""
    texts = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    messages = [(node.lineno, node.args[0].value) for node in texts if name_of(node) == "_" and isinstance(node.args[0], ast.Constant)]
    return [Text(line, message) for line, message in messages if COUNTED.search(message)]


def translated_errors(path: Path) -> list[Text]:
    """Errors of functions that are called from code and yet go through the catalogue."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and name_of(node.exc) in PROGRAMMERS_ERRORS:
            inside = [inner for inner in ast.walk(node) if isinstance(inner, ast.Call) and name_of(inner) in TRANSLATING]
            found += [Text(inner.lineno, ast.unparse(inner)) for inner in inside]
    return found


def _wrongly_filled(call: ast.Call) -> Iterator[Text]:
    """Names in the message that the call does not give, and the other way round."""
    assert isinstance(call.func, ast.Attribute)
    message = call.func.value
    given = {keyword.arg for keyword in call.keywords}
    if isinstance(message, ast.Call) and name_of(message) in TRANSLATING and None not in given:
        for part in message.args[: 2 if name_of(message) == "plural" else 1]:
            if not isinstance(part, ast.Constant):
                continue
            fields = {field for _text, field, _format, _conversion in Formatter().parse(part.value) if field is not None}
            asked = {re.split(r"[.\[]", field)[0] for field in fields}
            if asked - given or (name_of(message) == "_" and given - asked):
                yield Text(call.lineno, ast.unparse(call))


def name_of(call: ast.Call) -> str:
    """The last name of what is called: ``echo`` of ``click.echo``."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id if isinstance(call.func, ast.Name) else ""


def _documentation(tree: ast.AST) -> set[ast.AST]:
    """Docstrings, but not those that click shows as a command's help."""
    found: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            statements = [statement.value for statement in node.body if isinstance(statement, ast.Expr)]
            found |= {value for value in statements if isinstance(value, ast.Constant)} if not _shows_its_docstring(node) else set()
    return found


def _shows_its_docstring(node: ast.AST) -> bool:
    for decorator in getattr(node, "decorator_list", ()):
        if isinstance(decorator, ast.Call) and name_of(decorator) in ("command", "group"):
            return not any(keyword.arg == "help" for keyword in decorator.keywords)
    return False


class _Finder:
    def __init__(self, folder: str, documentation: set[ast.AST]) -> None:
        self.folder, self.documentation = folder, documentation

    def look(self, node: ast.AST, shown: bool) -> Iterator[Text]:
        if self._is_for_programs(node):
            return
        text = self._text(node)
        if text is not None:
            bare = NO_WORDS.sub(" ", text)
            if not SQL.match(text) and (ONE_WORD if shown else PROSE).search(bare):
                yield Text(node.lineno, text)  # type: ignore[attr-defined]
        shown = shown or (isinstance(node, ast.Call) and name_of(node) in SHOWING)
        for child in ast.iter_child_nodes(node):
            if isinstance(node, ast.JoinedStr) and not isinstance(child, ast.FormattedValue):
                continue
            if isinstance(child, ast.keyword):
                if child.arg not in READ_BY_PROGRAMS:
                    yield from self.look(child.value, child.arg in SHOWN_KEYWORDS)
            else:
                inner_call = isinstance(child, ast.Call) and name_of(child) not in ("format", "join")
                yield from self.look(child, shown and not inner_call and not isinstance(child, ast.Subscript | ast.Compare | ast.Lambda))

    def _is_for_programs(self, node: ast.AST) -> bool:
        if node in self.documentation or isinstance(node, ast.Assert):
            return True
        if self.folder in CALLED_FROM_CODE and (self._text(node) or "").startswith("expected "):  # an error is put together in parts
            return True
        if isinstance(node, ast.Call) and name_of(node) in TRANSLATING:
            return True
        is_error = isinstance(node, ast.Call) and name_of(node) in PROGRAMMERS_ERRORS
        return is_error and self.folder not in FOR_PEOPLE

    def _text(self, node: ast.AST) -> str | None:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return node.value
        if isinstance(node, ast.JoinedStr):
            return "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
        return None
