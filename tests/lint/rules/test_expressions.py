from collections.abc import Callable

import pytest

CLEAN = {
    "repetitions that end": (
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
                pattern: '^([a-z]+\\.)+[a-z*+]{2,}(?:a?b+c)*$'
""",
    ),
    "named groups and classes of unicode": (
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
                pattern: '^(?<year>\\d{4})-\\p{L}\\\\Z$'
""",
    ),
    "references to groups, and lengths that fit": (
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
                pattern: '^(?<quote>[ab])x\\k<quote>$'
                minLength: 3
                maxLength: 3
                anyOf: [{pattern: '^a{3}$|b', minLength: 9}, {pattern: 'a{3}', minLength: 9}]
""",
    ),
    "brackets and plus signs in classes": (
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
                pattern: '^[+*?(]+[)+]*$'
""",
    ),
}


@pytest.mark.parametrize(("version", "body"), CLEAN.values(), ids=list(CLEAN))
def test_expressions_of_ecma_262_are_not_told(
    version: str, body: str, codes: Callable[..., set[str]]
) -> None:
    assert codes(body, version) == set()
