from datetime import date, timedelta
from itertools import pairwise

from vertrag.world.census.allotment import SLOTS, Allotment
from vertrag.world.census.households import FIRST_CUSTOMER, FOUNDED, Households
from vertrag.world.days import HOUR, day_of, midnight
from vertrag.world.draws import Draws
from vertrag.world.helpdesk.arrivals import Arrivals
from vertrag.world.supplier import NOW_NS, Supplier

TODAY = day_of(NOW_NS)


def _households(size: int) -> Households:
    return Households(1, Arrivals(date(2023, 11, 2), NOW_NS - HOUR), Allotment(1, size), TODAY)


SMALL = _households(800)
HOMES = [SMALL.at(number) for number in range(800)]


def test_a_household_is_the_same_however_many_there_are() -> None:
    large = _households(10_000_000)
    assert [large.at(number) for number in range(40)] == HOMES[:40]


def test_requests_come_in_order_and_are_of_the_households_own_slots() -> None:
    for home in HOMES:
        assert tuple(request.slot for request in home.requests) == SMALL.allotment.slots_of(home.number)
        assert home.last == (home.requests[-1] if home.requests else None)


def test_every_request_is_about_a_contract_that_was_wanted_before() -> None:
    for home in HOMES:
        for request in home.requests:
            assert home.signups[request.contract] <= day_of(SMALL.arrivals.instant(request.share, SLOTS))
            assert request.topic.energy in {None, home.energies[request.contract]}


def test_nobody_joined_before_the_foundation() -> None:
    assert all(home.joined_ns > midnight(FOUNDED) for home in HOMES)


def test_a_contract_ends_only_with_the_last_request() -> None:
    leaving = [home for home in HOMES if home.last and home.last.topic.phase == "leaving"]
    assert leaving
    for home in leaving:
        assert home.last is not None
        end = SMALL.end(home, home.last.contract)
        assert end is not None
        assert (end + timedelta(days=1)).day == 1
        assert SMALL.end(home, 1 - home.last.contract) is None


def test_who_announced_a_move_has_moved_some_weeks_later() -> None:
    movers = [home for home in HOMES if any(r.topic.code == "relocation" for r in home.requests)]
    moved = [(home, move) for home in movers for move in SMALL.moves(home)]
    assert moved
    for home, move in moved:
        assert move.day <= TODAY
        customer = Supplier(1, 800).customer(FIRST_CUSTOMER + home.number)
        assert customer is not None
        assert move in customer.moves


def test_nobody_announces_two_moves_within_a_year() -> None:
    for home in HOMES:
        shares = [request.share for request in home.requests if request.topic.code == "relocation"]
        assert all(after - before >= SLOTS // 3 for before, after in pairwise(shares))


def test_a_letter_about_a_new_meter_follows_its_exchange() -> None:
    wrote = 0
    for home in HOMES:
        for request in home.requests:
            if request.topic.code == "meter_exchange":
                exchanges = SMALL.exchanges(home, request.contract)
                assert any(day <= day_of(SMALL.arrivals.instant(request.share, SLOTS)) for day in exchanges)
                wrote += 1
    assert wrote


def test_letters_about_a_reminder_follow_missed_deposits() -> None:
    draws = Draws(1, "contract")
    for home in HOMES:
        codes = {request.topic.code for request in home.requests if request.contract == 0}
        troubles = SMALL.troubles(home, 0, draws.of(home.number))
        if codes & {"payment_reminder", "disconnection_threat"}:
            assert troubles
            assert all(trouble.cleared is None or trouble.cleared > trouble.known for trouble in troubles)


def test_a_few_owe_something_without_a_letter() -> None:
    draws = Draws(1, "contract")
    quiet = [home for home in HOMES if not home.requests]
    silent = [home for home in quiet if SMALL.troubles(home, 0, draws.of(home.number))]
    assert 0 < len(silent) < len(quiet) // 10
