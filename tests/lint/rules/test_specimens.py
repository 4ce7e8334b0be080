from collections.abc import Callable

import pytest

CLEAN = {
    "an example of a response without what is only written": (
        "3.1.0",
        """\
paths:
  /a:
    get:
      operationId: a
      responses:
        default:
          description: D
          content:
            application/json:
              example: {}
              schema:
                type: object
                required: [a]
                properties: {a: {type: string, writeOnly: true}}
""",
    ),
    "null where it is allowed": (
        "3.0.3",
        """\
paths:
  /a:
    get:
      operationId: a
      responses:
        default:
          description: D
          content:
            application/json:
              schema:
                type: string
                nullable: true
                example: null
                default: null
""",
    ),
    "a form as it is sent": (
        "3.1.0",
        """\
paths:
  /a:
    post:
      operationId: a
      responses: {default: {description: D}}
      requestBody:
        content:
          application/x-www-form-urlencoded: {schema: {type: object}, example: a=b}
""",
    ),
    "an example behind a reference": (
        "3.1.0",
        """\
paths:
  /a:
    get:
      operationId: a
      responses: {default: {description: D}}
      parameters:
        - {name: q, in: query, schema: {}, examples: {a: {$ref: '#/components/examples/A'}}}
components:
  examples:
    A: {value: a}
""",
    ),
}


@pytest.mark.parametrize(("version", "body"), CLEAN.values(), ids=list(CLEAN))
def test_values_that_satisfy_their_schema_are_not_told(
    version: str, body: str, codes: Callable[..., set[str]]
) -> None:
    assert codes(body, version) == set()


def test_a_broken_schema_does_not_hide_the_examples_of_others(codes: Callable[..., set[str]]) -> None:
    body = """\
components:
  schemas:
    A: {type: nothing, example: 1}
    B: {type: string, example: 1}
    C: {$ref: '#/components/schemas/A'}
"""
    assert codes(body) >= {"V150", "V180"}
