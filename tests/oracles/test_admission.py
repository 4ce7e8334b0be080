from collections.abc import Callable
from typing import Any

import pytest

from vertrag.oracles import admission

WAYS = (admission.only_declared_media_types, admission.whole_credentials, admission.created_once)


@pytest.mark.parametrize("way", WAYS)
def test_a_server_that_keeps_its_word_is_clean(way: Any, converse: Callable[..., Any]) -> None:
    assert converse().codes(way) == set()


@pytest.mark.parametrize(
    ("flaw", "way", "code"),
    [
        ("undeclared media type accepted", admission.only_declared_media_types, "VF701"),
        ("prefix of the key accepted", admission.whole_credentials, "VF702"),
        ("longer key accepted", admission.whole_credentials, "VF702"),
        ("key in any case accepted", admission.whole_credentials, "VF702"),
        ("idempotency key ignored", admission.created_once, "VF703"),
        ("location of another", admission.created_once, "VF704"),
    ],
)
def test_a_server_that_breaks_one_law_is_found(
    flaw: str, way: Any, code: str, converse: Callable[..., Any]
) -> None:
    assert code in converse(flaw).codes(way, "customers")
