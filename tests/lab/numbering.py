"""Writes what the desk knows of the world's numbers: `python -m tests.lab.numbering` (with PYTHONPATH=pysrc).

The `phonenumbers` library knows how every country makes and writes its numbers, in 48 MB. The desk reads
numbers of every country, so the table has each country's facts of reading. How numbers are grouped it has
for those countries from which a company in Finland is called every day: Finland, the other Nordic countries,
the Baltic ones, Poland, the large western countries and North America. Numbers of all others are shown as
country code and groups of three.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import phonenumbers as library
from benedesk.core.numbers import INTERNAL_DIGITS
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, NumberFormat, PhoneMetadata, PhoneNumber

REGIONS = ("FI", "SE", "NO", "DK", "IS", "EE", "LV", "LT", "PL", "DE", "FR", "ES", "GB", "US")
TABLE = Path(__file__).resolve().parents[2] / "pysrc/benedesk/core/numbering.json"
NO_REGION = "001"  # what the library calls the world, to which freephone and satellites belong
HARMONISED = (116000, 116006, 116111, 116117, 116123)  # by EU decision 2007/116/EC: services of social value

Row = list[str | None]  # how it begins, pattern, how it is written at home, and abroad if that way is usual

# Finland. The library leaves a subscriber's number in one piece, "040 1234567"; a Finnish reader expects
# "040 123 4567", and reads it aloud so. 0457 is one prefix to them.
_HALVES = "FI"
_OURS: dict[str, Row] = {
    "FI": ["457", r"(\d{3})(\d{3})(\d{4})", "0$1 $2 $3", "+358 $1 $2 $3"],
    "NO": ["0", r"(\d{5})", "$1", "+47 $1"],  # for which the library has no format
}


def table() -> dict[str, Any]:
    """Country code -> its facts (core/numbering.py); `three`: how codes of three digits begin."""
    three = sorted({str(code)[:2] for code in COUNTRY_CODE_TO_REGION_CODE if code > 99})
    made: dict[str, Any] = {"three": three}
    for code, (region, *_) in sorted(COUNTRY_CODE_TO_REGION_CODE.items()):
        world = region == NO_REGION
        found = (PhoneMetadata.metadata_for_nongeo_region(code) if world else None) or (
            PhoneMetadata.metadata_for_region(region)
        )
        assert found, code
        made[str(code)] = facts(found) | ({} if world else short_numbers(region))
    return made


def facts(metadata: PhoneMetadata) -> dict[str, Any]:
    """How numbers of the country are read, and grouped if it is one of REGIONS."""
    general = metadata.general_desc
    assert general and general.national_number_pattern
    found: dict[str, Any] = {"whole": general.national_number_pattern}
    if trunk := metadata.national_prefix_for_parsing:
        found["trunk"] = trunk
    if rule := metadata.national_prefix_transform_rule:
        found["instead"] = rule
    if trunk and (bare := _written_without_trunk(metadata)):
        found["bare"] = bare
    if metadata.international_prefix not in (None, "00"):
        found["abroad"] = metadata.international_prefix
    if metadata.id in REGIONS:
        found["formats"] = grouping(metadata)
    return found


def _written_without_trunk(metadata: PhoneMetadata) -> str:
    """Which numbers a country that has a trunk prefix writes without it."""
    bare = [one for one in metadata.number_format if not _with_prefix(one, metadata)]
    if len(bare) == len(metadata.number_format):
        return ".*"
    return "|".join(f"(?={_key(one)[1]}){_groupless(one.pattern)}" for one in bare)


def _with_prefix(one: NumberFormat, metadata: PhoneMetadata) -> bool:
    rule = re.sub(r"\\\d|\D", "", one.national_prefix_formatting_rule or "")
    return bool(rule) and not one.national_prefix_optional_when_formatting


def _groupless(pattern: str) -> str:
    return re.sub(r"\((\\d(?:\{[\d,]+\})?)\)", r"\1", pattern)


def short_numbers(region: str) -> dict[str, list[str]]:
    """The harmonised short numbers of a country. Others look like a company's own, and are its to tell."""
    code = library.country_code_for_region(region)
    every = [PhoneNumber(country_code=code, national_number=number) for number in HARMONISED]
    known = [one for one in every if library.is_valid_short_number_for_region(one, region)]
    return {"short": [str(one.national_number) for one in known]} if known else {}


def grouping(metadata: PhoneMetadata) -> list[Row]:
    """The country's formats, in the order to try them."""
    halves = metadata.id == _HALVES
    abroad = {_key(one): _template(one.format) for one in metadata.intl_number_format}
    rows: list[Row] = [_OURS[metadata.id]] if metadata.id in _OURS else []
    for one in metadata.number_format:
        international = abroad.get(_key(one)) if abroad else _template(one.format)
        abroad_too = international and f"+{metadata.country_code} {international}"
        home = _at_home(one) or f"+{metadata.country_code} {international or _template(one.format)}"
        made = _rows(one, home, abroad_too, halves=halves)
        # Without a prefix only what fits is read as a number of the country.
        whole = (
            "" if home.startswith(("0", "+")) else f"(?=(?:{metadata.general_desc.national_number_pattern})$)"
        )
        rows += [[f"{whole}(?:{begins})" if whole else begins, *rest] for begins, *rest in made]
    return rows


def _key(one: NumberFormat) -> tuple[str, str]:
    return one.pattern, one.leading_digits_pattern[-1] if one.leading_digits_pattern else ""


def _template(written: str) -> str | None:
    return None if written == "NA" else re.sub(r"\\(\d)", r"$\1", written)


def _at_home(one: NumberFormat) -> str | None:
    """The national form, unless it would be read as an internal number: what is shown goes into the transfer
    field."""
    national = _template(one.format)
    if national and one.national_prefix_formatting_rule:
        national = national.replace("$1", _template(one.national_prefix_formatting_rule) or "", 1)
    if not national or national.startswith("0"):
        return national
    least = sum(int(digits or 1) for digits in re.findall(r"\\d(?:\{(\d+)[\d,]*\})?", one.pattern))
    return national if least > INTERNAL_DIGITS else None


def _rows(one: NumberFormat, home: str, abroad: str | None, *, halves: bool) -> Iterator[Row]:
    for pattern, groups in [*(_cut(one.pattern) if halves else ()), (one.pattern, "")]:
        yield [_key(one)[1], pattern, home + groups, abroad and abroad + groups]


def _cut(pattern: str) -> Iterator[tuple[str, str]]:
    """For each length of a long last group, the pattern with that group cut, and the groups it adds."""
    first, least, most = re.fullmatch(r"(.*)\(\\d\{(\d+),?(\d*)\}\)", pattern).groups()  # type: ignore[union-attr]
    place = first.count("(") + 1
    if place == 1:
        return  # a short number of one piece
    for digits in range(max(5, int(least)), int(most or least) + 1):
        sizes = [digits // 2, digits - digits // 2] if digits <= 8 else [3, 3, digits - 6]
        cut = "".join(rf"(\d{{{size}}})" for size in sizes)
        yield first + cut, "".join(f" ${place + more}" for more in range(1, len(sizes)))


def written() -> str:
    """The table as text, one country a line: core/numbering.py reads the line that it needs."""
    lines = (f'"{code}":{json.dumps(row, separators=(",", ":"))}' for code, row in table().items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    TABLE.write_text(written(), encoding="utf-8")
