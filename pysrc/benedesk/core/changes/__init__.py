"""What each event does to the desk; one change per event, see `core.evolve`."""
