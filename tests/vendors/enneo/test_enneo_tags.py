"""Tags as a list and as a tree, and new ones."""

from typing import Any

import pytest

from vertrag.errors import Refused
from vertrag.exchange import State

NEW = {"name": "Wärmepumpe", "reference": "ticket", "type": "other", "visibility": "disabled", "parent": 101}


def test_every_tag_fits_the_document_and_has_an_id_of_its_own(ask: Any, faults: Any) -> None:
    tags = ask("enneo", "listTags")["tags"]
    assert [fault for tag in tags for fault in faults("enneo", "Tag", tag)] == []
    assert len({tag["id"] for tag in tags}) == len(tags)


def test_the_tree_holds_every_tag_once_below_its_team(ask: Any) -> None:
    def ids(branches: list[dict[str, Any]]) -> list[int]:
        return [number for each in branches for number in (each["id"], *ids(each["children"]))]

    tags = {tag["id"]: tag for tag in ask("enneo", "listTags")["tags"]}
    tree = ask("enneo", "getTagTree")["tags"]
    assert sorted(ids(tree)) == sorted(tags)
    for branch in tree:
        assert {tags[child["id"]]["parent"] for child in branch["children"]} == {branch["id"]}


def test_a_new_tag_can_be_put_on_a_ticket(ask: Any, state: State) -> None:
    number = ask("enneo", "createTag", sent=NEW, state=state)["id"]
    sent = {"addTagIds": [number]}
    ticket = ask("enneo", "patchTicket", ticketId=376189, sent=sent, state=state)["ticket"]
    assert ticket["tagIds"] == [1, number]
    assert ticket["tags"][1]["fullName"] == "Abrechnung: Wärmepumpe"


def test_disabled_tags_and_types_are_filtered(ask: Any, state: State) -> None:
    number = ask("enneo", "createTag", sent=NEW, state=state)["id"]
    wanted = {"type": "other", "includeDisabled": True, "format": "compact"}
    others = ask("enneo", "listTags", state=state, **wanted)["tags"]
    assert [tag["id"] for tag in others] == [number]
    assert "properties" not in others[0]
    assert ask("enneo", "listTags", type="other", state=state)["tags"] == []


@pytest.mark.parametrize(("change", "status"), [({"name": "Umzug"}, 409), ({"parent": 5000}, 404)])
def test_a_tag_that_cannot_be_is_refused(ask: Any, state: State, change: Any, status: int) -> None:
    with pytest.raises(Refused) as refused:
        ask("enneo", "createTag", sent=NEW | change, state=state)
    assert refused.value.status == status
