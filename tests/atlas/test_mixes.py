from dataclasses import replace

from vertrag.atlas.mixes import Mix, mixes, take_census
from vertrag.world.helpdesk.topics import topics
from vertrag.world.supplier import Supplier

CENSUS = take_census(Supplier(1, 1_000_000), 300)
MIXES: dict[str, Mix] = {mix.subject: mix for mix in mixes(CENSUS)}


def test_a_sample_is_spread_over_the_whole_world() -> None:
    ids = [customer.id for customer in CENSUS.customers]
    assert len(set(ids)) == 300
    assert ids[0] < 120_000
    assert ids[-1] > 1_080_000
    assert len({number % 8 for number in ids}) == 8


def test_no_law_is_broken() -> None:
    assert CENSUS.breaches == ()


def test_shares_are_percents_of_the_whole() -> None:
    for mix in MIXES.values():
        assert mix.counted
        assert 99.9 < sum(seen for _, seen in mix.shares.values()) < 100.1


def test_what_is_asked_for_is_about_what_is_seen() -> None:
    for subject in ("customers", "meters of electricity at the start", "ways to pay", "deposits a year"):
        for asked, seen in MIXES[subject].shares.values():
            assert asked is not None
            assert abs(asked - seen) < 9


def test_topics_of_few_have_their_share_of_all_tickets() -> None:
    shares = MIXES["topics"].shares
    for phase in ("new", "leaving"):
        mine = [shares[code] for code, topic in topics().items() if topic.phase == phase]
        asked, seen = (sum(share[place] or 0 for share in mine) for place in (0, 1))
        assert 0.6 * asked < seen < 1.4 * asked


def test_a_small_world_is_looked_at_whole() -> None:
    assert len(take_census(Supplier(1, 7), 300).customers) == 7


def test_of_nothing_there_are_no_shares() -> None:
    empty = replace(CENSUS, tickets=())
    mix = next(mix for mix in mixes(empty) if mix.subject == "topics")
    assert mix.counted == 0
    assert all(seen == 0 for _, seen in mix.shares.values())
