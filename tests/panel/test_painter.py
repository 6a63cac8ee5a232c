"""Only what has changed is drawn, and what is drawn is always what a fresh page would show."""

from __future__ import annotations

from typing import Any

from benedesk.core.record import replace
from benedesk.panel.painter import Change, Painter, Part, Rows
from benedesk.panel.state.scene import LIVE, STALE, LinkState, Phone, Scene
from benedesk.panel.state.ui import Notice, Ui
from benedesk.panel.text.words import words
from benedesk.panel.view.shell import CONTAINERS, parts
from hypothesis import given
from hypothesis import strategies as st

from tests.lab.panel.documents import (
    NOW,
    RETURNED,
    agent,
    call,
    found,
    found_queue,
    offered,
    person,
    queue,
    scene,
)


def part(key: str, value: str) -> Part:
    return Part("list", key, (value,), lambda: f"<li>{value}</li>")


def paint(painter: Painter, *rows: Part) -> list[Change]:
    return painter.paint(("list",), rows)


def test_the_first_time_everything_is_drawn_in_order() -> None:
    assert paint(Painter(), part("a", "1"), part("b", "2")) == [
        ["list", ["a", "b"], {"a": "<li>1</li>", "b": "<li>2</li>"}]
    ]


def test_the_same_again_is_no_change_and_is_not_drawn() -> None:
    painter = Painter()
    paint(painter, part("a", "1"))

    def never() -> str:
        raise AssertionError("drawn again")

    assert paint(painter, Part("list", "a", ("1",), never)) == []


def test_one_changed_row_is_the_only_one_sent_and_the_order_stays() -> None:
    painter = Painter()
    paint(painter, part("a", "1"), part("b", "2"))

    assert paint(painter, part("a", "1"), part("b", "3")) == [["list", None, {"b": "<li>3</li>"}]]


def test_a_row_that_goes_or_moves_changes_the_order_only() -> None:
    painter = Painter()
    paint(painter, part("a", "1"), part("b", "2"), part("c", "3"))

    assert paint(painter, part("c", "3"), part("a", "1")) == [["list", ["c", "a"], {}]]


def test_other_inputs_with_the_same_picture_are_not_sent() -> None:
    painter = Painter()
    paint(painter, Part("list", "a", (1,), lambda: "<li>same</li>"))

    assert paint(painter, Part("list", "a", (2,), lambda: "<li>same</li>")) == []


def test_what_is_forgotten_is_sent_again() -> None:
    painter = Painter()
    paint(painter, part("a", "1"))
    painter.forget("list", "a")

    assert paint(painter, part("a", "1")) == [["list", ["a"], {"a": "<li>1</li>"}]]


def test_of_rows_alike_only_those_are_drawn_whose_own_inputs_changed() -> None:
    drawn: list[str] = []

    def draw(shared: str, own: str) -> str:
        drawn.append(own)
        return f"<li>{shared}{own}</li>"

    painter = Painter()
    painter.paint(("list",), [Rows("list", ("a",), {"x": ("1",), "y": ("2",)}, draw)])
    changes = painter.paint(("list",), [Rows("list", ("a",), {"x": ("1",), "y": ("3",)}, draw)])

    assert changes == [["list", None, {"y": "<li>a3</li>"}]]
    assert drawn == ["1", "2", "3"]


def test_what_rows_share_draws_all_of_them_anew() -> None:
    def draw(shared: str, own: str) -> str:
        return f"<li>{shared}{own}</li>"

    painter = Painter()
    painter.paint(("list",), [Rows("list", ("a",), {"x": ("1",), "y": ("2",)}, draw)])
    changes = painter.paint(("list",), [Rows("list", ("b",), {"x": ("1",), "y": ("2",)}, draw)])

    assert changes == [["list", None, {"x": "<li>b1</li>", "y": "<li>b2</li>"}]]


# -- the whole page --------------------------------------------------------------------------------

QUEUES = st.lists(
    st.sampled_from([queue("myynti"), queue("myynti", length=4, oldest=NOW), queue("vaihde", open=False)]),
    max_size=2, unique_by=lambda body: body["id"],
)  # fmt: skip
SCENES = st.builds(
    Scene,
    words=st.sampled_from([words("fi"), words("sv")]),
    ui=st.builds(
        Ui,
        section_open=st.booleans(),
        search=st.sampled_from(["", "k"]),
        target=st.sampled_from(["", "101", "Myynti", "09 9245 1113"]),
        fills=st.integers(0, 1),
        filled=st.sampled_from(["", "101"]),
        whose=st.sampled_from(["", "Eero"]),
        refused=st.sampled_from(["", "bad_number"]),
        sent=st.sampled_from(["", "Myynti"]),
        notice=st.sampled_from([None, Notice("HoldCall"), Notice("HoldCall", "wrong_state")]),
        busy=st.sampled_from([frozenset(), frozenset({"HoldCall"}), frozenset({"TransferCall"})]),
        sign_in=st.sampled_from(["", "busy", "bad_token"]),
    ),
    link=st.sampled_from(
        [LinkState(), LinkState(LIVE), LinkState(STALE, NOW, True), LinkState("signed_out")]
    ),
    agent=st.sampled_from(
        [None, agent(), agent(supervisor=True), agent(gate="availability", availability="busy", note="x")]
    ),
    call=st.sampled_from([None, call(), offered(returned=RETURNED), call(state="held", handled_by=["Eero"])]),
    queues=QUEUES,
    found=st.sampled_from([None, found(), found(person(), found_queue(), more=1)]),
    phone=st.sampled_from([None, Phone("idle", "101"), Phone("ringing", "101", "+358498124401")]),
    scenario=st.sampled_from(["", "quiet"]),
    sign_in_elsewhere=st.booleans(),
)


def picture(seen: Scene) -> dict[str, dict[str, str]]:
    page: dict[str, dict[str, str]] = {}
    for one in parts(seen):
        drawn = {one.key: one.draw()} if isinstance(one, Part) else all_of(one)
        if drawn:
            page.setdefault(one.container, {}).update(drawn)
    return page


def all_of(rows: Rows) -> dict[str, str]:
    return {key: rows.draw(*rows.shared, *own) for key, own in rows.own.items()}


def apply(page: dict[str, dict[str, str]], changes: list[Change]) -> None:
    for container, order, rows in changes:
        now: dict[str, Any] = page.get(container, {}) | rows
        page[container] = {key: now[key] for key in order} if order is not None else now


@given(st.lists(SCENES, min_size=2, max_size=3))
def test_after_any_changes_the_page_is_what_a_fresh_one_would_be(scenes: list[Scene]) -> None:
    painter, page = Painter(), {}
    for seen in scenes:
        apply(page, painter.paint(CONTAINERS, parts(seen)))

        fresh = picture(seen)
        assert {name: rows for name, rows in page.items() if rows} == fresh
        assert {name: list(page[name]) for name in fresh} == {
            name: list(rows) for name, rows in fresh.items()
        }


def test_a_queues_new_figure_draws_its_row_and_nothing_else_of_the_list() -> None:
    painter = Painter()
    before = scene(queues=[queue("a"), queue("b"), queue("c")])
    painter.paint(CONTAINERS, parts(before))
    now = replace(before, queues=[queue("a"), queue("b", free=0), queue("c")])

    changes = painter.paint(CONTAINERS, parts(now))

    assert [(name, order, list(rows)) for name, order, rows in changes] == [("queue-rows", None, ["b"])]
