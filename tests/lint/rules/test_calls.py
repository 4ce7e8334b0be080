from collections.abc import Callable

import pytest

CLEAN = {
    "a redirection is a success": (
        "3.1.0",
        """\
paths:
  /a:
    get:
      operationId: a
      responses: {'302': {description: D}}
""",
    ),
    "a body of POST": (
        "3.1.0",
        """\
paths:
  /a:
    post:
      operationId: a
      responses: {default: {description: D}}
      requestBody: {content: {application/vnd.a+json; v=1: {}, '*/*': {}}}
""",
    ),
    "no description since 3.2": (
        "3.2.0",
        """\
paths:
  /a:
    get:
      operationId: a
      responses: {default: {}}
""",
    ),
    "extensions of responses": (
        "3.1.0",
        """\
paths:
  /a:
    get:
      operationId: a
      responses: {default: {description: D}, x-a: {}}
""",
    ),
}


@pytest.mark.parametrize(("version", "body"), CLEAN.values(), ids=list(CLEAN))
def test_what_is_allowed_of_operations_is_not_told(
    version: str, body: str, codes: Callable[..., set[str]]
) -> None:
    assert codes(body, version) == set()
