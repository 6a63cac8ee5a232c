"""What holds wherever the panel is seen: on the page, in Chrome's side panel, in Firefox's sidebar."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.lab.browser.extension import Extension
from tests.lab.browser.housings import (  # noqa: F401
    EVERYWHERE,
    IN_EXTENSIONS,
    Housing,
    housing,
    in_side_panel,
    in_sidebar,
    of_page,
    on_page,
    side_panel,
)
from tests.lab.panel.states import states

from .test_look import BROKEN, LAPPED, PILED, SMALL

LEAST_PX = 11
# Pressed, or read while a caller waits: what cannot be found at a glance costs them time.
AT_A_GLANCE_PX = 13
AT_A_GLANCE = (
    "button, a[href], input, select, main .number, main .figure, bene-clock, "
    # Of the card all but its heading, why nothing can be sent, and when it was that nobody answered.
    "#card :not(h2, [data-kind=reason] *, .sent-by + p, .sent-by + p *)"
)

# The size of every text and field, by what it says.
SIZES = """(view) => {
  const { document } = view;
  const size = (element) => parseFloat(view.getComputedStyle(element).fontSize);
  const texts = document.createTreeWalker(document.body, view.NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) {
    const said = texts.currentNode.data.trim();
    // A clock goes on between two looks.
    if (said) found.push([said.replace(/\\d+/g, '0'), size(texts.currentNode.parentElement)]);
  }
  const fields = [...document.querySelectorAll('input, select')];
  return [...found, ...fields.map((field) => [field.id || field.name, size(field)])];
}"""

# What can be seen, and is smaller than it may be.
TOO_SMALL = """(view) => {
  const { document } = view;
  const seen = (element) => {
    if (!element.checkVisibility({ visibilityProperty: true })) return false;
    for (let one = element; one; one = one.parentElement)
      if (view.getComputedStyle(one).clipPath !== 'none') return false; // for screen readers alone
    return true;
  };
  const elements = [...document.body.querySelectorAll('*')].filter((element) => seen(element)
    && (element.matches('input, select')
      || [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())));
  return elements.flatMap((element) => {
    const size = parseFloat(view.getComputedStyle(element).fontSize);
    const least = element.matches('AT_A_GLANCE') || element.closest('button') ? AT_A_GLANCE_PX : LEAST_PX;
    return size < least - 0.01 ? [`${element.outerHTML.slice(0, 90)}: ${size}`] : [];
  });
}"""
for name, value in {
    "AT_A_GLANCE_PX": AT_A_GLANCE_PX,
    "AT_A_GLANCE": AT_A_GLANCE,
    "LEAST_PX": LEAST_PX,
}.items():
    TOO_SMALL = TOO_SMALL.replace(name, str(value))
# A check of test_look.py, of another window than that which runs it.
IN_WINDOW = "(view) => { const { document, getComputedStyle } = view; return (%s)(); }"


@pytest.mark.parametrize("housing", EVERYWHERE, indirect=True)
def test_no_text_is_too_small_to_read(housing: Housing) -> None:
    found = {name: small for name, seen in states("fi").items() if (small := housing.judge(seen, TOO_SMALL))}

    assert found == {}


@pytest.mark.parametrize("housing", EVERYWHERE, indirect=True)
def test_nothing_lies_on_anything_else_or_is_broken(housing: Housing) -> None:
    for name, seen in states("fi").items():
        for check in (SMALL, BROKEN, PILED, LAPPED):
            assert housing.judge(seen, IN_WINDOW % check) == [], name


@pytest.mark.parametrize("housing", IN_EXTENSIONS, indirect=True)
def test_an_extension_has_text_of_the_same_size_as_the_page(housing: Housing, on_page: Housing) -> None:
    for name, seen in states("fi").items():
        assert housing.judge(seen, SIZES) == on_page.judge(seen, SIZES), name


@pytest.mark.chromium
@pytest.mark.parametrize("name", ["options.html", "help/fi.html"])
def test_the_extensions_other_pages_have_no_text_that_is_too_small_either(
    side_panel: tuple[Extension, Page], name: str
) -> None:
    chrome, _ = side_panel
    page = chrome.context.new_page()
    page.goto(chrome.address(name))
    page.locator("main:not([hidden])").wait_for()

    assert of_page(name, page).run(TOO_SMALL) == []
    page.close()


@pytest.mark.parametrize("housing", EVERYWHERE, indirect=True)
def test_python_finds_no_jspi(housing: Housing) -> None:
    assert housing.run(
        "(view) => [['Suspending', 'promising'].filter((name) => name in view.WebAssembly)]"
    ) == [[]]
