"""What every test may use: the lab with its one Asterisk, which starts when a test first asks for it.

With workers (`-n 3`) each has its own of everything: Asterisk and its addresses, browsers, servers, folders.

How hard the property tests try: `dev` while writing, `ci` before a change goes in, `soak` overnight.

Choose with HYPOTHESIS_PROFILE. `ci` tries the same examples every time, so that nobody's change is
stopped by another's luck; `dev` and `soak` look for new ones and print how to repeat what they find.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from tests.lab.asterisk.fixtures import *  # noqa: F403

if TYPE_CHECKING:
    from xdist.scheduler import LoadScopeScheduling

WITH_BROWSER = ("browser", "path")
PATIENT = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]

settings.register_profile("dev", max_examples=50, deadline=None, suppress_health_check=PATIENT)
settings.register_profile(
    "ci",
    max_examples=200,
    deadline=None,
    derandomize=True,
    database=None,
    print_blob=True,
    suppress_health_check=PATIENT,
)
settings.register_profile(
    "soak", max_examples=2_000, deadline=None, print_blob=True, suppress_health_check=PATIENT
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    from xdist.scheduler import LoadScopeScheduling  # here, since the core's tests run where there is none

    class Spread(LoadScopeScheduling):
        """A file's tests stay with one worker, and what they share is made once; those with a browser are
        slow, and each goes to whoever is free. In the order of a run without workers, for the browser's
        have to come last."""

        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return nodeid if {*file.split("/")} & {*WITH_BROWSER} else file

    config.option.loadscopereorder = False
    return Spread(config, log)
