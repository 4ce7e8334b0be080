from collections.abc import Callable
from pathlib import Path

import pytest

from vertrag.lint.inspection import inspect, inspect_text

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


OUTWARD = """\
openapi: 3.1.0
paths:
  /a: {$ref: 'a.yaml'}
  /b: {$ref: 'b.yaml#/B'}
  /c: {$ref: 'b.yaml#/C'}
  /d: {$ref: 'http://127.0.0.1/d.yaml'}
"""


def test_a_reference_to_a_file_or_place_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text("B: {summary: There}\n", encoding="utf-8")
    (tmp_path / "all.yaml").write_text(OUTWARD, encoding="utf-8")
    lints = inspect(str(tmp_path / "all.yaml")).lints
    nowhere = {lint.pointer: lint.message for lint in lints if lint.rule.code == "V110"}
    assert nowhere.keys() == {"/paths/~1a/$ref", "/paths/~1c/$ref"}
    assert f"{tmp_path / 'a.yaml'} does not exist" in nowhere["/paths/~1a/$ref"]
    unseen = {lint.pointer for lint in lints if lint.rule.code == "V115"}
    assert unseen == {"/paths/~1b/$ref", "/paths/~1d/$ref"}


def test_a_document_without_a_place_may_refer_to_any_file() -> None:
    lints = inspect_text(OUTWARD, "document").lints
    assert [lint.rule.code for lint in lints if lint.rule.code in ("V110", "V115")] == ["V115"] * 4
