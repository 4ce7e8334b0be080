import pytest

from vertrag.fuzz.asking.mentions import filled, mentions, thing_of
from vertrag.fuzz.observations import Sent

KNOWN = {"bed 138": "7", "plant x-1": "y 2"}


@pytest.mark.parametrize("name", ["beds", "bed_id", "bedId", "bed", "bedUuid", "BED-ID"])
def test_names_of_one_thing_speak_of_it(name: str) -> None:
    assert thing_of(name) == "bed"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"bed_id":138}', b'{"bed_id":7}'),
        (b'[{"bedId": "138", "width": 138}]', b'[{"bedId": "7", "width": 138}]'),
        (b'{"bed": 1380, "plant_id" : "x-1"\n}', b'{"bed": 1380, "plant_id" : "y 2"\n}'),
        (b"bed_id=138&plot_id=138", b"bed_id=7&plot_id=138"),
        (b"\xff\x00", b"\xff\x00"),
    ],
)
def test_ids_in_a_body_are_those_of_what_they_are_called_after(body: bytes, expected: bytes) -> None:
    assert filled(Sent("POST", "http://h/surveys", (), body), KNOWN).body == expected


def test_ids_in_a_query_are_as_well() -> None:
    sent = Sent("GET", "http://h/138?bed_id=138&limit=138&plant=x-1")
    assert filled(sent, KNOWN).url == "http://h/138?bed_id=7&limit=138&plant=y%202"


def test_what_names_no_thing_is_of_none() -> None:
    assert [each.thing for each in mentions(Sent("POST", "http://h/?id=1", (), b'{"id": 1}'))] == ["", ""]
