"""Which ports are free on this machine."""

from __future__ import annotations

import socket


def is_free(host: str, port: int) -> bool:
    """Whether somebody could listen on this port now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_ports(how_many: int) -> tuple[int, ...]:
    """Return that many different ports which are free on loopback now."""
    probes = [socket.socket() for _ in range(how_many)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return tuple(probe.getsockname()[1] for probe in probes)
    finally:
        for probe in probes:
            probe.close()
