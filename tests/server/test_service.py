"""The whole server from a panel's sign-in to a call's end, over real sockets."""

from __future__ import annotations

from tests.lab.server import Panel, Server, aino_offered, event_types


def test_a_call_reaches_the_panel_and_ends_as_the_agent_says(server: Server, panel: Panel) -> None:
    aino_offered(server, panel)
    server.do(lambda: server.pbx.sim.phone_answers("aino"))
    call = panel.until_call("c1", "connected")

    assert (call["queue_name"], call["caller"], call["dialled"]) == (
        "Myynti",
        "+358498124401",
        "+358992451001",
    )
    assert panel.command("HangUpCall", call="c1").ok
    panel.until(lambda: "call/c1" not in panel.session.documents)
    assert server.do(lambda: server.pbx.sim.lines) == {}
    assert event_types(server)[-3:] == ["CallOffered", "CallConnected", "CallEnded"]
