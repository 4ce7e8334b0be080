from dataclasses import dataclass, field
from typing import Any

import orjson
import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Request, Response
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.grounds import grounds_of
from vertrag.oracles.journeys.never_made import made_by_nobody, strange_keys

POINT = {
    "type": "object",
    "properties": {"id": {"type": "string", "readOnly": True}, "city": {"type": "string"}},
    "required": ["city"],
}
READING = {"type": "object", "properties": {"id": {"type": "integer"}, "value": {"type": "number"}}}


def content(schema: Any) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def operation(schema: Any, *statuses: str) -> dict[str, Any]:
    said = {status: {"description": ""} for status in statuses}
    return {"responses": {"200": {"description": "", **content(schema)}, **said}}


def grounds(*statuses: str) -> Any:
    paths = {
        "/points": {"post": {"requestBody": content(POINT), **operation(POINT)}},
        "/points/{pointId}": {"get": operation(POINT, *statuses)},
        "/points/{pointId}/readings": {"get": operation({"type": "array", "items": READING}, *statuses)},
        "/points/{pointId}/readings/{readingId}": {"get": operation(READING)},
    }
    return grounds_of(compile_contract(from_tree({"openapi": "3.1.0", "paths": paths})))


@dataclass
class Points:
    """Keeps points, which have no readings yet."""

    flaw: str = ""
    rows: dict[str, Any] = field(default_factory=dict)

    def answer(self, request: Request) -> Response:
        steps = request.path.split("/")[2:]
        key = steps[0] if steps else f"V-10000{len(self.rows)}"
        if not steps:
            self.rows[key] = {**orjson.loads(request.body), "id": key}
        is_found = key in self.rows or self.flaw == ("any list" if steps[1:] else "any row")
        row = {**next(iter(self.rows.values())), "id": key}
        headers = (("content-type", "application/json"),)
        return Response(200, headers, orjson.dumps([] if steps[1:] else row)) if is_found else Response(404)


@pytest.mark.parametrize(
    ("flaw", "statuses", "told"),
    [
        ("", ("404",), []),
        ("any row", ("404",), ["a row for V-211111 and for V-544444"]),
        ("any list", ("404",), ["a list at /points/{pointId}/readings for V-544444"]),
        ("any row", (), []),
        ("any list", ("default",), []),
    ],
)
def test_what_nobody_made_is_not_there(flaw: str, statuses: tuple[str, ...], told: list[str]) -> None:
    known = grounds(*statuses)
    talk = Talk(known, Points(flaw).answer)
    found = list(made_by_nobody(talk, known.resources.by_name["points"]))
    assert [(each.law.code, each.actual) for each in found] == [("VF420", each) for each in told]


def test_a_mock_that_says_so_makes_up_what_it_likes() -> None:
    def made_up(request: Request) -> Response:
        answer = points.answer(request)
        return Response(answer.status, (*answer.headers, ("x-synthetic-data", "true")), answer.body)

    known, points = grounds("404"), Points("any row")
    assert list(made_by_nobody(Talk(known, made_up), known.resources.by_name["points"])) == []


@pytest.mark.parametrize(
    ("key", "strange"),
    [
        ("17", ("2000000011", "2000000089")),
        ("DE", ()),
        ("1b4e28ba-2fa1-41d2-883f-0016d3cca427", "2b5e39ba-3fa2-42d3-894f-1127d4cca538"),
        ("contract-09", ()),
    ],
)
def test_a_strange_id_looks_like_one_that_exists(key: str, strange: Any) -> None:
    found = strange_keys(key)
    assert (found[0] if isinstance(strange, str) else found) == strange
    assert len({key, *found}) == 1 + len(found)
