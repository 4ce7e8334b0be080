from vertrag.oracles.grounds import Grounds


def test_an_operation_has_a_part_in_its_resource(grounds: Grounds) -> None:
    parts = {operation.key: grounds.part(operation) for operation in grounds.contract.operations}
    told = {key: (part[0].name, part[1].kind) for key, part in parts.items() if part}
    assert told["changeCustomer"] == ("customers", "patch")
    assert told["createReading"] == ("readings", "create")
    assert len(told) == 12
