from collections.abc import Callable

from vertrag.lint.inspection import inspect_text

DOCUMENT = """\
openapi: 3.0.3
info: {title: t, version: "1"}
paths: {}
components:
  schemas:
    Contract:
      type: object
      x-invariants: [self.startDate <= self.endDate, self.startDate <=]
"""


def test_an_invariant_that_cannot_be_read_is_said_at_its_place() -> None:
    found = [each for each in inspect_text(DOCUMENT, "t").lints if each.rule.code == "V169"]
    assert [each.pointer for each in found] == ["/components/schemas/Contract/x-invariants/1"]


def test_a_document_without_invariants_is_not_spoken_of(codes: Callable[..., set[str]]) -> None:
    assert "V169" not in codes("paths: {}")
