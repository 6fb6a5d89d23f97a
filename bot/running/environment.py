"""The environment in which Rasa runs."""

from __future__ import annotations

import os

from bot.settings import ROOT

TRIM = 128 * 1024
"""Bytes of free memory that glibc gives back at once; by itself it keeps tens of MB of what loading left over."""


def rasa_environment() -> dict[str, str]:
    """Return this process's environment without telemetry, a cache of Rasa's own and the chatter of its libraries."""
    quiet = {"RASA_TELEMETRY_ENABLED": "false", "RASA_MAX_CACHE_SIZE": "0", "TF_CPP_MIN_LOG_LEVEL": "3"}
    small = {"MALLOC_TRIM_THRESHOLD_": str(TRIM)}
    return {**os.environ, **quiet, **small, "SANIC_ACCESS_LOG": "false", "PYTHONPATH": str(ROOT)}
