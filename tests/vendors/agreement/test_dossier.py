"""A check runs only where its answers are at hand."""

from collections.abc import Iterator

from vertrag.vendors.agreement.dossier import Dossier, Invariant


def _always(_: Dossier) -> Iterator[str]:
    yield "broken"


def test_a_check_without_its_answers_says_nothing() -> None:
    rule = Invariant("I00", "E", "any", "never", ("ticket", "log"), _always)
    assert rule.breaches(Dossier(ticket={})) == []
    assert rule.breaches(Dossier(ticket={}, log=[])) == ["broken"]
