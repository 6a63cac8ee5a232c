"""The administrator's guide and the code say the same. That its samples work is what the lab shows."""

from __future__ import annotations

import re

import pytest
from benedesk.server.pbx.asterisk import calls as asterisk_calls
from benedesk.server.settings import PbxSection

from tests.lab.asterisk.asterisk import GUIDE, Asterisk, samples

TEXT = GUIDE.read_text()


def test_the_guide_has_the_six_files_that_the_lab_starts_asterisk_with() -> None:
    assert set(samples()) == {
        "ari.conf", "extensions.conf", "http.conf", "indications.conf", "musiconhold.conf", "pjsip.conf",
    }  # fmt: skip
    assert TEXT.count("```ini") == len(samples())


def test_the_guide_names_every_setting_of_the_pbx_with_its_default() -> None:
    for name, setting in PbxSection.model_fields.items():
        row = re.search(rf"^\|.*`{name}`.*$", TEXT, re.MULTILINE)
        assert row, f"docs/asterisk.md does not name {name}"
        default = setting.get_default()
        if isinstance(default, str):
            assert f"`{default}`" in row[0], f"docs/asterisk.md has another default for {name}"


def test_ari_conf_makes_asterisk_tell_every_variable_that_is_set() -> None:
    line = re.search(r"^channelvars = (.*)$", samples()["ari.conf"], re.MULTILINE)
    assert line
    assert tuple(line[1].split(",")) == asterisk_calls.VARIABLES


@pytest.mark.asterisk
def test_asterisk_takes_what_the_guide_says_of_phones_that_are_gone(pbx: Asterisk) -> None:
    shown = pbx.cli("pjsip show endpoint 101")
    for setting, value_s in (("rtp_timeout", 30), ("rtp_timeout_hold", 300)):
        assert re.search(rf"^ *{setting} *: {value_s}$", shown, re.MULTILINE), shown


def test_the_log_events_that_the_guide_explains_exist() -> None:
    code = "".join(
        path.read_text() for path in (GUIDE.parents[1] / "pysrc/benedesk/server/pbx").rglob("*.py")
    )
    for event in ("password_refused", "unreachable", "phone_unknown", "no_channelvars", "taken_over", "deaf"):
        assert f"`{event}`" in TEXT
        assert f'"{event}"' in code
