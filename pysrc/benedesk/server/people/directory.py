"""The directory's people: imported from files, kept in the database, handed to the core's Directory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import structlog
from sqlalchemy import Connection, delete, insert, select

from benedesk.core import topics
from benedesk.core.desk import Desk
from benedesk.core.directory import Directory, Entry
from benedesk.core.numbers import HOME

from ..store import schema
from ..store.database import Database
from .files import read_csv
from .person import BadRow, Found, Person, told_apart
from .vcard import read_vcard

log = structlog.get_logger("directory")
FileReader = Callable[[bytes, str], Iterator[Found]]
READERS: dict[str, FileReader] = {
    ".csv": read_csv,
    ".txt": read_csv,
    ".vcf": read_vcard,
    ".vcard": read_vcard,
}


@dataclass(frozen=True, slots=True)
class Import:
    """What one file held: the people who can be used, and every row that cannot."""

    source: str
    people: tuple[Person, ...]
    bad: tuple[BadRow, ...]


def read(file: Path, country: str = HOME) -> Import:
    """The people of a CSV or vCard file. Never raises for what a file holds."""
    reader = READERS.get(file.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(READERS))
        return Import(file.name, (), (BadRow(0, "bad_file", f"the name of {file} ends in none of {known}"),))
    try:
        data = file.read_bytes()
    except OSError as problem:
        return Import(file.name, (), (BadRow(0, "bad_file", f"{file} cannot be read: {problem}"),))
    found = list(told_apart(reader(data, country)))
    people = tuple(one for one in found if isinstance(one, Person))
    bad = tuple(one for one in found if isinstance(one, BadRow))
    if not found:
        bad = (BadRow(0, "nobody", f"nobody was found in {file}"),)
    return Import(file.name, people, bad)


def store(connection: Connection, new: Import) -> None:
    """Let the people of this file take the place of those who came from it before.

    A file without a single usable person changes nothing: it is more likely broken than meant.
    """
    if not new.people:
        return
    columns = schema.person.c
    connection.execute(delete(schema.person).where(columns.source == new.source))
    ids = [person.id for person in new.people]
    for start in range(0, len(ids), 500):  # databases limit the values of one statement
        connection.execute(delete(schema.person).where(columns.id.in_(ids[start : start + 500])))
    rows = [
        {
            "id": person.id, "name": person.name, "title": person.title, "department": person.department,
            "numbers": json.dumps(person.numbers), "source": new.source,
        }
        for person in new.people
    ]  # fmt: skip
    connection.execute(insert(schema.person), rows)


def import_files(files: Iterable[Path], country: str, database: Database) -> None:
    """Store the people of each file, and log every row that cannot be used."""
    for file in files:
        new = read(file, country)
        for row in new.bad:
            log.warning("bad_row", file=str(file), line=row.line, code=row.code, text=row.text)
        database.run_now(partial(store, new=new))
        log.info("directory_read", file=str(file), people=len(new.people), left_out=len(new.bad))


def stored(connection: Connection) -> list[Person]:
    """Everybody in the database."""
    found = connection.execute(select(schema.person).order_by(schema.person.c.name))
    return [
        Person(
            id=p.id, name=p.name, title=p.title, department=p.department, numbers=tuple(json.loads(p.numbers))
        )
        for p in found
    ]


def directory(people: Iterable[Person], desk: Desk) -> Directory:
    """The directory of these people and the desk's agents and queues.

    A person with an agent's number is that agent; an agent whom no file knows has an entry of their own.
    """
    entries: list[Entry] = []
    found: set[str] = set()
    for person in people:
        agent = next((desk.agent_by_number[n] for n in person.numbers if n in desk.agent_by_number), None)
        found.add(agent or "")
        entries.append(
            Entry(
                id=f"person/{person.id}",
                name=person.name,
                numbers=person.numbers,
                title=person.title,
                department=person.department,
                agent=agent,
            )
        )
    for known in desk.agents.values():
        if known.id not in found:
            entries.append(
                Entry(id=topics.agent(known.id), name=known.name, numbers=(known.number,), agent=known.id)
            )
    for queue in desk.queues.values():
        entries.append(
            Entry(id=topics.queue(queue.id), name=queue.name, numbers=(queue.number,), queue=queue.id)
        )
    return Directory(entries, desk.country)
