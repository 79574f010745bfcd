"""The element's script: put together right, and its pure functions tested by Node's own test runner."""

import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from playwright._impl._driver import compute_driver_executable

from bigmodel_edu.viz import attention_view
from bigmodel_edu.viz.script import ATTENTION, FOLDER, LENS, script, script_element, tag
from bigmodel_edu.viz.script_words import attention_words
from tests.viz.attention_samples import random_weights

NODE = compute_driver_executable()[0]  # Playwright carries a Node.js, the same everywhere


@pytest.mark.parametrize("modules", [ATTENTION, LENS])
def test_each_module_stands_after_those_that_it_imports(modules):
    for place, module in enumerate(modules):
        source = (FOLDER / f"{module}.js").read_text(encoding="utf-8")
        assert set(re.findall(r'from "\./(\w+)\.js"', source)) <= set(modules[:place]), module


def test_every_file_is_used():
    assert {path.stem for path in FOLDER.glob("*.js")} == {*ATTENTION, *LENS}


def test_nothing_of_a_module_system_is_left_and_nothing_ends_the_script_early():
    for modules in (ATTENTION, LENS):
        code = script(modules)
        assert not re.search(r"^\s*(import|export)\b", code, flags=re.MULTILINE)
        assert "</" not in code
        assert "<!--" not in code


def test_the_tag_follows_the_script():
    assert tag("bm-attn", ATTENTION) != tag("bm-attn", LENS)
    assert re.fullmatch(r"bm-attn-[0-9a-f]{8}", tag("bm-attn", ATTENTION))
    assert tag("bm-attn", ATTENTION) in script_element("bm-attn", ATTENTION)


def test_every_word_that_the_script_says_comes_from_python():
    source = (FOLDER / "element.js").read_text(encoding="utf-8")
    used = set(re.findall(r"\bwords\.(\w+)", source)) | {"mean", "rollout", "flow", "difference"}
    assert used == set(attention_words())


@pytest.mark.parametrize("modules", [ATTENTION, LENS])
def test_the_whole_script_is_valid(modules, tmp_path):
    path = tmp_path / "view.mjs"
    path.write_text(f'const TAG = "x-y";\n{script(modules)}', encoding="utf-8")
    subprocess.run([NODE, "--check", path], check=True)


def test_the_pure_functions(tmp_path):
    """Node reads back what Python wrote."""
    weights = random_weights((2, 3, 5, 7))
    [side] = attention_view(weights, list("abcde"), list("tuvwxyz")).sides
    (tmp_path / "payload.png").write_bytes(side.png)
    np.savetxt(tmp_path / "weights.txt", weights.reshape(-1))
    copies = tmp_path / "element"
    shutil.copytree(FOLDER, copies)
    (copies / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    shutil.copy(Path(__file__).with_name("element.test.mjs"), tmp_path)
    run = subprocess.run([NODE, "--test", "element.test.mjs"], cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout[-4000:]
