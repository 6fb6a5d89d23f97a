"""Rasa and its libraries warn about themselves while they are imported; our own warnings stay errors."""

from __future__ import annotations

import warnings

with warnings.catch_warnings(record=True):
    warnings.simplefilter("ignore")
    import rasa_sdk.endpoint  # noqa: F401
