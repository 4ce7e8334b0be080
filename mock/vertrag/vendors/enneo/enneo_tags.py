"""Tags as enneo shows them: a list, a tree, and new ones."""

from collections.abc import Iterable
from typing import Any

from vertrag.exchange import Call, Reply
from vertrag.vendors.desk import Desk, desk_of
from vertrag.vendors.tag_registry import KnownTag, known_tags, make_tag, tags_by_name

_COMPACT = ("id", "name", "fullName", "parent", "reference", "type", "visibility", "color")


def list_tags(call: Call) -> Reply:
    """The tags of a type, or all; those that are no longer used only on request."""
    tags = known_tags(desk_of(call))
    kind, disabled = call.arguments.get("type"), call.arguments.get("includeDisabled", False)
    names = {tag.id: tag.name for tag in tags}
    shown = [
        shown_tag(tag, names.get(tag.parent or 0))
        for tag in tags
        if kind in (None, tag.type) and (disabled or tag.visibility != "disabled")
    ]
    if call.arguments.get("format") == "compact":
        shown = [{name: tag[name] for name in _COMPACT} for tag in shown]
    return Reply({"success": True, "tags": shown})


def get_tree(call: Call) -> Reply:
    """The teams with the tags below them."""
    tags = known_tags(desk_of(call))
    return Reply({"success": True, "tags": _branches(tags, None)})


def create_tag(call: Call) -> Reply:
    """A new tag."""
    sent = call.body
    facts = {
        "name": sent["name"],
        "parent": sent.get("parent"),
        "reference": sent["reference"],
        "type": sent["type"],
        "visibility": sent.get("visibility", "public"),
        "color": sent.get("color", "grey"),
        "sla": sent.get("sla"),
    }
    return Reply({"success": True, "id": make_tag(desk_of(call), facts).id})


def tags_of(desk: Desk, names: Iterable[str]) -> dict[str, Any]:
    """Tags by name in full, and their ids beside them."""
    known = tags_by_name(desk)
    tags = [known[name] for name in names if name in known]
    above = {tag.parent for tag in tags}
    parents = {tag.id: tag.name for tag in known.values() if tag.id in above}
    shown = [shown_tag(tag, parents.get(tag.parent or 0)) for tag in tags]
    return {"tags": shown, "tagIds": [tag.id for tag in tags]}


def shown_tag(tag: KnownTag, parent: str | None) -> dict[str, Any]:
    """A tag in full."""
    return {
        "id": tag.id,
        "name": tag.name,
        "fullName": f"{parent}: {tag.name}" if parent else tag.name,
        "parent": tag.parent,
        "reference": tag.reference,
        "type": tag.type,
        "visibility": tag.visibility,
        "color": tag.color,
        "properties": [],
        "sla": tag.sla,
        "routingRelevance": tag.type == "skill",
    }


def _branches(tags: list[KnownTag], parent: int | None) -> list[dict[str, Any]]:
    return [
        {"id": tag.id, "name": tag.name, "type": tag.type, "children": _branches(tags, tag.id)}
        for tag in tags
        if tag.parent == parent
    ]
