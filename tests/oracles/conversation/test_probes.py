from typing import Any

import pytest

from vertrag.contract.inference.positions import NOWHERE
from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Response
from vertrag.oracles.conversation.lone import lone, values_for
from vertrag.oracles.conversation.probes import Probe, Probes
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.grounds import grounds_of

TEXT = {"type": "string"}


def probes(
    schema: dict[str, Any], location: str = "query", path: str = "/x", method: str = "get", name: str = "said"
) -> list[Probe]:
    """The probes of one parameter of an operation that belongs to no resource."""
    is_required = location == "path" or name != "said"
    parameter = {"name": name, "in": location, "required": is_required, "schema": schema}
    operation = {"parameters": [parameter], "responses": {"200": {"description": ""}}}
    tree = {"openapi": "3.1.0", "paths": {path: {method: operation}}}
    grounds = grounds_of(compile_contract(from_tree(tree)))
    everything = lone(grounds)
    assert everything is not None
    talk = Talk(grounds, lambda _: Response(200))
    (deed,) = everything.deeds
    return list(Probes(talk, everything, deed, values_for(talk, everything, deed.operation) or ()).each())


@pytest.mark.parametrize(
    ("schema", "query"),
    [
        (TEXT, "said=a%0Ab"),
        (TEXT, "said=a%0Db"),
        (TEXT, "said=%00"),
        ({}, "said=a%0Ab"),
        ({**TEXT, "maxLength": 3}, "said=a%0Ab"),
        ({"type": "object", "additionalProperties": TEXT}, "vertrag=a%0Ab"),
        ({"type": "object", "additionalProperties": TEXT}, "a%0Ab=1"),
    ],
)
def test_a_query_carries_lines_and_what_is_not_printed(schema: dict[str, Any], query: str) -> None:
    assert query in [each.request.query for each in probes(schema)]


def test_a_header_carries_only_what_is_printed() -> None:
    said = [dict(each.request.headers).get("said", "") for each in probes(TEXT, "header")]
    assert len(said) > 1
    assert all(text.isprintable() for text in said)


def test_what_is_not_printed_may_be_refused_whatever_rules_there_are() -> None:
    ruled = [each.value for each in probes({**TEXT, "maxLength": 3}) if each.is_ruled]
    assert ruled
    assert all(text.isprintable() for text in ruled)


@pytest.mark.parametrize(
    ("method", "path", "is_probed"),
    [
        ("get", "/echo/{said}", True),
        ("get", "/echo/{said}/loudly", False),
        ("delete", "/echo/{said}", False),
    ],
)
def test_who_belongs_to_no_resource_is_probed_at_the_end_of_its_path(
    method: str,
    path: str,
    is_probed: bool,  # noqa: FBT001 - a parametrized expectation
) -> None:
    asked = [each.request.path for each in probes(TEXT, "path", path, method)]
    assert ("/echo/a%0Ab" in asked) == is_probed


@pytest.mark.parametrize(("name", "is_left_out"), [("X-Tenant", True), ("User-Agent", False)])
def test_a_header_that_clients_write_themselves_cannot_be_left_out(name: str, is_left_out: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    assert any(each.value is NOWHERE for each in probes(TEXT, "header", name=name)) is is_left_out
