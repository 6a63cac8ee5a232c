"""Record what Asterisk sends in the scenes of test_recorded.py: `python -m tests.asterisk.record`."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from benedesk.core import inputs as i
from benedesk.core.effects import DialTarget, PlayMusic

from tests.lab.asterisk.asterisk import Asterisk, Net
from tests.lab.asterisk.driver import Driver
from tests.lab.asterisk.handset import SIP_PORT, Handset, agent_phone, outside_phone
from tests.lab.asterisk.moves import QUEUE, connect, ring
from tests.lab.loop import Loop

RECORDED = Path(__file__).parent / "recorded" / "events.jsonl"
SETTLE_S = 0.3
TARGET = "+358491112222"


class Recorder:
    """`scene` names what is recorded next."""

    def __init__(self, driver: Driver) -> None:
        self.scene = ""
        self.lines: list[str] = []
        self._handle = driver.pbx._event
        driver.pbx._ari._event = self._take

    def _take(self, event: dict[str, Any]) -> None:
        self.lines.append(json.dumps({"scene": self.scene, "event": event}))
        self._handle(event)


def play(recorder: Recorder, driver: Driver, phone: Handset, outside: Handset, caller: Handset) -> None:
    def arrive() -> str:
        caller.dial(QUEUE, "Virtanen")
        call = driver.expect(i.CallerArrived).call
        driver.order(PlayMusic(call, "queue"))
        caller.wait_talking()
        return call

    def fails(scene: str) -> None:
        recorder.scene = scene
        ring(driver, call)
        driver.expect(i.PhoneFailed, within_s=10)
        time.sleep(SETTLE_S)

    driver.expect(i.PbxSynced)
    driver.watch({"anna": "101"})
    driver.wait_reachable("anna", True)
    recorder.scene = "arrive"
    call = arrive()
    recorder.scene = "answer"
    connect(driver, call)
    time.sleep(SETTLE_S)
    recorder.scene = "phone_transfer"
    phone.transfer("102")
    time.sleep(SETTLE_S)
    recorder.scene = "phone_hangs_up"
    phone.hang_up()
    driver.expect(i.PhoneHungUp)
    time.sleep(SETTLE_S)
    phone.will_reject(486)
    fails("busy")
    phone.will_reject(603, after_s=0.2)
    fails("declined")
    phone.will_reject(480)
    fails("away")
    phone.will_reject(480, after_s=0.2)
    fails("rang_out")
    phone.will_ignore()
    fails("ignored")
    recorder.scene = "wrong_number"
    outside.will_reject(404)
    driver.order(DialTarget(call=call, ringing="target", number=TARGET, caller="", caller_name=""))
    driver.expect(i.TargetFailed)
    recorder.scene = "target"
    outside.will_answer(after_s=0.2)
    driver.order(DialTarget(call=call, ringing="target", number=TARGET, caller="", caller_name=""))
    driver.expect(i.TargetAnswered)
    time.sleep(SETTLE_S)
    recorder.scene = "target_hangs_up"
    outside.hang_up()
    caller.wait_idle()
    recorder.scene = "gives_up"
    arrive()
    caller.hang_up()
    driver.expect(i.CallerHungUp)
    recorder.scene = "withheld"
    identity = 'P-Asserted-Identity: "Virtanen" <sip:0491234567@operator.example>'
    caller.dial(QUEUE, extra=(identity, "Privacy: id"))
    driver.expect(i.CallerArrived)
    caller.hang_up()
    driver.expect(i.CallerHungUp)
    recorder.scene = "unregister"
    phone.unregister()
    driver.wait_reachable("anna", False)
    recorder.scene = "register"
    phone.register()
    driver.wait_reachable("anna", True)


def main() -> None:
    net, loop = Net(), Loop()
    asterisk = Asterisk(net)
    asterisk.start()
    try:
        driver = Driver(loop, asterisk.address)
        recorder = Recorder(driver)
        phone = agent_phone(loop, net, "101")
        outside = outside_phone(loop, net, "outside", "0491112222", SIP_PORT)
        caller = outside_phone(loop, net, "caller", "0491234567")
        driver.start()
        play(recorder, driver, phone, outside, caller)
        driver.stop()
    finally:
        asterisk.remove()
    RECORDED.write_text("\n".join(recorder.lines) + "\n")


if __name__ == "__main__":
    main()
