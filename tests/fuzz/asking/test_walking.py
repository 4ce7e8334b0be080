import time
from typing import Any

import pytest

from vertrag.contract.loading.document import load
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Response
from vertrag.fuzz.asking.walking import Walker
from vertrag.fuzz.judging.breaches import Observer
from vertrag.fuzz.observations import PhaseBegun, ScenarioBegun, ScenarioEnded, Sent, TroubleMet
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.grounds import grounds_of

BASE = "http://h/api"


def walk(document: str, send: Any, **settings: Any) -> tuple[list[Any], Talk, Walker]:
    grounds = grounds_of(compile_contract(load(document)))
    walker = Walker(Observer(grounds, BASE), send, **settings)
    talk = Talk(grounds, walker.send)
    return list(walker.observe(talk)), talk, walker


def test_every_request_of_a_walk_is_observed(document: str) -> None:
    sent: list[Sent] = []

    def send(each: Sent) -> Response:
        sent.append(each)
        return Response(404)

    observed, _, _ = walk(document, send)
    assert observed[:2] == [PhaseBegun("walks"), ScenarioBegun("tickets")]
    attempts = [each for end in observed if isinstance(end, ScenarioEnded) for each in end.attempts]
    assert [each.sent for each in attempts] == sent
    assert {each.url.removeprefix(BASE).split("/")[1].partition("?")[0] for each in sent} == {
        "tickets",
        "health",
    }


def test_the_long_walk_comes_when_all_others_are_through(document: str) -> None:
    observed, _, _ = walk(document, lambda _: Response(404))
    begun = [each.operation for each in observed if isinstance(each, ScenarioBegun)]
    assert len(begun) > 2
    assert begun == begun[: len(begun) // 2] * 2


def test_walks_end_where_nobody_answers_or_the_time_is_up(document: str) -> None:
    silent, _, _ = walk(document, lambda _: None)
    late, _, _ = walk(document, lambda _: Response(404), deadline=0.0)
    assert [len(each.attempts) for each in (silent[-1], late[-2])] == [3, 0]
    assert late[-1] == TroubleMet("", "time limit", "the walks were not through in their share of it")


def test_an_operation_that_nobody_can_answer_does_not_end_the_walks(document: str) -> None:
    _, _, walker = walk(document, lambda sent: None if "/tickets" in sent.url else Response(404))
    assert walker.lost == ""


def test_a_slow_resource_leaves_the_others_their_time(document: str) -> None:
    seconds = iter(range(0, 10_000, 5))
    sent: list[str] = []

    def send(each: Sent) -> Response:
        sent.append(each.url.removeprefix(BASE))
        return Response(404)

    observed, _, _ = walk(document, send, deadline=500, clock=lambda: float(next(seconds)))
    assert {"/tickets", "/health"} <= set(sent)
    assert isinstance(observed[-1], TroubleMet)


def test_walks_leave_time_to_the_engine(document: str) -> None:
    seen: list[float | None] = []
    walker: Walker

    def send(_: Sent) -> Response:
        seen.append(walker.deadline)
        return Response(404)

    grounds = grounds_of(compile_contract(load(document)))
    whole = time.monotonic() + 1000
    walker = Walker(Observer(grounds, BASE), send, whole)
    list(walker.observe(Talk(grounds, walker.send)))
    assert walker.deadline == whole
    assert all(each is not None and each < whole - 500 for each in seen)


def test_what_was_created_is_deleted_at_the_end(document: str) -> None:
    drafts = document.replace("tickets.yaml", "drafts.yaml")
    _, talk, walker = walk(
        drafts, lambda _: Response(201, (("content-type", "application/json"),), b'{"id": 5}')
    )
    talk.make(talk.grounds.resources.by_name["drafts"])
    assert talk.created
    (tidied,) = walker.tidy(talk)
    assert isinstance(tidied, ScenarioEnded)
    assert [each.sent.method for each in tidied.attempts][-2:] == ["POST", "DELETE"]


def test_what_a_walk_created_is_gone_before_the_next(document: str) -> None:
    there: set[int] = set()
    most: list[int] = []

    def send(sent: Sent) -> Response:
        if sent.method == "POST":
            there.add(len(most) + 1)
        elif sent.method == "DELETE":
            there.discard(int(sent.url.rpartition("/")[2]))
        most.append(len(there))
        return Response(201, (("content-type", "application/json"),), b'{"id": %d}' % len(most))

    _, talk, _ = walk(document.replace("tickets.yaml", "drafts.yaml"), send)
    assert (talk.created, there) == ([], set())
    assert 0 < max(most) < 9


@pytest.mark.parametrize(("deadline", "must"), [(None, [False]), (13.0, [False]), (11.0, [True])])
def test_time_is_kept_to_delete_what_was_created(
    document: str, deadline: float | None, must: list[bool]
) -> None:
    grounds = grounds_of(compile_contract(load(document.replace("tickets.yaml", "drafts.yaml"))))
    ids = iter(range(1, 100))
    now = [0.0]

    def send(_: Sent) -> Response:
        now[0] += 2.0
        return Response(201, (("content-type", "application/json"),), b'{"id": %d}' % next(ids))

    walker = Walker(Observer(grounds, BASE), send, clock=lambda: now[0])
    talk = Talk(grounds, walker.send)
    for _ in range(3):
        talk.make(grounds.resources.by_name["drafts"])
    walker.deadline = deadline
    assert (len(talk.created), [walker.must_tidy(talk)]) == (3, must)


def test_what_is_created_while_a_finding_is_shown_again_is_deleted_too(document: str) -> None:
    drafts = document.replace("tickets.yaml", "drafts.yaml")
    grounds = grounds_of(compile_contract(load(drafts)))
    answer = Response(201, (("content-type", "application/json"),), b'{"id": 5}')
    walker = Walker(Observer(grounds, BASE), lambda _: answer)
    talk = Talk(grounds, walker.send)
    assert walker.remembering(talk)(Sent("POST", f"{BASE}/drafts")) == answer
    walker.remembering(talk)(Sent("GET", f"{BASE}/drafts/5"))
    assert [values for _, values in talk.created] == [("5",)]


def test_what_is_wrong_with_an_answer_to_a_walk_is_told_as_the_engine_tells_it(document: str) -> None:
    observed, _, _ = walk(document, lambda _: Response(299))
    told = [each for end in observed if isinstance(end, ScenarioEnded) for each in end.complaints]
    assert {each.code for each in told} >= {"ST103"}
    elsewhere, _, _ = walk(document, lambda _: Response(299), labels=frozenset())
    assert not any(isinstance(each, ScenarioEnded) and each.complaints for each in elsewhere)
