"""The main job, once through every layer: a real caller, a real PBX, the server, the real side panel."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.lab.asterisk.asterisk import PASSWORD as ARI_PASSWORD
from tests.lab.asterisk.asterisk import Asterisk
from tests.lab.asterisk.handset import Handset
from tests.lab.browser.extension import ID, Extension
from tests.lab.browser.panel import Panel
from tests.lab.process import PASSWORD, ROOT, Server, benedesk, running

pytestmark = [pytest.mark.chromium, pytest.mark.asterisk]

QUEUE = "0992451000"
Phones = dict[str, Handset]

SETTINGS = """
[server]
port = 0
data = "data"
site = "{site}"
origins = ["chrome-extension://{extension}"]

[pbx]
kind = "asterisk"
address = "{asterisk}"
user = "benedesk"
password = "{password}"
music_queue = "queue"
music_hold = "hold"
music_transfer = "transfer"

[[queues]]
id = "asiakaspalvelu"
name = "Asiakaspalvelu"
number = "09 9245 1000"
ring_s = 600
transfer_ring_s = 5

[[queues]]
id = "myynti"
name = "Myynti"
number = "09 9245 1001"

[[queues]]
id = "johdon-linja"
name = "Johdon linja"
number = "09 9245 1005"
listed = false
"""


@pytest.fixture(scope="session")
def furnished(asterisk_session: Asterisk, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a server with two agents: Aino at phone 101, Eero at phone 102."""
    config = tmp_path_factory.mktemp("furnished") / "benedesk.toml"
    config.write_text(
        SETTINGS.format(
            site=ROOT / "dist" / "site",
            extension=ID,
            asterisk=asterisk_session.address,
            password=ARI_PASSWORD,
        ),
        encoding="utf-8",
    )
    for agent, name, phone in (("aino", "Aino Virtanen", "101"), ("eero", "Eero Korhonen", "102")):
        benedesk(
            config, "user", "add", agent, "--name", name, "--number", phone, "--phone", phone,
            "--queue", "asiakaspalvelu", typed=PASSWORD + "\n",
        )  # fmt: skip
    return config.parent


@pytest.fixture
def server(furnished: Path, tmp_path: Path, pbx: Asterisk) -> Iterator[Server]:
    """A server on its first day."""
    folder = shutil.copytree(furnished, tmp_path / "server")
    with running(folder / "benedesk.toml") as server:
        yield server


@pytest.fixture
def panel(chrome: Extension, server: Server, phones: Phones) -> Iterator[Panel]:
    """Aino's side panel, signed in, and Aino at work."""
    chrome.store(server=server.line, token=server.sign_in("aino"), lang="fi")
    with chrome.side_panel() as page:
        panel = Panel(page)
        panel.section.click()
        panel.member("Asiakaspalvelu").click()
        panel.receiving.click()
        expect(panel.receiving).to_have_attribute("aria-checked", "true")
        yield panel


@pytest.fixture
def talking(panel: Panel, caller: Handset, phones: Phones) -> Panel:
    """Aino talks with a caller."""
    caller.dial(QUEUE, "Virtanen Oy")
    panel.talks()
    assert caller.hears("101")
    return panel


def test_a_real_call_goes_the_whole_path(panel: Panel, caller: Handset, phones: Phones) -> None:
    aino, eero = phones["101"], phones["102"]
    aino.will_ring()
    eero.will_ring()

    caller.dial(QUEUE, "Virtanen Oy")
    aino.wait_ringing()
    panel.rings()
    assert caller.hears("queue")
    expect(panel.fact("Palvelusarja")).to_have_text("Asiakaspalvelu")
    expect(panel.fact("Soittaja")).to_contain_text("049 123 4567")
    expect(panel.fact("Soittaja")).to_contain_text("Virtanen Oy")
    expect(panel.fact("Alkuperäinen kohde")).to_contain_text("09 9245 1000")

    aino.answer()
    panel.talks()
    assert caller.hears("101")
    assert aino.hears("caller")

    panel.click("Pito")
    panel.holds()
    aino.wait_idle()
    assert caller.hears("hold")

    panel.click("Pois pidosta")
    aino.wait_ringing()
    panel.rings()
    aino.answer()
    panel.talks()
    assert caller.hears("101")

    panel.transfer("102")
    aino.wait_idle()
    eero.wait_ringing()
    panel.is_free()
    assert caller.hears("transfer")

    aino.wait_ringing(timeout_s=15)  # nobody took it: it came back, and Aino is the one who is free
    eero.wait_idle()
    panel.rings()
    expect(panel.returned).to_be_visible()
    expect(panel.card).to_contain_text("Ei vastannut")
    assert caller.hears("queue")

    aino.answer()
    panel.talks()
    expect(panel.returned).to_be_visible()
    assert caller.hears("101")

    panel.click("Katkaise")
    panel.is_free()
    caller.wait_idle()
    aino.wait_idle()


def test_r10_a_number_clicked_in_the_directory_is_where_the_call_goes(
    talking: Panel,
    caller: Handset,
    phones: Phones,
) -> None:
    talking.find("korhonen")
    talking.number_of("Eero Korhonen").click()
    talking.talks()
    assert phones["102"].calls == 0

    talking.click("Siirrä")
    talking.is_free()
    phones["102"].wait_talking()
    assert caller.hears("102")
    assert phones["102"].hears("caller")


def test_r11_the_call_goes_to_the_queue_whose_name_is_clicked(
    talking: Panel,
    caller: Handset,
) -> None:
    talking.click("Myynti")
    talking.click("Siirrä")
    talking.is_free()
    expect(talking.row("Myynti").get_by_role("cell").first).to_contain_text("1")
    assert caller.hears("queue")


def test_r12_a_queue_that_is_in_no_list_is_reached_through_the_directory(
    talking: Panel,
    caller: Handset,
) -> None:
    expect(talking.row("Johdon linja")).to_have_count(0)
    talking.find("johdon")
    talking.number_of("Johdon linja").click()
    talking.click("Siirrä")
    talking.is_free()
    assert caller.hears("queue")


def test_r13_a_typed_number_outside_the_house_gets_the_call(
    talking: Panel,
    caller: Handset,
    outside: Handset,
) -> None:
    talking.transfer("049 111 2222")
    outside.wait_talking()
    talking.is_free()
    assert caller.hears("outside")


@pytest.mark.parametrize(("status", "told"), [(486, "Oli varattu"), (603, "Hylkäsi"), (480, "Ei tavoitettu")])
def test_r15_the_panel_says_why_a_transfer_came_back(
    talking: Panel,
    caller: Handset,
    outside: Handset,
    status: int,
    told: str,
) -> None:
    outside.will_reject(status)
    talking.transfer("049 111 2222")
    expect(talking.returned).to_be_visible(timeout=10_000)
    expect(talking.card).to_contain_text(told)
    talking.talks()
    assert caller.hears("101")


def test_the_caller_who_gives_up_leaves_the_panel_and_the_phone_at_once(
    panel: Panel,
    caller: Handset,
    phones: Phones,
    new_caller: Callable[..., Handset],
) -> None:
    phones["101"].will_ring()
    caller.dial(QUEUE)
    panel.rings()
    caller.hang_up()
    panel.is_free()
    phones["101"].wait_idle()
