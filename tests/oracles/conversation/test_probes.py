from typing import Any

import pytest

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Response
from vertrag.oracles.conversation.lone import lone
from vertrag.oracles.conversation.probes import Probe, Probes
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.grounds import grounds_of

TEXT = {"type": "string"}


def probes(schema: dict[str, Any], location: str = "query") -> list[Probe]:
    """The probes of one parameter."""
    parameter = {"name": "said", "in": location, "schema": schema}
    get = {"parameters": [parameter], "responses": {"200": {"description": ""}}}
    grounds = grounds_of(compile_contract(from_tree({"openapi": "3.1.0", "paths": {"/x": {"get": get}}})))
    everything, (operation,) = lone(grounds), grounds.contract.operations
    assert everything is not None
    return list(Probes(Talk(grounds, lambda _: Response(200)), everything, Deed(operation, "act"), ()).each())


@pytest.mark.parametrize(
    ("schema", "query"),
    [
        (TEXT, "said=a%0Ab"),
        (TEXT, "said=a%0Db"),
        (TEXT, "said=%00"),
        ({}, "said=a%0Ab"),
        ({**TEXT, "maxLength": 3}, "said=a%0Ab"),
        ({"type": "object", "additionalProperties": TEXT}, "vertrag=a%0Ab"),
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
