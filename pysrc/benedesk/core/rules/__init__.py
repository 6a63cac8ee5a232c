"""One rule per input: what follows from it, or why not; see `core.decide`."""
