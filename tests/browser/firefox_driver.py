"""Drive Debian's Firefox over WebDriver BiDi: Playwright cannot, and no other driver is needed.

Source: W3C, "WebDriver BiDi". https://www.w3.org/TR/webdriver-bidi/
"""

import base64
import itertools
import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websocket import create_connection  # websocket-client, a dependency of JupyterLab

from tests.browser.browsers import firefox_path

PREFERENCES = {
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "remote.active-protocols": 1,
}


class Firefox:
    """One browser, one tab."""

    def __init__(self, address: str) -> None:
        self._socket = create_connection(f"{address}/session", timeout=60, suppress_origin=True)
        self._numbers = itertools.count(1)
        self.requests: list[str] = []
        self.send("session.new", {"capabilities": {}})
        self.tab = self.send("browsingContext.getTree", {})["contexts"][0]["context"]
        self.send("session.subscribe", {"events": ["network.beforeRequestSent"]})

    def send(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        """Send a command and wait for its answer; what happens meanwhile is noted."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv())
            if message.get("method") == "network.beforeRequestSent":
                self.requests.append(message["params"]["request"]["url"])
            if message.get("id") == number:
                if message["type"] == "error":
                    raise RuntimeError(f"{method}: {message['error']}: {message['message']}")
                return message["result"]

    def open(self, url: str, *, width: int = 1000) -> None:
        """Load a page and wait until it has loaded."""
        self.send("browsingContext.setViewport", {"context": self.tab, "viewport": {"width": width, "height": 900}})
        self.send("browsingContext.navigate", {"context": self.tab, "url": url, "wait": "complete"})

    def run(self, code: str) -> Any:
        """Evaluate an expression, awaiting it, and return plain data."""
        expression = f"(async () => JSON.stringify(await ({code})))()"
        target = {"context": self.tab}
        answer = self.send("script.evaluate", {"expression": expression, "target": target, "awaitPromise": True})
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"].get("value", "null"))

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self.send("input.performActions", {"context": self.tab, "actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    def point(self, x: float, y: float) -> None:
        """Move the pointer to a place in the window."""
        move = {"type": "pointerMove", "x": round(x), "y": round(y)}
        self.send("input.performActions", {"context": self.tab, "actions": [{"type": "pointer", "id": "mouse", "actions": [move]}]})

    def screenshot(self, path: Path) -> None:
        """Save what is seen."""
        answer = self.send("browsingContext.captureScreenshot", {"context": self.tab, "origin": "document"})
        path.write_bytes(base64.b64decode(answer["data"]))

    def close(self) -> None:
        """End the session and the connection."""
        self.send("browser.close", {})
        self._socket.close()


@contextmanager
def launch(profile: Path) -> Iterator[Firefox]:
    """Start Firefox without a window on a fresh profile, and end it."""
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()]
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    path = firefox_path()
    assert path is not None
    command = [path, "--headless", "--no-remote", "--remote-debugging-port=0", "--profile", str(profile)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env={"HOME": str(profile)})
    try:
        browser = Firefox(_address(process))
        yield browser
        browser.close()
        process.wait(timeout=30)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _address(process: "subprocess.Popen[str]") -> str:
    """Firefox prints where it listens."""
    assert process.stderr is not None
    said = []
    for line in process.stderr:
        said.append(line)
        found = re.search(r"WebDriver BiDi listening on (ws://\S+)", line)
        if found:
            return found[1]
    raise RuntimeError(f"Firefox ended before it listened: {''.join(said)[-500:]}")
