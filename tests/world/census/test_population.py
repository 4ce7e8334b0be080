from datetime import date

from vertrag.world.census.allotment import ALWAYS, FRESH, SLOTS, Allotment
from vertrag.world.census.households import FIRST_CUSTOMER, FOUNDED
from vertrag.world.census.population import FIRST_CONTRACT, FIRST_TICKET, READING_TOPIC, Population
from vertrag.world.days import HOUR, day_of, is_open
from vertrag.world.helpdesk.arrivals import Arrivals
from vertrag.world.supplier import NOW_NS


def _population(size: int, seed: int = 1) -> Population:
    arrivals = Arrivals(date(2023, 11, 2), NOW_NS - HOUR)
    return Population(seed, size, arrivals, Allotment(seed, size), NOW_NS)


CROWD = _population(400)
CUSTOMERS = [CROWD.customer_of(CROWD.households.at(number)) for number in range(400)]
CASES = [case for number in range(FIRST_TICKET, FIRST_TICKET + 600) if (case := CROWD.case(number))]


def test_ids_outside_are_nobodys() -> None:
    assert CROWD.customer(FIRST_CUSTOMER - 1) is CROWD.customer(FIRST_CUSTOMER + 400) is None
    assert CROWD.contract(FIRST_CONTRACT - 1) is CROWD.contract(FIRST_CONTRACT + 800) is None
    assert CROWD.case(FIRST_TICKET - 1) is CROWD.case(FIRST_TICKET + 1200) is None


def test_the_second_contract_id_of_a_customer_may_be_unused() -> None:
    known = {number for customer in CUSTOMERS for number in customer.contract_ids}
    for number in range(FIRST_CONTRACT, FIRST_CONTRACT + 800):
        contract = CROWD.contract(number)
        assert (contract is not None) == (number in known)
    assert 480 < len(known) < 560


def test_contracts_and_customers_lead_to_each_other() -> None:
    for customer in CUSTOMERS[:100]:
        contracts = [CROWD.contract(number) for number in customer.contract_ids]
        assert all(contract and contract.customer_id == customer.id for contract in contracts)
        assert len({contract.energy for contract in contracts if contract}) == len(contracts)
        assert all(contract.delivery.address == customer.address for contract in contracts if contract)


def test_customers_and_contracts_are_the_same_however_many_there_are() -> None:
    large = _population(10_000_000)
    for customer in CUSTOMERS[:40]:
        assert large.customer(customer.id) == customer
        assert [large.contract(number) for number in customer.contract_ids] == [
            CROWD.contract(number) for number in customer.contract_ids
        ]


def test_customers_joined_since_the_foundation_and_before_the_clock() -> None:
    days = [day_of(customer.created_ns) for customer in CUSTOMERS]
    assert min(days) >= FOUNDED
    assert max(days) <= day_of(NOW_NS)
    assert any(day > date(2025, 11, 2) for day in days)


def test_nobody_writes_before_joining_nor_about_a_contract_not_yet_wanted() -> None:
    for case in CASES:
        assert case.created_ns > case.customer.created_ns
        assert case.contract.signup_date <= case.day


def test_topics_fit_contract_and_customer() -> None:
    for case in CASES:
        assert case.topic.energy in {None, case.contract.energy}
        assert not (case.topic.private and case.customer.business)
        assert case.contract.id in case.customer.contract_ids


def test_a_contract_ends_because_of_the_last_letter_and_after_it() -> None:
    left = [case for case in CASES if case.topic.phase == "leaving"]
    assert left
    for case in left:
        assert case.contract.end_date is not None
        assert case.contract.end_date > case.day
        assert case.ticket_id == FIRST_TICKET + max(
            CROWD.allotment.ticket_of(slot)
            for slot in CROWD.allotment.slots_of(case.customer.id - FIRST_CUSTOMER)
        )


def test_who_joined_lately_asks_what_newcomers_ask() -> None:
    new = [case for case in CASES if case.topic.phase == "new"]
    assert new
    for case in new:
        joined = CROWD.allotment.joined(case.customer.id - FIRST_CUSTOMER)
        assert joined != ALWAYS
        assert CROWD.allotment.slot_of(case.ticket_id - FIRST_TICKET) % SLOTS - joined <= FRESH


def test_the_telephone_rings_in_office_hours_only() -> None:
    called = [case for case in CASES if case.channel in {"phone", "walkIn"}]
    assert len(called) > 100
    assert all(is_open(case.created_ns) for case in called)
    assert any(case.missed_call for case in called)


def test_a_customer_and_all_contracts_can_be_had_at_once() -> None:
    for number in range(0, 400, 13):
        member = CROWD.member(number)
        assert member.customer() == CUSTOMERS[number]
        ids = CUSTOMERS[number].contract_ids
        assert member.contracts() == tuple(CROWD.contract(each) for each in ids)


def test_reports_are_the_letters_that_tell_a_reading() -> None:
    told = {case.ticket_id: case.contract for case in CASES if case.topic.code == READING_TOPIC}
    assert told
    for ticket_id, contract in told.items():
        assert ticket_id in CROWD.reports(contract.customer_id, contract.id)
