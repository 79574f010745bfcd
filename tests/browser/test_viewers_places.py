"""The viewers where people meet them: a Jupyter Book, JupyterLab, nbconvert's HTML, and print."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
import urllib3
from nbconvert.exporters import HTMLExporter, LatexExporter
from nbformat import v4
from playwright.sync_api import Browser, Page

import tests.browser.viewer_pages as made

pytestmark = pytest.mark.browser

CONFIGURATION = """
extensions = ["myst_nb"]
html_theme = "sphinx_book_theme"
nb_execution_mode = "off"
suppress_warnings = ["mystnb"]
"""


def notebook() -> nbformat.NotebookNode:
    """A notebook that shows one view of each kind, as a kernel records it."""
    outputs = [
        v4.new_output("execute_result", made.views()["causal"]._repr_mimebundle_(), execution_count=1),
        v4.new_output("display_data", {"text/html": made.views()["lens"].html, "text/plain": repr(made.views()["lens"])}),
        v4.new_output("display_data", {"text/html": made.views()["ribbon"].html, "text/plain": repr(made.views()["ribbon"])}),
    ]
    code = v4.new_code_cell("view", execution_count=1, outputs=outputs)
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return v4.new_notebook(cells=[v4.new_markdown_cell("# Attention"), code], metadata=kernel)


@pytest.fixture
def offline(chromium: Browser) -> Iterator[Page]:
    """A page that reaches only this machine."""
    context = chromium.new_context(viewport={"width": 1200, "height": 1000})
    local = re.compile(r"^(file|data|blob|https?://(127\.0\.0\.1|localhost)[:/])")
    context.route(lambda url: not local.match(url), lambda route: route.abort())
    yield context.new_page()
    context.close()


def both_drawn(page: Page) -> None:
    page.locator("[data-drawn]").nth(1).wait_for(timeout=60_000)
    assert page.locator("[data-drawn] canvas").count() == 2


def test_in_html_by_nbconvert(offline, tmp_path):
    path = tmp_path / "notebook.html"
    path.write_text(HTMLExporter().from_notebook_node(notebook())[0], encoding="utf-8")
    offline.goto(path.as_uri())
    both_drawn(offline)


def test_in_print_the_picture_stands_for_the_view():
    shown = notebook()
    del shown.cells[0]  # prose would need pandoc
    body, resources = LatexExporter().from_notebook_node(shown)
    assert body.count("\\includegraphics") >= 1
    assert [name for name in resources["outputs"] if name.endswith(".png")]
    assert "layer 3: " in body  # the lens in plain text


@pytest.mark.slow
def test_in_a_jupyter_book_light_and_dark(offline, tmp_path):
    source, out = tmp_path / "source", tmp_path / "html"
    source.mkdir()
    (source / "conf.py").write_text(CONFIGURATION, encoding="utf-8")
    nbformat.write(notebook(), source / "index.ipynb")
    subprocess.run([sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html", source, out], check=True)
    offline.emulate_media(color_scheme="dark")
    offline.goto((out / "index.html").as_uri())
    both_drawn(offline)
    view = "document.querySelector('[data-drawn]').view.classList.contains('dark')"
    assert offline.locator("html").get_attribute("data-theme") == "dark"
    offline.wait_for_function(view)  # although the theme lays outputs on a light box
    offline.evaluate("document.documentElement.dataset.theme = 'light'")
    offline.wait_for_function(f"!{view}")


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[str]:
    """JupyterLab with a trusted and an untrusted notebook; its address."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    for name in ("trusted", "untrusted"):
        copy = notebook()
        copy.metadata = {"title": name}  # trust is by content; without a kernel's name none is started
        nbformat.write(copy, folder / f"{name}.ipynb")
    places = {name: str(tmp_path / name) for name in ("JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")}
    environment = {**os.environ, **places}
    trust = [sys.executable, "-c", "from nbformat.sign import TrustNotebookApp; TrustNotebookApp.launch_instance()"]
    subprocess.run([*trust, folder / "trusted.ipynb"], check=True, env=environment, capture_output=True)
    options = ["--no-browser", "--allow-root", "--port=0", "--IdentityProvider.token=", "--ip=127.0.0.1", f"--notebook-dir={folder}"]
    command = [sys.executable, "-m", "jupyterlab", *options]
    server = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    try:
        address = _address(server)
        # Jupyter says where it listens before it does; on a busy machine the browser would be faster.
        patient = urllib3.Retry(connect=100, backoff_factor=0.05, backoff_max=0.5)
        urllib3.PoolManager(retries=patient).request("GET", address)
        yield address
    finally:
        server.kill()  # a polite stop waits for the open page; it has no kernel to end
        server.communicate()


def _address(server: "subprocess.Popen[str]") -> str:
    said = []
    for line in server.stderr:
        said.append(line)
        found = re.search(r"(http://127\.0\.0\.1:\d+)/lab", line)
        if found:
            return found[1]
    raise RuntimeError(f"JupyterLab ended: {''.join(said)[-800:]}")


@pytest.mark.slow
def test_in_jupyterlab_the_trusted_notebook_draws_and_the_untrusted_shows_the_picture(offline, lab):
    offline.goto(f"{lab}/lab/tree/trusted.ipynb?reset")
    both_drawn(offline)
    offline.goto(f"{lab}/lab/tree/untrusted.ipynb?reset")
    picture = offline.locator(".jp-OutputArea-output img").first
    picture.wait_for(timeout=60_000)
    assert offline.locator("[data-drawn]").count() == 0
    assert "3 layers × 4 heads over 11 tokens" in picture.get_attribute("alt")
    assert picture.bounding_box()["width"] > 300
    assert offline.locator(".jp-OutputArea-output table td").first.is_visible()
    assert offline.evaluate("window.hacked") is None
