"""Prints the people with a story, each with the requests that show their ticket in every API."""

import json
import shlex
from collections.abc import Iterable, Mapping
from typing import Any

from vertrag.config import PersonasSettings, address
from vertrag.contract.loading.document import load
from vertrag.contract.loading.sources import shipped_names
from vertrag.credentials import Authority, load_key
from vertrag.vendors.catalogue import vendor_of
from vertrag.vendors.history_request import HistoryRequest
from vertrag.world.census.personas import Persona
from vertrag.world.supplier import Supplier

TOKEN_COMMAND = "$(vertrag token)"  # noqa: S105 - the command that prints one
"""What a shell replaces by a token, so that a request fits on a screen."""


def describe(settings: PersonasSettings) -> str:
    """The people as text, whose requests ask for a token when they are sent, or as JSON, with a fresh one."""
    token = Authority(load_key(settings.key)).issue() if settings.format == "json" else TOKEN_COMMAND
    origin = address(settings.host, settings.port)
    personas = Supplier().personas()  # the same people live in every world
    requests = requests_for([each.ticket_id for each in personas], token)
    people = list(zip(personas, requests, strict=True))
    if settings.format == "json":
        return json.dumps([as_json(*each, origin) for each in people], ensure_ascii=False, indent=2)
    return "\n\n".join(as_text(*each, origin) for each in people)


def requests_for(ticket_ids: Iterable[int], token: str) -> list[dict[str, HistoryRequest]]:
    """For every ticket the requests that show its history, by the names of the shipped documents."""
    documents = [load(name) for name in shipped_names()]
    served = [(each, vendor) for each in documents if (vendor := vendor_of(each.tree))]
    return [
        {
            document.name: vendor.history_request(document.base_path, ticket_id, token)
            for document, vendor in served
        }
        for ticket_id in ticket_ids
    ]


def as_json(persona: Persona, requests: Mapping[str, HistoryRequest], origin: str) -> dict[str, Any]:
    """A persona as programs want it."""
    return {
        "name": persona.name,
        "story": persona.story,
        "customerId": persona.customer_id,
        "ticketId": persona.ticket_id,
        "apis": {
            name: {
                "method": request.method,
                "url": f"{origin}{request.path}",
                "headers": dict(request.headers),
                "body": request.body,
            }
            for name, request in requests.items()
        },
    }


def as_text(persona: Persona, requests: Mapping[str, HistoryRequest], origin: str) -> str:
    """A persona as people want it: a story, and commands to paste into a shell."""
    lines = [f"{persona.name} (customer {persona.customer_id}, ticket {persona.ticket_id})", persona.story]
    for name, request in requests.items():
        lines += ["", f"# {name}", as_curl(request, origin)]
    return "\n".join(lines)


def as_curl(request: HistoryRequest, origin: str) -> str:
    """A request as a command for a POSIX shell."""
    words = ["curl"]
    for name, text in request.headers:
        words += ["-H", _quoted(f"{name}: {text}")]
    if request.body is not None:
        words += ["-d", _quoted(request.body)]  # curl turns a request with data into POST
    return " ".join([*words, _quoted(f"{origin}{request.path}")])


def _quoted(text: str) -> str:
    """A word for a POSIX shell, which still carries out the command for a token."""
    return f'"{text}"' if TOKEN_COMMAND in text else shlex.quote(text)
