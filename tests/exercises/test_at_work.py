"""A student at work: what the cards, the hints and the course map say after typical mistakes in the first two lessons."""

import math

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from bigmodel_edu import check, hint, progress
from bigmodel_edu.checking.forbidden import forbidden_names
from bigmodel_edu.student import memory, notebook

ATTENTION = "self-attention.scaled_dot_product_attention"
MASK = "self-attention.causal_mask"


@pytest.fixture(autouse=True)
def at_home(tmp_path, monkeypatch):
    monkeypatch.setenv("BIGMODEL_EDU_HOME", str(tmp_path))
    monkeypatch.setattr(notebook, "MEMORY", memory.Memory())
    monkeypatch.setattr(notebook, "_CURRENT", notebook.Student(""))


def test_two_mistakes_at_once_are_explained_by_the_cases_that_show_one_alone():
    def scaled_by_heads_and_masked_on_the_wrong_axes(query, key, value, mask=None):
        scores = query @ key.transpose(-2, -1) / math.sqrt(query.shape[1])
        if mask is not None:
            scores[mask == 0] = -1e9
        return F.softmax(scores, dim=-1) @ value

    card = check(ATTENTION, scaled_by_heads_and_masked_on_the_wrong_axes)
    assert card.result.diagnosis is None  # it does not explain every case
    assert "In the cases “without a mask”: You divide by the root of the number of heads" in repr(card)
    assert "What happens to the softmax" in repr(hint(ATTENTION))


def test_an_own_answer_after_a_try_with_the_library_counts():
    code = "def f(x):\n    return torch.softmax(x, 0)\n\ndef f(x):\n    return x.exp() / x.exp().sum()\n"
    assert forbidden_names(code, "f", [".softmax"]) == ()
    assert forbidden_names(code + "def f(x):\n    return x.softmax(0)\n", "f", [".softmax"]) == (".softmax",)


@pytest.mark.parametrize(
    "code",
    [
        "def f(x): return torch.tensor(x).softmax(-1)",
        "def f(x): return torch.nn.Softmax(-1)(x)",
        "import scipy.special as s\ndef f(x): return s.softmax(x)",
        "from scipy.special import softmax as s\ndef f(x): return s(x)",
        "from torch.nn.functional import *\ndef helper(x): return softmax(x)\ndef f(x): return helper(x)",
        "def f(x): return getattr(torch, 'softmax')(x, -1)",
        "import jax\ndef f(x): return jax.nn.softmax(x)",
    ],
)
def test_a_ready_made_softmax_is_found_wherever_it_comes_from(code):
    assert forbidden_names(code, "f", [".softmax", ".Softmax"])


def test_a_parameter_is_not_the_value_of_the_same_name_elsewhere():
    code = "from bigmodel_edu.models.attention import attention\nweights = attention(1, 2, 3)\n"
    rule = ["bigmodel_edu.models"]
    assert forbidden_names(code + "def f(weights):\n    return -(weights * weights.log()).sum(-1)\n", "f", rule) == ()
    assert forbidden_names(code + "def f(x):\n    attention = x.sum()\n    return attention * 2\n", "f", rule) == ()
    for cheat in (
        "def f(x, attention=attention):\n    return attention(x, x, x)",
        "def f(x):\n    return [attention for attention in ()] or attention(x, x, x)",
        "def f(x):\n    def unused():\n        attention = 1\n    return attention(x, x, x)",
        "def f(x, g=lambda x: attention(x, x, x)):\n    return g(x)",
        "def f(x):\n    return weights",
        "f = lambda x: attention(x, x, x)",
    ):
        assert forbidden_names(code + cheat, "f", rule) == ("bigmodel_edu.models",), cheat


def test_a_result_in_place_of_the_function_is_explained_and_not_counted():
    card = check(MASK, torch.ones(3, 3, dtype=torch.bool))
    assert "Pass the function itself" in repr(card) and "<code>check(" in card._repr_html_()
    assert repr(progress()) == "No exercise tried yet."


def test_an_example_is_not_counted():
    card = notebook.try_out(MASK, lambda n: torch.ones(n, n, dtype=torch.bool))
    assert card.result.diagnosis == "everything" and repr(progress()) == "No exercise tried yet."


def test_hints_follow_the_last_answer_and_do_not_run_out():
    check(MASK, lambda n: torch.ones(n, n).tril())
    said = [repr(hint(MASK)) for _ in range(4)]
    assert [text[:11] for text in said] == ["Hint 1 of 3", "Hint 2 of 3", "Hint 3 of 3", "Hint 3 of 3"]
    check(MASK, lambda n: torch.ones(n, n, dtype=torch.bool).triu())
    assert repr(hint(MASK)).startswith("Hint 1 of 3: Row t is what query t may look at")


def test_what_passed_once_stays_passed():
    check("self-attention.what_is_mixed", "c")
    check("self-attention.what_is_mixed", "b")
    assert repr(progress()).splitlines() == [
        "1 of 1 exercises passed, 1 of 1 points.",
        "✓ self-attention.what_is_mixed: passed, 1/1, attempts: 2",
    ]


def test_a_number_with_its_unit_is_told_apart_from_a_wrong_number():
    assert "`odds` is not a number" in repr(check("first-steps.odds", "30 times"))
    assert "differs" in repr(check("first-steps.odds", 17))


def test_numbers_are_not_discussed_where_only_their_form_is_wrong():
    def in_place(x, axis):
        x -= x.max(axis=axis, keepdims=True)
        exponentials = np.exp(x)
        return exponentials / exponentials.sum(axis=axis, keepdims=True)

    for answer in (in_place, lambda x, axis: list(in_place(x.copy(), axis))):
        assert "times" not in repr(check("first-steps.softmax", answer))


def test_the_card_says_which_parts_are_right():
    def first_or_last(x, axis):
        place = 0 if axis in (0, -x.ndim) else -1
        exponentials = np.exp(x - x.max(axis=place, keepdims=True))
        return exponentials / exponentials.sum(axis=place, keepdims=True)

    lines = repr(check("first-steps.softmax", first_or_last)).splitlines()
    assert lines[0].startswith("◐ first-steps.softmax: partly right")
    assert "  ✓ along the last axis" in lines and "  ✗ along the middle one of three axes" in lines
    assert "  ✗ should sum to 1 along the axis that was asked for" in lines


def test_an_answer_that_a_known_mistake_explains_earns_nothing():
    """It runs along the last axis only: some groups come right, and none of them by what was asked for."""

    def by_rows(x, axis):
        exponentials = np.exp(x - x.max(axis=-1, keepdims=True))
        return exponentials / exponentials.sum(axis=-1, keepdims=True)

    card = check("first-steps.softmax", by_rows)
    assert card.points == 0 and card.result.diagnosis == "last-axis" and any(part.passed for part in card.result.parts)
    assert "Your softmax always runs along the last axis, whatever axis is asked for." in repr(card)
