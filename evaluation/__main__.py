"""`make eval`: measures, prints the table, writes `docs/listening.md`. Takes some minutes."""

from __future__ import annotations

import sys
from pathlib import Path

from rich.console import Console

from evaluation.page import print_manners, print_table, rows_of, write_page
from evaluation.running import cross_validated, held_apart
from evaluation.talks import over_all_talks

ROOT = Path(__file__).resolve().parent.parent
FOLDS = 3
"""Of three parts of the writers two are learned from and one is listened to."""


def main() -> int:
    """Measure everything; return the exit status."""
    apart = held_apart(ROOT)
    folded = cross_validated(ROOT, FOLDS)
    rows = rows_of(apart, folded)
    print_table(rows, Console(width=120))
    print_manners(over_all_talks(ROOT), Console(width=120))
    write_page(ROOT, rows, apart, FOLDS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
