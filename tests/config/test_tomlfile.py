from pathlib import Path
from typing import Any

import pytest

from vertrag.config.tomlfile import SettingsFile, aimed, from_dict, read_file
from vertrag.errors import UsageError


def test_without_a_file_nothing_is_set(tmp_path: Path) -> None:
    assert read_file(None, tmp_path) == SettingsFile()


def test_the_file_of_the_folder_is_found(tmp_path: Path) -> None:
    (tmp_path / "vertrag.toml").write_text("port = 1\n[serve]\nlog-level = 'info'\n")
    found = read_file(None, tmp_path)
    assert found == SettingsFile("vertrag.toml", {"port": 1}, {"serve": {"log_level": "info"}})


def test_a_chosen_file_replaces_that_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "vertrag.toml").write_text("port = 1")
    chosen = tmp_path / "other.toml"
    chosen.write_text("port = 2")
    assert read_file(chosen, tmp_path).everywhere == {"port": 2}


@pytest.mark.parametrize(
    ("content", "message", "hint"),
    [
        ({"prot": 1}, "vertrag.toml: unknown key 'prot'", "did you mean 'port'?"),
        ({"serv": {}}, "vertrag.toml: unknown key 'serv'", "did you mean 'serve'?"),
        ({"serve": {"prot": 1}}, r"vertrag.toml \[serve\]: unknown key 'prot'", "did you mean 'port'?"),
        ({"token": {"port": 1}}, r"\[token\]: unknown key 'port'", "role, scope, lifetime, key"),
        ({"token": {"xyz": 1}}, r"\[token\]: unknown key 'xyz'", "known keys: role, scope, lifetime, key"),
        ({"serve": 5}, r"\[serve\]: 5 is no table", "port"),
        ({"serve": [{}]}, r"\[serve\]: \[{}\] is no table", "port"),
        ({"log-level": "info", "log_level": "info"}, "'log_level' is set twice", "the same"),
    ],
)
def test_a_key_that_nothing_reads_is_an_error(content: dict[str, Any], message: str, hint: str) -> None:
    with pytest.raises(UsageError, match=message) as error:
        from_dict("vertrag.toml", content)
    assert hint in error.value.hint


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"port = = 1", "is no TOML: .*line 1"),
        (b"port = 1\nport = ?", "is no TOML: .*line 2"),
        (b"host = '\xff'", "is no TOML: .*utf-8"),
    ],
)
def test_a_file_that_is_no_toml_says_where(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "vertrag.toml").write_bytes(content)
    with pytest.raises(UsageError, match=message):
        read_file(None, tmp_path)


def test_a_chosen_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cannot read .*absent\.toml: No such file"):
        read_file(tmp_path / "absent.toml", tmp_path)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "vertrag.toml").mkdir()
    with pytest.raises(UsageError, match="Is a directory"):
        read_file(None, tmp_path)


def test_a_target_takes_the_place_of_its_section() -> None:
    targets = {"staging": {"url": "https://staging.example", "allow-host": ["staging.example"]}}
    file = from_dict("f", {"fuzz": {"url": "http://127.0.0.1", "seed": 1, "targets": targets}})
    keys = aimed(file, "fuzz", "staging").tables["fuzz"]
    assert (keys["url"], keys["allow_host"], keys["seed"]) == (
        "https://staging.example",
        ["staging.example"],
        1,
    )


@pytest.mark.parametrize(
    ("target", "message"), [("live", "no target 'live'"), ("odd", "unknown key 'ulr'"), ("plain", "no table")]
)
def test_a_target_that_makes_no_sense_is_said(target: str, message: str) -> None:
    file = from_dict("f", {"fuzz": {"targets": {"odd": {"ulr": "x"}, "plain": 7}}})
    with pytest.raises(UsageError, match=message):
        aimed(file, "fuzz", target)
