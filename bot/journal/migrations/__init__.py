"""How the tables of the journal came to be, one step per file; `bot.journal.opening.migrate` walks them."""
