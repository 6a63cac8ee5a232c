"""Writes the table by which numbers are grouped: `python -m tests.lab.panel.formats` (with PYTHONPATH=pysrc).

The `phonenumbers` library knows how each country writes its numbers, in 48 MB for all of the world. The
panel and the extension need a few countries' formats: those from which a company in Finland is called every
day, that is Finland, the other Nordic countries, the Baltic ones, Poland, the large western countries and
North America. Numbers of all others are shown as country code and groups of three.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, NumberFormat, PhoneMetadata

REGIONS = ("FI", "SE", "NO", "DK", "IS", "EE", "LV", "LT", "PL", "DE", "FR", "ES", "GB", "US")
TABLE = Path(__file__).resolve().parents[3] / "pysrc/benedesk/panel/text/formats.json"

Row = list[str | None]  # how it begins, pattern, how it is written at home, and abroad if that way is usual

# Finland. The library leaves a subscriber's number in one piece, "040 1234567"; a Finnish reader expects
# "040 123 4567", and reads it aloud so. 0457 is one prefix to them.
_HALVES = "FI"
_FINNISH: Row = ["457", r"(\d{3})(\d{3})(\d{4})", "0$1 $2 $3", "+358 $1 $2 $3"]


def table() -> dict[str, list[str] | list[Row]]:
    """Country code -> its formats in the order to try them; `three`: how the codes of three digits begin."""
    three = sorted({str(code)[:2] for code in COUNTRY_CODE_TO_REGION_CODE if code > 99})
    made: dict[str, list[str] | list[Row]] = {"three": three}
    for region in REGIONS:
        metadata = PhoneMetadata.metadata_for_region(region)
        assert metadata, region
        abroad = {_key(one): _template(one.format) for one in metadata.intl_number_format}
        rows: list[Row] = [_FINNISH] if region == _HALVES else []
        for one in metadata.number_format:
            international = abroad.get(_key(one)) if abroad else _template(one.format)
            abroad_too = international and f"+{metadata.country_code} {international}"
            home = _at_home(one) or f"+{metadata.country_code} {international or _template(one.format)}"
            rows += _rows(one, home, abroad_too, halves=region == _HALVES)
        made[str(metadata.country_code)] = rows
    return made


def _key(one: NumberFormat) -> tuple[str, str]:
    return one.pattern, one.leading_digits_pattern[-1]


def _template(written: str) -> str | None:
    return None if written == "NA" else re.sub(r"\\(\d)", r"$\1", written)


def _at_home(one: NumberFormat) -> str | None:
    """The national form, if it begins with 0: what is shown goes into the transfer field, and the desk reads
    only that as a number of its own country."""
    national = _template(one.format)
    if national and one.national_prefix_formatting_rule:
        national = national.replace("$1", _template(one.national_prefix_formatting_rule) or "", 1)
    return national if national and national.startswith("0") else None


def _rows(one: NumberFormat, home: str, abroad: str | None, *, halves: bool) -> Iterator[Row]:
    for pattern, groups in [*(_cut(one.pattern) if halves else ()), (one.pattern, "")]:
        yield [one.leading_digits_pattern[-1], pattern, home + groups, abroad and abroad + groups]


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
    """The table as text, one format a line."""
    made = table()
    lines = [f'"three": {json.dumps(made.pop("three"))}']
    for code, rows in made.items():
        lines.append(
            f'"{code}": [\n' + ",\n".join(json.dumps(r, separators=(",", ":")) for r in rows) + "\n]"
        )
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    TABLE.write_text(written(), encoding="utf-8")
