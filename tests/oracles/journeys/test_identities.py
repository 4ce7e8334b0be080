from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from vertrag.oracles.journeys.identities import kept_apart


@pytest.fixture
def apart(supplier: ModuleType, converse: Callable[..., Any]) -> Callable[..., Any]:
    """Talk with a supplier who knows two identities: apart("others may read")."""

    def build(flaw: str = "", other: str = supplier.OTHER_KEY) -> Any:
        conversation = converse(flaw)
        conversation.talk.other = (("x-api-key", other),)
        return conversation

    return build


def test_a_server_that_keeps_its_word_is_clean(apart: Callable[..., Any]) -> None:
    conversation = apart()
    assert conversation.codes(kept_apart) == set()
    assert "DELETE" in {method for method, _ in conversation.server.seen}


@pytest.mark.parametrize(
    ("flaw", "resource", "code"),
    [
        ("others may read", "customers", "VF901"),
        ("others may read", "contracts", "VF901"),
        ("others may write", "customers", "VF902"),
        ("others may write", "readings", "VF902"),
        ("others are listed", "customers", "VF903"),
    ],
)
def test_what_one_identity_owns_and_another_reaches_is_found(
    flaw: str, resource: str, code: str, apart: Callable[..., Any]
) -> None:
    assert code in apart(flaw).codes(kept_apart, resource)


def test_a_stranger_proves_nothing(apart: Callable[..., Any]) -> None:
    conversation = apart("others may read", other="nobody")
    assert conversation.codes(kept_apart) == set()
    assert {method for method, _ in conversation.server.seen} == {"GET"}


def test_one_identity_alone_is_not_walked(converse: Callable[..., Any]) -> None:
    conversation = converse("others may read")
    assert (conversation.codes(kept_apart), conversation.server.seen) == (set(), [])
