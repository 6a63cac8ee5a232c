"""Frozen records that cost a start next to nothing.

A dataclass writes its methods anew for each class, which takes a page a millisecond: half of what the panel's
imports would take. Records share theirs; they have fewer liberties, and type-check alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, NoReturn, TypeVar, dataclass_transform

R = TypeVar("R", bound="Record")


@dataclass_transform(frozen_default=True)
class Record:
    """Fields are the annotations, in their order; what stands beside one is its default."""

    fields: ClassVar[tuple[str, ...]] = ()
    defaults: ClassVar[Mapping[str, Any]] = {}
    __match_args__: ClassVar[tuple[str, ...]] = ()  # what may be given by position

    def __init_subclass__(cls, *, kw_only: bool = False) -> None:
        cls.fields = tuple(cls.__annotations__)
        cls.defaults = {name: getattr(cls, name) for name in cls.fields if hasattr(cls, name)}
        cls.__match_args__ = () if kw_only else cls.fields  # type: ignore[misc]  # as a dataclass does

    def __init__(self, *given: Any, **named: Any) -> None:
        values = {**self.defaults, **dict(zip(self.__match_args__, given, strict=False)), **named}
        if len(given) > len(self.__match_args__) or values.keys() != {*self.fields}:
            raise TypeError(f"{type(self).__name__} has the fields {self.fields}, not {given} {named}")
        self.__dict__.update(values)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} does not change: {name}")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash(tuple(self.__dict__[name] for name in self.fields))

    def __repr__(self) -> str:
        told = (f"{name}={self.__dict__[name]!r}" for name in self.fields)
        return f"{type(self).__name__}({', '.join(told)})"


def replace(record: R, **changed: object) -> R:
    """The same with other values in these fields."""
    return type(record)(**{**record.__dict__, **changed})
