"""Contracts by number and by what a text may mean."""

from typing import Any

import pytest

from vertrag.errors import Refused

CONTRACT = "746839"


def test_a_contract_is_the_one_of_the_ticket(ask: Any, faults: Any) -> None:
    contract = ask("enneo", "getContract", contractId=CONTRACT)
    ticket = ask("enneo", "getTicket", ticketId=376189)
    assert contract == ticket["customer"]["contracts"][0]
    assert faults("enneo", "Contract", contract) == []
    raw = ask("enneo", "getContract", contractId=CONTRACT, includeRawData=True)["rawData"]
    assert raw["marketLocation"]


def test_the_customer_of_a_ticket_is_the_one_in_it(ask: Any) -> None:
    for number in (376189, 376192):
        customer = ask("enneo", "getCustomerByTicket", ticketId=number)
        assert customer == ask("enneo", "getTicket", ticketId=number)["customer"]


@pytest.mark.parametrize("text", ["746839", "83771", "tom mustermann", "TOM.MUSTERMANN@example.com"])
def test_whoever_is_named_in_full_is_found_for_sure(ask: Any, text: str) -> None:
    found = ask("enneo", "searchContracts", search=text)
    assert [(each["id"], each["similarity"]) for each in found] == [(746839, 1.0)]


def test_a_part_of_a_name_is_likely_and_a_customer_of_the_crowd_is_found_by_number(ask: Any) -> None:
    assert ask("enneo", "searchContracts", search="muster")[0]["similarity"] < 1
    assert {each["contract"]["customerId"] for each in ask("enneo", "searchContracts", search="100001")} == {
        "100001"
    }
    assert ask("enneo", "searchContracts", search="4000001")[0]["contract"]["orderId"] == 4000001
    assert ask("enneo", "searchContracts", search="☃") == []


def test_there_is_no_contract_of_nobodys_number(ask: Any) -> None:
    with pytest.raises(Refused, match="no contract 1"):
        ask("enneo", "getContract", contractId="1")
