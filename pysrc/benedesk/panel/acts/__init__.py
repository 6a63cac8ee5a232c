"""What the agent does: presses and keystrokes in, orders to carry out. Pure."""
