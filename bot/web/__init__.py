"""The gateway: the only door that faces people. Chat page, journal pages, and the terminal's JSON door."""
