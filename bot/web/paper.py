"""Has a page drawn as a PDF file or a picture, by a process of its own: nobody else waits, and nothing stays in memory.

The page goes there and back through pipes; it is never in a file.
"""

from __future__ import annotations

import asyncio
import logging
import sys

from bot.errors import NotReady

PATIENCE = 120.0
"""Seconds; some thousands of pages."""
DRAWER = "bot.web.drawer"

log = logging.getLogger(__name__)


async def draw(html: str, kind: str, patience: float = PATIENCE, drawer: str = DRAWER) -> bytes:
    """Return a whole page as a file of a kind, `pdf` or `png`; raises `NotReady` when it could not be made in time."""
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", drawer, kind,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        drawn, _ = await asyncio.wait_for(running.communicate(html.encode("utf-8", "replace")), patience)
    except (asyncio.TimeoutError, OSError, RuntimeError):  # too late, or it was gone before it had read the page
        drawn = b""
    finally:
        if running.returncode is None:
            running.kill()
            await running.wait()
    if not drawn or running.returncode:
        log.warning("web.not_drawn")
        raise NotReady("page: was not drawn; expected a file within two minutes; choices: less at once, see README")
    return drawn
