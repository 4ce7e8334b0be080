import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from vertrag.cli.entry import main
from vertrag.credentials import Authority
from vertrag.fuzz.events import RunFinished, RunStarted
from vertrag.fuzz.reporting.recording import line

KEY = "k" * 32


def _vertrag(*arguments: str, folder: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-m", "vertrag", *arguments]
    return subprocess.run(
        command, cwd=folder, env=_environment(folder) | environ, capture_output=True, text=True, check=False
    )


def _environment(home: Path) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("VERTRAG_")}
    return inherited | {"HOME": str(home), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def test_token_prints_a_token_and_nothing_else(tmp_path: Path) -> None:
    printed = _vertrag("token", "--role", "guest", folder=tmp_path, VERTRAG_KEY=KEY)
    assert (printed.returncode, printed.stderr) == (0, "")
    assert Authority(KEY).verify(printed.stdout.removesuffix("\n"))["role"] == "guest"


def test_settings_come_from_the_file_of_the_working_directory(tmp_path: Path) -> None:
    (tmp_path / "vertrag.toml").write_text("[serve]\nport = 8010\n")
    printed = _vertrag("settings", "--format", "json", folder=tmp_path)
    assert json.loads(printed.stdout)["serve"]["port"] == {"value": 8010, "from": "vertrag.toml [serve]"}


def test_another_file_can_be_chosen(tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text("role = 'guest'\n")
    printed = _vertrag("token", "--config", "other.toml", folder=tmp_path, VERTRAG_KEY=KEY)
    assert Authority(KEY).verify(printed.stdout.strip())["role"] == "guest"


def test_personas_name_a_request_for_every_api(tmp_path: Path) -> None:
    printed = _vertrag("personas", "--format", "json", "--port", "8010", folder=tmp_path, VERTRAG_KEY=KEY)
    tom = next(person for person in json.loads(printed.stdout) if person["name"] == "Tom Mustermann")
    assert [request["url"].split("/")[2] for request in tom["apis"].values()] == ["127.0.0.1:8010"] * 3


def test_a_port_in_use_is_a_clear_error(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        printed = _vertrag("serve", "--port", port, folder=tmp_path, VERTRAG_KEY=KEY)
    assert (printed.returncode, printed.stdout) == (2, "")
    assert printed.stderr.splitlines()[0].endswith(f"{port}: Address already in use")


def test_a_closed_pipe_is_no_complaint(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "vertrag", "settings"]
    ended = subprocess.run(
        command, env=_environment(tmp_path), stdout=writer, stderr=subprocess.PIPE, check=False
    )
    os.close(writer)
    assert ended.stderr == b""


@pytest.mark.parametrize(
    "heavy", ["connexion", "schemathesis", "hypothesis", "faker", "jwt", "yaml", "tomllib"]
)
def test_the_help_imports_nothing_heavy(heavy: str, tmp_path: Path) -> None:
    # Schemathesis alone takes seconds; a clock would be a flaky witness, the list of modules is not.
    listing = f"import sys, vertrag.cli; vertrag.cli.main(['--help']); assert {heavy!r} not in sys.modules"
    ended = subprocess.run(
        [sys.executable, "-c", listing], env=_environment(tmp_path), capture_output=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, b"")


ASKS = """
import http.client, os, sys
client = http.client.HTTPConnection(os.environ["VERTRAG_URL"].removeprefix("http://"))
client.request("GET", "/specimen")
sys.exit(client.getresponse().status != 200)
"""


def test_a_command_is_tested_by_the_lies_that_it_sees(tmp_path: Path) -> None:
    shop = str(Path(__file__).parent.parent / "sabotage" / "shop.yaml")
    lies = ["--only", "S113", "--only", "S201", "--min-score", "51"]
    printed = _vertrag("mutate", shop, *lies, "--", sys.executable, "-c", ASKS, folder=tmp_path)
    assert (printed.returncode, printed.stderr) == (1, "")
    assert "S113  killed" in printed.stdout
    assert "S201  survived" in printed.stdout
    assert "mutation score 50.0 %" in printed.stdout


def test_recorded_runs_are_told_as_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for label in ("GET /a", "GET /b"):
        started = RunStarted("T", "t.yaml", "http://h", 1, (label,), (), ())
        finished = RunFinished(started, 3, 1.0, (), (label,), (), ())
        record = tmp_path / f"{label[-1]}.ndjson"
        record.write_text(f"{line(started)}\n{line(finished)}\n", encoding="utf-8")
    files = [str(tmp_path / "a.ndjson"), str(tmp_path / "b.ndjson")]
    assert main(["report", "merge", *files, "--output", str(tmp_path / "all.html")]) == 0
    assert "0 findings, 2 of 2 operations tested" in capsys.readouterr().out
    assert (tmp_path / "all.html").exists()
    assert main(["report", files[0]]) == 0


def test_a_target_has_settings_of_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    toml = tmp_path / "vertrag.toml"
    toml.write_text('[fuzz]\ndocument = "absent"\n[fuzz.targets.staging]\nurl = "http://127.0.0.1:1"\n')
    assert main(["fuzz", "enneo-mind", "--config", str(toml), "--target", "staging"]) == 2
    assert "cannot reach http://127.0.0.1:1" in capsys.readouterr().err
    assert main(["fuzz", "--config", str(toml), "--target", "live"]) == 2
    assert "no target 'live'" in capsys.readouterr().err
