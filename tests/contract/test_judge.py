import orjson
import pytest

from vertrag.contract.judge import judge
from vertrag.contract.loading.document import load
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Request, Response

CONTRACT = compile_contract(load("enneo-mind"))
REQUEST = Request("GET", "/ticket/376189/history", "limit=2")


def answer(status: int, body: object) -> Response:
    return Response(status, (("content-type", "application/json"),), orjson.dumps(body))


def test_an_exchange_that_keeps_the_contract_has_no_violations() -> None:
    empty = {"success": True, "total": 0, "totalOpenedTickets": 0, "history": []}
    verdict = judge(CONTRACT, REQUEST, answer(200, empty))
    assert (verdict.request, verdict.response) == ((), ())


@pytest.mark.parametrize(
    ("request_", "response", "places"),
    [
        (
            Request("GET", "/ticket/0/history", "limit=0"),
            answer(404, {}),
            ["path ticketId", "query limit", "body"],
        ),
        (REQUEST, answer(200, {"success": "yes"}), ["body", "body", "body", "body /success"]),
        (REQUEST, answer(418, {}), ["status"]),
        (Request("DELETE", "/ticket/1"), answer(200, {}), ["method"]),
    ],
)
def test_both_sides_of_an_exchange_are_judged(
    request_: Request, response: Response, places: list[str]
) -> None:
    verdict = judge(CONTRACT, request_, response)
    found = [violation.place for violation in (*verdict.request, *verdict.response)]
    assert sorted(set(found)) == sorted(set(places))


def test_head_is_judged_by_the_operation_of_get() -> None:
    verdict = judge(CONTRACT, Request("HEAD", REQUEST.path), Response(200))
    assert (verdict.operation is not None, verdict.request, verdict.response) == (True, (), ())
    assert judge(CONTRACT, Request("HEAD", REQUEST.path), Response(418)).response != ()
