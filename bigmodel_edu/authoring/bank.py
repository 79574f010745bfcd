"""Where an exercise stands: the definitions that make it, and the page of its words."""

import re
from collections.abc import Iterator
from pathlib import Path

from bigmodel_edu.authoring.module import BANKS, banks, module_path, read_module, submodules

ID = re.compile(r"([a-z0-9-]+)\.([A-Za-z0-9_-]+)")


def bank_of(chapter: str) -> str:
    """The module, or the package, that holds a chapter's exercises."""
    return banks().get(chapter, f"{BANKS}.{chapter.replace('-', '_')}")


def is_exercise(text: str) -> bool:
    """Whether a text has the form of an exercise's id, of a chapter that has exercises."""
    found = ID.fullmatch(text)
    return found is not None and module_path(bank_of(found[1])) is not None


def parts_of(exercise: str) -> Iterator[tuple[str, str]]:
    """The definitions that make an exercise, by module and name; ``*`` is a whole module.

    An exercise has a module of its own in its chapter's package, or consists of words only. Where neither is found, the whole bank counts.
    """
    chapter, name = exercise.split(".", 1)
    bank = bank_of(chapter)
    own = f"{bank}.{name.replace('-', '_')}"
    source = read_module(own)
    if source is not None:
        yield from ((own, definition) for definition in source.definitions)
    elif page_of(exercise) is None:
        yield from ((module, "*") for module in (bank, *submodules(bank)))


def page_of(exercise: str) -> Path | None:
    """The page of an exercise's words in its own language, beside its module; None where there is none."""
    chapter, name = exercise.split(".", 1)
    bank = module_path(bank_of(chapter))
    page = bank.parent / f"{name.replace('-', '_')}.md" if bank is not None and bank.name == "__init__.py" else None
    return page if page is not None and page.is_file() else None
