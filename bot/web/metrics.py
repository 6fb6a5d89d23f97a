"""Figures for whoever keeps Blijk running: how many and how long, never who or what."""

from __future__ import annotations

from threading import Thread
from wsgiref.simple_server import WSGIServer

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, start_http_server

SECONDS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)
"""Upper ends of the classes that durations are counted in."""


class Metrics:
    """The figures of one gateway, since it started."""

    def __init__(self) -> None:
        """Begin with nothing counted."""
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "blijk_requests",
            "Requests, by the page asked for and the answer",
            ["page", "status"],
            registry=self._registry,
        )
        self.turns = Histogram(
            "blijk_turn_seconds", "From a message to the coach's turn", buckets=SECONDS, registry=self._registry
        )
        self.refused = Counter(
            "blijk_refused", "Messages that were not taken, by reason", ["reason"], registry=self._registry
        )
        self.sign_ins = Counter(
            "blijk_sign_ins", "Attempts to sign in, by way and outcome", ["way", "outcome"], registry=self._registry
        )

    def show(self) -> str:
        """Return all figures in the form that Prometheus reads."""
        return generate_latest(self._registry).decode()

    def serve(self, port: int) -> tuple[WSGIServer, Thread]:
        """Show the figures at a port of this machine only; what is returned can stop that."""
        return start_http_server(port, addr="127.0.0.1", registry=self._registry)
