import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.errors import DocumentError
from vertrag.oracles.grounds import Grounds, grounds_of


def test_an_operation_has_a_part_in_its_resource(grounds: Grounds) -> None:
    parts = {operation.key: grounds.part(operation) for operation in grounds.contract.operations}
    told = {key: (part[0].name, part[1].kind) for key, part in parts.items() if part}
    assert told["changeCustomer"] == ("customers", "patch")
    assert told["createReading"] == ("readings", "create")
    assert len(told) == 12


def test_an_invariant_that_cannot_be_read_is_said_at_once() -> None:
    schemas = {"X": {"x-invariants": ["self.a <="]}}
    tree = {"openapi": "3.0.3", "paths": {}, "components": {"schemas": schemas}}
    with pytest.raises(DocumentError, match=r"self\.a <="):
        grounds_of(compile_contract(from_tree(tree)))
