"""Random requests to every operation of the three APIs: whatever is sent, what comes back keeps the document.

The mock judges its own answers, so one that breaks the contract would be a 500.
"""

import json
import random
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from vertrag.contract.loading.document import load
from vertrag.contract.loading.sources import shipped_names
from vertrag.contract.operations import Operation, compile_contract
from vertrag.in_process import ORIGIN, Mock
from vertrag.invent.values import Impossible, invent
from vertrag.oracles.conversation.material import bodies
from vertrag.oracles.grounds import Grounds, grounds_of
from vertrag.vendors.agreement.inquiry import TICKETS

REQUESTS = 3  # to each operation
CUSTOMERS = 120
CONTRACTS = (746839, 1000001, 1000017)
LUCK = random.Random(20)  # noqa: S311 - a sample, no secret
GROUNDS = [grounds_of(compile_contract(load(name))) for name in shipped_names()]


@pytest.fixture(scope="module")
def mock() -> Iterator[Mock]:
    with Mock(auth="off", journal=0, reload=False, customers=CUSTOMERS, profile=("strict",)) as serving:
        yield serving


def _text(grounds: Grounds, operation: Operation, name: str, schema: Any) -> str:
    if LUCK.random() < 0.05:
        return LUCK.choice(["0", "-1", "x", "ü", " ", "99999999999"])
    if name == "ticketId":
        number = LUCK.choice([376189, 1022, LUCK.randint(1_000_001, 1_000_300)])
        return str(number + (TICKETS if "zoho" in grounds.contract.document.name else 0))
    if name == "contractId":
        return str(LUCK.choice(CONTRACTS))
    try:
        value = invent(grounds.contract.document, schema, label=operation.label, seed=LUCK.randint(0, 99))
    except Impossible:
        return "1"
    return ",".join(map(str, value)) if isinstance(value, list) else json.dumps(value).strip('"')


def _request(grounds: Grounds, operation: Operation) -> tuple[str, str, Any]:
    path, query = operation.path, {}
    for parameter in operation.parameters.get("path", ()):
        text = _text(grounds, operation, parameter.name, parameter.schema)
        path = path.replace(f"{{{parameter.name}}}", quote(text, safe=""))
    for parameter in operation.parameters.get("query", ()):
        if LUCK.random() < 0.4:
            query[parameter.sent_as] = _text(grounds, operation, parameter.name, parameter.schema)
    body = next(bodies(grounds, operation, LUCK.randint(0, 999)), None)
    if isinstance(body, dict):
        body = {name: value for name, value in body.items() if LUCK.random() < 0.8}
    url = f"{ORIGIN}{grounds.contract.document.base_path}{path}"
    return operation.method, f"{url}?{urlencode(query)}" if query else url, body


@pytest.mark.parametrize("grounds", GROUNDS, ids=shipped_names())
def test_no_request_makes_the_mock_break_its_word(mock: Mock, grounds: Grounds) -> None:
    client, answers = mock.client(), Counter[int]()
    for operation in grounds.contract.operations:
        for _ in range(REQUESTS):
            method, url, body = _request(grounds, operation)
            answer = client.request(method, url, json=body, headers={"orgId": "20260001"})
            assert answer.status_code < 500, (method, url, body, answer.text)
            answers[answer.status_code // 100] += 1
    assert answers[2] > answers[4] / 2
