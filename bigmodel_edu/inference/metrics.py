"""What the server counts, in Prometheus' text format: requests, tokens, waiting, and how long people wait."""

from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bigmodel_edu.inference.engine import Engine

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """Counters of one server, in a registry of their own.

    Args:
        engine: whose slots and waiting room are shown.
    """

    def __init__(self, engine: Engine) -> None:
        self.registry = CollectorRegistry()
        made: Any = {"registry": self.registry}
        self.requests = Counter("bigmodel_requests", "Requests by endpoint and HTTP status.", ["endpoint", "status"], **made)
        self.finished = Counter("bigmodel_finished", "Texts by why they ended.", ["reason"], **made)
        self.prompt_tokens = Counter("bigmodel_prompt_tokens", "Tokens read.", **made)
        self.completion_tokens = Counter("bigmodel_completion_tokens", "Tokens written.", **made)
        self.first_token = Histogram("bigmodel_first_token_seconds", "Seconds to the first token.", buckets=SECONDS, **made)
        self.whole = Histogram("bigmodel_request_seconds", "Seconds to the last token.", buckets=SECONDS, **made)
        Gauge("bigmodel_slots", "Requests that are written together, at most.", **made).set(engine.slots)
        Gauge("bigmodel_active", "Requests that are being written.", **made).set_function(lambda: engine.active)
        Gauge("bigmodel_waiting", "Requests that wait for a slot.", **made).set_function(lambda: engine.waiting)

    def text(self) -> bytes:
        """Return the page for /metrics."""
        return generate_latest(self.registry)
