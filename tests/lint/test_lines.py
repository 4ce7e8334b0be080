import json

import pytest

from vertrag.lint.lines import lines_of

YAML = """\
# a comment
openapi: 3.1.0
paths:
  /a~b/{c}: &item
    get:
      tags: [one,
        two]
      description: |
        get: this is text
  '/d': *item
"""


@pytest.mark.parametrize(
    ("pointer", "line"),
    [
        ("", 1),
        ("/openapi", 2),
        ("/paths/~1a~0b~1{c}", 4),
        ("/paths/~1a~0b~1{c}/get/tags/1", 7),
        ("/paths/~1a~0b~1{c}/get/description", 8),
        ("/paths/~1a~0b~1{c}/get/absent", 5),
        ("/paths/~1d/get", 10),
        ("/100%25", 1),
    ],
)
def test_a_pointer_has_the_line_of_its_key(pointer: str, line: int) -> None:
    assert lines_of(YAML, [pointer]) == {pointer: line}


@pytest.mark.parametrize("indent", [1, "\t"])
def test_json_has_lines_too(indent: int | str) -> None:
    text = json.dumps({"a": ["\U0001f600", {"/": True}], "b\\": 2}, indent=indent)
    assert lines_of(text, ["/a/1/~1", "/b\\", "/a/0"]) == {"/a/1/~1": 5, "/b\\": 8, "/a/0": 3}


def test_many_pointers_are_found_in_one_pass() -> None:
    text = "\n".join(f"k{number}: [{number}]" for number in range(500))
    found = lines_of(text, [f"/k{number}/0" for number in range(500)])
    assert list(found.values()) == list(range(1, 501))
