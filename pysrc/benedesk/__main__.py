"""`python -m benedesk` is the command line `benedesk`."""

from benedesk.server.cli import main

main()
