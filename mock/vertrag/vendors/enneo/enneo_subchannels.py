"""Mailboxes, numbers and pages through which customers come, as enneo's settings list them."""

from typing import Any

from vertrag.exchange import Call, Reply
from vertrag.world.fixtures import table

_ALL = "all"


def list_subchannels(call: Call) -> Reply:
    """The sub-channels that pass every filter given."""
    arguments = call.arguments
    wanted = {*arguments.get("channels[]", ()), *filter(None, [arguments.get("channel")])}
    number = arguments.get("id")
    shown = [_shown(row) for row in table("service.yaml")["subchannels"]]
    kept = [
        each
        for each in shown
        if (not wanted or _ALL in wanted or each["channel"] in wanted) and number in (None, each["id"])
    ]
    return Reply({"success": True, "subchannels": kept})


def subchannel_of(channel: str, sub_channel: str | None) -> int | None:
    """The id of the mailbox, number or page through which a ticket came, None where there is none."""
    wanted = [channel, sub_channel if channel == "chat" else None]
    return next((row["id"] for row in table("service.yaml")["subchannels"] if row["for"] == wanted), None)


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "channel": row["channel"],
        "name": row["name"],
        "isDefault": row["id"] == 1,
        "interface": "internal",
        "enabled": True,
        "data": {"address": row["address"]} if "address" in row else {},
    }
