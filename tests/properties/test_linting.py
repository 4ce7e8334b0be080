"""Whatever stands in a document, linting it ends, in findings with a line or in one clear refusal."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from vertrag.errors import DocumentError
from vertrag.lint.inspection import inspect_text
from vertrag.lint.rules.vocabulary import known_fields

CASES = Path(__file__).parent.parent / "lint" / "cases"
DOCUMENTS = [
    document
    for path in sorted(CASES.glob("*.yaml"))
    for document in yaml.load_all(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
]
FIELDS = sorted(
    set().union(*(known_fields(kind) for kind in ("Operation", "Parameter", "Schema", "MediaType")))
)
WORDS = [
    "",
    "/",
    "#",
    "{",
    "}",
    "%",
    "~1",
    "x-a",
    "a b",
    '"',
    "ä",
    "200",
    "#/components/schemas/A",
    "(",
    "null",
]
NAMES = st.sampled_from([*FIELDS, *WORDS]) | st.text(max_size=3)
GARBAGE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | NAMES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)


def _places(node: Any) -> list[tuple[Any, Any]]:
    """Every container of a tree with each of its keys."""
    keys = list(node) if isinstance(node, dict) else list(range(len(node))) if isinstance(node, list) else []
    return [(node, key) for key in keys] + [place for key in keys for place in _places(node[key])]


def _mutate(tree: Any, data: st.DataObject) -> Any:
    tree = json.loads(json.dumps(tree))
    for _ in range(data.draw(st.integers(1, 3))):
        node, key = data.draw(st.sampled_from(_places(tree)))
        if isinstance(node, dict) and data.draw(st.booleans()):
            node[data.draw(NAMES)] = node[key] if data.draw(st.booleans()) else data.draw(GARBAGE)
        else:
            node[key] = data.draw(GARBAGE)
    return tree


@given(st.data())
def test_no_document_breaks_the_linter(data: st.DataObject) -> None:
    text = json.dumps(_mutate(data.draw(st.sampled_from(DOCUMENTS)), data), indent=1)
    for lint in inspect_text(text, "document").lints:
        assert 1 <= lint.line <= text.count("\n") + 1
        assert lint.message


@given(st.text() | st.binary().map(lambda content: content.decode("latin-1")))
def test_no_text_breaks_the_linter(text: str) -> None:
    try:
        inspect_text(text, "text")
    except DocumentError as refusal:
        _ = str(refusal).index("text")


@pytest.mark.parametrize("opening", ["[", '{"a":', "- ", '{"components":{"schemas":{"A":{"items":'])
def test_endless_nesting_is_refused(opening: str) -> None:
    with pytest.raises(DocumentError):
        inspect_text(opening * 100_000, "nest")
