from collections.abc import Callable
from typing import Any

import pytest

from vertrag.oracles.journeys.entity_tags import tags_count


def test_a_server_that_keeps_its_word_is_clean(converse: Any, garden: Any) -> None:
    assert converse().codes(tags_count) == set()
    assert garden().codes(tags_count, "beds") == set()


@pytest.mark.parametrize(
    ("flaw", "code"),
    [
        ("etag ignored", "VF502"),
        ("met by 412", "VF502"),
        ("etag never changes", "VF503"),
        ("etag stays after a patch", "VF503"),
        ("if-match ignored", "VF509"),
        ("a patch states another tag", "VF514"),
        ("what is out of date is stored", "VF409"),
        ("if-match ignored by delete", "VF509"),
    ],
)
def test_a_tag_that_tells_nothing_is_found(flaw: str, code: str, converse: Callable[..., Any]) -> None:
    assert code in converse(flaw).codes(tags_count, "customers")


def test_a_tag_matches_nothing_but_itself(garden: Callable[..., Any]) -> None:
    assert garden("any tag matches").codes(tags_count, "beds") == {"VF510"}
