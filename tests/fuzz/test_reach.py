import pytest

from vertrag.exchange import Response
from vertrag.fuzz.events import Notice
from vertrag.fuzz.observations import Attempt, Sent
from vertrag.fuzz.reach import Reach, advice, not_tested


def reach_after(*answers: int | None, valid: bool = True, ordinary: bool = True) -> Reach:
    reach = Reach()
    for status in answers:
        sent = Sent("GET", "http://127.0.0.1/")
        reach.count(
            Attempt("GET /", sent, Response(status) if status else None, valid=valid, ordinary=ordinary)
        )
    return reach


@pytest.mark.parametrize("status", [200, 201, 302, 400, 409, 415, 422, 500])
def test_an_answer_from_the_operation_itself_proves_that_it_was_reached(status: int | None) -> None:
    assert reach_after(401, status).reached


@pytest.mark.parametrize("status", [401, 403, 404, 405, 407, 429, 502, 503, 504, None])
def test_an_answer_that_anybody_gets_proves_nothing(status: int | None) -> None:
    assert not reach_after(status, status).reached


def test_a_refusal_of_what_was_made_to_be_invalid_proves_nothing() -> None:
    assert not reach_after(400, 422, valid=False).reached


def test_accepting_what_was_made_to_be_invalid_proves_that_it_was_reached() -> None:
    assert reach_after(200, valid=False).reached


def test_requests_with_another_method_are_not_counted() -> None:
    reach = reach_after(200, ordinary=False)
    assert (reach.reached, reach.answers) == (False, "")


def test_answers_are_listed_with_the_most_frequent_first() -> None:
    assert reach_after(404, 401, 401, None).answers == "401, 404, no answer"


def test_an_operation_that_only_refuses_never_succeeded() -> None:
    assert not reach_after(400, 500).succeeded
    assert reach_after(400, 201).succeeded


def test_the_most_frequent_status_is_what_an_operation_mostly_says() -> None:
    assert reach_after(401, 403, 403).mostly == 403
    assert reach_after(None).mostly is None


def test_an_id_that_leads_nowhere_tells_more_than_refusals_of_what_was_made_to_be_invalid() -> None:
    told = not_tested("GET /a/{b}", reach_after(400, 400, 404, 401, valid=False), [], excused=False)
    assert (told.reason, "--data" in told.advice) == ("only 400, 404, 401", True)


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (401, "--header"),
        (403, "may do this"),
        (429, "rate"),
        (405, "method"),
        (404, "example"),
        (503, "server"),
        (None, "at all"),
    ],
)
def test_advice_names_the_next_step(status: int | None, word: str) -> None:
    assert word in advice(status)


@pytest.mark.parametrize(
    ("notice", "status", "is_told"),
    [
        (Notice("", "time limit: the walks were not through"), 404, True),
        (Notice("", "time limit: the walks were not through"), 401, False),
        (Notice("", "no invariants"), 404, False),
        (Notice("GET /a", "time limit: of its own"), 404, False),
    ],
)
def test_what_is_not_found_when_the_time_is_up_may_need_more_of_it(
    notice: Notice, status: int, *, is_told: bool
) -> None:
    told = not_tested("GET /a", reach_after(status), [notice], excused=False)
    assert (told.reason, "--max-time" in told.advice) == (f"only {status}", is_told)


def test_what_nobody_asked_tells_its_own_troubles() -> None:
    notices = [Notice("GET /a", "no value fits"), Notice("GET /b", "something else")]
    told = not_tested("GET /a", Reach(), notices, excused=True)
    assert (told.reason, told.advice, told.excused) == ("no request was sent; no value fits", "", True)
