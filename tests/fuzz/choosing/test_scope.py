from vertrag.fuzz.asking.engine import Operation
from vertrag.fuzz.choosing.choices import NO_CHOICES, choices_of
from vertrag.fuzz.choosing.scope import scope_of
from vertrag.fuzz.events import Chosen

READ, WRITE, BROKEN = (
    Operation("GET /x", "GET"),
    Operation("POST /x", "POST"),
    Operation("GET /y", "GET", flaw="no such parameter"),
)


def test_what_may_not_be_tested_is_skipped_and_counts() -> None:
    scope = scope_of([READ, WRITE, BROKEN], NO_CHOICES, {}, allow_writes=False)
    assert scope.operations == ("GET /x", "POST /x", "GET /y")
    assert [entry.operation for entry in scope.skipped] == ["POST /x", "GET /y"]
    assert scope.untouched == {"POST /x", "GET /y"}


def test_what_the_engine_does_not_know_is_said_and_counts() -> None:
    (entry,) = scope_of(
        [Operation("COPY /x", "COPY", is_unknown=True)], NO_CHOICES, {}, allow_writes=True
    ).skipped
    assert (entry.operation, entry.reason) == ("COPY /x", "the engine has no tests for the method COPY")


def test_writes_can_be_allowed_for_one_operation() -> None:
    choices = choices_of([("POST /x", {"allow_writes": True})])
    assert scope_of([WRITE], choices, {}, allow_writes=False).skipped == ()


def test_what_is_left_out_on_purpose_does_not_count() -> None:
    choices = choices_of([("POST /x", {"skip": True, "reason": "it sends letters"})])
    scope = scope_of([READ, WRITE], choices, {"GET /x": "unchanged"}, allow_writes=True)
    assert scope.operations == ()
    assert scope.left_out == (Chosen("GET /x", "unchanged"), Chosen("POST /x", "it sends letters"))
    assert scope.barred(choices) == {"POST /x"}
