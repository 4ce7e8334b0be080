from typing import Any

import pytest

from vertrag.config import (
    ExportSettings,
    FuzzSettings,
    PersonasSettings,
    ServeSettings,
    Settings,
    SettingsFile,
    TokenSettings,
    resolve,
)
from vertrag.config.resolution import Flags
from vertrag.errors import UsageError

FILE = SettingsFile("vertrag.toml", {"port": 5, "seed": 7}, {"serve": {"port": 4}})

LADDER: list[tuple[dict[str, Any], dict[str, str], SettingsFile, int, str]] = [
    ({"port": "1"}, {"VERTRAG_SERVE_PORT": "2", "VERTRAG_PORT": "3"}, FILE, 1, "--port"),
    ({}, {"VERTRAG_SERVE_PORT": "2", "VERTRAG_PORT": "3"}, FILE, 2, "VERTRAG_SERVE_PORT"),
    ({}, {"VERTRAG_PORT": "3"}, FILE, 3, "VERTRAG_PORT"),
    ({}, {}, FILE, 4, "vertrag.toml [serve]"),
    ({}, {}, SettingsFile(everywhere={"port": 5}), 5, "vertrag.toml"),
    ({}, {}, SettingsFile(), 8005, "default"),
]


@pytest.mark.parametrize(("flags", "environ", "file", "value", "origin"), LADDER)
def test_the_nearest_place_wins(
    flags: dict[str, Any], environ: dict[str, str], file: SettingsFile, value: int, origin: str
) -> None:
    resolved = resolve(ServeSettings, flags, environ, file)
    assert (resolved.settings.port, resolved.origins["port"]) == (value, origin)


@pytest.mark.parametrize(
    ("section", "port"), [(ServeSettings, 4), (PersonasSettings, 5)], ids=["its own table", "top level"]
)
def test_a_table_is_for_its_command_only(section: type[ServeSettings | PersonasSettings], port: int) -> None:
    assert resolve(section, {}, {}, FILE).settings.port == port


def test_what_is_a_commands_own_is_reached_by_nothing_that_is_for_all() -> None:
    file = SettingsFile(everywhere={"format": "text"})
    assert resolve(ExportSettings, {}, {"VERTRAG_FORMAT": "json"}, file).settings.format == "jsonl"
    assert resolve(ExportSettings, {}, {"VERTRAG_EXPORT_FORMAT": "csv"}, file).settings.format == "csv"


def test_an_empty_variable_is_an_unset_one() -> None:
    assert resolve(ServeSettings, {}, {"VERTRAG_PORT": ""}).origins["port"] == "default"


def test_texts_switches_and_repeated_flags_are_read() -> None:
    flags: Flags = {
        "header": ("X-A: 1, 2", "B:"),
        "allow_writes": True,
        "max_time": "25",
        "document": "zoho-desk",
    }
    settings = resolve(FuzzSettings, flags, {}).settings
    assert settings == FuzzSettings(
        document="zoho-desk", header=("X-A: 1, 2", "B:"), allow_writes=True, max_time=25
    )


def test_variables_are_read_by_their_kind() -> None:
    environ = {"VERTRAG_ALLOW_HOST": "a.example, b.example", "VERTRAG_FUZZ_ALLOW_WRITES": "yes"}
    settings = resolve(FuzzSettings, {}, environ).settings
    assert (settings.allow_host, settings.allow_writes) == (("a.example", "b.example"), True)


BAD: list[tuple[type[Settings], dict[str, Any], dict[str, str], dict[str, Any], str, str]] = [
    (
        ServeSettings,
        {"seed": "abc"},
        {},
        {},
        r"^--seed: 'abc' is not",
        "a whole number from 0 to 9223372036854775807",
    ),
    (FuzzSettings, {"max_time": "0"}, {}, {}, r"^--max-time: '0'", "a whole number from 1 to 86400"),
    (FuzzSettings, {"document": ""}, {}, {}, r"^DOC: ''", "a text that is not empty"),
    (FuzzSettings, {"header": ("X",)}, {}, {}, r"^--header: \*\*\* is", "each of it NAME:VALUE"),
    (FuzzSettings, {"header": ("X: 1\r\nY: 2",)}, {}, {}, r"^--header:", "each of it NAME:VALUE"),
    (FuzzSettings, {"url": "ftp://x"}, {}, {}, r"^--url: 'ftp://x'", "http:// or https://"),
    (ServeSettings, {}, {"VERTRAG_PORT": "70000"}, {}, r"^VERTRAG_PORT: '70000'", "from 0 to 65535"),
    (
        ServeSettings,
        {},
        {"VERTRAG_SERVE_AUTH": "maybe"},
        {},
        r"^VERTRAG_SERVE_AUTH: 'maybe'",
        "on, any or off",
    ),
    (ServeSettings, {}, {}, {"cors": "yes"}, r"^vertrag.toml cors: 'yes'", "true or false"),
    (TokenSettings, {}, {}, {"key": 12345}, r"^vertrag.toml key: \*\*\* is", "not empty"),
]


@pytest.mark.parametrize(("section", "flags", "environ", "content", "message", "hint"), BAD)
def test_a_bad_value_names_its_place_and_what_is_allowed(
    section: type[Settings],
    flags: dict[str, Any],
    environ: dict[str, str],
    content: dict[str, Any],
    message: str,
    hint: str,
) -> None:
    with pytest.raises(UsageError, match=message) as error:
        resolve(section, flags, environ, SettingsFile(everywhere=content))
    assert hint in error.value.hint


def test_a_bad_value_in_a_place_that_does_not_count_is_no_error() -> None:
    assert resolve(ServeSettings, {"port": "1"}, {"VERTRAG_PORT": "abc"}).settings.port == 1
