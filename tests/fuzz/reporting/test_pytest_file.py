import ast
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from vertrag.fuzz.asking.origins import ETAG, LOCATION, Step, Take
from vertrag.fuzz.observations import Sent
from vertrag.fuzz.reporting.pytest_file import Subject, by_answer, by_law
from vertrag.fuzz.reporting.redaction import Redaction

BASE = "http://h/api"
SECRET = "s3cret-value"
SUBJECT = Subject("What was deleted is there\nexpected: x", "VF410", "GET /drafts/{id}", BASE, Redaction(()))
SECRETIVE = Subject("t", "ST1", "GET /x", BASE, Redaction((("X-Key", SECRET), ("Accept", "a/b"))))


def outcome(tmp_path: Path, text: str, **environ: str) -> int:
    (tmp_path / "test_it.py").write_text(text, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:schemathesis",
        "-p",
        "no:vertrag",
        "test_it.py",
    ]
    environment = {"PATH": "/usr/bin:/bin", **environ}
    return subprocess.run(command, cwd=tmp_path, env=environment, check=False, capture_output=True).returncode


@pytest.mark.parametrize(("flaws", "code"), [({"deleted drafts stay"}, 1), (set(), 0)])
def test_a_test_fails_on_the_broken_server_and_passes_on_the_repaired_one(
    serve: Callable[..., Any], tmp_path: Path, flaws: set[str], code: int
) -> None:
    create = Step(Sent("POST", f"{BASE}/drafts"), (Take("ID1", ("id",), "77"),))
    steps = [create, Step(Sent("DELETE", f"{BASE}/drafts/77")), Step(Sent("GET", f"{BASE}/drafts/77?a=%20"))]
    server = serve(flaws=frozenset(flaws))
    text = by_answer(SUBJECT, steps, "status in (404, 410)")
    assert outcome(tmp_path, text, BASE=f"{server.url}/api") == code
    assert [method for method, _ in server.seen] == ["POST", "DELETE", "GET"]
    assert server.seen[-1] == ("GET", "/api/drafts/1?a=%20")


def test_secrets_are_asked_for_and_not_written() -> None:
    headers = (("X-Key", SECRET), ("X-Odd", 'a"b'))
    sent = Sent("POST", f"{BASE}/x?k={SECRET}", headers, f'{{"k": "{SECRET}"}}'.encode())
    text = by_answer(SECRETIVE, [Step(sent)], "status < 500")
    ast.parse(text)
    assert SECRET not in text
    assert "'X-Key': os.environ['X_KEY']," in text
    assert text.count(".replace('$X_KEY', os.environ['X_KEY'])") == 2
    assert "It needs X_KEY there." in text


def test_an_id_can_be_taken_from_the_location() -> None:
    create = Step(Sent("POST", f"{BASE}/x"), (Take("ID1", (LOCATION,), "7"),))
    text = by_answer(SUBJECT, [create, Step(Sent("GET", f"{BASE}/x/7"))], "status < 500")
    assert 'id1 = headers["Location"].rstrip("/").rpartition("/")[2]' in text
    assert '\'/x\' + "/" + quote(id1, safe="")' in text


def test_a_tag_can_be_taken_from_an_answer() -> None:
    shown = Step(Sent("GET", f"{BASE}/x"), (Take("TAG1", (ETAG,), '"a1"'),))
    asked = Step(Sent("GET", f"{BASE}/x", (("If-None-Match", '"a1"'),)))
    text = by_answer(SUBJECT, [shown, asked], "status == 304")
    assert 'tag1 = headers["ETag"]' in text
    assert "'If-None-Match': tag1," in text


def test_an_id_is_filled_in_wherever_the_request_mentions_it() -> None:
    create = Step(Sent("POST", f"{BASE}/x"), (Take("ID1", ("id",), "7", "x"),))
    last = Sent("POST", f"{BASE}/y?x_id=7&n=7", (), b'{"xId": "7", "n": "7\xff"}')
    text = by_answer(SUBJECT, [create, Step(last)], "status < 500")
    (line,) = [each.strip() for each in text.splitlines() if "/y" in each]
    assert line.startswith("status, headers, body = send('POST', ")
    sent = eval(line.partition("send")[2], {"id1": "8", "headers": {}, "quote": quote})  # noqa: S307 - our own text
    assert sent == ("POST", "/y?x_id=8&n=7", {}, b'{"xId": "8", "n": "7\xff"}')


def test_what_a_server_said_cannot_become_code() -> None:
    subject = Subject('"""\nimport os  # \\', "ST1", "GET /x", BASE, Redaction(()))
    (docstring, *rest) = ast.parse(by_answer(subject, [], "True")).body
    assert isinstance(docstring, ast.Expr)
    assert not isinstance(rest[0], ast.Expr)


def test_what_walks_have_shown_is_asked_of_walks_alone() -> None:
    texts = [by_law(SUBJECT, "api.yaml", 7, allow_writes=True, walks_alone=each) for each in (True, False)]
    assert all(map(ast.parse, texts))
    assert ["walks_alone=True," in text for text in texts] == [True, False]


def test_a_law_on_two_identities_is_asked_with_both() -> None:
    redaction = Redaction((("X-Key", SECRET),), others=(("X-Key", "another-value"),))
    text = by_law(replace(SECRETIVE, redaction=redaction), "api.yaml", 7, allow_writes=True)
    ast.parse(text)
    assert "other_header=(f\"X-Key: {os.environ['OTHER_X_KEY']}\",)," in text
    assert "It needs X_KEY, OTHER_X_KEY there." in text


def test_a_law_is_asked_with_the_key_of_the_query() -> None:
    redaction = Redaction(query=(("api_key", SECRET),))
    text = by_law(replace(SECRETIVE, redaction=redaction), "api.yaml", 7, allow_writes=True)
    ast.parse(text)
    assert "query=(f\"api_key={os.environ['API_KEY']}\",)," in text


def test_what_only_a_law_can_tell_is_asked_of_the_plugin() -> None:
    text = by_law(SECRETIVE, "api.yaml", 7, allow_writes=True)
    ast.parse(text)
    assert SECRET not in text
    assert "f\"X-Key: {os.environ['X_KEY']}\"" in text
    assert "only='GET /x'" in text


def test_a_credential_under_another_scheme_is_asked_for_without_its_own() -> None:
    subject = replace(SUBJECT, redaction=Redaction((("Authorization", f"Bearer {SECRET}"),)))
    text = by_answer(
        subject, [Step(Sent("GET", f"{BASE}/x", (("X-Other", f"Basic {SECRET}"),)))], "status < 500"
    )
    assert ".replace('$AUTHORIZATION', os.environ['AUTHORIZATION'].partition(\" \")[2])" in text


def test_a_spoilt_credential_is_made_of_the_whole_one() -> None:
    subject = replace(SUBJECT, redaction=Redaction((("X-Key", SECRET),)))
    text = by_answer(subject, [Step(Sent("GET", f"{BASE}/x?key={SECRET[:-3]}"))], "status in (401, 403)")
    assert SECRET[:-3] not in text
    assert ".replace('${X_KEY%???}', os.environ['X_KEY'][:-3])" in text
