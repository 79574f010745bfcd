"""What was not run for want of something: said at the end of each run, and once more after the last.

A test that needs what not every machine has is skipped with a reason of the form ``needs WHAT`` or ``needs WHAT: HOW TO GET IT``.

    python -m tests.not_run      say it again for all runs since the folder was removed
"""

import json
import os
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / ".pytest_cache" / "not-run"
REASON = re.compile(r"needs (?P<what>[^:]+)(?:: (?P<how>.+))?", re.DOTALL)


def reasons(reports: Iterable[pytest.TestReport]) -> Counter[str]:
    """Count the reasons of skipped tests."""
    return Counter(str(report.longrepr[2]).removeprefix("Skipped: ") for report in reports if isinstance(report.longrepr, tuple))


def sentences(counted: Counter[str]) -> list[str]:
    """Say what was not run and why; the last sentence names the one command that lets it run."""
    said, lacking, targets = [], [], []
    for reason, count in sorted(counted.items()):
        match = REASON.fullmatch(reason)
        if match and (match["how"] or "").startswith("make "):
            lacking.append((match["what"], count))
            targets.append(match["how"].removeprefix("make "))
        else:
            why = f"{_it(count)} {reason.removeprefix('needs ')}" if match else reason
            said.append(f"{_were(count)} not run: {why}")
    if lacking:
        wants = ", ".join(f"{count} need{'s' * (count == 1)} {what}" for what, count in lacking)
        total = sum(count for _what, count in lacking)
        said.append(f"{_were(total)} not run: {wants}. To run them too: make {' '.join(dict.fromkeys(targets))}")
    return said or ["No test was left out."]


def _were(count: int) -> str:
    return "1 test was" if count == 1 else f"{count} tests were"


def _it(count: int) -> str:
    return "it needs" if count == 1 else "they need"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what was not run, and note it down for the last line of all."""
    if config.option.collectonly:
        return
    counted = reasons(terminalreporter.stats.get("skipped", []))
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{os.getpid()}.json").write_text(json.dumps(counted), encoding="utf-8")
    if counted:
        terminalreporter.section("not run here")
        for sentence in sentences(counted):
            terminalreporter.write_line(sentence)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """On a machine that says that it is there for testing, a browser test that was left out fails the run."""
    reporter = session.config.pluginmanager.getplugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter and session.exitstatus == pytest.ExitCode.OK:
        skipped = [report for report in reporter.stats.get("skipped", []) if isinstance(report, pytest.TestReport)]  # no whole modules
        left_out = sorted(report.nodeid for report in skipped if "browser" in report.keywords)
        if left_out:
            reporter.write_line(f"\nCI must run every browser test, but {len(left_out)} were skipped, the first of them {left_out[0]}")
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def main() -> None:
    """Print the sentences of all runs together."""
    counted: Counter[str] = Counter()
    for file in FOLDER.glob("*.json"):
        counted.update(json.loads(file.read_text(encoding="utf-8")))
    print("\n".join(sentences(counted)))


if __name__ == "__main__":
    main()
