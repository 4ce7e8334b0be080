import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.oracles.conversation.raw_content import raw_contents


@pytest.mark.parametrize(
    ("names", "made"),
    [
        (("application/pdf", "image/png"), ["application/pdf", "image/png"]),
        (("text/plain; charset=utf-8",), ["text/plain"]),
        (("image/png", "application/json"), ["image/png"]),
        (("application/json",), []),
        (("multipart/form-data", "application/*"), []),
    ],
)
def test_each_known_media_type_without_members_has_a_file(names: tuple[str, ...], made: list[str]) -> None:
    put = {
        "requestBody": {"content": {name: {} for name in names}},
        "responses": {"204": {"description": ""}},
    }
    (operation,) = compile_contract(from_tree({"openapi": "3.1.0", "paths": {"/x": {"put": put}}})).operations
    assert [raw.media_type for raw in raw_contents(operation)] == made


def test_another_file_has_other_bytes_where_they_are_kept() -> None:
    put = {"requestBody": {"content": {"application/pdf": {}}}, "responses": {"204": {"description": ""}}}
    (operation,) = compile_contract(from_tree({"openapi": "3.1.0", "paths": {"/x": {"put": put}}})).operations
    (raw,) = raw_contents(operation)
    assert raw.content.startswith(b"%PDF")
    assert raw.another().content != raw.content
