from dataclasses import replace

import pytest

from vertrag.exchange import Response
from vertrag.fuzz.asking.showing import Shown
from vertrag.fuzz.asking.traits import CONDITIONS
from vertrag.fuzz.judging.findings import Ledger
from vertrag.fuzz.judging.jury import Opinion
from vertrag.fuzz.observations import Complaint, Exchange, Sent
from vertrag.fuzz.reporting.redaction import Redaction

SENT = Sent("GET", "http://127.0.0.1/x?long=parameter")
OK = Response(200)
SHORT = Sent("GET", "http://127.0.0.1/x")
DRIFT = Complaint(
    "response_schema_conformance", "ST108", "Drift", 1, "GET /x", "a/enum", "one of", "lost", SENT, OK
)
CRASH = Complaint(
    "not_a_server_error", "ST101", "Server error", 0, "GET /x", "500", "no crash", "500", SENT, Response(500)
)
UNDOCUMENTED = replace(CRASH, rule="status_code_conformance", code="ST103", severity=2, actual="undocumented")


def ledger(*headers: tuple[str, str]) -> Ledger:
    return Ledger(Redaction(headers))


def test_one_cause_is_one_finding_with_its_smallest_request() -> None:
    (finding,) = ledger().enter([DRIFT, replace(DRIFT, sent=SHORT), DRIFT])
    assert (finding.occurrences, finding.curl) == (3, "curl -i http://127.0.0.1/x")


def test_a_cause_that_comes_again_later_is_only_counted() -> None:
    book = ledger()
    assert len(list(book.enter([DRIFT]))) == 1
    assert list(book.enter([DRIFT, DRIFT])) == []
    assert [finding.occurrences for finding in book.findings()] == [3]


def test_another_key_rule_or_operation_is_another_finding() -> None:
    others = [
        DRIFT,
        replace(DRIFT, key="b/type"),
        replace(DRIFT, code="ST107"),
        replace(DRIFT, operation="GET /y"),
    ]
    assert len(list(ledger().enter(others))) == 4


def test_a_server_error_explains_what_else_is_wrong_with_its_answer() -> None:
    html = replace(CRASH, rule="content_type_conformance", code="ST105", severity=2, key="text/html")
    (finding,) = ledger().enter([UNDOCUMENTED, html, CRASH])
    assert (finding.rule, finding.severity) == ("not_a_server_error", "critical")


def test_a_server_error_of_another_status_explains_nothing() -> None:
    found = list(ledger().enter([CRASH, replace(UNDOCUMENTED, key="404", response=Response(404))]))
    assert [finding.code for finding in found] == ["ST101", "ST103"]


def test_a_request_that_stands_alone_is_clearer_than_a_sequence() -> None:
    long = replace(DRIFT, sent=SENT)
    sequence = replace(DRIFT, sent=SHORT, before=(Exchange(SHORT),))
    (finding,) = ledger().enter([sequence, long])
    assert (finding.before, "long=parameter" in finding.curl) == ((), True)


def test_a_sequence_keeps_the_requests_that_led_up_to_it() -> None:
    (finding,) = ledger().enter([replace(DRIFT, before=(Exchange(SHORT),))])
    assert finding.before == ("curl -i http://127.0.0.1/x",)


def test_no_field_of_a_finding_holds_a_secret() -> None:
    secret = "s3cret-value"
    told = replace(
        DRIFT,
        expected=secret,
        actual=secret,
        response=Response(200, (), secret.encode()),
        before=(Exchange(Sent("GET", f"http://h/{secret}")),),
    )
    (finding,) = ledger(("X-Key", secret)).enter([told])
    assert secret not in repr(finding)


@pytest.mark.parametrize(
    ("cause", "repeated"),
    [
        ("VF801", "ST101"),
        ("ST101", "ST204"),
        ("VF802", "ST201"),
        ("ST103", "ST202"),
        ("ST103", "ST203"),
        ("ST105", "ST108"),
        ("ST109", "ST108"),
    ],
)
def test_a_cause_explains_what_only_repeats_it(cause: str, repeated: str) -> None:
    told = [replace(DRIFT, code=repeated, severity=0), replace(DRIFT, code=cause, severity=3)]
    (finding,) = ledger().enter(told)
    assert (finding.code, finding.occurrences) == (cause, 2)


@pytest.mark.parametrize(("header", "codes"), [("X-Key", ["ST401"]), ("orgId", ["ST401", "ST203"])])
def test_ignored_credentials_explain_only_their_own_header(header: str, codes: list[str]) -> None:
    book = Ledger(Redaction(()), frozenset({"x-key"}))
    told = [replace(DRIFT, code="ST401", severity=0), replace(DRIFT, code="ST203", key=header)]
    assert [finding.code for finding in book.enter(told)] == codes


def test_what_was_not_upheld_hides_nothing_that_is() -> None:
    book = Ledger(Redaction(()), ask=lambda complaint: Opinion(upheld=complaint.sent != SHORT))
    doubtful, sound = replace(DRIFT, sent=SHORT), replace(DRIFT, sent=SENT)
    assert [told.upheld for told in book.enter([doubtful])] == [False]
    assert list(book.enter([doubtful])) == []
    assert [told.upheld for told in book.enter([doubtful, sound])] == [True]
    assert [(told.occurrences, told.curl.endswith("/x")) for told in book.findings()] == [(4, False)]


def test_what_nobody_upholds_is_told_and_does_not_count() -> None:
    book = Ledger(Redaction(()), ask=lambda _: Opinion("ambiguous", "why", upheld=False))
    (told,) = book.enter([DRIFT])
    assert (told.upheld, told.reading, book.findings()) == (False, "why", ())


def test_one_rule_broken_in_one_place_is_one_finding_whoever_tells_it() -> None:
    ours = replace(DRIFT, key="/components/schemas/Row/properties/a/enum", place="/rows/0/a")
    theirs = replace(DRIFT, key="properties/rows/items/properties/a/enum", place="/rows/17/a")
    elsewhere = replace(theirs, place="/rows/0/b", key="properties/rows/items/properties/b/enum")
    assert [each.occurrences for each in ledger().enter([ours, theirs, elsewhere])] == [2, 1]


def test_a_wrong_media_type_is_one_finding_whatever_its_key() -> None:
    plain = replace(DRIFT, code="ST105", key="")
    (finding,) = ledger().enter([plain, replace(plain, key="text/plain")])
    assert finding.occurrences == 2


def told(words: str, code: str = "ST202") -> Complaint:
    return replace(DRIFT, code=code, key="400", response=Response(400, (), words.encode()))


@pytest.mark.parametrize("code", ["ST101", "ST202"])
def test_what_is_refused_or_fails_in_other_words_is_another_finding(code: str) -> None:
    found = list(ledger().enter(told(words, code) for words in ("no name", "no label", "no name")))
    assert [each.occurrences for each in found] == [2, 1]
    assert len({(each.code, each.operation, each.key) for each in found}) == 2


def test_a_crash_of_another_method_than_that_of_the_operation_names_it() -> None:
    other = replace(CRASH, sent=replace(CRASH.sent, method="PUT"))
    assert [each.actual for each in ledger().enter([other])] == [f"{CRASH.actual} to PUT"]
    assert [each.actual for each in ledger().enter([CRASH])] == [CRASH.actual]


def test_another_member_that_is_refused_in_the_same_words_is_another_finding() -> None:
    book = replace(ledger(), culprit=lambda _, said: said.partition("'")[2].partition("'")[0])
    found = list(book.enter(told(f"the member '{name}' is missing") for name in ("name", "label", "name")))
    assert [each.occurrences for each in found] == [2, 1]


def test_a_server_that_has_other_words_each_time_does_not_flood() -> None:
    book = ledger()
    for letter in "abcdefghijklmnop":
        list(book.enter([told(f"oh {letter * 3}")]))
    assert [each.occurrences for each in book.findings()] == [*[1] * 9, 7]


def test_a_value_that_crashes_explains_no_crash_with_other_words() -> None:
    crashes = [told("no name", "VF801"), told("no name", "ST101"), told("no label", "ST101")]
    assert [each.code for each in ledger().enter(crashes)] == ["VF801", "ST101"]


@pytest.mark.parametrize("code", ["ST101", "VF801"])
def test_a_crash_that_does_not_show_again_is_that_of_others_with_the_same_trait(code: str) -> None:
    conditional = Sent("GET", "http://127.0.0.1/y", (("If-Match", "*x"),))
    shown = {"GET /x": Shown(steady=True, trait=CONDITIONS)}
    book = Ledger(Redaction(()), show=lambda each: shown.get(each.operation, Shown(steady=False)))
    once, bare = (replace(CRASH, operation=f"GET /{name}", key="500") for name in "yz")
    found = list(book.enter([replace(CRASH, code=code), replace(once, sent=conditional), bare]))
    assert [each.root == CONDITIONS for each in found] == [True, True, False]


@pytest.mark.parametrize("code", ["ST101", "VF801"])
def test_what_fails_without_the_trait_of_others_has_another_cause(code: str) -> None:
    conditional = replace(SENT, headers=(("If-Match", "*x"),))
    book = Ledger(Redaction(), show=lambda each: Shown(trait=CONDITIONS if each.sent == conditional else ""))
    crashes = [replace(CRASH, code=code, sent=conditional), replace(CRASH, sent=conditional), CRASH, CRASH]
    found = [finding for crash in crashes for finding in book.enter([crash])]
    assert [(each.code, each.root == CONDITIONS) for each in found] == [(code, True), ("ST101", False)]


def test_who_fails_for_the_type_of_content_is_told_of_once() -> None:
    value = replace(CRASH, code="VF801", key="value_crashes content-type in header")
    engine = replace(CRASH, code="ST102", rule="unsupported", sent=SHORT)
    assert [each.code for each in ledger().enter([value, engine])] == ["VF801"]
    other = replace(value, key="value_crashes")
    assert [each.code for each in ledger().enter([other, engine])] == ["VF801", "ST102"]


def test_a_value_that_breaks_the_connection_explains_that_no_answer_came() -> None:
    value = replace(CRASH, code="VF801", key="value_crashes", response=None)
    assert [each.code for each in ledger().enter([value, replace(value, code="VF01", sent=SHORT)])] == [
        "VF801"
    ]
