import subprocess
from collections.abc import Callable
from typing import Any

from vertrag.fuzz.asking.origins import ETAG, LOCATION, Step, Take
from vertrag.fuzz.observations import Sent
from vertrag.fuzz.reporting.redaction import Redaction
from vertrag.fuzz.reporting.reproducer import script

BASE = "http://h/api"
NOTHING = Redaction(())


def test_a_script_creates_what_it_needs_and_runs_against_any_server(serve: Callable[..., Any]) -> None:
    create = Step(Sent("POST", f"{BASE}/drafts"), (Take("ID1", ("id",), "77"),))
    text = script("t", [create, Step(Sent("GET", f"{BASE}/drafts/77?a=b&c=[]"))], BASE, NOTHING)
    server = serve()
    environment = {"BASE": f"{server.url}/api", "PATH": "/usr/bin:/bin"}
    subprocess.run(["/bin/sh", "-c", text], env=environment, check=True, capture_output=True)
    assert server.seen == [("POST", "/api/drafts"), ("GET", "/api/drafts/1?a=b&c=[]")]


def test_a_request_whose_answer_nobody_needs_is_sent_quietly() -> None:
    text = script("t", [Step(Sent("DELETE", f"{BASE}/x/1")), Step(Sent("GET", f"{BASE}/x/1"))], BASE, NOTHING)
    assert 'curl -sS -X DELETE "$BASE"/x/1 > /dev/null\ncurl -i "$BASE"/x/1\n' in text


def test_an_id_can_be_taken_from_the_location() -> None:
    create = Step(Sent("POST", f"{BASE}/x"), (Take("ID1", (LOCATION,), "7"),))
    lines = script("t", [create, Step(Sent("GET", f"{BASE}/x/7"))], BASE, NOTHING).splitlines()
    assert lines[-3] == 'ANSWER1=$(curl -sSi -X POST "$BASE"/x)'
    assert lines[-1] == 'curl -i "$BASE"/x/"$ID1"'


def test_a_tag_is_taken_from_the_header_and_an_id_from_the_body_beside_it() -> None:
    takes = (Take("ID1", ("id",), "77"), Take("TAG2", (ETAG,), '"a1"'))
    asked = Sent("GET", f"{BASE}/x/77", (("if-none-match", '"a1"'),))
    lines = script("t", [Step(Sent("POST", f"{BASE}/x"), takes), Step(asked)], BASE, NOTHING).splitlines()
    answer = 'HTTP/1.1 201 Created\r\nETag: "b2"\r\n\r\n{"id": 5}'
    showing = lines[-1].replace("curl", "printf '%s\n'", 1).replace('"$BASE"', "B")
    shell = "\n".join([f"ANSWER1='{answer}'", *lines[-3:-1], showing])
    shown = subprocess.run(["/bin/sh", "-c", shell], check=True, capture_output=True, text=True).stdout
    assert shown.splitlines()[-2:] == ['if-none-match: "b2"', "B/x/5"]


def test_secrets_are_asked_for_and_not_written() -> None:
    sent = Sent("GET", f"{BASE}/x", (("X-Key", "s3cret-value"),))
    text = script("a\nb", [Step(sent)], BASE, Redaction((("X-Key", "s3cret-value"),)))
    assert "s3cret-value" not in text
    assert ': "${X_KEY:?' in text
    assert text.startswith("#!/bin/sh\n# a\n# b\nset -eu\n")


def test_an_id_is_filled_in_wherever_the_request_mentions_it() -> None:
    create = Step(Sent("POST", f"{BASE}/drafts"), (Take("ID1", ("id",), "77", "draft"),))
    body = b'{"draft_id":77,"text":"it\'s 77"}'
    last = Sent("POST", f"{BASE}/notes?draft=77&n=77", (("Content-Type", "application/json"),), body)
    text = script("t", [create, Step(last)], BASE, NOTHING)
    command = text.splitlines()[-1]
    filled = command.replace('"$ID1"', "1").replace("curl", "printf '%s\\n'", 1).replace('"$BASE"', "B")
    shown = subprocess.run(["/bin/sh", "-c", filled], check=True, capture_output=True, text=True).stdout
    assert shown.splitlines()[-2:] == ['{"draft_id":1,"text":"it\'s 77"}', "B/notes?draft=1&n=77"]


def test_a_credential_that_is_spoilt_in_the_url_leaves_the_server_to_be_chosen() -> None:
    redaction = Redaction((), query=(("key", "s3cret-value"),))
    text = script("t", [Step(Sent("GET", f"{BASE}/x?key=S3CRET-VALUE"))], BASE, redaction)
    assert "vertrag-BASE-variable" not in text
    assert """''"$BASE"'/x?key='""" in text.splitlines()[-1]
