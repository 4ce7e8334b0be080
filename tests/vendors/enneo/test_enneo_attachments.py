"""Files are listed with what they are, and can be had."""

from typing import Any

import pytest

from vertrag.errors import Refused
from vertrag.exchange import Call, State
from vertrag.vendors.enneo.enneo_attachments import get_attachment
from vertrag.world.supplier import Supplier

TOM = 376189


def test_a_file_is_as_big_as_the_ticket_says(world: Supplier, ask: Any, ticket_ids: list[int]) -> None:
    kinds = set()
    for number in ticket_ids:
        for file in ask("enneo", "getTicket", ticketId=number)["attachments"]:
            reply = get_attachment(Call("getAttachment", {"attachmentId": file["id"]}, world=world))
            assert len(reply.body) == file["size"]
            assert dict(reply.headers)["content-type"] == file["contentType"]
            assert file["url"].endswith(f"/attachment/{file['id']}")
            kinds.add(file["fileEnding"])
    assert kinds == {"jpg", "pdf"}


def test_what_was_read_from_the_photograph_is_what_the_customer_writes(ask: Any) -> None:
    ticket = ask("enneo", "getTicket", ticketId=TOM)
    (file,) = ticket["attachments"]
    assert f"bei {file['extractionData']['meterValue']} kWh" in ticket["bodyPlain"]


def test_a_file_of_somebody_else_stays_where_it_is(ask: Any, state: State, faults: Any) -> None:
    url = "https://files.example.com/zettel.odt"
    sent = {"body": "Hallo", "attachments": [{"name": "Zettel.odt", "url": url}]}
    ticket = ask("enneo", "createTicket", sent=sent, state=state)
    (file,) = ticket["attachments"]
    assert (file["url"], file["fileEnding"], file["extractionData"]) == (url, "odt", None)
    assert faults("enneo", "Attachment", file) == []


@pytest.mark.parametrize("number", ["0", "1", "3761890011", "9" * 19])
def test_there_is_no_file_of_nobodys_number(world: Supplier, number: str) -> None:
    with pytest.raises(Refused, match=f"no attachment {number}"):
        get_attachment(Call("getAttachment", {"attachmentId": number}, world=world))
