"""A day of 400 calls in one page: nothing grows, and the last answer is as quick as the first ones."""

from __future__ import annotations

from statistics import quantiles
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from tests.lab.browser.extension import READY

CALLS = 400
TURNS, CALLS_A_TURN = 40, 2
WARM = 150  # by then the lists that are kept at a length, an agent's calls and answers, are full
SLACK = {"elements": 150, "Nodes": 500}  # rows that come and go
# The page's own Python, which nothing else lets out.
PROBE = "\nstarting.then((python) => { globalThis.python = python; });"

# Plays so many calls by the panel's own buttons. Answers how long each took from the click to "connected".
PLAY = """async (calls) => {
  const face = () => document.querySelector('#card [data-face]').dataset.face;
  const press = (selector) => document.querySelector(`${selector}:not([aria-disabled="true"])`)?.click();
  const until = async (wanted) => {
    for (const begin = performance.now(); !wanted(face()); await new Promise((done) => setTimeout(done, 1)))
      if (performance.now() - begin > 20_000) throw new Error(`stuck in ${face()}`);
    return face();
  };
  const leaves = (old) => until((now) => now !== old);
  const times = [];
  for (let nth = 0; times.length < calls; nth++) {
    if (await until((now) => ['offered', 'set_aside', 'wrap_up'].includes(now)) !== 'offered') {
      await until((now) => !['set_aside', 'wrap_up'].includes(now) || press('#mend'));
      continue;
    }
    const clicked = performance.now();
    press('.key.answer');
    if (await leaves('offered') !== 'connected') continue;
    times.push(performance.now() - clicked);
    if (nth % 7 === 3) {
      press('#hold');
      await leaves('connected');
      press('#hold');
      await leaves('held');
      continue;
    }
    if (nth % 5 === 2) {
      press('#queue-rows tr:not([data-member]) .queue-name');
      await new Promise((done) => setTimeout(done, 5));
      press('#send');
    } else press('#hang-up');
    await leaves('connected');
  }
  return times;
}"""
# But for the lists of calls, which fill up to a hundred an agent (an entry, and its copy in a document), and
# to twenty a caller.
OBJECTS = """sum(
  {'DiaryEntry': -1, 'Visit': 0}.get(type(one).__name__, 1) for one in gc.get_objects())"""
COUNTS = """([objects]) => {
  python.runPython('import gc; gc.collect(); gc.collect()');
  return {
    'Python objects': python.runPython(objects),
    'Python heap': python._module.HEAP8.length,
    'JavaScript objects held by Python': python._module._hiwire_num_refs(),
    'elements': document.querySelectorAll('*').length,
  };
}"""


def counts(page: Page) -> dict[str, float]:
    """What there is of everything that could grow, after both collectors have run."""
    found: dict[str, Any] = page.evaluate(COUNTS, [OBJECTS])
    tools = page.context.new_cdp_session(page)
    tools.send("Performance.enable")
    tools.send("HeapProfiler.collectGarbage")
    metrics = {metric["name"]: metric["value"] for metric in tools.send("Performance.getMetrics")["metrics"]}
    tools.detach()
    return found | {name: metrics[name] for name in ("Nodes", "JSEventListeners", "JSHeapUsedSize")}


def quick(times: list[float]) -> float:
    """How long the quicker ones take: what has grown slows all of them, another program only some."""
    return quantiles(times, n=10)[0]


def probe(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text() + PROBE)


def start(page: Page, site: str) -> Page:
    page.route("**/python.mjs", probe)
    page.goto(f"{site}?scenario=rush&seed=1&speed=120")
    page.locator(READY).wait_for()
    page.wait_for_function("() => globalThis.python")
    return page


@pytest.mark.usefixtures("undisturbed")
def test_after_400_calls_nothing_has_grown_and_answering_is_as_quick_as_before(page: Page, site: str) -> None:
    old = start(page, site)
    old.evaluate(PLAY, WARM)
    before = counts(old)
    old.evaluate(PLAY, CALLS - WARM)
    after = counts(old)

    most = {name: 1.05 * count + SLACK.get(name, 0) for name, count in before.items()}
    assert {name: (before[name], count) for name, count in after.items() if count > most[name]} == {}

    # In turns: whatever else this machine does meanwhile, it does to both.
    young = start(page.context.new_page(), site)
    times: dict[Page, list[float]] = {old: [], young: []}
    for _ in range(TURNS):
        for one, its in times.items():
            one.bring_to_front()
            its += one.evaluate(PLAY, CALLS_A_TURN)
    assert quick(times[old]) <= 1.5 * quick(times[young])
