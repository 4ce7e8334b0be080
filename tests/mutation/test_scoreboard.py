import io
import json
from collections.abc import Iterator

import pytest

from vertrag.mutation.outcomes import Outcome
from vertrag.mutation.scoreboard import show
from vertrag.sabotage.playbook import WAYS

OUTCOMES = [
    Outcome(WAYS["S101"], "killed", 1, 2.04),
    Outcome(WAYS["S102"], "survived", 0, 3),
    Outcome(WAYS["S801"], "timed out", None, 9),
    Outcome(WAYS["S311"], "not applicable"),
]
SUMMARY = "mutation score 66.7 %: 2 of 3 lies seen, 1 of them by their time, 1 survived, 1 not applicable"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_pipe_gets_a_line_per_lie_and_the_score() -> None:
    out = io.StringIO()
    show(OUTCOMES, 4, "text", out)
    lines = out.getvalue().splitlines()
    assert lines[0] == "S101  killed             2.0 s  a success has a status that is not declared"
    assert lines[3] == "S311  not applicable            a value is outside its enum"
    assert lines[-1] == SUMMARY


def test_a_terminal_gets_a_table_and_the_score() -> None:
    out = Terminal()
    show(OUTCOMES, 4, "text", out)
    assert "what was created is answered with 200" in out.getvalue()
    assert "mutation score 66.7 %" in out.getvalue()


def test_what_may_survive_says_why() -> None:
    for out in (io.StringIO(), Terminal()):
        show([Outcome(WAYS["S801"], "survived", 0, 1), *OUTCOMES[1:2]], 2, "text", out)
        assert "S801 may survive: no document says how long an answer may take" in out.getvalue()
        assert "S102 may" not in out.getvalue()


def test_a_program_gets_json_alone() -> None:
    out = io.StringIO()
    score = show(iter(OUTCOMES), 4, "json", out)
    assert json.loads(out.getvalue()) == {**score.as_json(), "interrupted": False}


def test_who_interrupts_it_gets_what_is_known() -> None:
    def interrupted() -> Iterator[Outcome]:
        yield OUTCOMES[0]
        raise KeyboardInterrupt

    told = {form: io.StringIO() for form in ("json", "text")}
    for form, out in told.items():
        with pytest.raises(KeyboardInterrupt):
            show(interrupted(), 4, form, out)
    said = json.loads(told["json"].getvalue())
    assert ([each["code"] for each in said["ways"]], said["interrupted"]) == (["S101"], True)
    assert "mutation score 100.0 %: 1 of 1 lies seen" in told["text"].getvalue()
