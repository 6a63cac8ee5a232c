"""Telephone numbers of web pages: marked where the agent allows it, handed to the panel or called."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.lab.browser.background import NOTIFICATIONS, links
from tests.lab.browser.bidi import until
from tests.lab.browser.extension import Extension
from tests.lab.browser.firefox import Firefox
from tests.lab.browser.panel import Panel
from tests.lab.server import Server

from .conftest import DIST

PAGE = """<!doctype html><html lang="fi"><meta charset="utf-8"><title>Yhteystiedot</title>
<p id="mobile" style="display: inline-block">Soita 049 812 4401 arkisin.</p>
<p id="abroad">Ulkomailta +358 9 9245 1000.</p>
<p id="none">Tilaus 2026-11-24, 12.05.2026, hinta 1 234 567,00, viite 12345 67890, 10.0.0.1</p>
<p><a id="link" href="tel:+358498124402">puhelin</a></p>
<input value="049 812 4403"><pre>049 812 4404</pre><p id="later"></p></html>"""
MARKED = """() => [...CSS.highlights.get('benedesk-number') ?? []].map((range) => range.toString())"""
HOSTILE = """<!doctype html><html lang="fi"><meta charset="utf-8"><title>Uutisia</title>
<style>
benedesk-number { inset: 0 !important; opacity: 0 !important; }
benedesk-number::part(act) { position: fixed !important; inset: 0 !important; inline-size: 100vw !important;
  block-size: 100vh !important; }
</style>
<p>Lue lisää</p><a id="bait" href="tel:+358498124401"></a>
<script>setInterval(() => { bait.blur(); bait.focus(); }, 100)</script></html>"""
ORIGINS = "async () => (await browser.permissions.getAll()).origins"
OFFERED = "() => document.querySelector('benedesk-number[data-open]') !== null"


@pytest.fixture
def page_address(tmp_path: Path, serve: Callable[[Path], str]) -> str:
    folder = tmp_path / "www"
    folder.mkdir()
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    return serve(folder)


@pytest.fixture
def allowed(chrome_with: Callable[[Path], Extension], tmp_path: Path) -> Extension:
    """Chromium whose user has said yes to the browser's question, which no test can press."""
    folder = shutil.copytree(DIST / "chrome", tmp_path / "chrome")
    manifest = json.loads((folder / "manifest.json").read_bytes())
    manifest["permissions"] += manifest.pop("optional_permissions")
    manifest["host_permissions"] = manifest.pop("optional_host_permissions")
    (folder / "manifest.json").write_text(json.dumps(manifest))
    chrome = chrome_with(folder)
    chrome.options().get_by_label("Näytä puhelinnumeroissa siirto ja soitto").check()
    until("pages are read", lambda: registered(chrome))
    return chrome


def registered(chrome: Extension) -> bool:
    script = "async () => (await chrome.scripting.getRegisteredContentScripts()).length"
    return bool(chrome.context.service_workers[0].evaluate(script))


@pytest.fixture
def page(allowed: Extension, page_address: str) -> Page:
    """A company's page, with its numbers found."""
    page = allowed.context.new_page()
    page.goto(page_address)
    until("numbers are found", lambda: marked(allowed, page))
    return page


def marked(chrome: Extension, page: Page) -> list[str]:
    """The numbers that are marked: highlights belong to the document, whoever has set them."""
    return list(page.evaluate(MARKED))


def press(page: Page, at: str, key: int) -> None:
    """Point at the element, and press the first or second of the buttons that come up."""
    box = page.locator(at).bounding_box()
    assert box
    page.mouse.move(box["x"] + 60, box["y"] + box["height"] / 2)
    bar = page.locator("benedesk-number[data-open]")
    expect(bar).to_be_visible()
    place = bar.bounding_box()
    assert place
    page.mouse.click(place["x"] + (20 if key == 0 else place["width"] - 20), place["y"] + place["height"] / 2)


def test_without_the_agents_leave_no_page_is_touched(chrome: Extension, page_address: str) -> None:
    page = chrome.context.new_page()
    page.goto(page_address)

    expect(page.locator("#mobile")).to_be_visible()
    assert page.evaluate(MARKED) == []
    granted = "async () => (await chrome.permissions.getAll()).origins"
    assert chrome.context.service_workers[0].evaluate(granted) == []


def test_numbers_are_marked_and_what_only_looks_like_one_is_not(allowed: Extension, page: Page) -> None:
    before = page.evaluate("() => document.body.innerHTML")

    assert marked(allowed, page) == ["049 812 4401", "+358 9 9245 1000"]
    assert page.evaluate("() => document.body.innerHTML") == before
    assert "812 4401" in before


def test_a_number_that_comes_later_is_found_and_one_that_goes_is_forgotten(
    allowed: Extension, page: Page
) -> None:
    page.evaluate("() => { document.getElementById('later').textContent = 'Uusi: 049 812 4405' }")
    until("it is found", lambda: "049 812 4405" in marked(allowed, page))

    page.evaluate("() => document.getElementById('mobile').remove()")
    page.evaluate("() => { document.getElementById('later').textContent = 'Muutettu' }")
    until("they are forgotten", lambda: marked(allowed, page) == ["+358 9 9245 1000"])


def test_a_page_that_never_stops_changing_is_left_alone(allowed: Extension, page: Page) -> None:
    page.evaluate(
        """() => {
            const rows = Array.from({ length: 900 }, (_, n) => `<p>049 ${8000000 + n}</p>`).join('');
            document.getElementById('later').innerHTML = rows;
        }"""
    )
    until("the most that are marked", lambda: len(marked(allowed, page)) == 500)


def test_transfer_puts_the_number_into_the_panel_beside_the_page(allowed: Extension, page: Page) -> None:
    with allowed.side_panel() as panel:
        page.bring_to_front()
        press(page, "#mobile", 0)
        expect(Panel(panel).field).to_have_value("049 812 4401")


def test_with_no_panel_open_transfer_opens_one(allowed: Extension, page: Page) -> None:
    press(page, "#mobile", 0)
    opened = "async () => (await chrome.runtime.getContexts({ contextTypes: ['SIDE_PANEL'] })).length"
    until("the panel is open", lambda: allowed.context.service_workers[0].evaluate(opened))


@pytest.fixture
def connected(allowed: Extension, server: Server) -> Extension:
    """The same, signed in as Aino, with her panel closed and the background on its own link."""
    allowed.store(server=server.url.replace("http", "ws"), token=server.sign_in(), lang="fi")
    until("it has its link", lambda: links(server) == 1)
    return allowed


def placed(server: Server) -> list[str]:
    """The numbers that are being called."""
    return server.do(lambda: [call.caller for call in server.service.engine.desk.calls.values()])


QUESTION = "Soita 049 812 4401?"


def test_a_page_that_lays_our_button_under_every_click_places_no_call(
    connected: Extension, server: Server, tmp_path: Path, serve: Callable[[Path], str]
) -> None:
    folder = tmp_path / "hostile"
    folder.mkdir()
    (folder / "index.html").write_text(HOSTILE, encoding="utf-8")
    page = connected.context.new_page()
    page.goto(serve(folder))
    until("the page has our buttons", lambda: page.evaluate(OFFERED))

    page.mouse.click(400, 300)

    with connected.opened_panel() as panel:
        expect(panel.get_by_role("alertdialog", name=QUESTION)).to_be_visible()
    assert placed(server) == []


def test_only_the_answer_in_the_panel_places_the_call(
    connected: Extension, page: Page, server: Server
) -> None:
    press(page, "#mobile", 1)

    with connected.opened_panel() as panel:
        panel.get_by_role("alertdialog", name=QUESTION).get_by_role("button", name="Soita").click()

        expect(Panel(panel).fact("Vastaanottaja")).to_contain_text("049 812 4401")
        expect(panel.get_by_role("alertdialog")).to_have_count(0)
    assert placed(server) == ["+358498124401"]


# What a page that has broken out of its sandbox can say: all that our script in it can.
ORDERS = """async () => {
    const panel = await chrome.runtime.sendMessage({ to: 'panel', windowId: -1 });
    const to = panel ?? 'nobody';
    for (const order of [{ act: 'call', number: '049 812 4401' }, { act: 'question-yes' }]) {
        await chrome.runtime.sendMessage({ to, ...order }).catch(() => {});
        await new Promise((done) => setTimeout(done, 500));
    }
    return to;
}"""


def in_our_script(page: Page, script: str) -> object:
    """Run this in the page where our own script runs, with what that may do."""
    devtools, worlds = page.context.new_cdp_session(page), []
    devtools.on("Runtime.executionContextCreated", lambda event: worlds.append(event["context"]))
    devtools.send("Runtime.enable")
    (ours,) = [world["id"] for world in worlds if world["origin"].startswith("chrome-extension://")]
    call = {"expression": f"({script})()", "contextId": ours, "awaitPromise": True, "returnByValue": True}
    return devtools.send("Runtime.evaluate", call)["result"].get("value")


def test_the_panel_takes_no_order_from_within_a_page(
    connected: Extension, page: Page, server: Server
) -> None:
    with connected.side_panel() as panel:
        answered = in_our_script(page, ORDERS)
        expect(panel.get_by_role("alertdialog")).to_have_count(0)
    assert placed(server) == []
    assert answered == "nobody"


def test_a_call_that_is_not_wanted_is_not_placed(connected: Extension, page: Page, server: Server) -> None:
    press(page, "#mobile", 1)

    with connected.opened_panel() as panel:
        panel.get_by_role("alertdialog", name=QUESTION).get_by_role("button", name="Peruuta").click()
        expect(panel.get_by_role("alertdialog")).to_have_count(0)
    assert placed(server) == []


SELECTED = """async ([act, selectionText]) => {
    const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
    chrome.contextMenus.onClicked.dispatch({ menuItemId: act, selectionText, editable: false }, tab);
}"""


def choose(chrome: Extension, act: str, selected: str) -> None:
    """Choose our entry of the context menu for a selected text: the event that the browser sends then."""
    chrome.context.service_workers[0].evaluate(SELECTED, [act, selected])


def test_the_context_menu_puts_a_selected_number_into_the_transfer_field(
    allowed: Extension, page: Page
) -> None:
    with allowed.side_panel() as panel:
        page.bring_to_front()
        choose(allowed, "fill", " 049 812 4401 ")
        expect(Panel(panel).field).to_have_value("049 812 4401")


def test_the_context_menu_asks_before_it_calls_a_selected_number(
    connected: Extension, page: Page, server: Server
) -> None:
    with connected.side_panel() as panel:
        page.bring_to_front()
        choose(connected, "call", "049 812 4401")

        question = panel.get_by_role("alertdialog", name=QUESTION)
        expect(question).to_be_visible()
        assert placed(server) == []
        question.get_by_role("button", name="Soita").click()
        expect(Panel(panel).fact("Vastaanottaja")).to_contain_text("049 812 4401")
    assert placed(server) == ["+358498124401"]


def test_where_no_side_panel_may_open_a_small_window_asks(
    connected: Extension, page: Page, server: Server
) -> None:
    """Dispatched with no person's press, so that no side panel may open."""
    with connected.context.expect_page() as opened:
        choose(connected, "call", "049 812 4401")

    expect(opened.value.get_by_role("alertdialog", name=QUESTION)).to_be_visible(timeout=30_000)
    assert placed(server) == []


def test_the_context_menu_says_of_what_is_no_number_that_it_is_none(allowed: Extension, page: Page) -> None:
    choose(allowed, "call", "Yhteystiedot")

    worker = allowed.context.service_workers[0]
    until("it is said", lambda: worker.evaluate(NOTIFICATIONS) == ["not-done"])


def test_the_number_of_an_event_stands_in_the_field_and_the_field_has_the_keyboard(
    open_panel: Callable[..., Page],
) -> None:
    page = open_panel(scenario="quiet")
    page.evaluate(
        """() => document.dispatchEvent(new CustomEvent('benedesk:number',
            { detail: { act: 'fill', number: '+358498124401' } }))"""
    )

    expect(Panel(page).field).to_have_value("049 812 4401")
    expect(Panel(page).field).to_be_focused()


ASK = """() => document.dispatchEvent(new CustomEvent('benedesk:number',
    { detail: { act: 'call', number: '+358498124401' } }))"""


def test_the_question_is_answered_by_keys_and_enter_alone_is_no(open_panel: Callable[..., Page]) -> None:
    page = open_panel(scenario="quiet")
    panel = Panel(page)
    for keys in (["Enter"], ["Escape"]):
        page.evaluate(ASK)
        expect(panel.button("Peruuta")).to_be_focused()
        for key in keys:
            page.keyboard.press(key)
        expect(page.get_by_role("alertdialog")).to_have_count(0)
        assert panel.card.locator("dl").count() == 0

    page.evaluate(ASK)
    page.keyboard.press("Shift+Tab")
    expect(panel.button("Soita")).to_be_focused()
    page.keyboard.press("Enter")
    expect(panel.fact("Vastaanottaja")).to_contain_text("049 812 4401")


# Halts the question's coming up in its first frame: on a busy machine it may be over in the next.
HALT = """() => {
    const halted = {};
    halted.promise = new Promise((done) => {
        const look = () => {
            const [coming] = document.getElementById('question-yes')?.getAnimations() ?? [];
            coming ? done(coming.pause()) : requestAnimationFrame(look);
        };
        look();
    });
    return halted;
}"""
UNDER = """() => {
    const button = document.getElementById('question-yes');
    const { x, y, width, height } = button.getBoundingClientRect();
    return document.elementFromPoint(x + width / 2, y + height / 2) === button;
}"""


def test_the_question_does_not_take_the_press_that_it_came_up_under(open_panel: Callable[..., Page]) -> None:
    page = open_panel(scenario="quiet")
    seen = page.evaluate_handle(HALT)
    page.evaluate(ASK)
    seen.evaluate("(halted) => halted.promise")
    step = "() => { const [a] = document.getElementById('question-yes').getAnimations(); %s }"

    page.evaluate(step % "a.currentTime = 500;")
    assert not page.evaluate(UNDER)
    page.evaluate(step % "a.finish();")
    assert page.evaluate(UNDER)


def test_a_link_to_a_telephone_offers_the_same_to_the_keyboard(allowed: Extension, page: Page) -> None:
    page.locator("#link").focus()
    until("it is offered", lambda: page.evaluate(OFFERED))
    page.keyboard.press("Escape")
    until("it is gone", lambda: not page.evaluate(OFFERED))


def test_nothing_of_a_page_is_said_but_the_chosen_number(allowed: Extension, page: Page) -> None:
    listen = """() => {
        globalThis.said = [];
        chrome.runtime.onMessage.addListener((message) => { said.push(JSON.stringify(message)); });
    }"""
    worker = allowed.context.service_workers[0]
    worker.evaluate(listen)
    press(page, "#mobile", 0)
    chosen = '{"from":"page-numbers","act":"fill","number":"049 812 4401"}'
    until("the number came", lambda: chosen in worker.evaluate("() => said"))
    assert set(worker.evaluate("() => said")) == {'{"from":"page-numbers"}', chosen}


@pytest.fixture
def firefox_page(fox: Firefox, page_address: str) -> str:
    """The company's page in a tab of a Firefox whose user has switched numbers on."""
    fox.click("#numbers")
    fox.wait(f"async () => (await ({ORIGINS})()).length === 2")
    tab = str(fox.bidi.send("browsingContext.create", type="tab")["context"])
    fox.bidi.send("browsingContext.navigate", context=tab, url=page_address, wait="complete")
    until("numbers are found", lambda: fox.bidi.run(tab, MARKED) == ["049 812 4401", "+358 9 9245 1000"])
    return tab


def test_firefox_asks_for_leave_when_it_is_switched_on_and_takes_it_back(
    fox: Firefox, firefox_page: str
) -> None:
    fox.bidi.send("browsingContext.activate", context=fox.tab)
    fox.click("#numbers")
    fox.wait(f"async () => (await ({ORIGINS})()).length === 0")


def test_in_firefox_the_number_goes_to_the_sidebar_that_is_open_and_no_window_comes_up(
    fox: Firefox, firefox_page: str
) -> None:
    fox.press_toolbar_button()
    fox.in_sidebar("(side) => side.document.documentElement.dataset.ready === '1'")

    fox.bidi.point(firefox_page, "#mobile", press=False)
    until("it is offered", lambda: fox.bidi.run(firefox_page, OFFERED))
    fox.bidi.point(firefox_page, "benedesk-number", press=True, across=-0.3)

    fox.in_sidebar(
        "(side) => [...side.document.querySelectorAll('input')].some((i) => i.value === '049 812 4401')"
    )
    assert fox.run("async () => (await browser.windows.getAll()).length") == 1


ASKED = """(side) => side.document.querySelector('[role=alertdialog]')
    ?.innerText.includes('Soita 049 812 4401?')"""


def test_in_firefox_a_call_is_asked_for_in_the_sidebar_and_placed_by_its_answer(
    fox: Firefox, firefox_page: str, server: Server
) -> None:
    fox.store(server=server.url.replace("http", "ws"), token=server.sign_in(), lang="fi")
    until("the background has its link", lambda: links(server) == 1)
    fox.press_toolbar_button()
    fox.in_sidebar("(side) => side.document.documentElement.dataset.connection === 'live'")

    fox.bidi.point(firefox_page, "#mobile", press=False)
    until("it is offered", lambda: fox.bidi.run(firefox_page, OFFERED))
    fox.bidi.point(firefox_page, "benedesk-number", press=True, across=0.3)

    fox.in_sidebar(ASKED)
    assert placed(server) == []
    fox.in_sidebar("(side) => (side.document.getElementById('question-yes').click(), true)")
    until("the call is placed", lambda: placed(server) == ["+358498124401"])


def test_in_firefox_with_the_sidebar_closed_a_small_window_asks(
    fox: Firefox, firefox_page: str, server: Server
) -> None:
    fox.store(server=server.url.replace("http", "ws"), token=server.sign_in(), lang="fi")
    until("the background has its link", lambda: links(server) == 1)

    fox.bidi.point(firefox_page, "#mobile", press=False)
    until("it is offered", lambda: fox.bidi.run(firefox_page, OFFERED))
    fox.bidi.point(firefox_page, "benedesk-number", press=True, across=0.3)

    view = "browser.extension.getViews({ type: 'tab' }).find((v) => v.location.pathname === '/panel.html')"
    fox.wait(f"() => {{ const view = {view}; return view && ({ASKED})(view); }}", timeout_s=40)
    assert placed(server) == []
