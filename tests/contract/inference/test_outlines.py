from vertrag.contract.inference.outlines import Outlines, status_of, success_of
from vertrag.contract.operations import Contract, Operation


def _operation(shop: Contract, key: str) -> Operation:
    return next(operation for operation in shop.operations if operation.key == key)


def test_what_creates_prefers_to_say_so(shop: Contract) -> None:
    operation = _operation(shop, "createCustomer")
    plain, created = success_of(operation), success_of(operation, creates=True)
    assert plain is not None
    assert created is not None
    assert (status_of(plain), status_of(created)) == (200, 201)


def test_bodies_have_shapes(shop: Contract) -> None:
    outlines = Outlines(shop.document)
    operation = _operation(shop, "replaceCustomer")
    sent, given = outlines.sent(operation), outlines.given(operation, success_of(operation))
    assert sent is not None
    assert given is not None
    assert set(sent.member("customer").members or ()) == {"name", "city", "age"}
    assert "id" in (given.member("customer").members or ())


def test_no_body_has_no_shape(shop: Contract) -> None:
    outlines = Outlines(shop.document)
    operation = _operation(shop, "deleteCustomer")
    assert (outlines.sent(operation), outlines.given(operation, success_of(operation))) == (None, None)
