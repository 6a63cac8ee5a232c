"""A private Asterisk on a loopback address of its own, configured by the samples of docs/asterisk.md."""

from __future__ import annotations

import base64
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.lab.patience import Patience

from .tones import TONES, write_wav

ROOT = Path(__file__).parents[3]
HOME = Path(os.environ.get("BENEDESK_ASTERISK") or ROOT / ".cache" / "pbx").resolve()
GUIDE = ROOT / "docs" / "asterisk.md"
CONF = ROOT / "tests" / "asterisk" / "conf"

PASSWORD = "secret of the lab"
PHONES = ("101", "102", "103", "104")
MUSIC = ("default", "queue", "hold", "transfer")


class LabError(Exception):
    """Why there is no Asterisk to test with."""


def samples() -> dict[str, str]:
    """The configuration files in the guide: each `ini` block, by the name in its first line."""
    blocks = re.findall(r"^```ini\n; (\S+\.conf)\n(.*?)^```", GUIDE.read_text(), re.MULTILINE | re.DOTALL)
    return dict(blocks)


def put(text: str, **places: str) -> str:
    """Replace what a sample leaves to the administrator; every place has to be in the sample."""
    for old, new in places.items():
        if old not in text:
            raise LabError(f"docs/asterisk.md no longer has {old!r} in its sample")
        text = text.replace(old, new)
    return text


class Net:
    """Addresses that no other test run on this machine uses, for as long as this process lives."""

    def __init__(self) -> None:
        # A name that is the kernel's, without a file: it is free again whatever becomes of this process.
        self._claim = socket.socket(socket.AF_UNIX)
        for number in range(100, 250):
            try:
                self._claim.bind(f"\0benedesk-lab-{number}")
            except OSError:
                continue
            self.pbx = f"127.0.{number}.1"
            self.operator = f"127.0.{number}.10"  # callers, and the numbers outside
            self.phones = {phone: f"127.0.{number}.{phone}" for phone in PHONES}
            return
        self._claim.close()
        raise LabError("all lab networks are in use")

    def close(self) -> None:
        self._claim.close()


class Asterisk:
    """`start` returns when calls can be made; `kill` is a crash, after which `start` goes on as it was."""

    def __init__(self, net: Net) -> None:
        if not (HOME / "complete").is_file():
            raise LabError(f"no Asterisk in {HOME}: run `python build.py test`, or tests/asterisk/fetch.py")
        self.net = net
        self.address = f"http://{net.pbx}:8088"
        # Asterisk's control socket lives here, and the name of a socket is at most 108 characters.
        self.folder = Path(tempfile.mkdtemp(prefix="pbx-", dir="/tmp"))
        self._process: subprocess.Popen[bytes] | None = None
        self._write_files()

    def _write_files(self) -> None:
        for name in ("etc", "lib/keys", "lib/sounds", "spool/recording", "spool/tmp", "log"):
            (self.folder / name).mkdir(parents=True)
        for name, text in self._configuration().items():
            (self.folder / "etc" / name).write_text(text)
        for name in MUSIC:
            write_wav(self.folder / "moh" / name / "tone.wav", TONES[name])

    def _configuration(self) -> dict[str, str]:
        net, root = self.net, HOME / "root"
        guide = samples()
        files = {path.name: path.read_text() for path in CONF.glob("*.conf")}
        files["asterisk.conf"] = put(
            files["asterisk.conf"],
            **{
                "@RUN@": str(self.folder),
                "@DATA@": str(root / "usr/share/asterisk"),
                "@MODULES@": str(next(root.glob("usr/lib/*/asterisk/modules"))),
            },
        )
        files["extensions.conf"] = guide["extensions.conf"]
        files["ari.conf"] = put(guide["ari.conf"], **{"change-this-password": PASSWORD})
        files["http.conf"] = put(guide["http.conf"], **{"127.0.0.1": net.pbx})
        files["musiconhold.conf"] = put(
            guide["musiconhold.conf"], **{"/var/lib/asterisk/moh": f"{self.folder}/moh"}
        )
        # A tone without pauses, and far enough from the others.
        files["indications.conf"] = put(
            guide["indications.conf"], **{"425/1000,0/4000": str(TONES["ringing"])}
        )
        trunk, first = guide["pjsip.conf"].split("[101](phone)", 1)
        trunk = put(trunk, **{"0.0.0.0": net.pbx, "sip:operator.example": f"sip:{net.operator}"})
        phones = "".join(
            put("[101](phone)" + first, **{"change-the-password-of-101": f"secret of {phone}"}).replace(
                "101", phone
            )
            for phone in PHONES
        )
        files["pjsip.conf"] = put(trunk, **{"operator.example": net.operator}) + phones
        return files

    def start(self, timeout_s: float = 20.0) -> None:
        """Raises LabError with the end of its log if it does not come up."""
        log = self.folder / "log" / "stdout.log"
        with log.open("ab") as out:
            self._process = subprocess.Popen(
                # A test run that is killed must not leave its Asterisk behind.
                ["setpriv", "--pdeathsig", "KILL", *self._command("-f", "-n")],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
            )
        patience = Patience(timeout_s)
        while not self._answers():
            if self._process.poll() is not None or patience.over:
                self.kill()
                raise LabError(f"Asterisk did not start:\n{log.read_text()[-2000:]}")
            time.sleep(0.02)
        self.cli("core waitfullybooted")

    def _answers(self) -> bool:
        login = base64.b64encode(f"benedesk:{PASSWORD}".encode()).decode()
        request = urllib.request.Request(
            f"{self.address}/ari/asterisk/ping", headers={"Authorization": f"Basic {login}"}
        )
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=1):
                return True
        except OSError:
            return False

    @property
    def running(self) -> bool:
        return self._process is not None

    def _command(self, *arguments: str) -> list[str]:
        return [str(HOME / "bin" / "asterisk"), "-C", str(self.folder / "etc/asterisk.conf"), *arguments]

    def cli(self, command: str) -> str:
        """What Asterisk's own command line answers."""
        return subprocess.run(
            self._command("-rx", command), capture_output=True, text=True, timeout=60
        ).stdout

    @property
    def channels(self) -> int:
        """How many there are: two for a talk."""
        found = re.search(r"^(\d+) active channel", self.cli("core show channels"), re.MULTILINE)
        assert found
        return int(found[1])

    @property
    def bridges(self) -> int:
        """How many of BeneDesk's bridges there are."""
        return self.cli("bridge show all").count("bene-")

    def log(self) -> str:
        return (self.folder / "log" / "full.log").read_text(errors="replace")

    def kill(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def remove(self) -> None:
        """Stop it and delete all it has written."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
