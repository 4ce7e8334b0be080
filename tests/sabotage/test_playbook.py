import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import Contract, compile_contract
from vertrag.errors import UsageError
from vertrag.sabotage.playbook import WAYS, plot, way_of


def test_codes_are_in_order_and_none_comes_twice() -> None:
    assert [*WAYS] == sorted(WAYS)
    assert len(WAYS) == 125


def test_codes_are_found_in_any_case() -> None:
    assert way_of(" s101 ").code == "S101"
    with pytest.raises(UsageError, match="S999"):
        way_of("S999")


def test_every_way_fits_a_document_that_has_everything(shop_contract: Contract) -> None:
    assert plot(shop_contract, WAYS).unfit == ()


def test_what_needs_more_than_the_document_has_is_set_aside() -> None:
    tree = {"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {}}
    made = plot(compile_contract(from_tree(tree)), ["S311", "S210", "s311"])
    assert [way.code for way in made.ways] == ["S210"]
    assert [way.code for way in made.unfit] == ["S311"]
