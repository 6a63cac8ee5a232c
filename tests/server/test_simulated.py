"""The sample company: enough to see the server at work without a telephone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from benedesk.server import simulated
from benedesk.server.people import accounts
from benedesk.server.simulated import SimulatedPbx, go_to_work, move_in, sample_queues
from benedesk.server.store.database import Database
from benedesk.sim.traffic import Tempo

from tests.lab.server import Panel, Server, settings_in

HURRIED = Tempo(between_calls_s=0.2, patience_s=5.0, talk_s=0.5, pick_up_s=0.1)


@pytest.fixture
def sample(start: Callable[..., Server], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Panel]:
    """The panel of the sample company's user, in a company that works fast."""
    monkeypatch.setattr(simulated, "TEMPO", HURRIED)
    monkeypatch.setattr(simulated, "FIRST_CALL_S", 0.0)
    settings = settings_in(tmp_path / "data").model_copy(update={"queues": sample_queues()})
    database = Database(settings.server.data)
    first = move_in(database)
    database.close()
    assert first
    pbx = SimulatedPbx()
    server = start(settings=settings, pbx=pbx)
    server.do(lambda: go_to_work(server.service))
    server.do(lambda: pbx.begin(server.service))
    panel = server.panel(server.sign_in(*first))
    yield panel
    panel.close()


def test_the_user_gets_a_call_talks_and_the_caller_leaves(sample: Panel) -> None:
    sample.at_work("asiakaspalvelu")
    sample.until(lambda: sample.document("agent/aino")["call"])
    call = sample.document("agent/aino")["call"]
    sample.until_call(call, "connected")
    sample.until(lambda: f"call/{call}" not in sample.session.documents)


def test_colleagues_are_found_with_title_department_and_availability(sample: Panel) -> None:
    sample.session.watch("search/saana")
    (saana,) = sample.document("search/saana")["entries"]

    assert (saana["title"], saana["department"], saana["availability"]) == (
        "palvelupäällikkö",
        "Asiakaspalvelu",
        "available",
    )


def test_a_queue_that_is_not_listed_is_in_the_directory(sample: Panel) -> None:
    sample.session.watch("search/johdon linja")

    assert [entry["kind"] for entry in sample.document("search/johdon linja")["entries"]] == ["queue"]
    assert "queue/johdon-linja" not in sample.session.documents


def test_only_an_empty_database_is_moved_into(database: Database) -> None:
    first = move_in(database)

    assert first and first[0] == "aino"
    assert move_in(database) is None
    assert len(database.run_now(accounts.every)) == 12
