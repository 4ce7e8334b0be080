import json

from vertrag.cli.overview import as_json, as_text
from vertrag.config import SECTIONS, SettingsFile

FILE = SettingsFile(
    everywhere={"port": 1}, tables={"fuzz": {"allow_host": ["ä.example"], "header": ["A: hidden"]}}
)
ENVIRON = {"VERTRAG_KEY": "hidden" * 6, "VERTRAG_SERVE_CORS": "no"}


def test_each_value_is_shown_with_its_origin() -> None:
    shown = json.loads(as_json(FILE, ENVIRON))
    assert shown["serve"]["cors"] == {"value": False, "from": "VERTRAG_SERVE_CORS"}
    assert shown["personas"]["port"] == {"value": 1, "from": "vertrag.toml"}
    assert shown["fuzz"]["allow_host"] == {"value": ["ä.example"], "from": "vertrag.toml [fuzz]"}
    assert shown["token"]["role"] == {"value": "agent", "from": "default"}


def test_the_text_holds_the_same_in_columns() -> None:
    lines = as_text(FILE, ENVIRON).splitlines()
    assert '  allow_host       ["ä.example"]  vertrag.toml [fuzz]' in lines
    assert [line for line in lines if line.startswith("[")] == [f"[{each.section}]" for each in SECTIONS]


def test_a_secret_is_never_shown() -> None:
    assert "hidden" not in as_json(FILE, ENVIRON) + as_text(FILE, ENVIRON)
    assert json.loads(as_json(FILE, ENVIRON))["serve"]["key"]["value"] == "***"
    assert json.loads(as_json(FILE, {}))["serve"]["key"]["value"] is None
