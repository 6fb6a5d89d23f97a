"""What a process loaded to stay, the garbage collector need not walk through again and again."""

from __future__ import annotations

import gc


def settle() -> None:
    """Clean up once, and let the collector leave alone whatever there is now; for when everything is loaded.

    Among 2,000 reflections a search makes so many rows that the collector ran each time: a quarter of its time.
    """
    gc.collect()
    gc.freeze()
