import pytest

from bigmodel_edu.authoring.placeholder import Unfillable, dates_of, fill, parse, placeholders, row_of, typeset
from bigmodel_edu.facts import facts


def keys(text):
    return [each.key for each in placeholders(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("from {{ a }} to {{ b:.2f }}", ["a", "b:.2f"]),
        ("{{ x[1:3] }} {{ table['a:b']:>8 }} {{ f(n, k=2):,}} }}", ["x[1:3]", "table['a:b']:>8", "f(n, k=2):,"]),
        ("{{ losses[\n-1]:.3f }}", ["losses[ -1]:.3f"]),
        ("`{{ a }}` and ``{{ `b` }}``", []),
        ("```\n{{ a }}\n```\n\n{{ b }}\n\n~~~~ python\n{{ c }}\n~~~~\n", ["b"]),
        (r"$\frac{{a}}{b}$ and {{}} and {{x}}", []),
        ("no ` code {{ a }}", ["a"]),
    ],
)
def test_placeholders_are_found_where_they_are_meant(text, found):
    if "k=2" in text:  # the blank before the closing braces belongs to the placeholder
        text = text.replace(":,}} }}", ":, }}")
    assert keys(text) == found


def test_a_placeholder_knows_where_no_link_can_stand():
    text = "# On {{ a }}\n\n$x = {{ b }}$, ![{{ c }}](x.svg), [{{ d }}](y.md), <b title='{{ e }}'> and {{ f }}"
    assert [(each.expression, each.plain) for each in placeholders(text)] == [*((name, True) for name in "abcde"), ("f", False)]


def test_a_text_is_filled_and_each_number_knows_its_place():
    text, places = fill("Loss {{ loss:.2f }}, then {{ loss:.3f }}; $x = {{ n }}$.", {"loss:.2f": "1.25", "loss:.3f": "1.250", "n": "3"})
    assert text == "Loss 1.25, then 1.250; $x = 3$."
    assert [(text[start:end], key) for start, end, key in places] == [("1.25", "loss:.2f"), ("1.250", "loss:.3f")]
    with pytest.raises(KeyError):
        fill("{{ loss }}", {})


def test_a_fact_is_a_link_to_its_row_with_its_date():
    text, _places = fill('GPT-3 has {{ fact("gpt3.parameters") }}.', {}, "../facts.md")
    assert text == 'GPT-3 has [174,604,259,328 parameters](../facts.md#fact-gpt3-parameters "as of 2020-05-28").'
    assert fill('![{{ fact("gpt3.parameters") }}](a.svg)', {}, "f.md")[0] == "![174,604,259,328 parameters](a.svg)"
    assert fill('{{ fact("gpt3.parameters").value / 1e9:.1f }}', {}, "f.md")[0] == '[174.6](f.md#fact-gpt3-parameters "as of 2020-05-28")'
    assert fill("{{ 2 ** 10 }}", {}, "f.md")[0] == "1024"
    assert fill('{{ architecture("gpt2-small").vocabulary:, }}', {}, "f.md")[0] == "50,257"


def test_what_facts_alone_give_is_told_from_what_a_notebook_gives():
    assert parse('round(fact("gpt3.parameters").value / 1e9)').from_registry
    assert parse('[number(x) for x in (fact("a").value, 2)]:s').from_registry
    assert not parse('fact("gpt3.parameters").value / seen').from_registry
    assert not parse("number").from_registry and not parse("len(text)").from_registry
    assert parse('fact("a").value / fact("b").value').facts == ("a", "b")


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("1 +", "expected a Python expression, got '1 \\+'"),
        ('fact("gpt3.parameter")', "gpt3.parameters"),
        ('fact("gpt3.parameters"):.2f', "format"),
        ('fact("gpt3.parameters").valve', "valve"),
        ("1 / 0", "ZeroDivisionError"),
        ("loss:.2f", "expected names of facts, got 'loss'"),
        ('fact("gpt3.parameters").value:.2q', "ValueError"),
    ],
)
def test_what_cannot_be_filled_says_why(written, reason):
    with pytest.raises(Unfillable, match=reason):
        parse(written).registered()


def test_numbers_are_set_as_prose_writes_them():
    assert [typeset(text) for text in ("-0.5", "3", "-x", "a-1", "-.5")] == ["−0.5", "3", "-x", "a-1", "−.5"]


def test_every_facts_row_is_the_one_that_the_page_of_facts_makes():
    from docutils import nodes

    assert all(row_of(key) == nodes.make_id(f"fact-{key}") for key in facts())
    assert dates_of(["gpt3.parameters", "gpt3.parameters"]) == "as of 2020-05-28"
