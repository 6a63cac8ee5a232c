"""From the first paint to Python: nothing that a person does in between is lost."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, Route, expect

from tests.lab.browser.built import DIST, StaticFiles
from tests.lab.browser.extension import READY

from .conftest import Watch

if TYPE_CHECKING:
    from _typeshed import SupportsRead, SupportsWrite

HALF_BYTES = 4_000_000


def test_the_page_is_drawn_before_python_is_there_and_an_early_press_is_done_later(
    page: Page, site: str
) -> None:
    held: list[Route] = []
    page.route("**/pyodide.asm.wasm", lambda route: held.append(route))
    page.goto(site, wait_until="commit")
    section = page.get_by_role("button", name="Sarjassa")

    section.click()
    section.click()  # nothing seems to happen, so one presses again
    expect(page.locator(READY)).to_have_count(0)
    expect(section).to_have_attribute("aria-expanded", "false")

    for route in held:
        route.continue_()
    page.locator(READY).wait_for()
    expect(section).to_have_attribute("aria-expanded", "true")


def test_what_is_typed_early_is_searched_for(page: Page, site: str) -> None:
    held: list[Route] = []
    page.route("**/pyodide.asm.wasm", lambda route: held.append(route))
    page.goto(site, wait_until="commit")
    search = page.get_by_role("searchbox", name="Hakemisto")

    search.press_sequentially("Virtanen")
    for route in held:
        route.continue_()
    page.locator(READY).wait_for()

    expect(search).to_have_value("Virtanen")
    expect(page.locator("#entries").get_by_role("listitem").first).to_contain_text("Virtanen")


@pytest.mark.parametrize(
    "file", ["pyodide/pyodide.asm.wasm", "pyodide/python_stdlib.zip", "python.mjs", "patch.js"]
)
def test_a_panel_that_cannot_start_says_so_in_every_language_and_how_to_go_on(
    page: Page, site: str, watch: Watch, file: str
) -> None:
    loads: list[str] = []  # of the page itself: the file is there when it is loaded again, and no sooner
    page.on("request", lambda request: request.is_navigation_request() and loads.append(request.url))
    page.route(f"**/{file}", lambda route: route.abort() if len(loads) == 1 else route.continue_())
    page.goto(site)
    said = page.get_by_role("alert").filter(has_text="BeneDesk ei käynnistynyt")

    expect(said).to_contain_text("BeneDesk startade inte", timeout=60_000)
    expect(said).to_contain_text("BeneDesk did not start")
    said.get_by_role("link", name="Yritä uudelleen").click()
    page.locator(READY).wait_for()
    watch.problems.clear()  # the browser told of them too


def test_a_panel_whose_own_start_fails_says_so(page: Page, site: str, watch: Watch) -> None:
    broken = "globalThis.benedeskSettings = Promise.reject(new Error('broken'))"
    page.route("**/settings.js", lambda route: route.fulfill(body=broken, content_type="text/javascript"))
    page.goto(site)

    said = page.get_by_role("alert").filter(has_text="BeneDesk ei käynnistynyt")
    expect(said).to_be_visible(timeout=60_000)  # Python has to be there first, on a busy machine too
    watch.problems.clear()  # the browser told of it too


def test_a_panel_that_has_started_is_not_said_to_have_failed(page: Page, site: str, watch: Watch) -> None:
    page.route("**/addons.json", lambda route: route.abort())
    with page.expect_console_message(
        lambda message: "PythonError" in message.text or "fetch" in message.text
    ):
        page.goto(site)
    page.locator(READY).wait_for()

    expect(page.get_by_text("BeneDesk ei käynnistynyt")).to_have_count(0)
    watch.problems.clear()


def test_python_never_waits_on_a_stack_of_its_own(open_panel: Callable[..., Page]) -> None:
    page = open_panel(scenario="quiet")
    may_wait = """async () => {
      const { loadPyodide } = await import(new URL('python.mjs', location));
      const python = await loadPyodide({});
      return python.runPythonAsync('from pyodide.ffi import can_run_sync; can_run_sync()');
    }"""

    assert page.evaluate(may_wait) is False


class SlowLine(StaticFiles):
    """Of the interpreter half comes at once, and the rest when `rest` is set."""

    rest = threading.Event()

    def copyfile(self, source: SupportsRead[bytes], outputfile: SupportsWrite[bytes]) -> None:
        if self.path.endswith(".wasm"):
            outputfile.write(source.read(HALF_BYTES))
            assert self.rest.wait(60)
        super().copyfile(source, outputfile)


@pytest.fixture
def slow_line() -> Iterator[tuple[str, threading.Event]]:
    """A site on a line of which half is slow, and what lets that come."""
    SlowLine.rest.clear()
    handler = functools.partial(SlowLine, directory=str(DIST / "site"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}/", SlowLine.rest
        SlowLine.rest.set()
        server.shutdown()


def test_on_a_slow_line_a_first_visit_tells_how_many_bytes_have_come(
    page: Page, slow_line: tuple[str, threading.Event]
) -> None:
    address, rest = slow_line
    page.goto(address, wait_until="commit")
    meter = page.get_by_role("progressbar", name="BeneDesk")
    expect(meter).to_be_visible()
    page.wait_for_function(f"() => document.querySelector('.progress progress').value >= {HALF_BYTES}")
    come, total = page.locator(".progress span").inner_text().removesuffix(" MB").split(" / ")

    assert float(come.replace(",", ".")) < float(total.replace(",", "."))
    rest.set()
    page.locator(READY).wait_for()
    expect(meter).to_have_count(0)


def test_a_second_visit_counts_nothing(page: Page, site: str) -> None:
    page.goto(site)
    page.locator(READY).wait_for()
    page.goto(site)
    page.locator(READY).wait_for()

    seen = "() => localStorage.getItem('benedesk.seen') === document.documentElement.dataset.bytes"
    assert page.evaluate(seen)
    assert "native code" in page.evaluate("() => fetch.toString()")
