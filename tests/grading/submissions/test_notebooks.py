import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bigmodel_edu.grading.submissions.notebooks import Unreadable, read_notebook

CELL = {"cell_type": "code", "source": ["x = 1\n", "y = 2"], "metadata": {}, "outputs": [], "execution_count": None}


def notebook(*cells, **more):
    return json.dumps({"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5} | more).encode()


@pytest.mark.parametrize(
    "content, reason",
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"{", "invalid JSON at line 1"),
        (b'{\n"cells": [\n', "invalid JSON at line"),
        (b"\x00\xff\xfe\x01", "invalid JSON"),
        (b"[]", "no cells"),
        (b'"text"', "no cells"),
        (b"{}", "no cells"),
        (b'{"cells": 3}', "no cells"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"a":' * 200_000, "nested too deeply"),
        (notebook(CELL | {"source": "x" * 2_000_001}), "characters of code"),
        (notebook(*[CELL] * 5_001), "more than 5,000 cells"),
    ],
)
def test_what_is_no_notebook_gets_a_plain_reason(content, reason):
    with pytest.raises(Unreadable, match=reason):
        read_notebook(content)


@pytest.mark.parametrize(
    "content",
    [
        notebook(CELL),
        b"\xef\xbb\xbf" + notebook(CELL),
        notebook(CELL).decode().encode("utf-16"),
        notebook(CELL, nbformat=5, surprise={"deep": [1]}),
        notebook(CELL, nbformat=10**30),
        b'{"cells": [' + json.dumps(CELL).encode() + b'], "n": ' + b"9" * 10_000 + b"}",
        notebook(CELL | {"metadata": None}, metadata=None),
        notebook({"source": "x = 1\ny = 2", "outputs": []}),
        notebook(CELL | {"source": "x = 1\ny = 2", "id": ["not", "a", "text"]}),
        notebook(3, None, "cell", [], CELL),
        json.dumps({"nbformat": 3, "metadata": {}, "worksheets": [{"cells": [CELL | {"input": "x = 1\ny = 2", "source": ""} | {}]}]})
        .replace('"source": "", ', "")
        .encode(),
    ],
)  # fmt: skip
def test_odd_but_readable_notebooks_give_their_cells(content):
    assert [cell.source for cell in read_notebook(content).code] == ["x = 1\ny = 2"]


def test_wrong_encoding_loses_no_marks_and_is_noted():
    content = notebook(CELL | {"source": "s = 'Übung'"}).decode("unicode_escape").encode("latin-1")
    found = read_notebook(content)
    assert found.code[0].source.startswith("s = '") and found.notes


def test_lone_surrogates_cannot_break_what_comes_later():
    found = read_notebook(b'{"cells": [{"cell_type": "code", "source": "x = \'\\ud800\'"}]}')
    found.code[0].source.encode("utf-8")


@pytest.mark.parametrize("value", [{"lesson": ["a"]}, {"lesson": 3}, [], "x", 7, {"lesson": "../../etc"}])
def test_metadata_of_any_type_is_survived(value):
    read_notebook(notebook(CELL | {"metadata": {"bigmodel_edu": value}}, metadata={"bigmodel_edu": value}))


@given(st.binary(max_size=300))
def test_any_bytes_end_in_cells_or_a_reason(content):
    with contextlib.suppress(Unreadable):
        read_notebook(content)


JSON = st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["cells", "source", "metadata", "cell_type", "bigmodel_edu", "kind", "lesson", "worksheets", "input"]), inner, max_size=4), max_leaves=12)  # fmt: skip # noqa: E501


@given(JSON)
def test_any_json_ends_in_cells_or_a_reason(document):
    with contextlib.suppress(Unreadable):
        read_notebook(json.dumps(document).encode())
