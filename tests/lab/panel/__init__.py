"""Documents, scenes and states for the panel, and what a view has drawn, read as a person reads it."""
