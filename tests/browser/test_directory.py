"""The directory in a real browser: by keyboard alone, beside the card, and with an add-on's entries."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.lab.browser.extension import READY
from tests.lab.browser.panel import Panel

from .conftest import DIST

ROOT = DIST.parent
WHEEL = "addons/acme_numbers-1.0-py3-none-any.whl"
GUIDE = (ROOT / "docs" / "addons.md").read_text(encoding="utf-8")
SOURCE = GUIDE.split("```python\n")[1].split("```")[0]  # the very example of the guide


def with_entries(folder: Path) -> Path:
    """A copy of the site that lists an add-on with a directory of its own."""
    shutil.copytree(DIST / "site", folder)
    (folder / "addons").mkdir()
    with zipfile.ZipFile(folder / WHEEL, "w") as wheel:
        info = "acme_numbers-1.0.dist-info"
        wheel.writestr("acme_numbers.py", SOURCE)
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: acme-numbers\nVersion: 1.0\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/entry_points.txt", "[benedesk.directory]\nacme = acme_numbers:entries\n")
        wheel.writestr(f"{info}/RECORD", "")
    (folder / "addons.json").write_text(json.dumps([WHEEL]))
    return folder


def test_an_add_ons_entries_are_found_with_the_others(
    page: Page, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    page.goto(serve(with_entries(tmp_path / "site")) + "?scenario=hold")
    page.locator(READY).wait_for()
    panel = Panel(page)

    panel.find("acme")
    panel.number_of("Acme Varaosat").click()

    expect(panel.field).to_have_value("049 555 0100")
    expect(page.locator("#target-hint")).to_have_text("Acme Varaosat")


def test_a_name_and_enter_enter_are_enough_to_transfer(open_panel: Callable[..., Page]) -> None:
    panel = Panel(open_panel(scenario="hold", seed=1))
    panel.answer_demo_call()

    panel.search.press_sequentially("eero kor")
    expect(panel.number_of("Eero Korhonen")).to_be_visible()
    panel.search.press("Enter")
    expect(panel.field).to_be_focused()
    expect(panel.field).to_have_value("09 9245 1102")
    panel.talks()

    panel.page.keyboard.press("Enter")
    panel.is_free()
    expect(panel.card).to_contain_text("Siirretty: Eero Korhonen")


def test_the_call_and_siirra_stay_in_sight_while_the_directory_is_scrolled(
    open_panel: Callable[..., Page],
) -> None:
    panel = Panel(open_panel(scenario="hold", seed=1))
    panel.answer_demo_call()
    panel.find("a")
    last = panel.page.locator("#entries button.number:visible").last.inner_text()
    number = panel.page.locator("#entries").get_by_role("button", name=last, exact=True)
    number.scroll_into_view_if_needed()
    number.click()

    expect(panel.button("Siirrä")).to_be_in_viewport(ratio=1)
    expect(panel.button("Katkaise")).to_be_in_viewport(ratio=1)
    expect(number).to_be_focused()
