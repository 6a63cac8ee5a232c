"""The telephone exchange: what the desk asks of it (`port`), and Asterisk as one that can do it."""
