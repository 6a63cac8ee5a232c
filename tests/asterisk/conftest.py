from tests.asterisk.lab.fixtures import *  # noqa: F403
