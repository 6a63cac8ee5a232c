"""What a view has drawn, read the way a person would: by roles, names and text."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"input", "path", "br"}


@dataclass
class Element:
    """One element. `text` is everything inside it, joined by single spaces."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        parts = [child if isinstance(child, str) else child.text for child in self.children]
        return " ".join(" ".join(parts).split())

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Every element inside with this tag and these attributes (`data_act` is `data-act`)."""
        wanted = {name.removesuffix("_").replace("_", "-"): value for name, value in attributes.items()}
        inside = [child for child in self.children if isinstance(child, Element)]
        deeper = [one for child in inside for one in child.all(tag, **attributes)]
        own = [e for e in inside if e.tag == tag and wanted.items() <= e.attributes.items()]
        return own + deeper

    def one(self, tag: str, **attributes: str) -> Element:
        """The only such element."""
        (only,) = self.all(tag, **attributes)
        return only

    def button(self, name: str) -> Element:
        (only,) = [e for e in self.all("button") if e.text == name or e.attributes.get("aria-label") == name]
        return only

    def disabled(self) -> bool:
        return self.attributes.get("aria-disabled") == "true"

    def facts(self) -> dict[str, str]:
        """The description list, as a mapping; under the guide's own name where the trade's is seen."""
        names = [(term.all("span", class_="vh") or [term])[0].text for term in self.all("dt")]
        return dict(zip(names, (value.text for value in self.all("dd")), strict=True))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.path = [Element("root")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.path[-1].children.append(element)
        if tag not in VOID:
            self.path.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.path[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.path[-1].tag == tag, f"</{tag}> closes <{self.path[-1].tag}>"
        self.path.pop()

    def handle_data(self, data: str) -> None:
        self.path[-1].children.append(data)


def read(markup: str) -> Element:
    """The markup as a tree; markup that does not close what it opens is a mistake."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    assert [element.tag for element in reader.path] == ["root"], "something is not closed"
    return reader.path[0]
