"""Our own mock keeps every invariant; a server that breaks one is told of as far as that one reaches."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from vertrag.contract.loading.document import load
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Response
from vertrag.fuzz.asking.interviewing import Interviewer
from vertrag.fuzz.judging.breaches import Observer
from vertrag.fuzz.observations import Complaint, ScenarioBegun, ScenarioEnded, Sent, TroubleMet
from vertrag.in_process import ORIGIN, Mock
from vertrag.oracles.grounds import Grounds, grounds_of

TOM = "376189"
OURS = ("x-synthetic-data", "true")
Post = Callable[[Sent], Response | None]


@pytest.fixture(scope="module")
def post() -> Iterator[Post]:
    """Sends to our own mock."""
    with Mock(auth="off", journal=0, reload=False) as mock:
        client = mock.client()

        def send(sent: Sent) -> Response:
            got = client.request(sent.method, sent.url, headers=dict(sent.headers), content=sent.body)
            headers = tuple((name.lower(), text) for name, text in got.headers.multi_items())
            return Response(got.status_code, headers, got.content)

        yield send


@pytest.fixture(scope="module")
def grounds() -> dict[str, Grounds]:
    names = ("enneo-mind", "socialboards-tickets", "zoho-desk")
    return {name: grounds_of(compile_contract(load(name))) for name in names}


def asked(
    grounds: Grounds, post: Post, **settings: Any
) -> tuple[list[Complaint], list[TroubleMet], list[Any]]:
    observer = Observer(grounds, f"{ORIGIN}{grounds.contract.document.base_path}")
    ticket = f"57440000000{TOM}" if "zoho" in grounds.contract.document.name else TOM
    seen = list(Interviewer(observer, post, **settings).observe((("orgId", "20260001"),), [ticket]))
    complaints = [each for end in seen if isinstance(end, ScenarioEnded) for each in end.complaints]
    return complaints, [each for each in seen if isinstance(each, TroubleMet)], seen


@pytest.mark.parametrize("name", ["enneo-mind", "socialboards-tickets", "zoho-desk"])
def test_our_own_mock_keeps_them_all(grounds: dict[str, Grounds], post: Post, name: str) -> None:
    asked_for: list[str] = []

    def listening(sent: Sent) -> Response | None:
        asked_for.append(httpx.URL(sent.url).path)
        return post(sent)

    complaints, troubles, seen = asked(grounds[name], listening)
    assert (complaints, troubles) == ([], [])
    assert sum(isinstance(each, ScenarioBegun) for each in seen) == 5
    # All three are asked, since it is our mock, and those about the tested one count.
    assert {path.split("/")[1] for path in asked_for} == {"api", "socialboards", "zoho"}
    assert sum(len(each.attempts) for each in seen if isinstance(each, ScenarioEnded)) > 20


def bent(post: Post, foreign: bool, **members: Any) -> Post:  # noqa: FBT001 - says what kind of server it is
    """A server whose tickets have other members than ours; a foreign one does not say that it is a mock."""

    def send(sent: Sent) -> Response | None:
        response = post(sent)
        if response is None:
            return None
        headers = tuple(each for each in response.headers if not (foreign and each == OURS))
        body = response.body
        if sent.method == "GET" and sent.url.endswith(f"/ticket/{TOM}"):
            body = json.dumps({**json.loads(body), **members}).encode()
        return Response(response.status, headers, body)

    return send


@pytest.mark.parametrize(
    ("members", "foreign", "strict", "told"),
    [
        ({"customerLegitimationMessage": "?"}, True, False, (["I25"], [])),
        ({"agentId": 99}, True, False, ([], ["I22"])),
        ({"agentId": 99}, True, True, (["I22"], [])),
        ({"agentId": 99}, False, False, (["I22"], [])),
        ({"bodyPlain": "?"}, True, True, ([], [])),
        ({"bodyPlain": "?"}, False, False, (["I29"], [])),
        ({"customer": []}, True, False, ([], [])),
    ],
)
def test_each_class_reaches_as_far_as_it_may(
    grounds: dict[str, Grounds],
    post: Post,
    members: dict[str, Any],
    foreign: bool,  # noqa: FBT001 - a parameter of the case
    strict: bool,  # noqa: FBT001 - a parameter of the case
    told: tuple[list[str], list[str]],
) -> None:
    complaints, troubles, _ = asked(grounds["enneo-mind"], bent(post, foreign, **members), strict=strict)
    found = [each.code for each in complaints if each.code in ("I22", "I25", "I29")]
    assert (found, [each.title[:3] for each in troubles if each.title[:3] == "I22"]) == told
    for each in complaints:
        assert (each.steady, each.operation.split()[0]) == (True, "GET")


def test_who_does_not_answer_and_whom_nobody_knows_end_the_interview(grounds: dict[str, Grounds]) -> None:
    complaints, troubles, seen = asked(grounds["enneo-mind"], lambda _: None)
    assert (complaints, troubles, len(seen[-1].attempts)) == ([], [], 1)
    nobody = grounds_of(compile_contract(load("tests/fuzz/tickets.yaml")))
    _, (trouble,), _ = asked(nobody, lambda _: None)
    assert trouble.title == "no invariants"
