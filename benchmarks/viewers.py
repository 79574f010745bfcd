"""Attention viewers beside bertviz and circuitsvis: bytes, Python time, time until drawn and heap, in one run.

Ours is measured with the network off. bertviz needs three CDNs, which are answered from this machine, in its favour; circuitsvis is
given its offline form. All see the same causal softmaxes. A page over 100 MB is not opened; a page that has not drawn after
three minutes is given up.
"""

import bz2
import json
import lzma
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent
ROOT = HERE.parent
FOLDER = ROOT / ".venv-bench" / "viewers"
PEERS = ("bertviz==1.4.1", "circuitsvis==1.43.3", "importlib_metadata==10.2.0")
CDN = {
    "require.min.js": "requirejs@2.3.6/require.js",
    "d3.min.js": "d3@5.7.0/dist/d3.min.js",
    "jquery.min.js": "jquery@2.1.0/dist/jquery.min.js",
}
COMMAND = "make bench (or: .venv/bin/python benchmarks/run.py viewers)"
SIZES = ((2, 4, 16), (12, 12, 64), (12, 12, 128), (24, 16, 256))
TOOLS = ("ours", "bertviz", "circuitsvis")
OPENED_UP_TO = 100_000_000  # bytes
PATIENCE = 180_000  # milliseconds
DRAWN = {
    "ours": "document.querySelector('[data-drawn]')",
    "bertviz": "document.querySelector('svg line')",
    "circuitsvis": "document.querySelectorAll('canvas').length > {pictures}",
}


def causal_weights(layers: int, heads: int, tokens: int) -> np.ndarray:
    """Softmaxes of scores of unit variance times two, masked: neither sharp nor flat."""
    scores = np.random.default_rng(0).normal(size=(layers, heads, tokens, tokens)) * 2
    scores[..., ~np.tri(tokens, dtype=bool)] = -np.inf
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return (powers / powers.sum(axis=-1, keepdims=True)).astype(np.float32)


def make_ours(weights: np.ndarray, tokens: list[str]) -> str:
    from bigmodel_edu.viz import attention_view

    warnings.simplefilter("ignore")  # above 1 MB it says so
    return attention_view(weights, tokens, pool=4 if weights.nbytes > 50_000_000 else 1).html


def make_bertviz(weights: np.ndarray, tokens: list[str]) -> str:
    import torch
    from bertviz import head_view

    return head_view([torch.from_numpy(layer)[None] for layer in weights], tokens, html_action="return").data


def make_circuitsvis(weights: np.ndarray, tokens: list[str]) -> str:
    from circuitsvis.utils.render import render_local

    return render_local("AttentionHeads", attention=weights.reshape(-1, *weights.shape[2:]), tokens=tokens)


def make(tool: str, size: str, path: str) -> None:
    """In a process of its own: write a tool's page and print the processor seconds that it took."""
    layers, heads, count = map(int, size.split("x"))
    weights, tokens = causal_weights(layers, heads, count), [f"token{place}" for place in range(count)]
    build = {"ours": make_ours, "bertviz": make_bertviz, "circuitsvis": make_circuitsvis}[tool]
    build(weights[:1, :1], tokens)  # imports are not counted
    times = []
    for _ in range(3 if weights.size < 1_000_000 else 1):
        started = time.process_time()
        html = build(weights, tokens)
        times.append(time.process_time() - started)
    head = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{tool}</title>'
    Path(path).write_text(f"{head}<body>{html}</body></html>", encoding="utf-8")
    print(json.dumps({"cpu": statistics.median(times), "bytes": len(html.encode())}))


def made(tool: str, size: tuple[int, ...], folder: Path) -> dict[str, Any]:
    path = folder / f"{tool}.html"
    command = [sys.executable, __file__, "make", tool, "x".join(map(str, size)), str(path)]
    environment = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join([str(FOLDER), str(ROOT)])}
    answer = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return {"path": path, **json.loads(answer.stdout.splitlines()[-1])}


def opened(browser: Any, tool: str, size: tuple[int, ...], page: dict[str, Any]) -> dict[str, Any]:
    """Seconds until drawn, and the heap after a collection."""
    if page["bytes"] > OPENED_UP_TO:
        return {"drawn": "not opened", "heap": "–"}
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    asked: list[str] = []
    context.route("**/*", lambda route: answer(route, tool, asked))
    tab = context.new_page()
    tab.goto(page["path"].as_uri(), wait_until="commit")
    condition = DRAWN[tool].format(pictures=size[0] * size[1])
    then = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"
    try:
        drawn = tab.wait_for_function(f"() => {condition} && {then}", timeout=PATIENCE).json_value() / 1000
    except Exception as problem:
        if "Timeout" not in type(problem).__name__ and "closed" not in str(problem) and "crash" not in str(problem).lower():
            raise
        context.close()
        return {"drawn": f"not after {PATIENCE // 1000} s", "heap": "–"}
    session = context.new_cdp_session(tab)
    session.send("HeapProfiler.collectGarbage")
    usage = session.send("Runtime.getHeapUsage")
    context.close()
    if tool == "ours" and asked:
        raise RuntimeError(f"our page asked for {asked}")
    return {"drawn": drawn, "heap": (usage["usedSize"] + usage.get("backingStorageSize", 0)) / 1e6}


def answer(route: Any, tool: str, asked: list[str]) -> None:
    """Let the page itself through, answer bertviz's CDNs from this machine, refuse the rest."""
    url = route.request.url
    if url.startswith(("file:", "data:", "blob:")):
        route.continue_()
        return
    asked.append(url)
    name = url.rsplit("/", 1)[-1]
    if tool == "bertviz" and name in CDN:
        package, inside = CDN[name].split("@")[0], CDN[name].split("/", 1)[1]
        route.fulfill(path=FOLDER / "node_modules" / package / inside)
    else:
        route.abort()


def install() -> None:
    """Put the peers into a folder of their own; PyTorch and NumPy come from the course's environment."""
    stamp = FOLDER / ".requirements"
    wanted = "\n".join([*PEERS, *CDN.values()])
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    print(f"   installing {', '.join(PEERS)}", flush=True)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--upgrade"]
    subprocess.run([*pip, "--target", FOLDER, *PEERS], check=True)
    packages = [path.split("/", 1)[0] for path in CDN.values()]
    subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", FOLDER, *packages], check=True)
    stamp.write_text(wanted, encoding="utf-8")


def coders(size: tuple[int, ...]) -> tuple[int, int]:
    """The bytes of our payload, and of the best of several general coders for the same quantised heads."""
    from bigmodel_edu.viz import attention_view
    from bigmodel_edu.viz.payload import quantise

    weights = causal_weights(*size)
    warnings.simplefilter("ignore")
    [side] = attention_view(weights, ["t"] * size[2]).sides
    levels = quantise(weights)
    triangle = levels[..., np.tri(size[2], dtype=bool)]  # what is masked costs them nothing
    best = []
    for array in (levels, triangle):
        data = array.tobytes()
        filters = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "lc": lc, "lp": 0, "pb": 0} for lc in (0, 4)]
        best += [len(bz2.compress(data, 9)), *(len(lzma.compress(data, lzma.FORMAT_RAW, filters=[one])) for one in filters)]
    return len(side.png), min(best)


def table(rows: dict[str, dict[str, dict[str, Any]]]) -> list[str]:
    lines = ["| layers × heads × tokens | viewer | bytes | Python CPU s | drawn after s | heap MB |", "|---|---|---:|---:|---:|---:|"]
    for size, tools in rows.items():
        for tool, row in tools.items():
            drawn = row["drawn"] if isinstance(row["drawn"], str) else f"{row['drawn']:.2f}"
            heap = row["heap"] if isinstance(row["heap"], str) else f"{row['heap']:.1f}"
            lines.append(f"| {size} | {tool} | {row['bytes']:,} | {row['cpu']:.3f} | {drawn} | {heap} |")
    return lines


def ratios(rows: dict[str, dict[str, dict[str, Any]]]) -> list[str]:
    lines = ["| layers × heads × tokens | bytes: bertviz ÷ ours | circuitsvis ÷ ours | until drawn: bertviz ÷ ours | circuitsvis ÷ ours |"]
    lines.append("|---|---:|---:|---:|---:|")
    for size, tools in rows.items():
        ours = tools["ours"]
        cells = [f"{tools[peer]['bytes'] / ours['bytes']:.1f}" for peer in TOOLS[1:]]
        for peer in TOOLS[1:]:
            drawn = tools[peer]["drawn"]
            cells.append(drawn if isinstance(drawn, str) else f"{drawn / ours['drawn']:.1f}")
        lines.append(f"| {size} | {' | '.join(cells)} |")
    return lines


def main() -> None:
    """Measure all, and write viewers.md."""
    from peers import machine
    from playwright.sync_api import sync_playwright

    install()
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("the viewers' benchmark needs Chromium: apt-get install chromium")
    rows: dict[str, dict[str, dict[str, Any]]] = {}
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for size in SIZES:
            name = " × ".join(map(str, size))
            rows[name] = {}
            for tool in TOOLS:
                page = made(tool, size, Path(folder))
                rows[name][tool] = {**page, **opened(browser, tool, size, page)}
                print(f"   {name} {tool}: {page['bytes']:,} bytes, drawn: {rows[name][tool]['drawn']}", flush=True)
        version = browser.version
        browser.close()
    payload, best = coders(SIZES[2])
    line = f"`{COMMAND}`, {machine()}, Chromium {version}, {', '.join(PEERS[:2])}."
    head = ["# Attention viewers", "", line, "", *(__doc__ or "").strip().splitlines()]
    pooled = "At 24 × 16 × 256 ours shows the largest weight of each 4 × 4 block (`pool=4`): it refuses more than 5 MB."
    coded = (
        f"The payload at 12 × 12 × 128 takes {payload:,} bytes with the rollout of every layer in it, {payload / best:.2f} times what the "
        f"best of bzip2 and LZMA (whole matrices, lower triangles alone, two contexts) needs for the heads alone, {best:,} bytes. "
        "No weight moves by more than 0.004."
    )
    text = "\n".join([*head, "", *table(rows), "", *ratios(rows), "", pooled, "", coded, ""])
    (HERE / "viewers.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    if sys.argv[1:2] == ["make"]:
        make(*sys.argv[2:])
    else:
        main()
