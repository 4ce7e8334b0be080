import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Request, Response
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.grounds import grounds_of
from vertrag.oracles.journeys.linking import links_lead_on

DESCRIBED = "The next page and the one before, where there are such."


def books(description: str) -> dict[str, Any]:
    """A document with books on numbered pages that a Link leads through."""
    row = {"type": "object", "properties": {"id": {"type": "string"}, "genre": {"type": "string"}}}
    json_of = {"application/json": {"schema": row}}
    listed = {
        "description": "",
        "headers": {"Link": {"description": description, "schema": {"type": "string"}}},
        "content": {"application/json": {"schema": {"type": "array", "items": row}}},
    }
    parameters = [
        *({"name": name, "in": "query", "schema": {"type": "integer"}} for name in ("page", "perPage")),
        {"name": "genre", "in": "query", "schema": {"type": "string"}},
        {"name": "sort", "in": "query", "schema": {"enum": ["name", "id"], "default": "name"}},
    ]
    item = {"get": {"responses": {"200": {"description": "", "content": json_of}}}}
    paths = {"/books": {"get": {"parameters": parameters, "responses": {"200": listed}}}, "/books/{id}": item}
    return {"openapi": "3.0.3", "paths": paths}


@dataclass
class Books:
    """Lists books; a `flaw` is in its links."""

    flaw: str = ""
    rows: list[dict[str, str]] = field(
        default_factory=lambda: [{"id": str(number), "genre": "ab"[number % 2]} for number in range(6)]
    )

    def answer(self, request: Request) -> Response:
        asked = {name: values[-1] for name, values in parse_qs(request.query).items()}
        page, size = int(asked.get("page", 1)), int(asked.get("perPage", 10))
        rows = [row for row in self.rows if asked.get("genre", row["genre"]) == row["genre"]]
        shown = rows[(page - 1) * size : page * size]
        headers: tuple[tuple[str, str], ...] = (("content-type", "application/json"),)
        if len(rows) > page * size and self.flaw != "no link":
            lines = ['</books?page=1>; rel="first"', f"<{self._next(asked, page)}>; rel=next"]
            lines = lines if self.flaw == "two lines" else [", ".join(lines)]
            headers = (*headers, *(("link", line) for line in lines))
        return Response(200, headers, json.dumps(shown).encode())

    def _next(self, asked: dict[str, str], page: int) -> str:
        if self.flaw == "no url":
            return "http://[::1"
        if asked.get("sort") == "name" and self.flaw == "no default":
            del asked["sort"]
        if self.flaw == "no filter":
            asked.pop("genre", None)
        following = page if self.flaw == "the same page" else 99 if self.flaw == "beyond" else page + 1
        query = urlencode({**asked, "page": following})
        return f"/elsewhere?{query}" if self.flaw == "elsewhere" else f"https://example.com/v1/books?{query}"


@pytest.mark.parametrize(
    ("flaw", "description", "told"),
    [
        ("", DESCRIBED, []),
        ("two lines", DESCRIBED, []),
        ("no url", DESCRIBED, ["VF609"]),
        ("no default", DESCRIBED, []),
        ("the same page", DESCRIBED, ["VF609"]),
        ("beyond", DESCRIBED, ["VF609"]),
        ("no filter", DESCRIBED, ["VF609"]),
        ("no link", DESCRIBED, ["VF610"]),
        ("no link", "Links.", []),  # which the document does not say
        ("elsewhere", DESCRIBED, []),  # of which it knows nothing
    ],
)
def test_links_lead_to_the_page_that_follows(flaw: str, description: str, told: list[str]) -> None:
    grounds = grounds_of(compile_contract(from_tree(books(description))))
    found = links_lead_on(Talk(grounds, Books(flaw).answer), grounds.resources.by_name["books"])
    assert [breach.law.code for breach in found] == told


def test_a_list_without_links_is_left_alone() -> None:
    tree = books(DESCRIBED)
    del tree["paths"]["/books"]["get"]["responses"]["200"]["headers"]
    grounds = grounds_of(compile_contract(from_tree(tree)))
    assert (
        list(links_lead_on(Talk(grounds, Books("no link").answer), grounds.resources.by_name["books"])) == []
    )
