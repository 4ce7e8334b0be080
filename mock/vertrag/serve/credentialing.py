"""Puts credentials into requests: what a client would send to get in."""

import base64
from collections.abc import Sequence
from urllib.parse import quote

from vertrag.contract.reading.wire import cookie_pairs, query_pairs
from vertrag.exchange import Headers, Request
from vertrag.serve.showing.ways_in import TOKEN, Proof


def opened(request: Request, proofs: Sequence[Proof], token: str) -> Request:
    """The request with what satisfies its operation, in the place of what it brought."""
    for proof in proofs:
        value = proof.value.replace(TOKEN, token)
        if proof.place == "query":
            query = f"{proof.name}={quote(value, safe='')}"
            kept = [
                pair for pair in request.query.split("&") if pair.partition("=")[0] not in ("", proof.name)
            ]
            request = request._replace(query="&".join((*kept, query)))
        elif proof.place == "cookie":
            others = [text for name, text in request.headers if name == "cookie"]
            line = "; ".join((f"{proof.name}={value}", *others))  # of two cookies of a name the first counts
            request = request._replace(headers=_with(request.headers, "cookie", line))
        elif proof.place == "user":
            pair = base64.b64encode(f"{proof.name}:{value}".encode()).decode()
            request = request._replace(headers=_with(request.headers, "authorization", f"Basic {pair}"))
        else:
            request = request._replace(headers=_with(request.headers, proof.name.lower(), value))
    return request


def carries(request: Request, proofs: Sequence[Proof]) -> bool:
    """Whether the request brings any credential, good or bad, where its operation looks for one."""
    names = {name for name, _ in request.headers}
    cookies = cookie_pairs("; ".join(text for name, text in request.headers if name == "cookie"))
    query = query_pairs(request.query) if request.query else {}
    sent = {"header": names, "user": names, "query": set(query), "cookie": set(cookies)}
    return any(_name(proof) in sent[proof.place] for proof in proofs)


def _name(proof: Proof) -> str:
    if proof.place == "user":
        return "authorization"
    return proof.name.lower() if proof.place == "header" else proof.name


def _with(headers: Headers, name: str, text: str) -> Headers:
    return (*(pair for pair in headers if pair[0] != name), (name, text))
