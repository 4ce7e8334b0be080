from collections.abc import Callable

import pytest

CLEAN = {
    "recursion through a property": (
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
                $ref: '#/components/schemas/A'
components:
  schemas:
    A: {type: object, properties: {a: {$ref: '#/components/schemas/A'}}}
""",
    ),
    "siblings of schemas since 3.1": (
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
                $ref: '#/components/schemas/A'
                description: D
components:
  schemas:
    A: {type: string}
""",
    ),
    "names that need escapes": (
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
                $ref: '#/components/schemas/A~1B%20C'
components:
  schemas:
    A/B C: {type: string}
""",
    ),
    "a part of a component": (
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
                $ref: '#/components/schemas/A/properties/a'
components:
  schemas:
    A: {type: object, properties: {a: {type: string}}}
""",
    ),
}


@pytest.mark.parametrize(("version", "body"), CLEAN.values(), ids=list(CLEAN))
def test_references_that_hold_are_not_told(version: str, body: str, codes: Callable[..., set[str]]) -> None:
    assert codes(body, version) == set()
