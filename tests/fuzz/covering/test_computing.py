from typing import Any

import orjson

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Request, Response
from vertrag.fuzz.covering.computing import Computing
from vertrag.oracles.grounds import grounds_of
from vertrag.oracles.seen import seen

ROW = {"type": "object", "x-invariants": ["self.begin <= self.end", "self.begni <= self.end"]}
CONTENT = {"application/json": {"schema": ROW}}
OPERATION: dict[str, Any] = {"responses": {"200": {"description": "", "content": CONTENT}}}
GROUNDS = grounds_of(compile_contract(from_tree({"openapi": "3.0.3", "paths": {"/x": {"get": OPERATION}}})))


def test_an_invariant_that_speaks_of_what_never_comes_is_told() -> None:
    computing = Computing(GROUNDS)
    for row in ({"begin": 1, "end": 2}, {"end": 2}):
        response = Response(200, (("content-type", "application/json"),), orjson.dumps(row))
        exchange = seen(GROUNDS.contract, Request("GET", "/x"), response)
        assert exchange is not None
        computing.note(exchange)
    ((label, text),) = computing.never()
    assert label == "GET /x"
    assert "'self.begni <= self.end' was never computed: 2 answers" in text
