"""Who makes checkpoints, and when: a process beside the running desk, which never waits for it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from benedesk.server import office
from benedesk.server.cli import app
from benedesk.server.store import checkpoint_maker
from benedesk.server.store.checkpoint import Past, recall
from benedesk.server.store.checkpoint_maker import made, received, sent
from benedesk.server.store.database import Database
from structlog.testing import capture_logs
from typer.testing import CliRunner

from tests.lab.loop import Loop, until
from tests.lab.server import AINO, Server

from .test_checkpoint import past_at, taken


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """A checkpoint every five events, and at every stop."""
    monkeypatch.setattr(checkpoint_maker, "EVERY", 5)
    monkeypatch.setattr(checkpoint_maker, "AT_STOP", 1)


def history_of(folder: Path) -> Past:
    database = Database(folder / "data")
    try:
        return recall(database, "358")
    finally:
        database.close()


def test_a_running_server_makes_one_after_so_many_events(
    often: None, start: Callable[..., Server], tmp_path: Path
) -> None:
    server = start(AINO)
    panel = server.panel(server.sign_in())
    panel.at_work("myynti")
    until(lambda: server.service.checkpoints.last, "a checkpoint")

    panel.close()
    server.stop()
    assert history_of(tmp_path).kept >= server.service.checkpoints.last


def test_a_stop_makes_one_from_which_the_next_start_knows_everything(
    often: None, start: Callable[..., Server]
) -> None:
    server = start(AINO)
    panel = server.panel(server.sign_in())
    panel.at_work("myynti")
    said = panel.session.command("SetAvailability", availability="busy")
    panel.until(lambda: said in panel.results)
    panel.close()
    desk = server.service.engine.desk
    server.stop()
    with capture_logs() as logs:
        again = start()
    opened = next(log for log in logs if log["event"] == "opened")

    assert opened["checkpoint"] == opened["events"] == desk.seq
    assert again.service.engine.desk.agents == desk.agents
    assert said in again.service.engine.hub._answers["aino"]


def test_a_stop_soon_after_the_last_one_makes_none(start: Callable[..., Server], tmp_path: Path) -> None:
    server = start(AINO)
    server.stop()

    assert history_of(tmp_path).kept == 0


def test_after_a_start_that_replayed_much_one_is_made_at_once(
    start: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    start(AINO).stop()
    monkeypatch.setattr(checkpoint_maker, "EVERY", 5)
    server = start()
    until(lambda: server.service.checkpoints.last, "a checkpoint")

    assert server.service.checkpoints.last == server.do(lambda: server.service.engine.desk.seq)


def test_a_maker_that_dies_is_told_and_the_server_goes_on(
    often: None, start: Callable[..., Server], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with capture_logs() as logs:
        server = start(AINO)
        panel = server.panel(server.sign_in())
        panel.at_work("myynti")
        until(lambda: "checkpoint_failed" in [log["event"] for log in logs], "a failure")

        assert panel.command("SetAvailability", availability="busy").ok
        panel.close()
        assert server.stop()
    assert history_of(tmp_path).kept == 0


def test_a_stop_waits_for_a_maker_only_so_long(
    often: None, start: Callable[..., Server], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless = tmp_path / "endless"
    endless.write_text("#!/bin/sh\nexec sleep 600\n")
    endless.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(endless))
    monkeypatch.setattr(checkpoint_maker, "STOP_S", 0.1)
    server = start(AINO)

    assert server.stop()
    assert history_of(tmp_path).kept == 0


def test_what_the_maker_hands_over_arrives_whole_or_not_at_all() -> None:
    checkpoint = taken(past_at(60))
    data = sent(checkpoint)

    assert received(data) == checkpoint
    for length in range(len(data)):
        with pytest.raises(ValueError):
            received(data[:length])


def test_the_command_line_has_the_running_server_keep_one(
    start: Callable[..., Server], loop: Loop, tmp_path: Path
) -> None:
    server = start(AINO)
    request = office.checkpoint_request(made(tmp_path / "data"))
    answer = loop.run(office.ask(tmp_path / "data", "358", {}, request))
    server.stop()

    assert answer == {}
    assert history_of(tmp_path).kept == 6


def test_the_command_line_keeps_one_when_no_server_runs(start: Callable[..., Server], tmp_path: Path) -> None:
    start(AINO).stop()
    done = CliRunner().invoke(app, ["journal", "checkpoint", "--data", str(tmp_path / "data")])

    assert done.output == "A start with this version begins at event 6.\n"
    assert history_of(tmp_path).kept == 6


def test_the_command_line_tells_that_there_is_no_journal(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["journal", "checkpoint", "--data", str(tmp_path)])

    assert done.exit_code == 1
    assert "there is no database" in done.output
