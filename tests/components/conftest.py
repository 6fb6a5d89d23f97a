"""Rasa and its libraries warn about themselves while they are imported; our own warnings stay errors."""

from __future__ import annotations

import importlib
import warnings

with warnings.catch_warnings(record=True):
    warnings.simplefilter("ignore")
    for name in ("rasa.core.run", "rasa.engine.recipes.default_recipe", "rasa_sdk.endpoint"):
        importlib.import_module(name)
