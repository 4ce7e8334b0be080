"""Asks about one ticket through the APIs that know it, field by field of a dossier.

How a question reaches an API is the asker's matter: a call of a handler, or a request over HTTP.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from vertrag.vendors.agreement.dossier import Json

T = TypeVar("T")

TICKETS = 57440000000000000
"""Where the tickets begin in Zoho's ids of our own world."""
_PAGES = ((1, 0), (2, 1), (5, 99))  # limit and offset
_KINDS: tuple[tuple[str, ...], ...] = ((), ("ticket_read", "ticket_status_changed"), ("nothing",))
_FILTERS = ({"eventFilter": "CommentHistory"}, {"fieldName": "status"})
_NEAR = 12  # tickets of the customer that are looked at; more tell nothing new
_NOBODY = 2147483647


class Answer(NamedTuple):
    """What came back: the status and the JSON, None where there is none."""

    status: int
    body: Json


Ask = Callable[[str, str, Mapping[str, Any], Json], Answer | None]
"""Asks a vendor's operation with arguments and a body; None where that cannot be asked."""


@dataclass(frozen=True, slots=True)
class _Vendor:
    """One API and a ticket in it; what it refuses or cannot be asked is None."""

    ask: Ask
    name: str
    ticket_id: int | str

    def answer(self, operation: str, sent: Json = None, **arguments: Any) -> Answer | None:
        return self.ask(self.name, operation, {"ticketId": self.ticket_id} | arguments, sent)

    def read(self, operation: str, sent: Json = None, **arguments: Any) -> Json:
        answer = self.answer(operation, sent, **arguments)
        return answer.body if answer is not None and answer.status < 300 else None


def ids_of(number: int) -> dict[str, int | str]:
    """A ticket of our own world with each vendor."""
    return {"enneo": number, "socialboards": number, "zoho-desk": str(TICKETS + number)}


def number_of(vendor: str, ticket_id: str) -> int | None:
    """The number in our own world of a ticket with a vendor; None where it has none."""
    if not (ticket_id.isascii() and ticket_id.isdecimal()):
        return None
    return int(ticket_id) - (TICKETS if vendor == "zoho-desk" else 0)


def inquire(ask: Ask, ids: Mapping[str, int | str], *, writes: bool = False) -> Iterator[tuple[str, Json]]:
    """Each field of a dossier with its answer, asked for when it is its turn; `ids` is the ticket by vendor.

    With `writes` the ticket's status is changed, looked at and changed back.
    """
    again, changes = [], []
    for name, number in ids.items():
        vendor = _Vendor(ask, name, number)
        yield from _as_far_as_it_goes(_QUESTIONS[name](vendor))
        question = (f"{name} getTicket", vendor.read("getTicket"), vendor.read("getTicket"))
        again.append(question)
        if writes and question[1] is not None:
            changes += list(_as_far_as_it_goes(_CHANGES[name](vendor)))
    yield "again", again
    yield "changes", changes


def _as_far_as_it_goes(questions: Iterator[T]) -> Iterator[T]:
    """The questions until an answer has not the form on which the next one builds."""
    try:
        yield from questions
    except (LookupError, TypeError, ValueError, AttributeError):
        return


def _of_enneo(vendor: _Vendor) -> Iterator[tuple[str, Json]]:
    ticket = vendor.read("getTicket")
    yield "ticket", ticket
    history = vendor.read("getTicketHistory", limit=1000)
    yield "history", history
    yield "conversation", vendor.read("getConversation")
    if ticket is None or history is None:
        return
    pages = [((n, at), vendor.read("getTicketHistory", limit=n, offset=at)) for n, at in _PAGES]
    yield "pages", [(asked, page) for asked, page in pages if page is not None]
    near = [ticket.get("prevTicketId"), ticket.get("nextTicketId")]
    near += [entry.get("id") for entry in history.get("history", ())[:_NEAR]]
    found = {each: vendor.read("getTicket", ticketId=each) for each in dict.fromkeys(near) if each}
    yield "others", {each: other for each, other in found.items() if other is not None}
    held = (ticket.get("customer") or {}).get("contracts") or ()
    raw = [vendor.read("getContract", contractId=str(each["id"]), includeRawData=True) for each in held]
    yield "contracts", [each for each in raw if each is not None]


def _of_socialboards(vendor: _Vendor) -> Iterator[tuple[str, Json]]:
    def log(kinds: tuple[str, ...]) -> Json:
        return _data(vendor.read("getTicketLog", {"action_types": list(kinds)}, take=50))

    yield "post", _data(vendor.read("getTicket"))
    yield "log", log(())
    yield "replies", _data(vendor.read("listReplies"))
    filtered = [(kinds, log(kinds)) for kinds in _KINDS]
    yield "filtered_log", [(kinds, entries) for kinds, entries in filtered if entries is not None]
    asked = [
        vendor.answer("getTicket"),
        vendor.answer("listNotes"),
        vendor.answer("getTicket", ticketId=_NOBODY),
    ]
    yield "envelopes", [answer for answer in asked if answer is not None and isinstance(answer.body, dict)]


def _of_zoho(vendor: _Vendor) -> Iterator[tuple[str, Json]]:
    def events(filters: Mapping[str, str]) -> Json:
        return _data(vendor.read("getTicketHistory", limit=50, **filters))

    case = vendor.read("getTicket")
    yield "case", case
    yield "events", events({})
    yield "threads", _listed(vendor, "getThreads")
    yield "comments", _listed(vendor, "getComments")
    one, other = _FILTERS
    filtered = [(filters, events(filters)) for filters in (one, other, one | other)]
    yield "filtered_events", [(filters, entries) for filters, entries in filtered if entries is not None]
    if case is not None and case.get("contactId"):
        yield "contact", vendor.read("getContact", contactId=case["contactId"])


def _change_in_enneo(vendor: _Vendor) -> Iterator[tuple[str, Json, Json]]:
    before = vendor.read("getTicket")["status"]
    after = "pending" if before == "open" else "open"
    if vendor.read("patchTicket", {"status": after}) is None:
        return
    yield "the ticket", after, vendor.read("getTicket")["status"]
    found = vendor.read(
        "searchTickets", {"filters": [{"key": "id", "comparator": "=", "value": vendor.ticket_id}]}
    )
    yield "the search", [after], found and [each["status"] for each in found["tickets"]]
    entries = vendor.read("getTicketHistory", limit=1000)["history"]
    yield "the history", [after], [each["status"] for each in entries if each["id"] == vendor.ticket_id]
    vendor.read("patchTicket", {"status": before})


def _change_in_socialboards(vendor: _Vendor) -> Iterator[tuple[str, Json, Json]]:
    before = _data(vendor.read("getTicket"))["status"]
    after = "pending" if before == "open" else "open"
    if vendor.read("updateTicketStatus", {"status": after}) is None:
        return
    yield "the ticket", after, _data(vendor.read("getTicket"))["status"]
    found = _data(vendor.read("listTickets", {"ticketIds": [vendor.ticket_id]}))
    yield "the list", [after], found and [each["status"] for each in found]
    kinds = [each["actionType"] for each in _data(vendor.read("getTicketLog", {}, take=1))]
    yield "the log", ["ticket_status_changed"], kinds
    vendor.read("updateTicketStatus", {"status": before})


def _change_in_zoho(vendor: _Vendor) -> Iterator[tuple[str, Json, Json]]:
    before = vendor.read("getTicket")["status"]
    after = "On Hold" if before == "Open" else "Open"
    if vendor.read("updateTicket", {"status": after}) is None:
        return
    yield "the ticket", after, vendor.read("getTicket")["status"]
    (latest, *_) = _data(vendor.read("getTicketHistory", limit=1, fieldName="status"))
    facts = [each["propertyValue"] for each in latest["eventInfo"] if each["propertyName"] == "Status"]
    yield "the history", [after], [each["updatedValue"] for each in facts]
    vendor.read("updateTicket", {"status": before})


def _data(envelope: Json) -> Json:
    return envelope.get("data") if isinstance(envelope, dict) else None


def _listed(vendor: _Vendor, operation: str) -> Json:
    """A list of Zoho, which answers an empty one without content."""
    answer = vendor.answer(operation, limit=100)
    if answer is None or answer.status >= 300:
        return None
    return _data(answer.body) or []


_QUESTIONS = {"enneo": _of_enneo, "socialboards": _of_socialboards, "zoho-desk": _of_zoho}
_CHANGES = {
    "enneo": _change_in_enneo,
    "socialboards": _change_in_socialboards,
    "zoho-desk": _change_in_zoho,
}
