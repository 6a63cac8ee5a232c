"""What is written is read again; what nobody should have written is refused, and nothing worse."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Mapping
from typing import Any

import pytest
from benedesk.core.errors import Refused
from benedesk.core.events import EVENTS
from benedesk.core.inputs import COMMANDS
from benedesk.wire import codec, desk_codec
from benedesk.wire import messages as m
from hypothesis import given
from hypothesis import strategies as st

# -- any object of a class, from the kinds of its fields -------------------------------------------

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
instants = st.floats(allow_nan=False, allow_infinity=False) | st.integers(0, 2**53)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | instants | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


def any_of(hint: Any) -> st.SearchStrategy[Any]:
    """Values that a field of this kind may have."""
    simple = {str: texts, bool: st.booleans(), int: st.integers(-(2**53), 2**53), float: instants}
    if hint in simple:
        return simple[hint]
    if hint is types.NoneType:
        return st.none()
    if typing.get_origin(hint) in (dict, Mapping):
        _, inner = typing.get_args(hint)
        return st.dictionaries(texts, json_values if inner is Any else any_of(inner), max_size=3)
    return st.one_of(*map(any_of, typing.get_args(hint)))


def made(kind: type) -> st.SearchStrategy[Any]:
    hints = typing.get_type_hints(kind)
    return st.builds(kind, **{name: any_of(hints[name]) for name in codec.fields_of(kind)})


@given(st.sampled_from(sorted(EVENTS)).flatmap(lambda name: made(EVENTS[name])))
def test_every_event_is_read_as_it_was_written(event):
    written = desk_codec.event_to_json(event)
    assert desk_codec.event_from_json(type(event).__name__, written) == event
    assert "\n" not in written


@given(st.sampled_from(sorted(m.TO_PANEL)).flatmap(lambda name: made(m.TO_PANEL[name])))
def test_every_message_to_a_panel_is_read_as_it_was_written(message):
    assert codec.decode_for_panel(codec.encode(message)) == message


@given(st.sampled_from(sorted(m.TO_SERVER)).flatmap(lambda name: made(m.TO_SERVER[name])))
def test_every_message_to_a_server_is_read_as_it_was_written(message):
    assert codec.decode_for_server(codec.encode(message)) == message


@given(st.sampled_from(sorted(COMMANDS)).flatmap(lambda name: made(COMMANDS[name])))
def test_every_command_reaches_the_desk_as_the_panel_meant_it(what):
    args = {name: value for name, value in dataclasses.asdict(what).items() if name != "agent"}
    assert desk_codec.command_input(what.agent, m.Command("id", type(what).__name__, args)) == what


# -- nothing but a Refused comes of bad input ------------------------------------------------------

READERS = {"panel": codec.decode_for_panel, "server": codec.decode_for_server}
NOT_JSON = [
    "", " ", "null", "1", '"hello"', "[]", '[{"type":"ping"}]', "{", '{"type":"ping"', "{}{}", "\x00",
    "\ufeff{}",
    '{"type":"ping","now":NaN}', '{"type":"ping","now":-Infinity}', "[" * 30_000, '{"a":' * 10_000,
    '{"type":"ping","n":' + "9" * 5_000 + "}",
]  # fmt: skip
WRONG = [
    "{}", '{"type":1}', '{"type":null}', '{"type":["ping"]}', '{"type":"hello"}',
    '{"type":"command","id":"1"}',
    '{"type":"hello","version":"1","token":"t"}', '{"type":"hello","version":true,"token":"t"}',
    '{"type":"hello","version":1.5,"token":"t"}', '{"type":"hello","version":1,"token":null}',
    '{"type":"hello","version":1,"token":"t","have":[]}', '{"type":"command","id":7,"name":"ComeBack"}',
    '{"type":"command","id":"1","name":"ComeBack","args":"none"}', '{"type":"watch","topic":{}}',
]  # fmt: skip


@pytest.mark.parametrize("frame", NOT_JSON, ids=lambda frame: repr(frame)[:24])
@pytest.mark.parametrize("reader", READERS)
def test_what_is_not_a_json_object_is_a_bad_frame(reader, frame):
    with pytest.raises(Refused) as refused:
        READERS[reader](frame)
    assert refused.value.code == "bad_frame"
    assert len(refused.value.text) < 200


@pytest.mark.parametrize("frame", WRONG)
def test_a_message_without_its_fields_or_with_others_in_their_place_is_a_bad_message(frame):
    with pytest.raises(Refused) as refused:
        codec.decode_for_server(frame)
    assert refused.value.code == "bad_message"


@pytest.mark.parametrize("note", ["\\ud800", "\\udfff x", "a\\uD83D"])
def test_half_a_character_is_a_bad_frame_because_nobody_could_be_told_of_it(note):
    frame = f'{{"type":"command","id":"1","name":"SetAvailability","args":{{"note":"{note}"}}}}'
    with pytest.raises(Refused) as refused:
        codec.decode_for_server(frame)
    assert refused.value.code == "bad_frame"


def test_a_character_in_two_escapes_is_whole():
    assert codec.decode_for_server('{"type":"watch","topic":"\\ud83d\\ude00"}') == m.Watch("\U0001f600")


@pytest.mark.parametrize("number", ["1e999", "-1e999"])
def test_a_number_without_end_is_a_bad_frame(number):
    with pytest.raises(Refused) as refused:
        codec.decode_for_server(f'{{"type":"hello","version":1,"token":"t","have":{{"a":{number}}}}}')
    assert refused.value.code == "bad_frame"


@pytest.mark.parametrize("character", ["x", "ä", "\U0001f600"])
def test_a_frame_is_at_most_64_kib_long_however_its_text_is_written(character):
    empty = len('{"type":"watch","topic":""}')
    room = (64 * 1024 - empty) // len(character.encode())
    codec.decode_for_server(f'{{"type":"watch","topic":"{character * room}"}}')
    with pytest.raises(Refused) as refused:
        codec.decode_for_server(f'{{"type":"watch","topic":"{character * (room + 1)}"}}')
    assert refused.value.code == "bad_frame"


def test_a_panel_reads_documents_of_any_size():
    body = {"entries": ["x" * 1000] * 200}
    assert codec.decode_for_panel(codec.encode(m.Document("a", 1, body))) == m.Document("a", 1, body)


@pytest.mark.parametrize("reader", READERS)
def test_a_type_that_is_not_known_is_ignored(reader):
    assert READERS[reader]('{"type":"telepathy","to":"all"}') is None


def test_a_field_that_is_not_known_is_ignored():
    assert codec.decode_for_server('{"type":"watch","topic":"search/a","colour":"red"}') == m.Watch(
        "search/a"
    )


def test_a_field_with_a_default_may_be_left_out():
    assert codec.decode_for_server('{"type":"hello","version":1,"token":"t"}') == m.Hello(1, "t", {})


@given(st.one_of(st.text(), json_values.map(json.dumps), st.binary().map(lambda b: b.decode("latin-1"))))
def test_any_text_is_read_ignored_or_refused(frame):
    for reader in READERS.values():
        try:
            reader(frame)
        except Refused as refused:
            assert refused.code in ("bad_frame", "bad_message")


@given(
    st.sampled_from([*m.TO_SERVER, *m.TO_PANEL]), st.dictionaries(texts, json_values, max_size=4), st.data()
)
def test_a_message_with_anything_in_its_fields_is_read_or_refused(name, given_, data):
    kinds = m.TO_SERVER | m.TO_PANEL
    for field in codec.fields_of(kinds[name]):
        if data.draw(st.booleans()):
            given_[field] = data.draw(json_values)
    frame = json.dumps({**given_, "type": name})
    for reader in READERS.values():
        try:
            message = reader(frame)
        except Refused as refused:
            assert refused.code == "bad_message"
        else:
            assert message is None or type(message) is kinds[name]


# -- commands --------------------------------------------------------------------------------------

BAD_COMMANDS: list[tuple[str, str, dict[str, Any]]] = [
    ("unknown_command", "Dance", {}),
    ("unknown_command", "", {}),
    ("unknown_command", "DefineQueue", {}),
    ("unknown_command", "CallerHungUp", {"call": "c1"}),
    ("unknown_command", "x" * 60_000, {}),
    ("bad_args", "SetReceiving", {}),
    ("bad_args", "SetReceiving", {"on": 1}),
    ("bad_args", "SetReceiving", {"on": "yes"}),
    ("bad_args", "SetReceiving", {"on": True, "agent": "bo"}),
    ("bad_args", "SetReceiving", {"on": True, "x" * 60_000: 1}),
    ("bad_args", "ComeBack", {"agent": "bo"}),
    ("bad_args", "HoldCall", {"call": None}),
    ("bad_args", "SetAvailability", {"availability": "busy", "until": "soon"}),
    ("bad_args", "SetAvailability", {"availability": "busy", "until": True}),
]


@pytest.mark.parametrize(("code", "name", "args"), BAD_COMMANDS, ids=lambda p: str(p)[:40])
def test_a_command_that_is_none_is_refused_with_its_code(code, name, args):
    with pytest.raises(Refused) as refused:
        desk_codec.command_input("ann", m.Command("1", name, args))
    assert refused.value.code == code
    assert len(refused.value.text) < 300


# -- the journal -----------------------------------------------------------------------------------


def test_an_event_of_an_older_version_gets_what_it_lacks_by_default(monkeypatch):
    @dataclasses.dataclass(frozen=True)
    class Grown:
        call: str
        new: str = "by default"

    monkeypatch.setitem(EVENTS, "Grown", Grown)
    assert desk_codec.event_from_json("Grown", '{"call":"c1","old":1}') == Grown("c1")


@pytest.mark.parametrize(
    ("name", "body"),
    [("Nonsense", "{}"), ("DeskOpened", "{}"), ("DeskOpened", "not json"), ("DeskOpened", '{"at":"x"}')],
)
def test_what_the_journal_cannot_have_written_is_refused(name, body):
    with pytest.raises(Refused) as refused:
        desk_codec.event_from_json(name, body)
    assert refused.value.code == "bad_message"
