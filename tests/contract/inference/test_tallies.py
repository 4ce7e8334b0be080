import pytest

from vertrag.contract.inference.resources import infer
from vertrag.contract.inference.tallies import tallies
from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract


@pytest.mark.parametrize(
    ("member", "schema", "is_one"),
    [
        ("total_reviews", {"type": "integer"}, True),
        ("ReviewCount", {"type": ["integer", "null"]}, True),
        ("numReviews", {}, True),
        ("reviewsCount", {"type": "string"}, False),
        ("reviews", {"type": "integer"}, False),
        ("ratingCount", {"type": "integer"}, False),
    ],
)
def test_a_number_of_rows_below_is_told_by_its_name(member: str, schema: object, is_one: bool) -> None:  # noqa: FBT001
    def read(**members: object) -> dict[str, object]:
        described = {"schema": {"type": "object", "properties": {"id": {}, **members}}}
        return {
            "get": {"responses": {"200": {"description": "", "content": {"application/json": described}}}}
        }

    paths = {"/recipes/{id}": read(**{member: schema}), "/recipes/{id}/reviews/{reviewId}": read()}
    contract = compile_contract(from_tree({"openapi": "3.1.0", "paths": paths}))
    known = infer(contract).by_name
    assert tallies(known["recipes"], known["reviews"]) == ([member] if is_one else [])
