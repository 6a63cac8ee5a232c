"""The directory's people: files read, kept in the database, joined with the desk's agents and queues."""

from __future__ import annotations

from pathlib import Path

from benedesk.core import inputs as i
from benedesk.core.desk import Desk
from benedesk.core.loop import take
from benedesk.server.people import directory
from benedesk.server.people.directory import Import
from benedesk.server.people.person import Person
from benedesk.server.store.database import Database

HELMI = Person(id="h", name="Helmi Mäkinen", title="myyjä", department="Myynti", numbers=("+358497001103",))
ONNI = Person(id="o", name="Onni Nieminen", title="", department="", numbers=("104",))


def stored(database: Database, *imports: Import) -> list[str]:
    for new in imports:
        database.run_now(lambda connection, n=new: directory.store(connection, n))
    return [person.name for person in database.run_now(directory.stored)]


def test_a_file_is_read_by_the_end_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "people.CSV").write_text("nimi,numero\nAino,101\n,102\n")
    (tmp_path / "people.vcf").write_text("BEGIN:VCARD\nFN:Eero\nTEL:102\nEND:VCARD\n")
    found = [directory.read(tmp_path / name) for name in ("people.CSV", "people.vcf")]

    assert [[person.name for person in one.people] for one in found] == [["Aino"], ["Eero"]]
    assert [[row.line for row in one.bad] for one in found] == [[3], []]


def test_a_file_that_cannot_be_read_is_told_and_holds_nobody(tmp_path: Path) -> None:
    found = [directory.read(tmp_path / name) for name in ("none.csv", "people.xlsx")]

    assert [(one.people, one.bad[0].code) for one in found] == [((), "bad_file"), ((), "bad_file")]


def test_people_come_back_from_the_database_as_they_were(database: Database) -> None:
    database.run_now(lambda connection: directory.store(connection, Import("a.csv", (HELMI, ONNI), ())))

    assert database.run_now(directory.stored) == [HELMI, ONNI]


def test_a_new_import_replaces_those_of_the_same_file_only(database: Database) -> None:
    kept, old, new = Import("a.csv", (HELMI,), ()), Import("b.csv", (ONNI,), ()), Import("b.csv", (ONNI,), ())

    assert stored(
        database,
        kept,
        old,
        Import(new.source, (Person(id="x", name="Xenia", title="", department="", numbers=("1",)),), ()),
    ) == [
        "Helmi Mäkinen",
        "Xenia",
    ]


def test_a_person_of_two_files_is_in_the_directory_once(database: Database) -> None:
    assert stored(database, Import("a.csv", (HELMI,), ()), Import("b.csv", (HELMI,), ())) == ["Helmi Mäkinen"]


def test_a_file_without_a_usable_person_changes_nothing(database: Database) -> None:
    assert stored(database, Import("a.csv", (HELMI,), ()), Import("a.csv", (), ())) == ["Helmi Mäkinen"]


def test_people_agents_and_queues_are_found_and_an_agent_only_once() -> None:
    desk = Desk()
    take(desk, i.DefineQueue(queue="myynti", name="Myynti", number="09 9245 1001", listed=False), 0.0)
    take(
        desk,
        i.DefineAgent(agent="helmi", name="Helmi M.", number="049 700 1103", phone="103", skills={}),
        0.0,
    )
    take(desk, i.DefineAgent(agent="aino", name="Aino Virtanen", number="101", phone="101", skills={}), 0.0)
    found = directory.directory([HELMI, ONNI], desk)

    assert {entry.id: (entry.name, entry.agent, entry.queue) for entry in found.entries.values()} == {
        "person/h": ("Helmi Mäkinen", "helmi", None),
        "person/o": ("Onni Nieminen", None, None),
        "agent/aino": ("Aino Virtanen", "aino", None),
        "queue/myynti": ("Myynti", None, "myynti"),
    }


def test_who_has_the_id_or_the_name_and_number_of_somebody_before_is_told_and_not_merged(
    tmp_path: Path,
) -> None:
    (tmp_path / "ids.csv").write_text("tunnus;nimi;puhelin\n1;Eka E;0407654301\n1;Toka T;0407654302\n")
    same = "Nimi;Puhelin;Osasto\nMatti Testi;09 1234 5600;Myynti\nMatti Testi;09 1234 5600;Varasto\n"
    (tmp_path / "same.csv").write_text(same)
    ids, names = (directory.read(tmp_path / name) for name in ("ids.csv", "same.csv"))

    assert [one.name for one in ids.people] == ["Eka E"]
    assert [(row.line, row.code, row.text) for row in ids.bad] == [
        (3, "twice", "Toka T has the id, or the name and number, of Eka E in line 2")
    ]
    assert [(one.department, row.code) for one, row in zip(names.people, names.bad, strict=True)] == [
        ("Myynti", "twice")
    ]


def test_a_file_in_which_nobody_is_found_says_so(tmp_path: Path) -> None:
    (tmp_path / "odd.vcf").write_text("nimi,numero\nAino,101\n")

    assert [row.code for row in directory.read(tmp_path / "odd.vcf").bad] == ["nobody"]
