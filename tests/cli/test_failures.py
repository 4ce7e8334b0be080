import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from vertrag.cli.failures import Reader, exit_code_of
from vertrag.errors import DocumentError, OurError, UpstreamError, UsageError

ENVIRON = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "mock")}


def _raising(error: BaseException) -> Callable[[], int]:
    def deed() -> int:
        raise error

    return deed


def test_a_deed_that_succeeds_keeps_its_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code_of(lambda: 1) == 1
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UsageError("cause", hint="next"), 2),
        (DocumentError("cause", hint="next"), 2),
        (UpstreamError("cause", hint="next"), 2),
        (OurError("cause", hint="next"), 70),
    ],
)
def test_an_error_is_a_cause_a_hint_and_a_code(
    error: Exception, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code_of(_raising(error)) == code
    assert capsys.readouterr() == ("", "vertrag: cause\n  hint: next\n")


def test_an_error_without_a_hint_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    exit_code_of(_raising(UsageError("cause")))
    assert capsys.readouterr().err == "vertrag: cause\n"


def test_who_was_promised_json_gets_the_error_as_an_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code_of(_raising(UsageError("cause", hint="next")), reader=Reader(wants_json=True)) == 2
    printed = capsys.readouterr()
    assert json.loads(printed.out) == {"error": {"message": "cause", "hint": "next"}, "exit_code": 2}
    assert printed.err == "vertrag: cause\n  hint: next\n"


@pytest.mark.parametrize(
    ("arguments", "wants_json"),
    [
        (["fuzz", "--format", "json", "--nosuch"], True),
        (["lint", "--format=json"], True),
        (["fuzz", "--format", "text", "json"], False),
        (["mutate", "a.yaml", "--", "probe", "--format", "json"], False),
        ([], False),
    ],
)
def test_the_command_line_tells_who_reads(arguments: list[str], *, wants_json: bool) -> None:
    assert Reader.from_arguments(arguments).wants_json is wants_json


def test_what_click_refuses_has_the_same_shape(capsys: pytest.CaptureFixture[str]) -> None:
    context = click.Context(click.Command("serve"), info_name="serve")
    assert exit_code_of(_raising(click.UsageError("No such thing.", context))) == 2
    assert capsys.readouterr().err == "vertrag: no such thing\n  hint: see `serve --help`\n"


def test_a_defect_is_one_line_and_how_to_report_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code_of(_raising(KeyError("two\nlines")), {}) == 70
    printed = capsys.readouterr().err.splitlines()
    assert printed[0] == r"vertrag: a defect of vertrag: KeyError: 'two\nlines'"
    assert "VERTRAG_DEBUG=1" in printed[1]


def test_debugging_shows_the_traceback_of_a_defect(capsys: pytest.CaptureFixture[str]) -> None:
    exit_code_of(_raising(KeyError("x")), {"VERTRAG_DEBUG": "1"})
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize("error", [KeyboardInterrupt(), click.Abort()])
def test_an_interrupt_is_quiet(error: BaseException, capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code_of(_raising(error)) == 130
    assert capsys.readouterr() == ("", "")


def test_output_without_room_is_no_defect() -> None:
    command = [sys.executable, "-m", "vertrag", "token"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, text=True, env=ENVIRON, check=False
        )
    assert (done.returncode, done.stderr) == (
        2,
        "vertrag: cannot write the output: No space left on device\n  hint: check where it is sent to\n",
    )


def test_a_closed_output_is_said() -> None:
    command = ["/bin/sh", "-c", f"exec {sys.executable} -m vertrag settings >&-"]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, env=ENVIRON, check=False)
    assert (done.returncode, done.stderr) == (
        2,
        "vertrag: standard output is closed\n  hint: send it somewhere, if only to /dev/null\n",
    )


def test_a_long_path_is_cut_in_the_middle(capsys: pytest.CaptureFixture[str]) -> None:
    exit_code_of(_raising(UsageError(f"cannot read /start/{'x' * 5000}/end.yaml")))
    printed = capsys.readouterr().err
    assert (len(printed) < 250, "/start/" in printed, "/end.yaml" in printed) == (True, True, True)
