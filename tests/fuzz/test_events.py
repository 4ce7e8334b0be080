from dataclasses import replace
from typing import Any

import pytest

from vertrag.fuzz.events import Gap, RunFinished, RunStarted, Untested
from vertrag.fuzz.judging.findings import Finding

STARTED = RunStarted("T", "t.yaml", "http://127.0.0.1", 1, ("GET /x",), (), ())
CLEAN = RunFinished(STARTED, 1, 0.1, (), ("GET /x",), (), ())
FINDING = Finding("rule", "ST108", "Drift", "high", "GET /x", "a", "b", "curl x")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, 0),
        ({"findings": (FINDING,)}, 1),
        ({"findings": (replace(FINDING, blame="ambiguous"),)}, 1),
        ({"gaps": (Gap("GET /x", 405),)}, 0),
        ({"gaps": (Gap("GET /x", 405),), "strict": True}, 1),
        ({"tested": (), "findings": (FINDING,)}, 2),
        ({"interruption": "the server stopped answering"}, 2),
        ({"interruption": "interrupted"}, 130),
        ({"untested": (Untested("GET /y", "only 404"),)}, 3),
        ({"untested": (Untested("GET /y", "only 404", excused=True),)}, 0),
        ({"untested": (Untested("GET /y", "only 404"),), "findings": (FINDING,)}, 1),
    ],
)
def test_the_exit_code_tells_how_a_run_ended(changes: dict[str, Any], code: int) -> None:
    assert replace(CLEAN, **changes).exit_code == code


def test_what_was_left_out_on_purpose_does_not_fail_a_run() -> None:
    left_out = Untested("POST /x", "POST may change data")
    started = replace(STARTED, skipped=(left_out,))
    assert replace(CLEAN, started=started, untested=(left_out,)).exit_code == 0


def test_a_run_has_a_score() -> None:
    assert CLEAN.score == 100.0
    assert replace(CLEAN, findings=(FINDING,)).score == 25.0
