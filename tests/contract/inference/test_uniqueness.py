import pytest

from vertrag.contract.inference.uniqueness import members_told, told_once
from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("A user with this e-mail address or name already exists", ["name"]),
        ("The month has a reading already.", ["readingMonth"]),
        ("Kundenname ist schon vergeben", []),
        ("The name is too long", []),
        ("", []),
    ],
)
def test_a_409_says_of_what_there_is_one_only(said: str, names: list[str]) -> None:
    responses = {"201": {"description": ""}, "409": {"description": said}}
    document = from_tree({"openapi": "3.1.0", "paths": {"/users": {"post": {"responses": responses}}}})
    (operation,) = compile_contract(document).operations
    words = told_once(document, operation)
    assert members_told(words, {"name": "Eva", "readingMonth": 4, "value": 1}) == names
    assert members_told(words, ["name"]) == []
