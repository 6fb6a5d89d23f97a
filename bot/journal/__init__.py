"""Where what was said is kept: people, reflections, entries, sealed under keys that lie elsewhere.

`bot.journal.opening.open_journal` gives the `Journal` that everything else here serves.
"""
