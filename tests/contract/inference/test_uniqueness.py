import pytest

from vertrag.contract.inference.uniqueness import members_told, taken_once, told_once
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


@pytest.mark.parametrize(
    ("said", "status", "is_once"),
    [
        ("Takes it back. A loan that is returned cannot be returned again (409).", "409", True),
        ("409 where it is returned twice.", "409", True),
        ("Ein Buch kann nicht zweimal returniert werden.", "409", True),
        ("A loan that is returned cannot be returned again.", "400", False),
        ("Sends the letter again. A locked customer is refused with 409.", "409", False),
        ("Only a copy that is available can be lent (409).", "409", False),
        ("A loan that was extended cannot be extended again.", "409", False),  # of another step
        ("A loan that is already lost cannot be returned (409).", "409", False),
        ("Idempotent: a return that comes again is not refused.", "409", False),
        ("Die Rückgabe wird nicht sofort, sondern erneut geprüft: return.", "409", False),
    ],
)
def test_a_step_says_of_itself_that_it_is_taken_once(said: str, status: str, is_once: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    node = {"description": said, "responses": {"200": {"description": ""}, status: {"description": ""}}}
    document = from_tree({"openapi": "3.1.0", "paths": {"/loans/{id}/return": {"post": node}}})
    (operation,) = compile_contract(document).operations
    assert taken_once(operation) is is_once
