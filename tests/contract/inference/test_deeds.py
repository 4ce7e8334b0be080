import pytest

from vertrag.contract.inference.positions import Place
from vertrag.contract.inference.resources import infer
from vertrag.contract.operations import Contract


@pytest.mark.parametrize(
    ("operation", "sent", "row", "rows"),
    [
        ("createCustomer", ("customer",), ("customer",), None),
        ("getCustomer", None, ("customer",), None),
        ("listCustomers", None, None, ("items",)),
        ("createContract", (), (), None),
        ("deleteCustomer", None, None, None),
    ],
)
def test_a_deed_knows_where_rows_sit(
    shop: Contract, operation: str, sent: Place | None, row: Place | None, rows: Place | None
) -> None:
    _, deed = infer(shop).by_operation[operation]
    assert (deed.sent, deed.row, deed.rows) == (sent, row, rows)


def test_a_list_knows_its_parameters(shop: Contract) -> None:
    _, deed = infer(shop).by_operation["listCustomers"]
    assert deed.query.paging is not None
    assert deed.query.paging.default_limit == 20
    assert [each.parameter for each in deed.query.filters] == ["city", "min_age", "q"]
