"""The types of documents are what docs/protocol.md says, field by field, and what the desk builds."""

from __future__ import annotations

import re
import typing
from pathlib import Path
from types import NoneType
from typing import Any

import pytest
from benedesk.core import documents as d
from benedesk.core import topics

PROTOCOL = (Path(__file__).resolve().parents[2] / "docs" / "protocol.md").read_text(encoding="utf-8")
DOCUMENTS = {
    topics.AGENT: d.AgentDocument,
    topics.QUEUE: d.QueueDocument,
    topics.CALL: d.CallDocument,
    topics.DIARY: d.DiaryDocument,
    topics.SEARCH: d.SearchDocument,
}
SAID = {"bool": bool, "int": int}  # of the words behind a colon those that name a kind

Shape = dict[str, Any]  # field -> (its kind, its own fields or the word of the text, may be null)


def text_of(kind: str) -> str:
    """What the protocol draws of the documents of this kind."""
    found = re.search(rf"^`{kind}/<\w+>`[^\n]*\n\n((?:    [^\n]*\n)+)", PROTOCOL, re.MULTILINE)
    assert found, kind
    return found[1]


class Drawn:
    """Reads a drawn document: names in quotes, what they hold behind a colon, `|null`."""

    def __init__(self, text: str) -> None:
        self._tokens = re.findall(r'"\w+"|[{}\[\]:,|]|[^"{}\[\]:,|]+', re.sub(r"\s+", " ", text))
        self._tokens = [token.strip() for token in self._tokens if token.strip()]

    def fields(self) -> Shape:
        self._take("{")
        shape: Shape = {}
        while self._tokens[0] != "}":
            name = self._tokens.pop(0).strip('"')
            shape[name] = self._kind()
            if self._tokens[0] == ",":
                self._take(",")
        self._take("}")
        return shape

    def _kind(self) -> tuple[Any, bool]:
        holds: Any = None
        if self._tokens[0] == ":":
            self._take(":")
        if self._tokens[0] == "[":
            self._take("[")
            holds = [self.fields() if self._tokens[0] == "{" else self._tokens.pop(0)]
            self._take("]")
        elif self._tokens[0] == "{":
            holds = self.fields()
        elif self._tokens[0] not in ",}|":
            holds = self._tokens.pop(0)
        alternatives = []
        while self._tokens[0] == "|":
            self._take("|")
            alternatives.append(self._tokens.pop(0))
        return holds, "null" in alternatives

    def _take(self, token: str) -> None:
        assert self._tokens.pop(0) == token


def agrees(shape: Shape, kind: Any) -> None:
    hints = typing.get_type_hints(kind)
    assert list(shape) == list(hints)
    for name, (holds, may_be_null) in shape.items():
        parts = [part for part in typing.get_args(hints[name]) if part is not NoneType] or [hints[name]]
        assert may_be_null == (NoneType in typing.get_args(hints[name])), name
        if isinstance(holds, dict):
            agrees(holds, parts[0])
        elif isinstance(holds, list):
            assert typing.get_origin(hints[name]) is list, name
            if isinstance(holds[0], dict):
                agrees(holds[0], typing.get_args(hints[name])[0])
        elif holds in SAID:
            assert hints[name] is SAID[holds], name


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_document_has_the_fields_that_the_protocol_says(kind: str) -> None:
    agrees(Drawn(text_of(kind)).fields(), DOCUMENTS[kind])


def test_every_kind_of_document_has_its_type_and_its_paragraph() -> None:
    drawn = re.findall(r"^`(\w+)/<\w+>`", PROTOCOL, re.MULTILINE)
    assert sorted(drawn) == sorted(DOCUMENTS)


@pytest.mark.parametrize(
    "wrong",
    [
        '{"query", "entries"}',
        '{"query", "entries", "more": int|null}',
        '{"query", "entries": {"id"}, "more"}',
    ],
)
def test_a_text_that_says_something_else_is_noticed(wrong: str) -> None:
    with pytest.raises((AssertionError, TypeError)):
        agrees(Drawn(wrong).fields(), d.SearchDocument)
