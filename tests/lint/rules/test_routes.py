from collections.abc import Callable

import pytest

CLEAN = {
    "a concrete path beside a template": (
        "3.1.0",
        """\
paths:
  /a/{x}:
    parameters: [{name: x, in: path, required: true, schema: {type: string}}]
    get: {operationId: a, responses: {default: {description: D}}}
  /a/me:
    get: {operationId: b, responses: {default: {description: D}}}
""",
    ),
    "templates that differ in a literal": (
        "3.1.0",
        """\
paths:
  /a/{x}/b:
    parameters: [{name: x, in: path, required: true, schema: {type: string}}]
    get: {operationId: a, responses: {default: {description: D}}}
  /a/{y}/c:
    parameters: [{name: y, in: path, required: true, schema: {type: string}}]
    get: {operationId: b, responses: {default: {description: D}}}
""",
    ),
    "a number where the other path has a word": (
        "3.1.0",
        """\
paths:
  /a/{x}/run:
    parameters: [{name: x, in: path, required: true, schema: {type: integer}}]
    get: {operationId: a, responses: {default: {description: D}}}
  /a/by/{y}:
    parameters: [{name: y, in: path, required: true, schema: {type: string}}]
    get: {operationId: b, responses: {default: {description: D}}}
""",
    ),
    "two parameters in a segment": (
        "3.1.0",
        """\
paths:
  /{x}.{y}:
    parameters:
      - {name: x, in: path, required: true, schema: {type: string}}
      - {name: y, in: path, required: true, schema: {type: string}}
    get: {operationId: a, responses: {default: {description: D}}}
""",
    ),
    "slashes in an expression of a callback": (
        "3.1.0",
        """\
paths:
  /a:
    post:
      operationId: a
      responses: {default: {description: D}}
      callbacks:
        done:
          '{$request.body#/url}':
            post: {operationId: b, responses: {default: {description: D}}}
""",
    ),
}


@pytest.mark.parametrize(("version", "body"), CLEAN.values(), ids=list(CLEAN))
def test_paths_that_a_request_can_tell_apart_are_not_told(
    version: str, body: str, codes: Callable[..., set[str]]
) -> None:
    assert codes(body, version) == set()
