import io
import json
from pathlib import Path

from vertrag.cli.sabotages import print_sabotages
from vertrag.sabotage.playbook import WAYS

ZOO = str(Path(__file__).parent.parent / "serve" / "resources" / "zoo.yaml")


def test_every_way_has_a_line() -> None:
    out = io.StringIO()
    print_sabotages(None, "text", out)
    assert out.getvalue().splitlines() == [f"{way.code}  {way.title}" for way in WAYS.values()]


def test_what_a_document_has_no_room_for_says_what_it_needs() -> None:
    out = io.StringIO()
    print_sabotages(ZOO, "text", out)
    lines = out.getvalue().splitlines()
    assert "S315  a UUID is none  (needs a UUID in an answer)" in lines
    assert "S311  a value is outside its enum" in lines


def test_a_program_gets_json() -> None:
    out = io.StringIO()
    print_sabotages(ZOO, "json", out)
    found = {each["code"]: each for each in json.loads(out.getvalue())}
    assert found["S503"]["applies"]
    assert found["S503"]["category"] == 113
    assert not found["S315"]["applies"]
