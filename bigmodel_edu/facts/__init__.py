"""Numbers that the course quotes, each with unit, date, source and how it was checked; and the sizes of published models.

Nothing is quoted by hand: prose, notebooks, exercises and tests read the one registry, ``registry.toml``.

>>> from bigmodel_edu import facts
>>> facts.fact("gpt2-small.parameters").value
124439808
>>> print(facts.quote("palm-540b.mfu"))
46.2 % (Chowdhery et al. 2022, PaLM, section 4.1; 2022-04-05)
"""

from bigmodel_edu.facts.architectures import Architecture, Experts, LatentAttention, architecture, architectures
from bigmodel_edu.facts.fact import Fact, Source
from bigmodel_edu.facts.registry import fact, facts, quote, sources, topics

__all__ = [
    "Architecture",
    "Experts",
    "Fact",
    "LatentAttention",
    "Source",
    "architecture",
    "architectures",
    "fact",
    "facts",
    "quote",
    "sources",
    "topics",
]
