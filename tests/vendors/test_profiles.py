from typing import Any

import pytest

from vertrag.contract.loading.document import load
from vertrag.contract.loading.sources import shipped_names
from vertrag.errors import UsageError
from vertrag.vendors.profiles import chosen, profile_of, profiled

NAMES = ("enneo-mind", "zoho-desk")
TREES = {name: load(name).tree for name in shipped_names()}


@pytest.mark.parametrize(
    ("texts", "profiles"),
    [
        ((), ("lenient", "lenient")),
        (("strict",), ("strict", "strict")),
        (("zoho-desk=quirk", "strict"), ("strict", "quirk")),
        (("strict", "quirk"), ("quirk", "quirk")),
    ],
)
def test_one_word_is_for_all_and_a_name_for_one(texts: tuple[str, ...], profiles: tuple[str, ...]) -> None:
    assert tuple(chosen(texts, NAMES).values()) == profiles


def test_a_profile_for_what_is_not_served_is_said() -> None:
    with pytest.raises(UsageError, match="no profile for zoho: it is not served") as caught:
        chosen(("zoho=strict",), NAMES)
    assert "zoho-desk" in (caught.value.hint or "")


@pytest.mark.parametrize("name", TREES)
def test_a_document_says_its_profile_and_the_one_it_was_made_of_stays(name: str) -> None:
    tree = TREES[name]
    before = repr(tree)
    for profile in ("lenient", "strict", "quirk"):
        assert profile_of(profiled(tree, profile)) == profile
    assert (repr(tree), profile_of(tree), profile_of({})) == (before, None, None)


def test_strict_closes_objects_and_the_lists_whose_values_are_ours() -> None:
    schemas = profiled(TREES["enneo-mind"], "strict")["components"]["schemas"]
    assert schemas["History"]["additionalProperties"] is False
    assert schemas["Contract"]["properties"]["energy"]["enum"] == ["electricity", "gas"]
    assert schemas["Attachment"]["properties"]["extractionStatus"]["enum"] == ["success", None]
    assert "enum" not in schemas["HistoryEntry"]["properties"]["subject"]


def test_lenient_adds_nothing_but_its_name() -> None:
    tree = TREES["enneo-mind"]
    lenient: Any = profiled(tree, "lenient")
    assert {**lenient, "info": None} == {**tree, "info": None}
