"""What every test may use: the lab with its one Asterisk, which starts when a test first asks for it.

How hard the property tests try: `dev` while writing, `ci` before a change goes in, `soak` overnight.

Choose with HYPOTHESIS_PROFILE. `ci` tries the same examples every time, so that nobody's change is
stopped by another's luck; `dev` and `soak` look for new ones and print how to repeat what they find.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

from tests.lab.asterisk.fixtures import *  # noqa: F403

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
