import io
import json
from pathlib import Path

import pytest

from vertrag.cli import main
from vertrag.cli.worlds import export, show, stats
from vertrag.config import ExportSettings, ShowSettings, StatsSettings
from vertrag.errors import UsageError


def test_a_persona_can_be_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["world", "show", "customer", "83771"]) == 0
    assert "Tom Mustermann" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["world", "show"],
        ["world", "show", "house", "1"],
        ["world", "show", "customer", "1"],
        ["world", "show", "customer", "-1"],
        ["world", "export"],
        ["world", "export", "--out", "a", "--table", "houses"],
        ["world", "export", "--out", "absent/folder/a"],
    ],
)
def test_what_cannot_be_done_ends_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err.startswith("vertrag: ")


def test_one_table_goes_into_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "people.jsonl"
    command = ["world", "export", "--customers", "12", "--table", "customers", "--out", str(path)]
    assert main(command) == 0
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert lines[0]["last_name"] == "Mustermann"
    assert lines[-1]["id"] == 100_012
    assert capsys.readouterr().out == f"{path}: {len(lines)} customers\n"


def test_several_tables_get_a_file_each(tmp_path: Path) -> None:
    settings = ExportSettings(
        out=str(tmp_path / "world.csv"), format="csv", table=("customers", "contracts"), customers=3
    )
    export(settings, io.StringIO())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["world-contracts.csv", "world-customers.csv"]


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        export(ExportSettings(out=str(tmp_path / name), customers=9, table=("contracts",)), io.StringIO())
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_the_mixes_and_the_laws_are_printed() -> None:
    out = io.StringIO()
    assert stats(StatsSettings(sample=20), out) == 0
    assert "laws hold for" in out.getvalue()
    assert "asked for" in out.getvalue()


def test_without_a_name_there_is_nothing_to_show() -> None:
    with pytest.raises(UsageError, match="nothing to show"):
        show(ShowSettings(), io.StringIO())
