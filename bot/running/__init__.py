"""`blijk run`: trains what changed, starts the three processes, keeps them running, stops them together."""
