"""Everything of one person in one file to take along: the same twice, to read and to compute with."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import tzinfo
from typing import Any

from bot.journal.exporting import as_markdown


def as_archive(
    exported: Mapping[str, Any], titles: Mapping[str, str], labels: Mapping[str, str], zone: tzinfo
) -> bytes:
    """Make a ZIP file of what `Journal.export` gave: `blijk.md` and `blijk.json`; the rest as `as_markdown` takes it.

    No file in it is named after a person or a text.
    """
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("blijk.md", as_markdown(exported, titles, labels, zone))
        archive.writestr("blijk.json", json.dumps(exported, ensure_ascii=False, indent=2))
    return whole.getvalue()
