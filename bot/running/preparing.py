"""Makes everything ready before the three processes start: `python -m bot.running.preparing`, a short process.

Lines about what happens go to the standard error; the path of Rasa's model is all that goes to the standard output.
"""

from __future__ import annotations

import shutil
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

from bot.errors import BlijkError
from bot.journal.opening import master_key, migrate, open_journal
from bot.knowledge import read_knowledge
from bot.listening.pairs import load_pairs
from bot.running.apart import check_apart
from bot.running.models import places_of, ready_models
from bot.running.serving import MODEL
from bot.running.words import words_of_this_terminal
from bot.settings import Settings, read_settings


def main() -> int:
    """Migrate the journal, check its keys, tidy it, check what the coach knows, train; return the exit status."""
    words, say = words_of_this_terminal(), _say
    try:
        settings = read_settings()
        check_apart(settings)
        say(words.say("migrating"))
        migrate(settings.database_url)
        master = master_key(settings.master_key_file, settings.keys)
        journal = open_journal(settings.database_url, settings.keys, master)
        if settings.keep_days is not None:
            journal.tidy(datetime.now(timezone.utc) - timedelta(days=settings.keep_days))
        journal.close()
        read_knowledge(settings.data / "coaching")
        model = keep(ready_models(settings, words, say), settings)
    except BlijkError as error:
        say(str(error))
        return 1
    sys.stdout.write(f"{model}\n")
    return 0


def keep(rasa: Path, settings: Settings) -> Path:
    """Copy what the parts read when they start to `BLIJK_HOME`, and return where Rasa's model lies there.

    No later training removes it, and words that are edited beside a running Blijk keep no part from starting again.
    """
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    listening, _ = places_of(settings)
    load_pairs(listening).save(settings.home)
    kept = settings.home / MODEL
    shutil.copy(rasa, kept)
    return kept


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
