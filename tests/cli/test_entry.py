import json
from pathlib import Path

import pytest

from vertrag import __version__
from vertrag.cli import main


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"vertrag {__version__}\n"


def test_no_command_prints_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    bare = capsys.readouterr().out
    main(["--help"])
    assert bare == capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "cause", "hint"),
    [
        (["srve"], "no such command 'srve'", "vertrag --help"),
        (["--sed"], "no such option '--sed'", "vertrag --help"),
        (["serve", "--sed", "1"], "no such option '--sed'", "vertrag serve --help"),
        (["fuzz", "a", "b"], "got unexpected extra argument (b)", "vertrag fuzz --help"),
        (["token", "--role"], "option '--role' requires an argument", "vertrag token --help"),
        (["serve", "--port"], "option '--port' requires an argument", "vertrag serve --help"),
        (["serve", "--cors=1"], "'--cors' does not take a value", "vertrag serve --help"),
        (["fuzz", "enneo-mind", "--url", "http://a..localhost:9199"], "cannot reach", "--url"),
        (["fuzz", "enneo-mind", "--url", f"http://{'a' * 300}.localhost:9199"], "cannot reach", "--url"),
        (["fuzz", "enneo-mind", "--url", "http://localhost:1/\x01"], "cannot reach", "--url"),
        (["serve", "--seed", "abc"], "--seed: 'abc' is not allowed", "a whole number"),
        (["serve", "--port", "70000"], "--port: '70000' is not allowed", "65535"),
        (["serve", "--auth", "maybe"], "--auth: 'maybe' is not allowed", "on, any or off"),
        (["token", "--role", "king"], "unknown role 'king'", "agent"),
        (["fuzz"], "no document to test against", "vertrag fuzz DOC"),
        (["fuzz", "absent", "--url", "http://127.0.0.1:1"], "'absent' does not exist", "enneo-mind"),
        (["fuzz", "enneo-mind", "--url", "http://127.0.0.1:1"], "cannot reach", "--url"),
        (["fuzz", "enneo-mind", "--url", "http://a.example"], "not this machine", "--allow-host"),
        (["serve", "absent.yaml"], "absent.yaml", "enneo-mind"),
        (["token", "--config", "absent.toml"], "cannot read absent.toml", "--config"),
    ],
)
def test_a_bad_command_line_says_cause_and_next_step(
    arguments: list[str], cause: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith("vertrag: ")
    assert cause in first
    assert second.startswith("  hint: ")
    assert hint in second


def test_a_run_that_cannot_begin_says_so_in_json_where_a_setting_asks_for_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    settings = tmp_path / "vertrag.toml"
    settings.write_text('[fuzz]\nformat = "json"\n')
    assert main(["fuzz", "absent", "--url", "http://127.0.0.1:1", "--config", str(settings)]) == 2
    said = json.loads(capsys.readouterr().out)
    assert (said["exit_code"], said["error"]["message"]) == (2, "'absent' does not exist")
