from __future__ import annotations

import pytest

from tests.lab.browser.extension import Extension

pytestmark = pytest.mark.chromium


def test_the_real_side_panel_opens_and_python_comes_alive_in_it(chrome: Extension) -> None:
    with chrome.side_panel() as panel:
        contexts = panel.evaluate(
            "async () => (await chrome.runtime.getContexts({})).map(c => c.contextType)"
        )

        assert "SIDE_PANEL" in contexts
        assert panel.evaluate("() => innerWidth") < 500
