"""The command line: help at once, clear words for what is wrong, every command in the guide."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from benedesk import __version__
from benedesk.server.cli import app
from benedesk.server.people.accounts import is_password
from benedesk.server.settings_file import load
from benedesk.server.store import schema
from benedesk.server.store.database import Database, ReadOnly
from sqlalchemy import select, update
from typer.testing import CliRunner, Result

from tests.lab.server import AINO, PASSWORD, Server, move_in

ROOT = Path(__file__).resolve().parents[2]
Run = Callable[..., Result]
CONFIG = """\
[server]
data = "data"

[[queues]]
id = "myynti"
name = "Myynti"
number = "09 9245 1001"
"""


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """run("user", "list", ...) -> what `benedesk` says, with settings of its own."""
    config = tmp_path / "benedesk.toml"
    config.write_text(CONFIG)

    def run(*words: str, typed: str = "", config: Path | None = config) -> Result:
        given = ["--config", str(config)] if config and words[0] not in ("version", "--help") else []
        return CliRunner().invoke(app, [*words, *given], input=typed, catch_exceptions=False)

    return run


def commands() -> list[str]:
    root = typer.main.get_command(app)
    assert isinstance(root, typer.core.TyperGroup)
    names = []
    for name, command in root.commands.items():
        inner = getattr(command, "commands", None)
        names += [f"{name} {part}" for part in inner] if inner else [name]
    return names


@pytest.mark.parametrize("command", commands())
def test_every_command_is_in_the_operations_guide_and_has_help(command: str) -> None:
    guide = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    shown = CliRunner().invoke(app, [*command.split(), "--help"])

    assert f"| `{command}" in guide
    assert shown.exit_code == 0


def test_help_needs_none_of_the_heavy_parts() -> None:
    heavy = ["sqlalchemy", "starlette", "uvicorn", "pydantic", "argon2"]
    program = f"import sys, benedesk.server.cli; print([name for name in {heavy} if name in sys.modules])"
    found = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT / "pysrc"
    )

    assert found.stdout == "[]\n"


def test_the_version_is_printed(run: Run) -> None:
    assert run("version").stdout == f"{__version__}\n"


def test_a_user_is_added_listed_changed_and_disabled(run: Run) -> None:
    words = ["--name", "Aino Virtanen", "--number", "101", "--queue", "myynti=3", "--supervisor"]
    assert run("user", "add", "aino", *words, typed=f"{PASSWORD}\n").exit_code == 0
    assert run("user", "list").stdout == "aino\tAino Virtanen\t101\taino\tmyynti=3\tsupervisor\n"
    assert (
        run("user", "set", "aino", "--no-supervisor", "--phone", "PJSIP-101", "--queue", "myynti").exit_code
        == 0
    )
    assert run("user", "disable", "aino").exit_code == 0
    assert run("user", "list").stdout == "aino\tAino Virtanen\t101\tPJSIP-101\tmyynti=1\tdisabled\n"
    assert run("user", "enable", "aino").exit_code == 0
    assert run("user", "set", "aino", "--no-queues").exit_code == 0
    assert run("user", "list").stdout == "aino\tAino Virtanen\t101\tPJSIP-101\t\t\n"
    assert run("user", "passwd", "aino", typed="another password\n").exit_code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["user", "disable", "nobody"], "there is no user 'nobody' (unknown_agent)"),
        (
            ["user", "add", "a", "--name", "A", "--number", "x1"],
            "'x1' is not a telephone number (bad_number)",
        ),
        (
            ["user", "add", "a", "--name", "A", "--number", "1", "--queue", "myynti=best"],
            "--queue myynti=best:",
        ),
        (["user", "add", "a", "--name", "A", "--number", "1", "--queue", "x"], "the settings have: myynti"),
        (["backup", "copy.sqlite3"], "there is no database in"),
    ],
)
def test_what_is_wrong_is_said_in_words_and_with_exit_code_1(run: Run, words: list[str], said: str) -> None:
    result = run(*words, typed=f"{PASSWORD}\n")

    assert (result.exit_code, said in result.stderr) == (1, True), result.stderr


def test_a_data_folder_that_is_in_use_is_told(run: Run, tmp_path: Path) -> None:
    database = Database(tmp_path / "data")
    result = run("user", "list")
    database.close()

    assert result.exit_code == 1
    assert "in use by another BeneDesk server" in result.stderr


def test_people_are_imported_and_each_bad_row_is_named(run: Run, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("nimi,numero\nAino,101\nEero,abc\n")
    result = run("directory", "import", str(people))

    assert result.stdout == f"{people}: 1 people imported, 1 rows left out\n"
    assert result.stderr == f"{people}, line 3: Eero: 'abc' is not a telephone number (bad_number)\n"
    assert result.exit_code == 1


def test_check_config_says_what_is_good(run: Run) -> None:
    result = run("check-config")

    assert result.exit_code == 0
    assert result.stdout == "The settings are good: 1 queues, PBX sim.\n"


def test_check_config_says_what_is_not_and_touches_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "benedesk.toml").write_text(CONFIG + '[directory]\nfiles = ["people.csv"]\n')
    (tmp_path / "people.csv").write_text("nimi,numero\nEero,abc\n")
    result = run("check-config")

    assert result.exit_code == 1
    assert "line 2: Eero: 'abc' is not a telephone number (bad_number)" in result.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("words", [["check-config"], ["serve"], ["user", "list"]])
def test_wrong_settings_are_told_by_every_command(run: Run, tmp_path: Path, words: list[str]) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("[server]\nport = -1\n[sim]\n")
    result = run(*words, config=wrong)

    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        f"{wrong}: server.port should be greater than or equal to 0, not -1",
        f"{wrong}: sim is not a setting",
    ]


def test_a_backup_is_made_while_the_server_runs(
    start: Callable[..., Server], run: Run, tmp_path: Path
) -> None:
    start()
    result = run("backup", str(tmp_path / "copy.sqlite3"))

    assert (result.exit_code, (tmp_path / "copy.sqlite3").stat().st_size > 0) == (0, True)


def test_a_backup_is_read_and_put_back_when_the_server_has_stopped(
    start: Callable[..., Server], run: Run, tmp_path: Path
) -> None:
    server, copy = start(AINO), str(tmp_path / "copy.sqlite3")
    run("backup", copy)
    read = run("verify", copy)
    assert (read.exit_code, "agents" in read.stdout) == (0, True)
    assert run("restore", copy).exit_code == 1, "a server has the folder"
    server.stop()
    put_back = run("restore", copy)

    assert (put_back.exit_code, "benedesk-before-" in put_back.stdout) == (0, True)
    assert run("verify").stdout == read.stdout


def test_the_command_line_speaks_to_the_running_server(start: Callable[..., Server], run: Run) -> None:
    server: Any = start()
    words = ["--name", "Onni Nieminen", "--number", "103"]
    assert run("user", "add", "onni", *words, typed=f"{PASSWORD}\n").exit_code == 0

    assert "onni" in server.service.engine.desk.agents


# -- what comes in is whole ------------------------------------------------------------------------


@pytest.mark.parametrize("running", [True, False], ids=["running", "stopped"])
def test_a_name_that_is_no_utf_8_is_refused_and_the_server_goes_on(
    start: Callable[..., Server], run: Run, running: bool
) -> None:
    server = start(AINO)
    if not running:
        server.stop()
    words = ["--name", "Onni\udcff", "--number", "103"]
    result = run("user", "add", "onni", *words, typed=f"{PASSWORD}\n")

    assert (result.exit_code, "is not UTF-8 (bad_args)" in result.stderr) == (1, True), result.stderr
    assert run("user", "list").stdout.startswith("aino\t")
    if running:
        assert server.sign_in()


@pytest.mark.parametrize("typed", [f"{PASSWORD}\r\n", f"{PASSWORD}\n", PASSWORD, f"\ufeff{PASSWORD}\r\n"])
def test_the_first_line_is_the_password_whatever_ends_it(run: Run, tmp_path: Path, typed: str) -> None:
    run("user", "add", "onni", "--name", "Onni", "--number", "103", typed=typed)
    database = Database(tmp_path / "data")
    stored = database.run_now(lambda connection: connection.scalar(select(schema.account.c.password)))
    database.close()

    assert is_password(stored, PASSWORD)


def test_a_password_file_of_windows_gives_the_password_without_its_cr(run: Run, tmp_path: Path) -> None:
    words = ["user", "add", "onni", "--name", "Onni", "--number", "103", "--config", "benedesk.toml"]
    subprocess.run(  # a process has the true standard input, which translates nothing
        [sys.executable, "-m", "benedesk", *words], cwd=tmp_path, check=True, timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT / "pysrc")}, input=f"{PASSWORD}\r\n".encode(),
    )  # fmt: skip
    database = Database(tmp_path / "data")
    stored = database.run_now(lambda connection: connection.scalar(select(schema.account.c.password)))
    database.close()

    assert is_password(stored, PASSWORD)


def test_a_password_that_is_no_utf_8_is_told(run: Run, tmp_path: Path) -> None:
    words = ["user", "add", "onni", "--name", "Onni", "--number", "103", "--config"]
    typed = b"kymmenen merkki\xe4\n"
    result = CliRunner().invoke(
        app, [*words, str(tmp_path / "benedesk.toml")], input=typed, catch_exceptions=False
    )

    assert (result.exit_code, "not UTF-8" in result.stderr) == (1, True), result.stderr


def test_a_number_of_a_queue_is_no_users_without_a_server_either(run: Run) -> None:
    words = ["--name", "Onni", "--number", "+358 9 9245 1001"]
    result = run("user", "add", "onni", *words, typed=f"{PASSWORD}\n")

    assert (result.exit_code, "(number_taken)" in result.stderr) == (1, True), result.stderr


# -- check-config says what serve would say --------------------------------------------------------

FREE_PORT = {"BENEDESK_SERVER_PORT": "0"}
OTHER = '[[queues]]\nid = "other"\nname = "Muu"\nnumber = "09 9245 1002"\n'
BAD_SETTINGS = {
    "two spellings of one number": CONFIG + OTHER.replace("09 9245 1002", "+358 9 9245 1001"),
    "a number as an operator sends it": CONFIG + OTHER.replace("09 9245 1002", "992451001"),
    "two queues of one name": CONFIG + OTHER.replace("Muu", "MYYNTI"),
    "the number of a user": CONFIG + OTHER.replace("09 9245 1002", "101"),
    "the number of a queue that is gone": CONFIG.replace("myynti", "new").replace("Myynti", "Uusi"),
}


@pytest.mark.parametrize("text", BAD_SETTINGS.values(), ids=BAD_SETTINGS)
def test_check_config_says_what_serve_says_and_neither_changes_anything(
    start: Callable[..., Server], run: Run, tmp_path: Path, text: str
) -> None:
    settings = load(tmp_path / "benedesk.toml", FREE_PORT)
    start(dataclasses.replace(AINO, number="101"), settings=settings).stop()
    before = journalled(tmp_path)
    (tmp_path / "benedesk.toml").write_text(text)
    checked, served = run("check-config"), serve(tmp_path)

    assert (checked.exit_code, served.returncode) == (1, 1)
    assert checked.stderr == served.stderr
    assert len(checked.stderr.splitlines()) == 1
    assert journalled(tmp_path) == before


def test_check_config_names_an_account_that_the_server_would_leave_out(run: Run, tmp_path: Path) -> None:
    database = Database(tmp_path / "data")
    move_in(database, dataclasses.replace(AINO, number="+358992451001"))
    database.close()
    result = run("check-config")

    assert result.exit_code == 1
    assert result.stderr == "+358992451001 would be the number of queue 'myynti' and of agent 'aino'\n"


def test_check_config_says_that_the_data_is_of_a_newer_version_as_serve_does(
    run: Run, tmp_path: Path
) -> None:
    newer = update(schema.meta).where(schema.meta.c.name == "schema").values(value="999")
    database = Database(tmp_path / "data")
    database.run_now(lambda connection: connection.execute(newer))
    database.close()
    checked, served = run("check-config"), serve(tmp_path)

    assert (checked.exit_code, served.returncode) == (1, 1)
    assert checked.stderr == served.stderr
    assert "is of a newer BeneDesk" in checked.stderr


def test_check_config_reads_the_journal_while_the_server_runs(
    start: Callable[..., Server], run: Run, tmp_path: Path
) -> None:
    start(AINO, settings=load(tmp_path / "benedesk.toml", FREE_PORT))
    (tmp_path / "benedesk.toml").write_text(BAD_SETTINGS["the number of a queue that is gone"])
    result = run("check-config")

    assert result.stderr == "+358992451001 would be the number of queue 'new' and of queue 'myynti'\n"


def test_check_config_finds_two_queues_that_swap_their_numbers_good(
    start: Callable[..., Server], run: Run, tmp_path: Path
) -> None:
    swapped = CONFIG.replace("1001", "1003") + OTHER.replace("1002", "1001")
    (tmp_path / "benedesk.toml").write_text(CONFIG + OTHER.replace("1002", "1003"))
    start(AINO, settings=load(tmp_path / "benedesk.toml", FREE_PORT)).stop()
    (tmp_path / "benedesk.toml").write_text(swapped)

    assert run("check-config").exit_code == 0


def test_a_certificate_that_is_none_is_told_by_both(run: Run, tmp_path: Path) -> None:
    (tmp_path / "none.pem").write_text("no certificate")
    pem = 'tls_certificate = "none.pem"\ntls_key = "none.pem"\n'
    (tmp_path / "benedesk.toml").write_text(CONFIG.replace("[server]\n", "[server]\n" + pem))
    checked, served = run("check-config"), serve(tmp_path)

    assert (checked.exit_code, served.returncode) == (1, 1)
    assert checked.stderr == served.stderr
    assert checked.stderr.startswith("the TLS certificate or its key cannot be used")


def serve(folder: Path) -> subprocess.CompletedProcess[str]:
    """`benedesk serve` with settings with which it does not start."""
    return subprocess.run(
        [sys.executable, "-m", "benedesk", "serve", "--port", "0", "--config", str(folder / "benedesk.toml")],
        env={**os.environ, "PYTHONPATH": str(ROOT / "pysrc")}, text=True, capture_output=True, timeout=120,
    )  # fmt: skip


def journalled(folder: Path) -> list[str]:
    """The types of the events in the journal of this folder's settings."""
    reader = ReadOnly(folder / "data")
    types = reader.run_now(lambda connection: list(connection.scalars(select(schema.event.c.type))))
    reader.close()
    return types
