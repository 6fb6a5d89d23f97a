"""Each case runs in a process of its own: quiet is for a whole process, and for good."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.settings import ROOT

START = """
import asyncio, logging, threading, warnings
from bot.quiet import keep_quiet
keep_quiet(logging.DEBUG)
words = "hij luistert nooit"
strange, ours = logging.getLogger("rasa.core"), logging.getLogger("bot.web")
"""


def run(code: str) -> str:
    """Run code in a quiet process and return all that it wrote."""
    done = subprocess.run([sys.executable, "-c", START + code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    "code, told",
    [
        ("strange.error(f'failed on {words}')", "rasa.core:"),
        ("strange.error('failed on %s', words)", "rasa.core:"),
        ("strange.error(words, exc_info=ValueError(words))", "ValueError"),
        ("strange.error('x', extra={'text': words}, stack_info=True)", "rasa.core:"),
        ("ours.error(words)", "bot.web:"),
        ("ours.error('turn.thinking_failed')", "turn.thinking_failed"),
        ("ours.error('turn.failed', exc_info=KeyError(words))", "turn.failed KeyError"),
        ("logging.error(words)", "root:"),
        ("logging.handle(logging.makeLogRecord({'name': 'rasa', 'levelno': 40, 'exc_info': None}))", ""),
        ("warnings.warn(words)", "UserWarning"),
        ("raise ValueError(words)", "ValueError"),
        ("threading.Thread(target=lambda: {}[words]).start()", "KeyError"),
        ("from bot.errors import NotReady; raise NotReady('the part rasa')", "NotReady: the part rasa"),
        (
            "async def fail(): raise ValueError(words)\n"
            "async def main(): asyncio.get_running_loop().create_task(fail()); await asyncio.sleep(0.01)\n"
            "asyncio.run(main())",
            "asyncio:",
        ),
    ],
)
def test_only_the_place_and_the_kind_are_told(code: str, told: str) -> None:
    written = run(code)
    assert told in written
    assert "nooit" not in written


def test_rasas_own_structured_log_lines_are_told_by_their_place() -> None:
    written = run(
        "import structlog\n"
        "from rasa.utils.log_utils import configure_structlog\n"
        "configure_structlog(logging.DEBUG)\n"
        "structlog.get_logger('rasa.core.processor').error('processor.message.parse', parse_data_text=words)\n"
    )
    assert "ERROR" in written
    assert "nooit" not in written


def test_keeping_quiet_twice_tells_nothing_twice() -> None:
    assert run("keep_quiet()\nstrange.error(words)").count("rasa.core:") == 1
