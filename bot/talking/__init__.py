"""`blijk talk`: the terminal's way into a running Blijk."""
