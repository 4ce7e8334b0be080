from vertrag.invent.spots import Spot


def test_an_address_speaks_of_the_person_around_it_and_a_seller_of_another() -> None:
    person = Spot(path="/data/0", is_item=True).member("address", frozenset(), "", None)
    assert person.member("city", frozenset(), "", None).role == "/data/0"
    seller = Spot(path="/data/0", is_item=True).member("seller", frozenset(), "", None)
    assert seller.member("city", frozenset(), "", None).role == "/data/0/seller"


def test_only_the_first_item_speaks_for_the_owner_of_the_list() -> None:
    mails = Spot(path="/mails", role="/person")
    assert [mails.item(index, 0, None).role for index in range(2)] == ["/person", "/mails/1~0"]
    assert mails.item(0, 1, None).is_repeated


def test_a_new_attempt_at_an_item_is_another_subject() -> None:
    again = Spot(path="/x").item(0, 2, None)
    assert again.member("a", frozenset(), "", None).role == "/x/0~2"


def test_a_spot_remembers_the_schemas_around_it() -> None:
    assert Spot(trail=("a",)).within(("b",)).trail == ("a", "b")
