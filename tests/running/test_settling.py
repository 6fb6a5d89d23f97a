"""What was loaded stays untouched; what comes after it is still cleaned up."""

from __future__ import annotations

import subprocess
import sys

LATER = """
import gc, weakref
from bot.settling import settle

class Node:
    pass

settle()
assert gc.get_freeze_count() > 1000, gc.get_freeze_count()
node = Node()
node.itself = node
seen = weakref.ref(node)
del node
gc.collect()
assert seen() is None
"""


def test_what_was_loaded_is_passed_over_and_what_comes_later_is_cleaned_up() -> None:
    subprocess.run([sys.executable, "-c", LATER], check=True)
