from collections.abc import Callable

import pytest

CLEAN = {
    "an operation replaces a parameter of its path": (
        "3.1.0",
        """\
paths:
  /a:
    parameters: [{name: q, in: query, schema: {type: string}}]
    get:
      operationId: a
      parameters: [{name: q, in: query, schema: {type: integer}}]
      responses: {default: {description: D}}
""",
    ),
    "deepObject of an object": (
        "3.1.0",
        """\
paths:
  /a:
    get:
      operationId: a
      responses: {default: {description: D}}
      parameters: [{name: q, in: query, style: deepObject, schema: {type: object}}]
""",
    ),
    "a parameter with content": (
        "3.1.0",
        """\
paths:
  /a:
    get:
      operationId: a
      responses: {default: {description: D}}
      parameters: [{name: q, in: query, content: {application/json: {}}}]
""",
    ),
    "the same name elsewhere": (
        "3.1.0",
        """\
paths:
  /a:
    get:
      operationId: a
      responses: {default: {description: D}}
      parameters:
        - {name: q, in: query, schema: {type: string}}
        - {name: q, in: header, schema: {type: string}}
""",
    ),
}


@pytest.mark.parametrize(("version", "body"), CLEAN.values(), ids=list(CLEAN))
def test_what_is_allowed_of_parameters_is_not_told(
    version: str, body: str, codes: Callable[..., set[str]]
) -> None:
    assert codes(body, version) == set()
