"""Every sentence that a person may see is in the catalogue, and the catalogue is what the code says."""

from importlib.metadata import version

import pytest

from bigmodel_edu.authoring.messages import PACKAGE, TEMPLATE, messages, template
from tests.pseudo_language import mark
from tests.shown_text import CALLED_FROM_CODE, badly_translated, translated_errors, untranslated, without_plural

ROOT = PACKAGE.parent
# The exercises' words are their own files; what their code holds besides is data of their cases.
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if path.parent.parent != PACKAGE / "exercises")
HTTP = "the server's answers, which programs read"
WIRE = "between processes"
CODE = "code or a pattern of it"
FORM = "a form that programs read"
NAME = "proper names"
PROGRAMMERS = "goes into an error for programmers"
# Module: why, and the beginnings of the texts that are not for people; "" is every text.
EXEMPT: dict[str, dict[str, tuple[str, ...]]] = {
    "authoring/assemble.py": {CODE: ("# In Colab this",)},
    "authoring/execute.py": {CODE: ("\nimport sys", "Cell In")},
    "authoring/messages.py": {FORM: ("# Made by", "of click")},
    "authoring/reading.py": {CODE: ("---\n", "at line", "Invalid YAML")},
    "calling/plain.py": {WIRE: ("array of",)},
    "checking/digest.py": {FORM: ("{} of float",)},
    "grading/gradebook/schema.py": {CODE: ("TEXT NOT NULL", "ALTER TABLE", "DROP VIEW")},
    "grading/marking/sandboxed_answer.py": {WIRE: ("array of object", "an exception of its own")},
    "grading/reports/lms_exports.py": {
        FORM: ("SIS ", "    Points Possible", "Feedback comments", "Full name", "Last modified", "Maximum Grade"),
    },
    "checking/many_keys.py": {PROGRAMMERS: ("the reference", "is refused", "{}: {} {} under")},
    "checking/showing.py": {FORM: ("border:",)},
    "cli/commands.py": {CODE: ("release ", "grade ", "regrade ", "mark ", "report ", "export ", "train ")},
    "data/fashion.py": {NAME: ("Ankle boot",)},
    "data/finding.py": {CODE: ("pip install",)},
    "data/price_list.py": {PROGRAMMERS: ("any day",)},
    "device/parity.py": {PROGRAMMERS: ("cpu in ",)},
    "device/this_machine.py": {FORM: ("model name",)},
    "economics/business/incubator.py": {PROGRAMMERS: ("the shortest", "the longest")},
    "economics/business/ownership.py": {PROGRAMMERS: ("the investor's", "the share of"), NAME: ("option pool",)},
    "economics/business/product.py": {PROGRAMMERS: ("joined in month", "churn in month")},
    "economics/plan_page.py": {FORM: ("<svg",)},
    "economics/plan/worked.py": {NAME: ("Small Model API",)},
    "inference/answering.py": {HTTP: ("",)},
    "inference/app.py": {HTTP: ("",)},
    "inference/engine.py": {HTTP: ("",)},
    "inference/errors.py": {HTTP: ("",)},
    "inference/metrics.py": {HTTP: ("",)},
    "inference/service.py": {HTTP: ("",)},
    "inference/text_model.py": {FORM: ("You are a helpful",)},
    "models/cnn.py": {PROGRAMMERS: ("(batch",)},
    "models/detector.py": {PROGRAMMERS: ("(batch",)},
    "models/unet.py": {PROGRAMMERS: ("labels from", "no labels")},
    "sandbox/broker.py": {WIRE: ("no wall",)},
    "sandbox/channel.py": {WIRE: ("{} bytes in arrays",)},
    "sandbox/child.py": {WIRE: ("",)},
    "sandbox/container.py": {CODE: ("container tunnel", "from bigmodel_edu")},
    "sandbox/encoding.py": {WIRE: ("int of", "array of")},
    "sandbox/gentle.py": {CODE: ("Stands in for",)},
    "sandbox/limits.py": {PROGRAMMERS: ("at least 0", "greater than 0")},
    "sandbox/probing.py": {CODE: ("\ndef escape",)},
    "sandbox/worker.py": {WIRE: ("no wall",)},
    "sandbox/workers.py": {CODE: ("import sys",)},
    "text/saving.py": {FORM: ("bigmodel-edu byte-level",)},
    "training/checkpoint.py": {FORM: ("bigmodel-edu checkpoint",), PROGRAMMERS: ("{} {} there",)},
    "training/loop.py": {PROGRAMMERS: ("use another file",)},
    "viz/fonts.py": {NAME: ("",)},
    "viz/lens.py": {FORM: ("padding:",)},
    "viz/page.py": {FORM: (":root",)},
    "viz/script.py": {CODE: ("const STYLE", "<script")},
}  # fmt: skip


def exempt(module: str, text: str) -> bool:
    return any(text.startswith(beginnings) for beginnings in EXEMPT.get(module, {}).values())


@pytest.mark.parametrize("module", MODULES)
def test_every_sentence_that_a_person_may_see_goes_through_the_catalogue(module):
    found = untranslated(PACKAGE / module, module.split("/")[0])
    assert not [text for text in found if not exempt(module, text.text)]


@pytest.mark.parametrize("module", MODULES)
def test_messages_are_literals_with_the_placeholders_that_are_filled(module):
    assert not badly_translated(PACKAGE / module)


@pytest.mark.parametrize("module", MODULES)
def test_what_depends_on_a_number_goes_through_plural(module):
    assert not without_plural(PACKAGE / module)


@pytest.mark.parametrize("module", [module for module in MODULES if module.split("/")[0] in CALLED_FROM_CODE])
def test_errors_for_programmers_are_in_english_only(module):
    assert not translated_errors(PACKAGE / module)


@pytest.mark.parametrize("module", sorted(EXEMPT))
def test_what_is_exempt_is_still_there(module):
    found = [text.text for text in untranslated(PACKAGE / module, module.split("/")[0])]
    for beginnings in EXEMPT[module].values():
        for beginning in beginnings:
            assert any(text.startswith(beginning) for text in found), f"nothing begins with {beginning!r}: take it from the table"


@pytest.mark.skipif(
    f"click=={version('click')}" not in (ROOT / "requirements.txt").read_text(encoding="utf-8").split(),
    reason="the template holds the messages of the pinned click",
)
def test_the_template_is_up_to_date():
    assert TEMPLATE.read_bytes() == template(messages()), "run: make messages"


def test_the_template_holds_no_dates_and_no_line_numbers():
    text = TEMPLATE.read_text(encoding="utf-8")
    assert "Creation-Date" not in text and "\n#: " not in text and "charset=utf-8" in text


def test_click_and_the_templates_of_pages_are_in_it():
    catalogue = messages()
    assert "Show this message and exit." in catalogue and "Missing option" in catalogue
    assert all(keyword in catalogue for keyword in ("Points", "Layer"))


def test_the_script_of_the_viewers_has_no_words_of_its_own():
    import re

    strings = re.compile(r"\"([^\"\\\n]*)\"|'([^'\\\n]*)'|`([^`]*)`")
    for path in sorted((PACKAGE / "viz" / "element").glob("*.js")):
        code = "\n".join(line for line in path.read_text(encoding="utf-8").splitlines() if not line.strip().startswith("//"))
        for found in strings.findall(code):
            text = re.sub(r"\$\{[^}]*\}|<[^>]*>", " ", "".join(found))
            assert not re.search(r"\b[A-Z][a-z]+ [a-z]{2,}", text), f"{path.name}: {text}"


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("click.echo('Ready')", ["Ready"]),
        ("click.echo(f'{count} files written')", ["{} files written"]),
        ("print('done' if ok else 'failed')", ["done", "failed"]),
        ("axes.set_xlabel('tokens')", ["tokens"]),
        ("axes.set(xlabel='tokens', loc='upper left')", ["tokens"]),
        ("table.add_row('yes', count)", ["yes"]),
        ("said = 'Look at the sizes'", ["Look at the sizes"]),
        ("page = f'<p>Look at {name} again</p><b>and there</b>'", ["<p>Look at {} again</p><b>and there</b>"]),
        ("raise DataNotFound('It is not here')", ["It is not here"]),
        ("raise click.UsageError(f'no {name} in here')", ["no {} in here"]),
        ("Result(messages=('All is well',))", ["All is well"]),
        ("@click.command()\ndef command():\n    'Say what works.'", ["Say what works."]),
        ("@click.option('--out', help='Folder')\ndef command(): ...", ["Folder"]),
        ("click.echo(_('Ready'))", []),
        ("click.echo(plural('{count} file', '{count} files', count).format(count=count))", []),
        ("raise ValueError('expected a number, got nothing')", []),
        ("def add():\n    'Add two numbers.'", []),
        ("assert ready, 'it is not ready'", []),
        ("click.echo('\\n'.join(lines))", []),
        ("click.echo(rows['name'])", []),
        ("axes.annotate(_('here'), xy, textcoords='offset points')", []),
        ("click.echo(f'{folder}/report.html')", []),
    ],
)
def test_the_search_finds_what_it_should_and_nothing_else(tmp_path, code, found):
    (tmp_path / "module.py").write_text(code, encoding="utf-8")
    assert [text.text for text in untranslated(tmp_path / "module.py", "viz")] == found


def test_in_the_folders_whose_errors_commands_show_every_error_is_for_people(tmp_path):
    (tmp_path / "module.py").write_text("raise ValueError('expected a number, got nothing')", encoding="utf-8")
    assert untranslated(tmp_path / "module.py", "grading")


@pytest.mark.parametrize(
    "code",
    [
        "_(f'{count} files')", "f'{_(1 and \"a\")}'", "f'<p>{_(\"Ready\")}</p>'",
        "_(message)",
        "_('a' + name)", "plural(one, many, 3)", "plural('a', many, 3)",
        "_('{count} files').format(number=3)", "_('{count} files').format()", "_('files').format(count=3)",
        "plural('{count} file', '{number} files', n).format(count=n)",
    ],
)  # fmt: skip
def test_messages_that_could_not_be_extracted_or_filled_are_found(tmp_path, code):
    (tmp_path / "module.py").write_text(code, encoding="utf-8")
    assert badly_translated(tmp_path / "module.py")


@pytest.mark.parametrize(
    "code",
    ["_('{count:,} of {total}').format(count=1, total=2)", "_('{{x}} {row.name} {list[0]}').format(row=r, list=l)", "_('a').format(**v)",
     "plural('one file', '{count} files', n).format(count=n)"],
)  # fmt: skip
def test_messages_that_are_filled_well_are_not_found(tmp_path, code):
    (tmp_path / "module.py").write_text(code, encoding="utf-8")
    assert not badly_translated(tmp_path / "module.py")


@pytest.mark.parametrize(("message", "marked"), [("a {b}", "⟦a {b}⟧"), ("\n a\n", "\n ⟦a⟧\n"), ("", ""), (" ", " "), ("a\na", "⟦a\na⟧")])
def test_marks_stand_around_the_words(message, marked):
    assert mark(message) == marked
