import pytest
from nbformat import v4

from bigmodel_edu.authoring.shown import Shown


def notebook(*outputs):
    return v4.new_notebook(cells=[v4.new_markdown_cell("expected a mask of bool"), v4.new_code_cell("1", outputs=list(outputs))])


def printed(text):
    return v4.new_output("stream", text=text)


def html(text):
    return v4.new_output("display_data", {"text/html": text})


IMAGE = v4.new_output("display_data", {"image/png": "AAAA"})
MESSAGE = "expected a mask of dtype {wanted}, got {}"


@pytest.mark.parametrize(
    "output",
    [
        printed("ValueError: expected a mask of dtype bool, got float32\n"),
        printed("EXPECTED A MASK\n   OF DTYPE bool"),
        printed("expected a mask of dtype…"),
        html("<b>expected</b> a mask <em>of</em> dtype <code>bool</code>"),
        html("expected&nbsp;a mask&#32;of dtype"),
        html('<div data-words="expected a mask of dtype bool">'),
        html('<script>{"words": "expected\\u0020a mask of dtype"}</script>'),
    ],
)
def test_a_text_is_found_however_it_is_set(output):
    assert Shown(notebook(output)).has(MESSAGE)


@pytest.mark.parametrize(
    "output", [printed("got nothing\n"), printed("expected a map\n"), IMAGE, html("<img src='data:image/png;base64,expectedamaskofdtype'>")]
)
def test_what_is_not_there_is_not_found(output):
    assert not Shown(notebook(output)).has(MESSAGE)


def test_a_short_text_is_shown_when_all_of_it_is():
    shown = Shown(notebook(printed("✓ passed, 2 of 3 points\n")))
    assert shown.has("passed") and shown.has("{points:g} of {most:g} points") and shown.has("%s of %d")
    assert not shown.has("failed") and not shown.has("{} of {} cases") and not shown.has("")
    assert shown.has("{} · {}")


def test_of_a_long_text_one_telling_part_is_enough():
    shown = Shown(notebook(printed("Returns the learning rate of a step\n")))
    assert shown.has("What it does.\n\n    Returns:\n        the learning rate of a step, warmed up.")
    assert not shown.has("It returns.\n\n    Raises:\n        ValueError: when the rate is below nothing")


def test_in_an_image_any_message_may_stand_that_was_asked_for():
    assert Shown(notebook(IMAGE), ["Loss over steps"]).has("Loss over steps")
    assert Shown(notebook(html("<img src='data:image/png;base64,AAAA'>")), ["Loss over steps"]).has("Loss over steps")
    assert not Shown(notebook(IMAGE), ["Loss over steps"]).has("Loss over days")
    assert not Shown(notebook(printed("1")), ["Loss over steps"]).has("Loss over steps")
