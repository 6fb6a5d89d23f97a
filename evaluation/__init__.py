"""Measures how well Blijk listens: `make eval` prints the figures and writes `docs/listening.md`."""
