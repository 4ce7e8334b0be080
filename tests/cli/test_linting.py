import json
from pathlib import Path

import pytest

from vertrag.cli import main

HEAD = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n"
TEXTS = {
    "clean": HEAD,
    "info": HEAD + "components: {schemas: {A: {type: string}}}\n",
    "warning": HEAD + "components: {schemas: {A: {type: string, default: 1}}}\n",
    "error": HEAD + "components: {schemas: {A: {type: text}}}\n",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in TEXTS.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["clean.yaml"], 0),
        (["info.yaml"], 0),
        (["info.yaml", "--strict"], 0),
        (["warning.yaml"], 0),
        (["warning.yaml", "--strict"], 1),
        (["error.yaml"], 1),
        (["clean.yaml", "error.yaml"], 1),
        (["absent.yaml"], 2),
        ([], 2),
    ],
)
def test_the_exit_code_says_what_was_found(arguments: list[str], code: int) -> None:
    assert main(["lint", *arguments]) == code


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("form", ["json", "sarif"])
def test_programs_get_one_document(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["lint", "--format", form, "clean.yaml", "error.yaml"])
    printed = capsys.readouterr().out
    assert "V150" in printed
    assert isinstance(json.loads(printed), dict)


@pytest.mark.usefixtures("folder")
def test_a_pipe_gets_no_colours(capsys: pytest.CaptureFixture[str]) -> None:
    main(["lint", "error.yaml"])
    printed = capsys.readouterr().out
    assert printed.startswith("error.yaml: 1 error, 1 info\n")
    assert "\x1b" not in printed


def test_a_way_to_sabotage_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "s503"]) == 0
    assert capsys.readouterr().out.startswith("S503: rows cannot be deleted")


def test_a_code_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "v121"]) == 0
    assert capsys.readouterr().out.startswith("V121: two paths for the same requests\n\n*error.* ")


def test_an_unknown_code_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "V999"]) == 2
    assert "no rule has the code 'V999'" in capsys.readouterr().err
