"""Everything at once: the lab's Asterisk and phones, the browser and the extension."""

from tests.asterisk.lab.fixtures import *  # noqa: F403
from tests.browser.conftest import *  # noqa: F403
