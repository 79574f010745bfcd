"""Read the registry once, and give facts by key."""

import sys
import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from bigmodel_edu.facts.fact import Fact, Source

REGISTRY = Path(__file__).with_name("registry.toml")
READ = "bigmodel_edu.fact"  # the audit event that tells a fact's key when it is read; ``*`` when all of them may be
SOURCE = "source "  # before the key of a source, in such an event


def read(text: str) -> tuple[dict[str, str], dict[str, Source], dict[str, Fact]]:
    """Read a registry's text.

    Returns:
        The topics' titles, the sources and the facts, each by key, in the order in which they are written.

    Raises:
        TypeError, ValueError: if an entry misses something, has something unknown, or names a source that is not there.
    """
    document = tomllib.loads(text)
    known = {key: Source(key=key, **_words(key, entry, Source)) for key, entry in document["sources"].items()}
    topics, read_facts = dict(document["topics"]), {}
    for topic, entries in document["facts"].items():
        if topic not in topics:
            raise ValueError(f"expected facts under a topic of the registry, got {topic!r}")
        for key, entry in entries.items():
            if key in read_facts:
                raise ValueError(f"expected each key once, got {key} under two topics")
            entry = _words(key, entry, Fact)
            if entry.get("source") not in known:
                raise ValueError(f"expected fact {key} to name a source of the registry, got {entry.get('source')!r}")
            chapters = tuple(entry.get("chapters", ()))
            read_facts[key] = Fact(key=key, topic=topic, **{**entry, "source": known[entry["source"]], "chapters": chapters})
    return topics, known, read_facts


def _words(key: str, entry: dict[str, Any], kind: type) -> dict[str, Any]:
    unknown = set(entry) - set(kind.__dataclass_fields__)  # type: ignore[attr-defined]
    if unknown:
        raise ValueError(f"expected {key} to have the fields of a {kind.__name__}, got {', '.join(sorted(unknown))} besides")
    return entry


Entry = TypeVar("Entry", Fact, Source)


class _Noted(Mapping[str, Entry]):
    """Facts or sources by key. Each reading raises an audit event: a release notes the facts from which a notebook was made."""

    def __init__(self, entries: Mapping[str, Entry], kind: str = "") -> None:
        self._entries: Mapping[str, Entry] = entries
        self._kind = kind

    def __getitem__(self, key: str) -> Entry:
        sys.audit(READ, f"{self._kind}{key}")
        return self._entries[key]

    def __contains__(self, key: object) -> bool:
        sys.audit(READ, f"{self._kind}{key}")
        return key in self._entries

    def __iter__(self) -> Iterator[str]:
        sys.audit(READ, "*")
        return iter(self._entries)

    def __len__(self) -> int:
        sys.audit(READ, "*")
        return len(self._entries)


@cache
def _registry() -> tuple[Mapping[str, str], Mapping[str, Source], Mapping[str, Fact]]:
    titles, known, read_facts = read(REGISTRY.read_text(encoding="utf-8"))
    return MappingProxyType(titles), _Noted(known, SOURCE), _Noted(read_facts)


def facts() -> Mapping[str, Fact]:
    """Return every fact by key, in the registry's order; it cannot be changed."""
    return _registry()[2]


def sources() -> Mapping[str, Source]:
    """Return every source by key; it cannot be changed."""
    return _registry()[1]


def topics() -> Mapping[str, str]:
    """Return the title of every topic by key, in the registry's order; it cannot be changed."""
    sys.audit(READ, "*")
    return _registry()[0]


def fact(key: str) -> Fact:
    """Return one fact.

    Args:
        key: ``subject.measure``, as the page of facts lists it.

    Raises:
        ValueError: if there is none; the message names what is near.

    >>> h100 = fact("h100.bandwidth")
    >>> h100.value, h100.unit, h100.text, h100.kind
    (3350000000000.0, 'B/s', '3.35 TB/s', 'secondary')
    """
    if key not in facts():
        near = get_close_matches(str(key), facts(), n=5, cutoff=0.4) or list(facts())[:5]
        raise ValueError(f"expected the key of a fact, got {key!r}; near: {', '.join(near)}")
    return facts()[key]


def quote(key: str) -> str:
    """Return a fact as prose quotes it: the number, its unit, and in brackets its source and date.

    >>> print(quote("gpt3.parameters"))
    174,604,259,328 parameters (Brown et al. 2020, Language Models are Few-Shot Learners, sizes of Table 2.1; 2020-05-28)
    """
    found = fact(key)
    return f"{found.text} ({found.reference})"
