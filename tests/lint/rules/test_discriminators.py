from collections.abc import Callable

import pytest

CLEAN = {
    "required by a base": (
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
                oneOf: [{$ref: '#/components/schemas/Cat'}]
                discriminator: {propertyName: kind, mapping: {cat: Cat}}
components:
  schemas:
    Pet: {type: object, required: [kind], properties: {kind: {type: string}}}
    Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object}]}
""",
    ),
}


@pytest.mark.parametrize(("version", "body"), CLEAN.values(), ids=list(CLEAN))
def test_a_reliable_discriminator_is_not_told(
    version: str, body: str, codes: Callable[..., set[str]]
) -> None:
    assert codes(body, version) == set()
