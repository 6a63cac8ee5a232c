"""Real browsers with the extension in them, and the panel as its user knows it."""
