"""The registry: every fact is cited, dated and of a known kind; what is missing is refused by name."""

import re
import tomllib
from datetime import date

import pytest

from bigmodel_edu import facts
from bigmodel_edu.facts import registry
from bigmodel_edu.facts.fact import KINDS

MINIMAL = """
[topics]
t = "Topic"
[sources.s]
citation = "Somebody 2020, Something"
link = "https://example.org/paper"
date = "2020-05"
[facts.t."a.b"]
what = "A number"
value = 3
unit = "USD"
kind = "secondary"
source = "s"
"""


@pytest.mark.parametrize("key", facts.facts())
def test_every_fact_is_cited_dated_and_says_how_it_was_checked(key):
    fact = facts.fact(key)
    assert re.fullmatch(r"[a-z0-9.-]+\.[a-z0-9-]+", key)
    assert fact.kind in KINDS and fact.checked and fact.what[0].isupper() and not fact.what.endswith(".")
    assert fact.source.link.startswith(("https://", "http://")) and re.search(r"\b(18|19|20)\d\d\b", fact.source.citation)
    assert "1900" < fact.date <= date.today().isoformat()
    assert (fact.digits is None) or (fact.kind == "computed" and fact.digits >= 2)


def test_every_source_and_every_topic_is_used():
    used = {fact.source.key for fact in facts.facts().values()} | {model.source.key for model in facts.architectures().values()}
    assert set(facts.sources()) == used
    assert set(facts.topics()) == {fact.topic for fact in facts.facts().values()}


def test_no_two_facts_say_the_same():
    said = [(fact.what, fact.date) for fact in facts.facts().values()]
    assert len(set(said)) == len(said)


def test_a_price_has_a_day_a_month_or_a_year_that_is_written_with_it():
    for fact in facts.facts().values():
        if "USD" in fact.unit:
            assert fact.date in facts.quote(fact.key)


def test_the_minimal_registry_is_read_and_typed():
    titles, sources, read = registry.read(MINIMAL)
    fact = read["a.b"]
    assert titles == {"t": "Topic"} and list(sources) == ["s"]
    assert (fact.value, fact.unit, fact.date, fact.topic) == (3, "USD", "2020-05", "t")
    assert fact.text == "3 USD" and fact.reference == "Somebody 2020, Something; 2020-05"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('source = "s"', 'source = "nobody"', "a.b to name a source of the registry, got 'nobody'"),
        ('source = "s"', "", "a.b to name a source of the registry, got None"),
        ('date = "2020-05"', 'date = "May 2020"', "source s to have a date such as 2024, 2024-10 or 2024-10-02, got 'May 2020'"),
        ('date = "2020-05"', 'date = "2020-13"', "source s to have a date"),
        ('link = "https://example.org/paper"', 'link = "a paper"', "source s to have a link"),
        ('citation = "Somebody 2020, Something"', 'citation = " "', "source s to have a citation"),
        ('unit = "USD"', 'unit = ""', "a.b to say its unit"),
        ('kind = "secondary"', 'kind = "rumour"', "a.b to be computed, secondary, press, got 'rumour'"),
        ('kind = "secondary"', 'kind = "computed"', "a.b to name the formula"),
        ("value = 3", 'value = "three"', "a.b to be a number, got 'three'"),
        ("value = 3", "value = true", "a.b to be a number, got True"),
        ("value = 3", "value = 3\ncolour = 1", "a.b to have the fields of a Fact, got colour besides"),
        ('[facts.t."a.b"]', '[facts.u."a.b"]', "a topic of the registry, got 'u'"),
    ],
)
def test_what_is_missing_or_unknown_is_refused_by_name(old, new, said):
    assert old in MINIMAL
    with pytest.raises((ValueError, TypeError), match=re.escape(said)):
        registry.read(MINIMAL.replace(old, new))


def test_one_key_cannot_stand_under_two_topics():
    second = MINIMAL.split("[facts.t")[1].replace('."a.b"]', '[facts.u."a.b"]', 1)
    with pytest.raises(ValueError, match=r"a\.b under two topics"):
        registry.read(MINIMAL.replace('t = "Topic"', 't = "Topic"\nu = "Other"') + second)


def test_an_unknown_key_names_what_is_near():
    with pytest.raises(ValueError, match=r"got 'gpt3\.parametres'; near: .*gpt3\.parameters"):
        facts.fact("gpt3.parametres")


def test_what_is_read_cannot_be_changed():
    with pytest.raises(TypeError):
        facts.facts()["x.y"] = facts.fact("gpt3.parameters")
    with pytest.raises(AttributeError):
        facts.fact("gpt3.parameters").value = 1


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("gpt3.parameters", "174,604,259,328 parameters"),
        ("gpt3-13b.parameters", "12.85 billion parameters"),
        ("gpt3.training-flops", "3.14 × 10²³ FLOPs"),
        ("palm-540b.mfu", "46.2 %"),
        ("h100.peak-16bit", "989.4 TFLOP/s"),
        ("a100-80gb.bandwidth", "2.039 TB/s"),
        ("h100.memory", "80 GB"),
        ("chinchilla.law-alpha", "0.34"),
        ("ai-index.price-2024", "0.07 USD per million tokens"),
        ("deepseek-v3.training-cost", "5,576,000 USD"),
        ("pope.palm-540b.step", "0.029 s"),
    ],
)
def test_numbers_are_written_for_readers(key, text):
    assert facts.fact(key).text == text


def test_the_file_holds_no_fact_twice_and_nothing_besides():
    document = tomllib.loads(registry.REGISTRY.read_text(encoding="utf-8"))
    assert set(document) == {"topics", "sources", "facts"}
    assert sum(len(entries) for entries in document["facts"].values()) == len(facts.facts())


def test_architectures_are_refused_by_name():
    with pytest.raises(ValueError, match=r"near: .*gpt2-small"):
        facts.architecture("gpt-2-small")
    model = facts.architecture("gpt2-small")
    values = {field: getattr(model, field) for field in model.__dataclass_fields__}
    with pytest.raises(ValueError, match=r"gpt2-small\.layers of 1 or more, got 0"):
        facts.Architecture(**{**values, "layers": 0})
    with pytest.raises(TypeError, match=r"gpt2-small\.width to be a whole number, got 768\.5"):
        facts.Architecture(**{**values, "width": 768.5})
    with pytest.raises(ValueError, match="key_heads to divide heads, got 5 and 12"):
        facts.Architecture(**{**values, "key_heads": 5})
