"""The server's settings, and what each is for; `docs/operations.md` lists them, a test compares the two."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    field_validator,
    model_validator,
)

from benedesk.core.caller_link import fault
from benedesk.core.numbers import HOME
from benedesk.core.routing import STRATEGIES

from . import built

QUEUE_ID = r"^[a-z0-9][a-z0-9_-]{0,31}$"


def _from_commas(value: Any) -> Any:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ServerSection(_Section):
    host: str = Field(default="127.0.0.1", description="address to listen on; `0.0.0.0` for every network")
    port: int = Field(default=8080, ge=0, le=65535, description="port to listen on; 0 lets the system choose")
    data: Path = Field(default=Path("data"), description="folder of the database and the lock file")
    site: Path = Field(default=built.SITE, description="folder of the built panel page")
    origins: tuple[str, ...] = Field(
        default=(),
        description="further web origins whose pages may connect, such as the extension's "
        "`chrome-extension://<id>`; the server's own pages always may; `moz-extension://*` lets every "
        "Firefox extension ask, as each Firefox calls ours by a name of its own",
    )
    tls_certificate: Path | None = Field(default=None, description="certificate chain (PEM); turns on HTTPS")
    tls_key: Path | None = Field(default=None, description="private key (PEM) of the certificate")
    proxies: tuple[str, ...] = Field(
        default=(), description="addresses of reverse proxies whose `X-Forwarded-*` headers are believed"
    )
    session_idle_h: float = Field(
        default=16.0, gt=0, le=24 * 365, description="hours without use after which a sign-in ends"
    )

    _from_commas = field_validator("origins", "proxies", mode="before")(_from_commas)

    @field_validator("origins")
    @classmethod
    def _bare(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for origin in value:
            scheme, found, rest = origin.partition("://")
            if not (scheme and found and rest) or "/" in rest:
                raise ValueError(f"should be scheme://host or scheme://host:port, not {origin!r}")
        return value

    @model_validator(mode="after")
    def _whole_tls(self) -> ServerSection:
        if (self.tls_certificate is None) != (self.tls_key is None):
            raise ValueError("should have both tls_certificate and tls_key, or neither")
        return self


class PbxSection(_Section):
    kind: Literal["sim", "asterisk"] = Field(
        default="sim", description="`sim` (simulated, for trying out) or `asterisk`"
    )
    address: str = Field(default="http://127.0.0.1:8088", description="where Asterisk's HTTP server answers")
    user: str = Field(default="benedesk", description="ARI user")
    password: SecretStr = Field(default=SecretStr(""), description="ARI password")
    app: str = Field(default="benedesk", description="name of the Stasis application")
    dial: str = Field(
        default="PJSIP/{number}@trunk",
        description="how to dial an outside number; `{number}` is `+358…`, `{digits}` the same without `+`",
    )
    dial_internal: str = Field(
        default="PJSIP/{number}", description="how to dial an internal number; `{number}` is the number"
    )
    short_numbers: tuple[str, ...] = Field(
        default=(),
        description="numbers of up to six digits that are the public network's, beside `116117` and its kin",
    )
    dial_short: str = Field(
        default="PJSIP/{number}@trunk", description="how to dial such a number; `{number}` is the number"
    )
    music_queue: str = Field(default="default", description="music class while a caller waits")
    music_hold: str = Field(default="default", description="music class while a call is held")
    music_transfer: str = Field(default="default", description="music class while a transfer target rings")

    @field_validator("address")
    @classmethod
    def _names_nobody(cls, value: str) -> str:
        if "@" in value:  # a password in an address is not known for one, and would be logged
            raise ValueError("should name no user: they and the password have settings of their own")
        return value

    @field_validator("dial", "dial_internal", "dial_short")
    @classmethod
    def _has_a_place(cls, value: str) -> str:
        if "{number}" not in value and "{digits}" not in value:
            raise ValueError("should contain {number} or {digits}")
        return value


class QueueSection(_Section):
    id: str = Field(pattern=QUEUE_ID, description="short name for commands and addresses, never changed")
    name: str = Field(min_length=1, max_length=80, description="what people call the queue")
    number: str = Field(description="the number that callers dial")
    ring_s: float = Field(default=20.0, ge=1, le=600, description="seconds that one agent's phone rings")
    transfer_ring_s: float = Field(
        default=20.0, ge=1, le=600, description="seconds that a transfer target rings before the call returns"
    )
    wrap_up_s: float = Field(default=0.0, ge=0, le=3600, description="seconds of work after a call")
    listed: bool = Field(
        default=True,
        description="`false`: only its own agents see it in the list; the directory always has it",
    )
    open: bool = Field(
        default=True,
        description="whether it is open when it first appears; later a supervisor opens and closes it",
    )
    strategy: str = Field(default="default", description="how calls are given to agents")
    length_warn: int = Field(
        default=1, ge=1, description="callers who wait: from so many on, shown as a warning"
    )
    length_alarm: int = Field(default=3, ge=1, description="the same, as an alarm")
    wait_warn_s: float = Field(
        default=30.0, ge=0, description="seconds: a caller who has waited longer is shown as a warning"
    )
    wait_alarm_s: float = Field(default=60.0, ge=0, description="the same, as an alarm")

    @field_validator("strategy")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in STRATEGIES:
            raise ValueError(f"should be one of: {', '.join(sorted(STRATEGIES))}")
        return value


class DirectorySection(_Section):
    files: tuple[Path, ...] = Field(
        default=(), description="CSV and vCard files that are imported at every start"
    )

    _from_commas = field_validator("files", mode="before")(_from_commas)


class CallerLinkSection(_Section):
    address: str = Field(
        default="",
        description="the company's own page about who calls, with `{number}` (`+358…`), `{name}`, `{queue}` "
        "in it; its sign stands on the card",
    )
    opens: Literal["press", "ring", "answer"] = Field(
        default="press",
        description="when it opens: at a `press` of the sign alone, or also by itself, at `ring` or `answer`",
    )

    @field_validator("address")
    @classmethod
    def _whole(cls, value: str) -> str:
        if value and (wrong := fault(value)):
            raise ValueError(wrong)
        return value


class Settings(_Section):
    """All settings. `load` reads them; nothing else in the server looks at files or the environment."""

    country: str = Field(
        default=HOME, pattern=r"^[1-9]\d{0,2}$", description="country code of numbers written without one"
    )
    server: ServerSection = ServerSection()
    pbx: PbxSection = PbxSection()
    queues: tuple[QueueSection, ...] = Field(default=(), description="the queues, one table each")
    directory: DirectorySection = DirectorySection()
    caller_link: CallerLinkSection = CallerLinkSection()

    @field_validator("queues")
    @classmethod
    def _distinct(cls, value: tuple[QueueSection, ...]) -> tuple[QueueSection, ...]:
        for what in ("id", "name"):
            seen = [getattr(queue, what).casefold() for queue in value]
            if twice := next((name for name in seen if seen.count(name) > 1), None):
                raise ValueError(f"has two queues with the {what} {twice!r}")
        return value


SECTIONS: dict[str, type[_Section]] = {
    "server": ServerSection, "pbx": PbxSection, "directory": DirectorySection,
    "caller_link": CallerLinkSection,
}  # fmt: skip
PATHS = {("server", key) for key in ("data", "site", "tls_certificate", "tls_key")} | {("directory", "files")}
SECRETS = {
    (name, key)
    for name, section in SECTIONS.items()
    for key, about in section.model_fields.items()
    if about.annotation is SecretStr
} | {("pbx", "address")}  # which may hold one by mistake
