"""One adapter per messenger, run by the gateway; none yet."""
