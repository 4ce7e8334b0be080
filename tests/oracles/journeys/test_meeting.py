from collections.abc import Callable
from itertools import chain
from typing import Any

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Request, Response
from vertrag.oracles.conversation.lone import lone
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.grounds import grounds_of
from vertrag.oracles.journeys import meeting
from vertrag.oracles.journeys.walks import ROUNDS


def test_every_operation_is_met_as_it_should_be(converse: Callable[..., Any]) -> None:
    conversation = converse()
    assert conversation.codes(meeting.met) == set()
    paths = conversation.grounds.contract.paths
    met = set()
    for method, target in conversation.server.seen:
        by_method, _ = paths.find(target.removeprefix("/v1").partition("?")[0])[0]
        met.add(by_method[method].label)
    assert met == {each.label for each in conversation.grounds.contract.operations}


def test_what_was_deleted_is_asked_for_once_more(converse: Callable[..., Any]) -> None:
    conversation = converse()
    conversation.codes(meeting.met, "customers")
    (deleted, _), (read, _) = conversation.server.seen[-2:]
    assert (deleted, read, conversation.talk.chain[-1][1].status) == ("DELETE", "GET", 404)


def test_nothing_is_written_to_rows_of_others(converse: Callable[..., Any]) -> None:
    conversation = converse()
    conversation.talk.writes = False
    conversation.codes(meeting.met)
    conversation.codes(meeting.met_with_nonsense)
    assert {method for method, _ in conversation.server.seen} == {"GET"}


def test_every_body_is_met_with_nonsense_too(converse: Callable[..., Any]) -> None:
    conversation = converse()
    assert conversation.codes(meeting.met_with_nonsense) == set()
    refused = [request.method for request, answer in conversation.talk.chain if answer.status == 400]
    assert set(refused) == {"POST", "PUT", "PATCH"}


def test_all_is_met_before_anything_is_studied() -> None:
    assert next(chain(*ROUNDS)) is meeting.met


def test_every_media_type_of_an_answer_is_asked_for() -> None:
    content: Any = {name: {"schema": {}} for name in ("application/json", "text/csv", "text/html")}
    get = {"responses": {"200": {"description": "", "content": content}}}
    grounds = grounds_of(
        compile_contract(from_tree({"openapi": "3.1.0", "paths": {"/numbers": {"get": get}}}))
    )
    asked: list[str] = []

    def send(request: Request) -> Response:
        asked.append(dict(request.headers).get("accept", ""))
        return Response(200)

    talk, alone = Talk(grounds, send), lone(grounds)
    assert alone is not None
    assert list(meeting.met(talk, alone)) == []
    assert asked[-2:] == ["text/csv", "text/html"]
