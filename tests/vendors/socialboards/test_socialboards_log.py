"""The log of a ticket: order, filter, paging, people; and tokens that are really tokens."""

import re
from functools import partial
from typing import Any

import jwt
import pytest

from vertrag.credentials import Authority
from vertrag.errors import Refused
from vertrag.exchange import Call
from vertrag.vendors.socialboards import socialboards_log as socialboards
from vertrag.world.supplier import Supplier

TOM = 376189
ACTIONS = [
    "ticket_created",
    "ticket_read",
    "ticket_status_changed",
    "ticket_assigned_to_user",
    "reply_created",
]


@pytest.fixture
def log(ask: Any) -> Any:
    return partial(ask, "socialboards", "getTicketLog")


def test_every_log_fits_the_document(ticket_ids: list[int], log: Any, faults: Any) -> None:
    for ticket_id in ticket_ids:
        answer = log(ticketId=ticket_id, take=50)
        assert faults("socialboards", "LogEnvelope", answer) == []
        assert (answer["errorCode"], answer["errorText"]) == (-1, None)


def test_a_log_runs_from_new_to_old_and_ends_with_the_creation(ticket_ids: list[int], log: Any) -> None:
    for ticket_id in ticket_ids:
        entries = log(ticketId=ticket_id, take=50)["data"]
        times = [entry["time"] for entry in entries]
        assert times == sorted(times, reverse=True)
        assert [entry["actionType"] for entry in entries].count("ticket_created") == 1
        assert entries[-1]["actionType"] == "ticket_created"


@pytest.mark.parametrize(
    "wanted", [[], ["ticket_read"], ["ticket_created", "ticket_read"], ["unknown"], ACTIONS]
)
def test_a_filter_keeps_what_it_names(ticket_ids: list[int], log: Any, wanted: list[str]) -> None:
    for ticket_id in ticket_ids:
        whole = log(ticketId=ticket_id, take=50)["data"]
        kept = log(ticketId=ticket_id, take=50, sent={"action_types": wanted})["data"]
        assert kept == [entry for entry in whole if not wanted or entry["actionType"] in wanted]


@pytest.mark.parametrize(
    "sent", [None, {}, {"action_types": []}, {"action_types": ["ticket_created", "ticket_read"]}]
)
def test_pages_are_cut_from_what_the_filter_leaves(ticket_ids: list[int], log: Any, sent: Any) -> None:
    for number in ticket_ids[:20]:
        whole = log(ticketId=number, take=50, sent=sent)["data"]
        pages = [
            log(ticketId=number, take=2, skip=at, sent=sent)["data"] for at in range(0, len(whole) + 2, 2)
        ]
        assert [entry for page in pages for entry in page] == whole
        assert pages[-1] == []


def test_users_named_in_an_action_come_with_it(ticket_ids: list[int], log: Any) -> None:
    seen = 0
    for entry in [each for ticket_id in ticket_ids for each in log(ticketId=ticket_id, take=50)["data"]]:
        named = re.findall(r"\{User:([^}]*)\}", entry["actionString"])
        assert named == [user["id"] for user in entry["includedItems"]["users"]]
        seen += len(named)
    assert seen


def test_a_user_is_on_one_side(ticket_ids: list[int], log: Any, world: Supplier) -> None:
    agents = {agent.uuid: agent.name for agent in world.agents()}
    for entry in [each for ticket_id in ticket_ids for each in log(ticketId=ticket_id, take=50)["data"]]:
        user = entry["user"]
        assert user["status"] == ("client" if user.get("customIdentifier") else "team")
        assert user["isBot"] or user["status"] == "client" or agents[user["id"]] == user["name"]


def test_a_ticket_outside_the_world_is_not_found(log: Any) -> None:
    with pytest.raises(Refused, match="no ticket 1"):
        log(ticketId=1)


def test_a_refresh_token_buys_an_access_token_of_the_same_role(
    authority: Authority, ask: Any, faults: Any
) -> None:
    refresh = authority.issue("guest", 60, "tom")
    form = {"grant_type": "refresh_token", "refresh_token": refresh, "client_id": "inbox"}
    answer = ask("socialboards", "createToken", sent=form)
    claims = authority.verify(answer["access_token"])
    assert (claims["role"], claims["sub"], claims["exp"] - claims["iat"]) == ("guest", "tom", 3599)
    assert (answer["refresh_token"], answer["expires_in"]) == (refresh, 3599)
    assert faults("socialboards", "Token", answer) == []


def test_a_token_is_not_to_be_stored(authority: Authority) -> None:
    form = {"refresh_token": authority.issue("agent", 60)}
    reply = socialboards.create_token(authority, Call("createToken", {}, form))
    assert ("cache-control", "no-store") in reply.headers


@pytest.mark.parametrize("refresh", ["nonsense", "", "a.b.c"])
def test_an_unknown_refresh_token_buys_nothing(ask: Any, refresh: str) -> None:
    with pytest.raises(Refused) as refusal:
        ask("socialboards", "createToken", sent={"refresh_token": refresh})
    assert refusal.value.status == 401


def test_a_token_without_a_role_buys_nothing(ask: Any) -> None:
    bare = jwt.encode({"iss": "vertrag", "exp": 1_900_000_000}, "k" * 32, algorithm="HS256")
    with pytest.raises(Refused, match="no role"):
        ask("socialboards", "createToken", sent={"refresh_token": bare})


def test_an_error_comes_in_the_envelope(faults: Any) -> None:
    body = socialboards.error_body(400, "Bad request", "wrong", [("take", "too large")])
    assert body == {"data": None, "errorCode": 400, "errorText": "take: too large"}
    assert faults("socialboards", "ErrorEnvelope", body) == []


def test_the_request_to_try_asks_for_the_whole_log() -> None:
    request = socialboards.history_request("/socialboards", TOM, "t0ken")
    assert (request.method, request.path) == ("POST", "/socialboards/tickets/376189/log")
    assert request.body == '{"action_types": []}'
