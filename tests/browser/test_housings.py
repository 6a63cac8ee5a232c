"""What holds wherever the panel is seen: on the page, in Chrome's side panel, in Firefox's sidebar."""

from __future__ import annotations

import pytest
from benedesk.panel.text.words import LANGUAGES
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
from tests.lab.browser.housings import SIZES as HOUSING_SIZES
from tests.lab.panel.states import states

from .test_axe import AXE, COMPLAINTS
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
# What is cut, and does not say itself whole when it is pointed at.
CUT = """() => [...document.body.querySelectorAll('*')].filter((element) => {
  const { overflowX, clipPath } = getComputedStyle(element);
  if (overflowX === 'visible' || clipPath !== 'none') return false;
  if (element.matches('input, select, textarea')) return false;
  if (!element.clientWidth || element.scrollWidth <= element.clientWidth + 1) return false;
  if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
  element.dispatchEvent(new view.PointerEvent('pointerover', { bubbles: true }));
  return !element.closest('[title]') && !element.querySelector('[title]');
}).map((element) => `cut: ${element.outerHTML.slice(0, 80)}`)"""
# The checks of test_look.py and this one, of another window than that which runs them.
WRONG = (
    "(view) => { const { document, getComputedStyle } = view; return ["
    + ", ".join(f"...({check})()" for check in (SMALL, BROKEN, PILED, LAPPED, CUT))
    + "]; }"
)


@pytest.mark.parametrize("housing", EVERYWHERE, indirect=True)
def test_no_text_is_too_small_to_read(housing: Housing) -> None:
    found = {name: small for name, seen in states("fi").items() if (small := housing.judge(seen, TOO_SMALL))}

    assert found == {}


@pytest.mark.parametrize("housing", EVERYWHERE, indirect=True)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_lies_on_anything_else_is_broken_or_cut_without_saying_it_whole(
    housing: Housing, language: str
) -> None:
    for size in HOUSING_SIZES:
        housing.resize(*size)
        for name, seen in states(language).items():
            found = housing.judge(seen, WRONG)
            assert found == [], (name, size)
    housing.resize(*HOUSING_SIZES[0])


@pytest.mark.parametrize("housing", [EVERYWHERE[1]], indirect=True)
def test_in_the_side_panel_every_text_stands_out_from_its_ground_by_day_and_by_night(
    housing: Housing, side_panel: tuple[Extension, Page]
) -> None:
    page = side_panel[1]
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = {}
    for name, seen in states("fi").items():
        housing.judge(seen, "() => []")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            if complaints := page.evaluate(COMPLAINTS, ["color-contrast"]):
                found[name, scheme] = complaints
    assert found == {}


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
