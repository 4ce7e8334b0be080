import pytest

from vertrag.exchange import Response
from vertrag.fuzz.asking.origins import ETAG, LOCATION, Origins, found
from vertrag.fuzz.observations import Exchange, Sent

HOST = "http://h/api"


def made(path: str, body: bytes, *headers: tuple[str, str], status: int = 201) -> Exchange:
    return Exchange(Sent("POST", HOST + path), Response(status, headers, body))


def read(path: str) -> Sent:
    return Sent("GET", HOST + path)


CUSTOMER = made("/customers", b'{"data": {"id": "C1", "name": "x"}}')
CONTRACT = made("/customers/C1/contracts", b'{"id": 7}')


def origins(*exchanges: Exchange) -> Origins:
    known = Origins()
    for exchange in exchanges:
        known.note(exchange)
    return known


def test_what_an_id_came_from_is_sent_first_and_its_parents_before_it() -> None:
    last = read("/customers/C1/contracts/7?full=1")
    steps = origins(CUSTOMER, CONTRACT).steps([last])
    assert [step.sent for step in steps] == [CUSTOMER.sent, CONTRACT.sent, last]
    assert [(take.name, take.trail, take.value) for step in steps for take in step.takes] == [
        ("ID1", ("data", "id"), "C1"),
        ("ID2", ("id",), "7"),
    ]


def test_a_number_under_another_name_is_another_number() -> None:
    assert len(origins(CONTRACT).steps([read("/tickets/7")])) == 1


def test_an_id_is_taken_from_a_request_of_the_sequence_itself() -> None:
    deletion = Sent("DELETE", f"{HOST}/customers/C1")
    steps = origins(CUSTOMER).steps([CUSTOMER.sent, deletion, read("/customers/C1")])
    assert [step.sent.method for step in steps] == ["POST", "DELETE", "GET"]
    assert len(steps[0].takes) == 1


def test_an_id_that_only_the_location_tells_is_known() -> None:
    known = origins(made("/customers", b"", ("location", "/api/customers/a%20b")))
    steps = known.steps([read("/customers/a%20b")])
    assert steps[0].takes[0].trail == (LOCATION,)


def test_what_deleted_a_row_is_known_below_it() -> None:
    deletion = Sent("DELETE", f"{HOST}/customers/C1")
    known = origins(CUSTOMER, Exchange(deletion, Response(204)))
    assert known.deletion(read("/customers/C1/contracts?a=b")) == deletion
    assert known.deletion(deletion) == deletion
    assert known.deletion(read("/customers/C2")) is None
    assert origins(Exchange(deletion, Response(404))).deletion(deletion) is None


def test_what_put_a_row_there_is_known_below_it() -> None:
    put = Sent("PUT", f"{HOST}/files/a", (), b"{}")
    known = origins(Exchange(put, Response(201)))
    assert known.putting(read("/files/a/pages")) == put
    assert known.putting(read("/files/b")) is None
    assert origins(Exchange(put, Response(200))).putting(read("/files/a")) is None


@pytest.mark.parametrize("exchange", [made("/x", b'{"id": 1}', status=400), made("/x", b"no json")])
def test_an_answer_that_created_nothing_gives_no_id(exchange: Exchange) -> None:
    assert len(origins(exchange).steps([read("/x/1")])) == 1


def test_an_id_is_found_again_in_another_answer() -> None:
    assert found(("data", "id"), (), b'{"data": {"id": 9}}') == "9"
    assert found((LOCATION,), (("location", "http://h/x/9"),), b"") == "9"
    assert found(("data", "id"), (), b"[]") is None
    assert found(("id",), (), b"<html>") is None


def test_an_id_in_a_body_or_a_query_is_one_of_what_it_is_called_after() -> None:
    order = Sent("POST", f"{HOST}/orders", (), b'{"customerId": "C1", "number": 7}')
    known = origins(CUSTOMER, CONTRACT)
    for sent in (order, read("/orders?customer=C1")):
        steps = known.steps([sent])
        assert [step.sent for step in steps] == [CUSTOMER.sent, sent]
        assert steps[0].takes[0].keys == ("C1", "customer C1")


def test_what_is_no_id_of_an_answer_is_none_elsewhere() -> None:
    known = origins(made("/beds", b'{"id": 5, "width": 3}'))
    assert len(known.steps([read("/surveys?bed_id=3")])) == 1


def test_rows_that_name_each_other_end() -> None:
    bed = Exchange(Sent("POST", f"{HOST}/beds", (), b'{"plant_id": 1}'), Response(201, (), b'{"id": 2}'))
    plant = Exchange(Sent("POST", f"{HOST}/plants", (), b'{"bed_id": 2}'), Response(201, (), b'{"id": 1}'))
    steps = origins(bed, plant).steps([read("/beds/2")])
    assert [step.sent for step in steps] == [plant.sent, bed.sent, read("/beds/2")]


def test_equal_requests_give_an_id_each_as_far_as_there_are_any() -> None:
    gone = Sent("DELETE", f"{HOST}/customers/C1")
    once = origins(CUSTOMER).steps([CUSTOMER.sent, CUSTOMER.sent, gone])
    assert [[take.value for take in step.takes] for step in once] == [["C1"], [], []]
    known = origins(CUSTOMER, made("/customers", b'{"id": "C2"}'))
    both = known.steps([CUSTOMER.sent, CUSTOMER.sent, gone, read("/customers/C2")])
    assert [[take.value for take in step.takes] for step in both] == [["C1"], ["C2"], [], []]


def test_a_tag_in_a_condition_is_taken_from_the_answer_that_gave_it() -> None:
    shown = Exchange(read("/customers/C1"), Response(200, (("etag", '"a1"'),), b"{}"))
    asked = Sent("GET", f"{HOST}/customers/C1", (("If-None-Match", '"a1"'), ("X-Other", '"a1"')))
    steps = origins(CUSTOMER, shown).steps([asked])
    assert [step.sent for step in steps] == [CUSTOMER.sent, shown.sent, asked]
    assert [(take.name, take.trail) for take in steps[1].takes] == [("TAG2", (ETAG,))]
    assert origins(CUSTOMER).steps([asked])[-1].sent == asked
    assert found((ETAG,), (("etag", 'W/"b"'),), b"") == 'W/"b"'
