from typing import Any

import pytest

from vertrag.exchange import Reply

SCHEMES = {
    "a": {"type": "apiKey", "in": "header", "name": "A"},
    "b": {"type": "apiKey", "in": "header", "name": "B"},
}


@pytest.mark.parametrize(
    ("security", "sent", "status"),
    [
        ([], "", 200),
        ([{}], "", 200),
        ([{"a": []}], "", 401),
        ([{"a": []}], "a", 200),
        ([{"a": []}, {"b": []}], "b", 200),
        ([{"a": [], "b": []}], "a", 401),
        ([{"a": [], "b": []}], "ab", 200),
        ([{"a": [], "b": []}, {}], "a", 200),
    ],
)
def test_any_requirement_with_all_of_its_schemes_opens(
    ask: Any, make_mount: Any, authority: Any, security: Any, sent: str, status: int
) -> None:
    node = {"operationId": "op", "security": security, "responses": {"200": {"description": ""}}}
    mount = make_mount(
        {"/x": {"get": node}}, {"op": lambda _: Reply()}, components={"securitySchemes": SCHEMES}
    )
    headers = {name.upper(): authority.issue() for name in sent}
    assert ask(mount, "GET", "/x", headers=headers).status_code == status
