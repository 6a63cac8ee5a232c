"""Browsers are kept from test to test, and nothing of one test is there for the next."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.lab.browser.extension import Chromium
from tests.lab.browser.firefox import Browser
from tests.lab.browser.pages import Pages
from tests.lab.kept import Kept

from .conftest import DIST, Watch

FETCH = "(url) => fetch(url, { mode: 'no-cors' }).then(() => 'got', () => 'lost')"
# On the options page: leaves whatever an extension can leave behind, and answers with what was there before.
LEAVE = """async () => {
    const found = {
        settings: await chrome.storage.local.get(),
        preferences: { ...localStorage },
        notifications: Object.keys(await chrome.notifications.getAll()),
        badge: await chrome.action.getBadgeText({}),
        origins: (await chrome.permissions.getAll()).origins.length,
        windows: (await chrome.windows.getAll()).length,
        tabs: (await chrome.tabs.query({})).length,
    };
    await chrome.storage.local.set({ lang: 'sv' });
    localStorage.setItem('benedesk.preferences', '{}');
    const iconUrl = chrome.runtime.getURL('icons/icon-128.png');
    await chrome.notifications.create('ring', { type: 'basic', title: 'Soi', message: 'Myynti', iconUrl });
    await chrome.action.setBadgeText({ text: '7' });
    await chrome.windows.create({ type: 'popup', url: 'about:blank' });
    await chrome.tabs.create({ url: 'options.html' });
    return found;
}"""


def test_chromium_has_nothing_left_of_the_test_before(chromium_kept: Kept[Chromium], site: str) -> None:
    found: list[dict[str, Any]] = []
    for _ in range(2):
        with chromium_kept.use() as browser, browser.installed(DIST / "chrome") as chrome:
            page = browser.context.new_page()
            page.goto(site + "panel.css")
            visited = page.evaluate("() => { const n = localStorage.length; localStorage.a = 1; return n; }")
            page.close()
            found.append(chrome.options().evaluate(LEAVE) | {"visited": visited})

    assert found[1] == found[0]
    assert found[0]["settings"] == {} == found[0]["preferences"]


def test_firefox_has_nothing_left_of_the_test_before(firefox_kept: Kept[Browser]) -> None:
    found: list[dict[str, Any]] = []
    for _ in range(2):
        with firefox_kept.use() as browser, browser.installed(DIST / "firefox") as fox:
            fox.press_toolbar_button()
            fox.in_sidebar("(side) => side.document.documentElement.dataset.ready === '1'")
            fox.press_toolbar_button()
            fox.wait("async () => !(await browser.sidebarAction.isOpen({}))")
            found.append(fox.run(LEAVE) | {"open": fox.sidebar_is_open()})

    assert found[1] == found[0]
    assert found[0]["settings"] == {}


def test_a_browser_that_a_test_has_broken_is_not_the_next_ones(chromium_kept: Kept[Chromium]) -> None:
    with chromium_kept.use() as browser:
        broken = browser
        browser.context.close()
    with chromium_kept.use() as browser:
        assert browser is not broken
        assert browser.works


def test_pages_have_nothing_left_of_the_test_before(pages_kept: Kept[Pages], site: str) -> None:
    found: list[Any] = []
    for _ in range(2):
        with pages_kept.use() as one, one.opened() as context:
            page = context.new_page()
            page.goto(f"{site}panel.css")  # which leaves nothing of its own
            found.append(
                page.evaluate(
                    """() => {
                        const found = [{ ...localStorage }, { ...sessionStorage }, document.cookie];
                        localStorage.setItem('benedesk.preferences', '{}');
                        sessionStorage.setItem('left', 'behind');
                        document.cookie = 'left=behind';
                        return found;
                    }"""
                )
            )
            context.new_page()

    first, second = found
    assert second == first
    assert len(context.pages) == 1


def test_a_page_that_asks_another_machine_gets_no_answer_and_fails_its_test(
    page: Page, site: str, watch: Watch
) -> None:
    page.goto(f"{site}panel.css")
    for elsewhere in ("http://elsewhere.example/", "http://192.0.2.1/"):
        assert page.evaluate(FETCH, elsewhere) == "lost"
        assert f"asked another machine: {elsewhere}" in watch.problems
    watch.problems.clear()
