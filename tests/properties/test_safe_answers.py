"""Nothing that is served leads to anybody real: a look at the bytes of all three APIs, writes included."""

import json
import random
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from vertrag.credentials import Authority
from vertrag.exchange import Call, State
from vertrag.state.documents import Documents
from vertrag.state.memory_store import MemoryStore
from vertrag.vendors import VENDORS
from vertrag.world.census.people import is_free_phone, is_reserved_mail
from vertrag.world.identifiers import is_iban, is_operator_code
from vertrag.world.supplier import Supplier

WORLD = Supplier(seed=9, customers=4000)
ZOHO = {"ticketId": 57440000000000000, "contactId": 57450000000000000}
READINGS = [
    (
        "enneo",
        ("getTicket", "getTicketHistory", "getConversation", "getCustomerByTicket", "getIntentByTicketId"),
    ),
    ("socialboards", ("getTicket", "getTicketLog", "listReplies", "listNotes")),
    ("zoho-desk", ("getTicket", "getTicketHistory", "getThreads", "getComments", "getTicketMetrics")),
]
HANDLERS = {name: vendor.handlers(Authority("k" * 32)) for name, vendor in VENDORS.items()}


def _numbers() -> list[int]:
    luck = random.Random(4)  # noqa: S311 - a sample, no secret
    crowd = luck.sample(range(1_000_001, WORLD.last_ticket_id + 1), 20)
    return [*crowd, *(persona.ticket_id for persona in WORLD.personas())]


def _answers(number: int, state: State) -> Iterator[str]:
    for vendor, operations in READINGS:
        ticket_id = str(ZOHO["ticketId"] + number) if vendor == "zoho-desk" else number
        for operation in operations:
            call = Call(operation, {"ticketId": ticket_id, "limit": 50}, {}, world=WORLD, state=state)
            yield json.dumps(HANDLERS[vendor][operation](call).body, ensure_ascii=False)


def _is_safe_bank(text: str) -> bool:
    account = text.replace(" ", "")
    return is_iban(account) and account[4] == "9"


SAFE: list[tuple[str, Callable[[str], bool]]] = [
    (r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", is_reserved_mail),
    (r"https?://([\w.-]+)", lambda host: is_reserved_mail(f"x@{host}")),
    (r"\+49\d{6,}|(?<=\"phone\": )49\d{6,}", lambda phone: is_free_phone(f"+{phone.removeprefix('+')}")),
    (r"DE\d{2} ?(?:\d{4} ?){4}\d{2}", _is_safe_bank),
    (r"\"gridOperatorCode\": (\d+)", lambda code: is_operator_code(code) and code.startswith("9999")),
]


def _unsafe(text: str) -> list[str]:
    return [each for pattern, safe in SAFE for each in re.findall(pattern, text) if not safe(each)]


@pytest.mark.parametrize("number", _numbers())
def test_every_address_number_and_bank_is_nobodys(number: int) -> None:
    with MemoryStore().writing("") as transaction:
        state: Any = Documents(transaction)
        for text in _answers(number, state):
            assert _unsafe(text) == []


def test_what_is_not_safe_would_be_seen() -> None:
    people = '"x@gmail.com" "https://enneo.ai/a" "+491701234567"'
    bad = f'{people} "DE89370400440532013000" "gridOperatorCode": 1000000000009'
    assert len(_unsafe(bad)) == 5
