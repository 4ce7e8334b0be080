"""What each vendor's published examples do against its own schemas, to be done on purpose."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from vertrag.exchange import Handler, Reply

LONG_PAGE = 100
"""Rows that one of Socialboards' samples asks for, though 50 are the most that its text allows."""


@dataclass(frozen=True, slots=True)
class Quirk:
    """The oddities of one vendor: `admit` has the document allow them, `twists` do them, by operationId."""

    admit: Callable[[dict[str, Any]], None]
    twists: Mapping[str, Callable[[Reply], Reply]]

    def twisted(self, handlers: Mapping[str, Handler]) -> dict[str, Handler]:
        """The handlers with their answers as odd as the vendor's."""
        odd = {name: _after(handlers[name], twist) for name, twist in self.twists.items()}
        return {**handlers, **odd}


def _after(handler: Handler, twist: Callable[[Reply], Reply]) -> Handler:
    return lambda call: twist(handler(call))


def _active_entries(reply: Reply) -> Reply:
    """An entry in the example of enneo has the status `active`, which the list of statuses lacks."""
    entries = [
        {**each, "status": "active"} if each["status"] == "open" else each for each in reply.body["history"]
    ]
    return replace(reply, body={**reply.body, "history": entries})


def _admit_active(tree: dict[str, Any]) -> None:
    tree["components"]["schemas"]["HistoryEntry"]["properties"]["status"]["enum"].append("active")


def _admit_long_pages(tree: dict[str, Any]) -> None:
    schemas = tree["components"]["schemas"]
    take = next(
        each["schema"]
        for each in tree["paths"]["/tickets/{ticketId}/log"]["post"]["parameters"]
        if each.get("name") == "take"
    )
    for bounded in (take, schemas["TicketFilter"]["properties"]["take"]):
        bounded["maximum"] = LONG_PAGE
    for envelope in ("LogEnvelope", "TicketsEnvelope"):
        schemas[envelope]["properties"]["data"]["maxItems"] = LONG_PAGE


def _other_spelling(reply: Reply) -> Reply:
    """Zoho answers empty lists without content, and one of its documents writes Helpcenter."""
    entries = [
        {**each, "source": "Helpcenter"} if each["source"] == "HelpCenter" else each
        for each in reply.body["data"]
    ]
    return Reply({**reply.body, "data": entries}, headers=reply.headers) if entries else Reply(status=204)


def _admit_no_content(tree: dict[str, Any]) -> None:
    history = tree["paths"]["/api/v1/tickets/{ticketId}/History"]["get"]
    history["responses"]["204"] = {"description": "No entry passes the filters."}


QUIRKS: Final[Mapping[str, Quirk]] = {
    "enneo": Quirk(_admit_active, {"getTicketHistory": _active_entries}),
    "socialboards": Quirk(_admit_long_pages, {}),
    "zoho-desk": Quirk(_admit_no_content, {"getTicketHistory": _other_spelling}),
}
