from dataclasses import replace
from typing import Any

import pytest

from vertrag.sabotage.playbook import plot
from vertrag.serve.showing.banner import banner

OPERATION = {"operationId": "op", "responses": {"200": {"description": ""}}}


@pytest.mark.parametrize(
    ("auth", "words"),
    [
        ("auto", "`vertrag token` prints one"),
        ("on", "`vertrag token` prints one"),
        ("any", "any well-formed"),
        ("off", "without"),
    ],
)
def test_the_first_line_says_how_many_where_and_how_to_get_in(make_mount: Any, auth: str, words: str) -> None:
    first = banner([make_mount({})], "http://127.0.0.1:1", auth, "vertrag token").splitlines()[0]
    assert "serves 1 API on http://127.0.0.1:1" in first
    assert words in first


def test_every_operation_has_a_request_to_paste(make_mount: Any) -> None:
    text = banner([make_mount({"/x": {"get": OPERATION}}, base="/v1")], "http://h", "on", "vertrag token")
    assert "# GET /x\n  curl http://h/v1/x" in text


def test_a_long_document_shows_its_first_operations_and_counts_the_rest(make_mount: Any) -> None:
    text = banner([make_mount({f"/x{n}": {"get": OPERATION} for n in range(20)})], "http://h", "on", "t")
    assert text.count("curl") == 8
    assert "12 more" in text


def test_several_apis_share_the_first_screen(make_mount: Any) -> None:
    mounts = [make_mount({f"/x{n}": {"get": OPERATION} for n in range(20)}, base=f"/v{v}") for v in range(3)]
    text = banner(mounts, "http://h", "on", "t")
    assert (text.count("curl"), text.count("and 17 more")) == (9, 3)
    assert banner([*mounts, *mounts, *mounts, *mounts], "http://h", "on", "t").count("curl") == 12


def misspelt() -> dict[str, Any]:
    schema = {"type": "strnig"}
    content = {"application/json": {"schema": schema}}
    return {"responses": {"200": {"description": "", "content": content}}}


def test_many_defects_are_counted(make_mount: Any) -> None:
    text = banner([make_mount({f"/x{n}": {"get": misspelt()} for n in range(20)})], "http://h", "on", "t")
    assert text.count("it judges nothing") == 6
    assert "! … and 14 more: `vertrag lint` says them all" in text


def test_a_defect_of_the_document_is_said_at_the_start(make_mount: Any) -> None:
    text = banner([make_mount({"/x": {"get": misspelt()}})], "http://h", "on", "t")
    assert "! /paths/~1x/get/responses/200/content/application~1json/schema/type: it judges nothing" in text


def test_colour_is_for_terminals_only(make_mount: Any) -> None:
    assert "\x1b" not in banner([make_mount({})], "http://h", "on", "t")
    assert "\x1b" in banner([make_mount({})], "http://h", "on", "t", color=True)


def test_what_two_documents_describe_is_said_in_one_line(make_mount: Any) -> None:
    first = make_mount({"/x/{a}": {"get": OPERATION}, "/y": {"get": OPERATION}}, info={"title": "A"})
    second = make_mount({"/x/{b}": {"get": OPERATION}}, info={"title": "B"})
    text = banner([first, second], "http://h", "on", "t")
    assert "! GET /x/{b} is also in B (document); A (document) answers" in text.splitlines()


def test_what_a_document_says_never_starts_a_line_or_moves_the_cursor(make_mount: Any) -> None:
    mount = make_mount({"/x\nrm -rf": {"get": OPERATION}}, info={"title": "T\x1b[2J\nU"})
    lines = banner([mount], "http://h", "on", "t").splitlines()
    assert not any("\x1b" in line or line.startswith(("rm", "U")) for line in lines)


def test_lies_are_said_at_the_start_and_those_that_cannot_be_told(make_mount: Any) -> None:
    honest = make_mount({"/x": {"get": OPERATION}})
    lying = replace(honest, plot=plot(honest.contract, ["S210", "S311"]))
    text = banner([lying], "http://h", "on", "t")
    assert "! sabotaged by S210: errors are pages" in text
    assert "! S311 cannot apply: it needs an enum in an answer" in text


def test_the_profile_of_a_document_is_said_beside_it(make_mount: Any) -> None:
    text = banner([make_mount({}, info={"title": "T", "x-vertrag-profile": "strict"})], "http://h", "on", "t")
    assert text.splitlines()[2].endswith("  (strict profile)")
    assert "profile" not in banner([make_mount({})], "http://h", "on", "t")
