from typing import Any

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.serve.resources.completion import DeclaredHeaders


def completed(own: tuple[tuple[str, str], ...], **declared: Any) -> dict[str, str]:
    node = {"description": "", "headers": {name: {"schema": schema} for name, schema in declared.items()}}
    tree = {"openapi": "3.1.0", "paths": {"/a": {"get": {"responses": {"304": node}}}}}
    contract = compile_contract(from_tree(tree))
    response = contract.operations[0].responses["304"]
    return dict(DeclaredHeaders(contract.document, response, node, lambda _: "invented").completed(own))


def test_what_is_declared_is_there_and_what_is_said_counts_more() -> None:
    text = {"type": "string"}
    assert completed((("etag", '"x"'), ("a", "said")), a=text, b=text) == {
        "a": "said",
        "b": "invented",
        "etag": '"x"',
    }


def test_what_the_document_does_not_take_is_invented_and_what_is_empty_is_left_out() -> None:
    assert completed((("a", "said"), ("b", "")), a={"const": "invented"}) == {"a": "invented"}


def test_where_nothing_is_declared_ours_is_all() -> None:
    assert completed((("a", ""),)) == {"a": ""}
