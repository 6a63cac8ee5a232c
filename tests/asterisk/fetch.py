"""Put a private, relocatable Asterisk into a folder: `python fetch.py DEST`.

Needs Debian's apt and dpkg (any release), no root, and leaves the machine's own packages alone: apt runs
with a state of its own, packages are unpacked into DEST/root, and DEST/bin/asterisk starts the program
with the libraries unpacked beside it. Does nothing when DEST is complete already.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SUITE = "forky"  # the first Debian release that packages Asterisk 22
PROGRAMS = {"asterisk": "usr/sbin/asterisk"}
# All that the programs and the modules of conf/modules.conf load; the full closure is four times as large.
PACKAGES = [
    "asterisk",
    "asterisk-modules",
    "libbsd0",
    "libc6",
    "libcap2",
    "libcrypt1",
    "libedit2",
    "libgcc-s1",
    "libjansson4",
    "libmd0",
    "libsqlite3-0",
    "libssl3t64",
    "libstdc++6",
    "libsystemd0",
    "libtinfo6",
    "liburiparser1",
    "libuuid1",
    "libxml2-16",
    "libxslt1.1",
    "libzstd1",
    "zlib1g",
]
MODULES = Path(__file__).with_name("conf") / "modules.conf"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")

LAUNCHER = """#!/bin/sh
root=$(dirname "$(readlink -f "$0")")/../root
exec "$root/{loader}" --library-path "$root/{libraries}" "$root/{program}" "$@"
"""


class FetchError(Exception):
    """Why Asterisk could not be had, in words for whoever runs the build."""


def run(*command: str, env: dict[str, str] | None = None, cwd: Path | None = None) -> str:
    done = subprocess.run(command, capture_output=True, text=True, env=env, cwd=cwd)
    if done.returncode:
        raise FetchError(f"{' '.join(command[:3])} failed:\n{(done.stdout + done.stderr)[-2000:]}")
    return done.stdout


def mirror() -> str:
    """The address of the Debian archive in this machine's own apt sources."""
    for uri in run("apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages").split():
        if re.search(r"/debian/?$", uri):
            return uri
    raise FetchError("this machine's apt sources name no Debian archive (an address that ends in /debian)")


def private_apt(state: Path) -> dict[str, str]:
    """The environment in which apt-get reads and writes only `state`, with the machine's own way out."""
    for folder in ("lists/partial", "cache/archives/partial", "none"):
        (state / folder).mkdir(parents=True)
    (state / "status").touch()
    (state / "sources.list").write_text(f"deb [signed-by={KEYRING}] {mirror()} {SUITE} main\n")
    network = [line for line in run("apt-config", "dump").splitlines() if line.startswith("Acquire::")]
    settings = {
        "Dir::State": state,
        "Dir::State::lists": state / "lists",
        "Dir::State::status": state / "status",
        "Dir::Cache": state / "cache",
        "Dir::Etc::sourcelist": state / "sources.list",
        "Dir::Etc::sourceparts": state / "none",
        "Dir::Etc::preferencesparts": state / "none",
        "Dir::Etc::parts": state / "none",
        "Dir::Etc::main": "/dev/null",
        "APT::Install-Recommends": "false",
        "APT::Sandbox::User": "",
        "Acquire::Languages": "none",
        # A mirror may be a snapshot that is older than its validity; its signature is checked all the same.
        "Acquire::Check-Valid-Until": "false",
        "Debug::NoLocking": "true",
    }
    config = state / "apt.conf"
    config.write_text("\n".join([*network, *(f'{key} "{value}";' for key, value in settings.items())]) + "\n")
    return os.environ | {"APT_CONFIG": str(config), "LC_ALL": "C"}


def download(state: Path) -> list[Path]:
    """The packages as .deb files: the short list, or everything Asterisk depends on if a name is gone."""
    apt = private_apt(state)
    archives = state / "cache" / "archives"
    run("apt-get", "-q", "update", env=apt)
    try:
        run("apt-get", "-q", "download", *PACKAGES, env=apt, cwd=archives)
    except FetchError:
        run("apt-get", "-q", "-y", "--download-only", "install", *PROGRAMS, env=apt)
    return sorted(archives.glob("*.deb"))


def one(root: Path, pattern: str) -> Path:
    found = sorted(root.glob(pattern))
    if not found:
        raise FetchError(f"the packages hold no {pattern}")
    return found[0]


def launchers(folder: Path) -> None:
    root = folder / "root"
    loader = one(root, "usr/lib/*-linux-gnu*/ld-linux*.so.*")
    (folder / "bin").mkdir()
    for name, program in PROGRAMS.items():
        script = folder / "bin" / name
        script.write_text(
            LAUNCHER.format(
                loader=loader.relative_to(root), libraries=loader.parent.relative_to(root), program=program
            )
        )
        script.chmod(0o755)


def check_closed(folder: Path) -> None:
    """Every library has to come from the folder: the loader would silently take the machine's own."""
    root = folder / "root"
    loader = one(root, "usr/lib/*-linux-gnu*/ld-linux*.so.*")
    names = re.findall(r"^load = (\S+)", MODULES.read_text(), re.MULTILINE)
    modules = [one(root, f"usr/lib/*/asterisk/modules/{name}") for name in names]
    for file in [*(root / program for program in PROGRAMS.values()), *modules]:
        for line in run(str(loader), "--library-path", str(loader.parent), "--list", str(file)).splitlines():
            if "=>" in line and f"=> {root}/" not in line:
                raise FetchError(f"{file.name} needs {line.strip()}, which is not among the packages")


def recipe() -> str:
    """Stands in a complete folder: another script or other modules make another folder."""
    return hashlib.sha256(Path(__file__).read_bytes() + MODULES.read_bytes()).hexdigest()


def fetch(destination: Path) -> str:
    """Make `destination` complete; answers with what was done, in a sentence."""
    complete = destination / "complete"
    if complete.is_file() and complete.read_text() == recipe():
        return f"Asterisk is in {destination}"
    for tool in ("apt-get", "apt-config", "dpkg"):
        if not shutil.which(tool):
            raise FetchError(f"{tool} is missing: Asterisk is taken from Debian's packages by apt and dpkg")
    if not KEYRING.is_file():
        raise FetchError(f"{KEYRING} is missing: install the package debian-archive-keyring")
    started = time.monotonic()
    destination.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{destination.name}-", dir=destination.parent.resolve()))
    try:
        for package in download(work / "apt"):
            run("dpkg", "-x", str(package), str(work / "root"))
        shutil.rmtree(work / "apt")
        launchers(work)
        check_closed(work)
        version = run(str(work / "bin" / "asterisk"), "-V").strip()
        (work / "complete").write_text(recipe())
        work.chmod(0o755)
        if destination.exists():
            shutil.rmtree(destination)
        work.rename(destination)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return f"{version} is in {destination}, fetched in {time.monotonic() - started:.1f} s"


def main() -> int:
    if len(sys.argv) != 2:
        print("usage: fetch.py DEST", file=sys.stderr)
        return 2
    try:
        print(fetch(Path(sys.argv[1])))
    except FetchError as error:
        print(f"Asterisk could not be fetched: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
