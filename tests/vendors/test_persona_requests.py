"""What `vertrag personas` prints can be sent as it is."""

import json
import shlex
from dataclasses import replace
from typing import Any

import pytest

from vertrag.config import PersonasSettings
from vertrag.credentials import Authority
from vertrag.vendors.persona_requests import describe

KEY = "k" * 32
SETTINGS = PersonasSettings(host="::1", port=81, key=KEY, format="json")


@pytest.fixture
def tom() -> dict[str, Any]:
    (found,) = [each for each in json.loads(describe(SETTINGS)) if each["name"] == "Tom Mustermann"]
    return dict(found)


def test_a_persona_is_named_with_the_ids_to_look_up(tom: dict[str, Any]) -> None:
    assert (tom["customerId"], tom["ticketId"]) == (83771, 376189)
    assert tom["story"]


@pytest.mark.parametrize(
    ("api", "method", "path"),
    [
        ("enneo-mind", "GET", "/api/mind/ticket/376189/history"),
        ("socialboards-tickets", "POST", "/socialboards/tickets/376189/log"),
        ("zoho-desk", "GET", "/zoho/api/v1/tickets/57440000000376189/History"),
    ],
)
def test_every_api_has_a_request_for_the_history(
    tom: dict[str, Any], api: str, method: str, path: str
) -> None:
    request = tom["apis"][api]
    assert (request["method"], request["url"]) == (method, f"http://[::1]:81{path}")


@pytest.mark.parametrize("api", ["enneo-mind", "socialboards-tickets", "zoho-desk"])
def test_every_request_carries_a_token_that_holds(tom: dict[str, Any], api: str) -> None:
    token = tom["apis"][api]["headers"]["Authorization"].split()[1]
    assert Authority(KEY).verify(token)["role"] == "agent"


def test_the_text_has_the_same_requests_as_commands(tom: dict[str, Any]) -> None:
    lines = describe(replace(SETTINGS, format="text")).splitlines()
    commands = [shlex.split(line) for line in lines if line.startswith("curl ")]
    urls = [request["url"] for request in tom["apis"].values()]
    assert [command[-1] for command in commands][: len(urls)] == urls
    assert ["-d" in command for command in commands][: len(urls)] == [False, True, False]


def test_a_command_fits_on_a_screen_and_asks_for_its_token_when_it_runs() -> None:
    lines = describe(replace(SETTINGS, format="text")).splitlines()
    commands = [line for line in lines if line.startswith("curl ")]
    assert len(commands) >= 3 * 12
    assert all('$(vertrag token)"' in line and len(line) < 200 for line in commands)
