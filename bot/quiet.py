"""Lets no word of a person into a log: every record, warning and crash is reduced to where it happened.

`logger.error("Could not parse %s", text)` in `rasa.core.processor` -> `rasa.core.processor:994 ValueError`
A record of our own keeps its message where that is the bare name of an event: `turn.thinking_failed`. An exception of
our own that ends a process keeps its message, which by promise holds nobody's text.
"""

from __future__ import annotations

import logging
import os
import re
import resource
import sys
import threading
import traceback
import warnings
from types import TracebackType
from typing import Any

from bot.errors import BlijkError

OURS = ("bot.", "actions.")
EVENT = re.compile(r"[a-z_]+(\.[a-z_]+)+")


class QuietRecord(logging.LogRecord):
    """A log record that never holds what it was given: no arguments, no stack, no exception's message."""

    def __init__(self, name: str, level: int, pathname: str, lineno: int, msg: object, *rest: Any, **more: Any) -> None:
        """Take what `logging` gives to a record; keep the place and the kind of exception."""
        error = rest[1] if len(rest) > 1 else more.get("exc_info")
        kind = f" {error[0].__name__}" if isinstance(error, tuple) and error[0] else ""
        ours = str(name).startswith(OURS) and isinstance(msg, str) and EVENT.fullmatch(msg)
        event = f" {msg}" if ours else ""
        super().__init__(name, level, pathname, lineno, f"{name}:{lineno}{event}{kind}", None, None)


def keep_quiet(level: int | None = None) -> None:
    """From now on let this process tell only where things happened, in log lines, warnings and crashes.

    Log lines of at least `level` go to the standard error; without one the environment's `LOG_LEVEL` decides, as it
    does for Rasa, and else only warnings and errors do. May be called twice.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump would hold whatever was in memory
    level = _level_of(os.environ.get("LOG_LEVEL", "")) if level is None else level
    logging.setLogRecordFactory(QuietRecord)
    warnings.simplefilter("ignore", DeprecationWarning)  # of libraries, about themselves
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(message)s")
    warnings.showwarning = _show_warning
    sys.excepthook = _show_crash
    threading.excepthook = lambda hook: _show_crash(hook.exc_type, hook.exc_value, hook.exc_traceback)
    sys.unraisablehook = lambda hook: _show_crash(hook.exc_type, hook.exc_value, hook.exc_traceback)


def _level_of(name: str) -> int:
    known = logging.getLevelName(name.upper())
    return known if isinstance(known, int) else logging.WARNING


def _show_warning(
    message: object, category: type[Warning], filename: str, lineno: int, *rest: Any, **more: Any
) -> None:
    sys.stderr.write(f"{filename}:{lineno} {category.__name__}\n")


def _show_crash(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    places = [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
    known = f": {error}" if isinstance(error, (BlijkError, ImportError)) else ""  # never with a person's text
    sys.stderr.write("\n".join((*places, f"{kind.__name__}{known}", "")))
