from collections.abc import Callable

import pytest

BODY = """\
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
                oneOf: [%s, %s]
"""


@pytest.mark.parametrize(
    ("one", "other", "is_told"),
    [
        ("{type: string}", "{type: string, title: Other, x-other: 1}", True),
        ("{allOf: [{type: string, default: a}]}", "{allOf: [{type: string, default: b}]}", True),
        ("{type: object, properties: {default: {}}}", "{type: object, properties: {title: {}}}", False),
        ("{const: {default: 1}}", "{const: {default: 2}}", False),
        ("true", "{type: string}", False),
        ("{type: string}", "{type: string, minLength: 1}", False),
    ],
)
def test_branches_are_alike_where_only_words_differ(
    one: str,
    other: str,
    is_told: bool,  # noqa: FBT001 - a parametrized expectation
    codes: Callable[..., set[str]],
) -> None:
    assert ("V173" in codes(BODY % (one, other), "3.1.0")) is is_told
