"""BeneDesk: the panel beside a switchboard operator's work."""

__version__ = "0.1.0"
