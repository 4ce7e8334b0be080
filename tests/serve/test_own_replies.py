from datetime import date
from typing import Any
from uuid import UUID

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import Operation, compile_contract
from vertrag.exchange import Reply
from vertrag.serve.own_replies import reply_of

NEVER_KEPT = ("cache-control", "no-store")


def operation(*statuses: str) -> Operation:
    responses = {status: {"description": ""} for status in statuses}
    tree = {
        "openapi": "3.0.3",
        "info": {"title": "T", "version": "1"},
        "paths": {"/a": {"get": {"responses": responses}}},
    }
    return compile_contract(from_tree(tree)).operations[0]


@pytest.mark.parametrize(("declared", "status"), [(("404", "201"), 201), (("2XX",), 200), (("404",), 200)])
def test_bare_json_comes_with_the_first_success_that_is_declared(
    declared: tuple[str, ...], status: int
) -> None:
    assert reply_of([1], operation(*declared)) == Reply([1], status, (NEVER_KEPT,))


def test_dates_and_names_that_are_numbers_become_texts() -> None:
    shown = reply_of({"on": date(2026, 11, 2), "id": UUID(int=0)}, operation("200")).body
    assert shown == {"on": "2026-11-02", "id": "00000000-0000-0000-0000-000000000000"}
    assert reply_of({5: None, "large": 10**30}, operation("200")).body == {"5": None, "large": 10**30}


def test_headers_may_be_pairs_or_an_object_and_may_let_the_answer_be_kept() -> None:
    for headers in ({"X-A": "1"}, [("X-A", "1")]):
        reply: Any = Reply(None, 204, headers)  # type: ignore[arg-type]  # what users write
        assert reply_of(reply, operation("204")).headers == (("X-A", "1"), NEVER_KEPT)
    kept = Reply(None, 204, (("Cache-Control", "max-age=9"),))
    assert reply_of(kept, operation("204")) == kept


def test_a_media_type_other_than_json_carries_what_its_encoder_takes() -> None:
    parts = Reply({"file": b"raw"}, 200, (("content-type", "multipart/form-data"),))
    assert reply_of(parts, operation("200")).body == {"file": b"raw"}
    with pytest.raises(TypeError, match="is no JSON"):
        reply_of({"file": b"raw"}, operation("200"))
