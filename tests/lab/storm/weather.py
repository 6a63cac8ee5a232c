"""What goes wrong, and that it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .people import PHONES

if TYPE_CHECKING:
    from .storm import Storm


class Weather:
    """Something of `KINDS` every `every_s` or so, until it is calm."""

    def __init__(self, storm: Storm, every_s: float) -> None:
        self.storm = storm
        self.clock = storm.clock
        self.chance = storm.chance
        self.calm = False
        self._every_s = every_s
        self._next()

    def _next(self) -> None:
        self.clock.after(self.chance.expovariate(1 / self._every_s), self._strike)

    def _strike(self) -> None:
        if not self.calm:
            kind = self.chance.choice(KINDS)
            self.storm.note(f"--- {kind.__name__}")
            kind(self)
            self._next()

    def _for_s(self, most_s: float) -> float:
        return self.chance.choice([0.3, 1.0, 3.0, most_s]) * self.chance.random()

    # -- the server --------------------------------------------------------------------------------

    def the_server_is_killed(self) -> None:
        self.storm.server.kill()

    def the_server_stops(self) -> None:
        self.storm.server.stop()

    def the_server_hangs(self) -> None:
        server = self.storm.server
        server.freeze(True)
        self.clock.after(self._for_s(20), lambda: server.freeze(False))

    def a_second_server_starts(self) -> None:
        second = self.storm.second_server()
        self.clock.after(self.chance.uniform(5, 40), second.kill)

    # -- the link to Asterisk ----------------------------------------------------------------------

    def the_link_breaks(self) -> None:
        self.storm.server.door.cut()

    def only_the_server_sees_the_link_break(self) -> None:
        self.storm.server.door.cut(half=True)

    def the_link_leads_into_a_hole(self) -> None:
        self._hole(self._for_s(30))

    def _hole(self, for_s: float) -> None:
        way = self.storm.way
        way.holed_until = max(way.holed_until, self.clock.now + for_s)
        door = self.storm.server.door
        self.clock.after(self.chance.uniform(4, 6), lambda: way.holed and door.cut(half=True))

    def the_link_is_slow(self) -> None:
        self.storm.way.slow_s = 2.0 * self.chance.random()
        self.clock.after(self._for_s(20), self._fast)

    def _fast(self) -> None:
        self.storm.way.slow_s = 0.0

    def the_connection_goes_deaf(self) -> None:
        self.storm.asterisk.deafen()

    # -- Asterisk ----------------------------------------------------------------------------------

    def asterisk_dies(self) -> None:
        asterisk = self.storm.asterisk
        if not asterisk.down:
            asterisk.crash()
            self.clock.after(0.2 + self._for_s(10), self.asterisk_boots)

    def asterisk_boots(self) -> None:
        asterisk = self.storm.asterisk
        if asterisk.down:
            asterisk.boot()
            for endpoint in PHONES:
                asterisk.endpoints[endpoint] = endpoint not in self.storm.phones.dead

    def asterisk_freezes(self) -> None:
        self.storm.asterisk.frozen = True
        for_s = self._for_s(20)
        self._hole(for_s)
        self.clock.after(for_s, self._thaw)

    def _thaw(self) -> None:
        self.storm.asterisk.frozen = self.storm.way.holed and self.storm.asterisk.frozen

    # -- the disk, the clock, phones, panels -------------------------------------------------------

    def the_disk_is_full(self) -> None:
        self.storm.disk.full_until = self.clock.now + self._for_s(10)

    def the_disk_is_slow(self) -> None:
        self.storm.disk.slow_until = self.clock.now + self._for_s(10)

    def the_disk_says_no_and_has_done_it(self) -> None:
        self.storm.disk.lies = True

    def the_wall_clock_is_set(self) -> None:
        self.storm.machine.skew_s += self.chance.choice([-1, 1]) * self.chance.choice([0.9, 5, 300, 11_000])

    def a_phone_loses_its_power(self) -> None:
        self.storm.phones.dies(self.chance.choice(sorted(PHONES)), self.chance.uniform(1, 40))

    def a_panel_is_cut_off(self) -> None:
        self.chance.choice(self.storm.panels).cut()

    def the_panels_lead_into_a_hole(self) -> None:
        way = self.storm.panel_way
        way.holed_until = max(way.holed_until, self.clock.now + self._for_s(20))

    # -- the end -----------------------------------------------------------------------------------

    def end(self) -> None:
        """Everything works again, at once."""
        self.calm = True
        self.storm.note("--- calm")
        storm = self.storm
        now = self.clock.now
        storm.asterisk.frozen = False
        for way in (storm.way, storm.panel_way):
            way.holed_until, way.slow_s = min(way.holed_until, now), 0.0
        storm.disk.full_until = storm.disk.slow_until = 0.0
        self.asterisk_boots()
        for endpoint in sorted(storm.phones.dead):
            storm.phones.lives(endpoint)
        storm.server.freeze(False)
        for other in storm.others:
            other.kill()


KINDS = [
    kind
    for name, kind in vars(Weather).items()
    if name.startswith(("the_", "a_", "asterisk_d", "asterisk_f", "only_"))
]
