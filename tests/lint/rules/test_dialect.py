from collections.abc import Callable

import pytest

CLEAN = {
    "lists of types since 3.1": (
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
              schema:
                type: [string, 'null']
""",
    ),
    "exclusive flags in 3.0": (
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
                type: integer
                minimum: 1
                exclusiveMinimum: true
""",
    ),
    "nullable beside a type": (
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
                enum: [a, null]
""",
    ),
    "properties named like keywords": (
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
              schema:
                type: object
                properties: {required: {type: boolean}, type: {type: string}, maxLenght: {type: string}}
""",
    ),
    "schemas that are true or false": (
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
              schema:
                type: object
                properties: {a: true, b: false}
""",
    ),
}


@pytest.mark.parametrize(("version", "body"), CLEAN.values(), ids=list(CLEAN))
def test_what_the_dialect_allows_is_not_told(version: str, body: str, codes: Callable[..., set[str]]) -> None:
    assert codes(body, version) == set()
