"""Measures Blijk beside a fresh `rasa init` bot, on this machine, in one run: `make bench`."""
