"""Settings: the file, the environment that wins over it, and a clear sentence for each mistake."""

from __future__ import annotations

from pathlib import Path

import pytest
from benedesk.server.settings import SECTIONS, QueueSection, Settings
from benedesk.server.settings_file import SettingsError, load, variable
from pydantic.fields import FieldInfo

ROOT = Path(__file__).resolve().parents[2]


def written(folder: Path, text: str) -> Path:
    file = folder / "benedesk.toml"
    file.write_text(text, encoding="utf-8")
    return file


def problems(folder: Path, text: str, **environ: str) -> list[str]:
    with pytest.raises(SettingsError) as mistakes:
        load(written(folder, text), environ)
    return [problem.replace(str(folder), "") for problem in mistakes.value.problems]


def test_without_a_file_the_server_listens_on_this_machine_only() -> None:
    settings = load(None, {})

    assert (settings.server.host, settings.server.port, settings.pbx.kind) == ("127.0.0.1", 8080, "sim")


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = written(tmp_path, '[server]\nhost = "10.0.0.1"\nport = 1\n')

    settings = load(file, {"BENEDESK_SERVER_PORT": "2", "BENEDESK_COUNTRY": "46"})

    assert (settings.server.host, settings.server.port, settings.country) == ("10.0.0.1", 2, "46")


def test_lists_in_the_environment_are_written_with_commas() -> None:
    settings = load(None, {"BENEDESK_SERVER_ORIGINS": "https://a.example, chrome-extension://abc"})

    assert settings.server.origins == ("https://a.example", "chrome-extension://abc")


def test_relative_paths_of_the_file_count_from_its_folder(tmp_path: Path) -> None:
    settings = load(written(tmp_path, '[server]\ndata = "d"\n[directory]\nfiles = ["p.csv"]\n'), {})

    assert settings.server.data == tmp_path / "d"
    assert settings.directory.files == (tmp_path / "p.csv",)


def test_a_password_is_not_shown_when_settings_are_printed(tmp_path: Path) -> None:
    settings = load(written(tmp_path, '[pbx]\npassword = "salaisuus"\n'), {})

    assert "salaisuus" not in repr(settings)
    assert settings.pbx.password.get_secret_value() == "salaisuus"


QUEUE = '[[queues]]\nid = "a"\nname = "A"\nnumber = "09 9245 1001"\n'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[server]\nport = 70000", "server.port should be less than or equal to 65535, not 70000"),
        ("[server]\nhots = 1", "server.hots is not a setting; did you mean host?"),
        ("[sever]\nport = 1", "sever is not a setting; did you mean server?"),
        ('[server]\norigins = ["https://a.example/x"]', "server.origins should be scheme://host"),
        ('[server]\ntls_key = "k.pem"', "server should have both tls_certificate and tls_key, or neither"),
        ('[pbx]\ndial = "PJSIP/x"', "pbx.dial should contain {number} or {digits}, not 'PJSIP/x'"),
        ('[pbx]\nkind = "pots"', "pbx.kind should be 'sim' or 'asterisk', not 'pots'"),
        ('country = "+358"', "country should match pattern"),
        ('[[queues]]\nid = "a"\nname = "A"', "queues.0.number is missing"),
        (QUEUE.replace("09 9245 1001", "ABC"), "queues.a.number cannot be dialled: 'ABC' is not a telephone"),
        (QUEUE + QUEUE, "queues has two queues with the id 'a'"),
        (QUEUE + 'strategy = "x"', "queues.0.strategy should be one of: default, not 'x'"),
        (QUEUE + "ring_s = 0", "queues.0.ring_s should be greater than or equal to 1, not 0"),
        ("server = 1", "server should be a valid dictionary or instance of ServerSection, not 1"),
    ],
)
def test_a_mistake_is_told_with_file_setting_and_what_is_expected(
    tmp_path: Path, text: str, expected: str
) -> None:
    (problem,) = problems(tmp_path, text)

    assert problem.startswith(f"/benedesk.toml: {expected}")


def test_a_mistake_in_the_environment_names_the_variable(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, "", BENEDESK_SERVER_PORT="many")

    assert problem.startswith("BENEDESK_SERVER_PORT should be a valid integer")


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    assert len(problems(tmp_path, '[server]\nport = -1\n[pbx]\nkind = "x"')) == 2


def test_a_file_that_is_not_toml_is_told_with_its_line(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, "[server\n")

    assert problem.startswith("/benedesk.toml is not TOML: ")
    assert "line 1" in problem


def test_a_mark_at_the_beginning_of_the_file_as_windows_writes_it_is_no_mistake(tmp_path: Path) -> None:
    (tmp_path / "benedesk.toml").write_bytes(b"\xef\xbb\xbf[server]\r\nport = 8081\r\n")

    assert load(tmp_path / "benedesk.toml", {}).server.port == 8081


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load(tmp_path / "none.toml", {})


def every_setting() -> dict[str, FieldInfo]:
    found = {"country": Settings.model_fields["country"]}
    for name, section in {**SECTIONS, "queues": QueueSection}.items():
        found |= {f"{name}.{key}": field for key, field in section.model_fields.items()}
    return found


def test_every_part_of_the_settings_is_in_the_list_of_settings() -> None:
    assert set(Settings.model_fields) == {"country", "queues", *SECTIONS}


@pytest.mark.parametrize(("name", "field"), every_setting().items(), ids=every_setting())
def test_every_setting_is_in_the_operations_guide_with_its_meaning(name: str, field: FieldInfo) -> None:
    guide = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    rows = [line for line in guide.splitlines() if line.startswith(f"| `{name}` ")]

    assert len(rows) == 1, f"docs/operations.md has no row for `{name}`"
    assert f"| {field.description} |" in rows[0]
    if not name.startswith("queues."):
        assert f"`{variable(*name.split('.'))}`" in rows[0]
