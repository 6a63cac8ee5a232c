"""The server: a thin shell around the pure core.

It keeps the journal, knows who may sign in, drives a PBX through its port and serves the panels.
Nothing is decided here; `engine` is the only place where an input meets the desk.
"""
