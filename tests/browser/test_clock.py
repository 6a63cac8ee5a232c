"""web/clock.js: elements that keep time by themselves, at the desk's clock."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.lab.browser.still import Still, still  # noqa: F401
from tests.lab.panel.documents import NOW, RETURNED, offered, scene


@pytest.fixture
def clock(still: Still) -> Page:
    return still(scene())


def put(page: Page, markup: str) -> Locator:
    page.evaluate("markup => document.body.insertAdjacentHTML('beforeend', markup)", markup)
    return page.locator("body > :last-child")


def pass_s(page: Page, seconds: int) -> None:
    page.clock.run_for(seconds * 1000)


def test_it_counts_up_from_an_instant(clock: Page) -> None:
    element = put(clock, f"<bene-clock since={NOW - 7}></bene-clock>")

    expect(element).to_have_text("0:07")
    pass_s(clock, 60)
    expect(element).to_have_text("1:07")
    pass_s(clock, 3600)
    expect(element).to_have_text("1:01:07")


def test_it_counts_down_and_stops_at_nothing(clock: Page) -> None:
    element = put(clock, f"<bene-clock until={NOW + 3}></bene-clock>")

    expect(element).to_have_text("0:03")
    pass_s(clock, 10)
    expect(element).to_have_text("0:00")


def test_a_wait_changes_its_level_by_itself(clock: Page) -> None:
    element = put(clock, f'<bene-clock since={NOW - 30} levels="30 60"></bene-clock>')

    expect(element).to_have_attribute("data-level", "0")
    pass_s(clock, 1)
    expect(element).to_have_attribute("data-level", "1")
    pass_s(clock, 30)
    expect(element).to_have_attribute("data-level", "2")


def test_a_new_instant_is_shown_at_once(clock: Page) -> None:
    element = put(clock, f"<bene-clock since={NOW - 50}></bene-clock>")
    element.evaluate(f"clock => clock.setAttribute('since', '{NOW - 5}')")

    expect(element).to_have_text("0:05")


def test_it_goes_by_the_desks_clock_at_the_desks_speed(clock: Page) -> None:
    clock.evaluate(f"() => document.documentElement.dataset.clock = '{NOW + 100} {NOW} 10'")
    element = put(clock, f"<bene-clock since={NOW}></bene-clock>")

    expect(element).to_have_text("1:40")
    pass_s(clock, 6)
    expect(element).to_have_text("2:40")


def test_a_time_of_day_is_written_as_the_language_writes_it(clock: Page) -> None:
    element = put(clock, f"<bene-time at={NOW}></bene-time>")
    finnish = element.inner_text()
    clock.evaluate("() => document.documentElement.lang = 'sv'")

    expect(element).to_have_text(finnish.replace(".", ":"))
    clock.evaluate("() => document.documentElement.lang = 'en'")
    expect(element).to_have_text(
        finnish.replace(".", ":")
    )  # by the 24-hour clock, as everywhere in the office


def test_how_long_ago_it_was_keeps_up_by_itself_with_the_time_of_day_as_its_title(clock: Page) -> None:
    put(clock, f"<bene-ago at={NOW - 12}></bene-ago>")
    time = put(clock, f"<bene-time at={NOW - 12}></bene-time>").inner_text()

    expect(clock.locator("bene-ago")).to_have_text("12 s sitten")
    expect(clock.locator("bene-ago")).to_have_attribute("title", time)
    pass_s(clock, 60)
    expect(clock.locator("bene-ago")).to_have_text("1 min sitten")
    pass_s(clock, 3600)
    expect(clock.locator("bene-ago")).to_have_text("1 t sitten")
    clock.evaluate("() => document.documentElement.lang = 'en'")
    expect(clock.locator("bene-ago")).to_have_text("1 hr. ago")


def test_what_ticks_is_never_said_aloud(still: Still) -> None:
    page = still(scene(call=offered(returned=RETURNED)))
    loud = (
        "element => Boolean(element.closest('[aria-live]:not([aria-live=off]), [role=alert], [role=status]'))"
    )

    assert page.locator("bene-ago, bene-clock").count() > 1
    for element in page.locator("bene-ago, bene-clock").all():
        assert not element.evaluate(loud)
