"""Every exchange of a run as HAR 1.2, which browsers and HTTP tools open."""

from base64 import b64encode
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from vertrag import __version__
from vertrag.exchange import Headers
from vertrag.fuzz.judging.expectations import status_line
from vertrag.fuzz.reporting.transcript import Traffic


def har(traffic: Iterable[Traffic]) -> dict[str, Any]:
    """The log; a request that nothing answered has the status 0, as browsers write it."""
    creator = {"name": "vertrag", "version": __version__}
    return {"log": {"version": "1.2", "creator": creator, "entries": [_entry(each) for each in traffic]}}


def _entry(each: Traffic) -> dict[str, Any]:
    took = round(each.seconds * 1000, 3)
    return {
        "startedDateTime": datetime.fromtimestamp(each.began, UTC).isoformat(),
        "time": took,
        "request": _request(each),
        "response": _response(each),
        "cache": {},
        "timings": {"send": 0, "wait": took, "receive": 0},
        "comment": f"{each.phase} {each.operation}".strip(),
    }


def _request(each: Traffic) -> dict[str, Any]:
    query = parse_qsl(urlsplit(each.url).query, keep_blank_values=True)
    request: dict[str, Any] = {
        "method": each.method,
        "url": each.url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _named(each.headers),
        "queryString": _named(tuple(query)),
        "headersSize": -1,
        "bodySize": len(each.body),
    }
    if each.body:
        text, encoding = _text(each.body)
        request["postData"] = {"mimeType": _type(each.headers), "text": text, **encoding}
    return request


def _response(each: Traffic) -> dict[str, Any]:
    text, encoding = _text(each.answer)
    content = {"size": len(each.answer), "mimeType": _type(each.answer_headers), "text": text, **encoding}
    return {
        "status": each.status or 0,
        "statusText": status_line(each.status).partition(" ")[2] if each.status else "",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _named(each.answer_headers),
        "content": content,
        "redirectURL": dict(each.answer_headers).get("location", ""),
        "headersSize": -1,
        "bodySize": len(each.answer),
    }


def _named(pairs: Headers) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs]


def _type(headers: Headers) -> str:
    return next((value for name, value in headers if name.lower() == "content-type"), "")


def _text(octets: str) -> tuple[str, dict[str, str]]:
    """A body that came as Latin-1: as the UTF-8 that it is, else in base64."""
    raw = octets.encode("latin-1", "replace")
    try:
        return raw.decode("utf-8"), {}
    except UnicodeDecodeError:
        return b64encode(raw).decode(), {"encoding": "base64"}
