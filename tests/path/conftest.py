"""Everything at once: the browser and the extension, beside the lab's Asterisk and phones."""

from tests.browser.conftest import *  # noqa: F403
