import json
import re

import phonenumbers
import pytest

from vertrag.invent.subjects import NOW, Subject
from vertrag.shipped import folder
from vertrag.world import identifiers
from vertrag.world.draws import Draws

SUBJECTS = [Subject(Draws(1, "subject").of(number), Draws(1, "series").of(0), number) for number in range(40)]
PHONES = json.loads((folder("fixtures") / "phones.json").read_text(encoding="utf-8"))
FICTION = {
    f"+49{int(row.get('area_code', '') + row['first']) + step}"
    for rows in (PHONES["landline"], PHONES["mobile"])
    for row in rows
    for step in range(row["count"])
}


@pytest.mark.parametrize("subject", SUBJECTS[:10])
def test_moments_follow_each_other(subject: Subject) -> None:
    assert subject.created < subject.updated < NOW < subject.due
    assert subject.born.year <= NOW.year - subject.age <= subject.born.year + 1


def test_numbers_of_one_list_are_distinct() -> None:
    assert len({subject.number for subject in SUBJECTS}) == len(SUBJECTS)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_all_that_could_be_somebodys_is_nobodys(subject: Subject) -> None:
    assert subject.customer.email.rpartition(".")[2] in ("com", "net", "org", "example")
    assert re.search(r"@(example\.(com|net|org)|[a-z]+\.example)$", subject.customer.email)
    for phone in (subject.customer.phone, subject.mobile):
        assert phone in FICTION
        assert phonenumbers.is_valid_number(phonenumbers.parse(phone))
    assert identifiers.is_iban(subject.iban)
    assert subject.iban[4] == "9"
    assert subject.operator[0].startswith("9999")
    assert identifiers.is_melo_id(subject.melo_id)


@pytest.mark.parametrize("subject", SUBJECTS[:10])
def test_a_place_lies_in_its_state(subject: Subject) -> None:
    assert 47.2 < subject.latitude < 55.1
    assert 5.8 < subject.longitude < 15.1
    assert subject.state
