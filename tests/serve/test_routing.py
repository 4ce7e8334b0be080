from typing import Any

import pytest

from vertrag.serve.routing import raw_path


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ({"path": "/a b", "raw_path": b"/a%20b?x=1"}, "/a%20b"),
        ({"path": "/a b/ü"}, "/a%20b/%C3%BC"),
        ({"path": "/", "raw_path": b"/\xff"}, "/\xff"),
    ],
)
def test_the_raw_path_is_the_one_that_was_sent(scope: dict[str, object], expected: str) -> None:
    assert raw_path(scope) == expected


@pytest.mark.parametrize(("path", "said"), [("/x/", {"code"}), ("/x//y", {"code"}), ("/z", {"type"})])
def test_who_leaves_a_parameter_empty_is_refused_in_the_words_of_the_operation(
    path: str, said: set[str], make_mount: Any, ask: Any
) -> None:
    fault = {"type": "object", "required": ["code"], "properties": {"code": {"type": "integer"}}}
    gone = {"description": "", "content": {"application/json": {"schema": fault}}}
    node = {"get": {"responses": {"404": gone}}}
    response = ask(make_mount({"/x/{id}": node, "/x/{id}/y": node}), "GET", path)
    assert response.status_code == 404
    assert said <= response.json().keys()
