"""Laws of HTTP that any single exchange must keep, whatever the document says (RFC 9110, RFC 9457)."""

import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

from vertrag.oracles.grounds import Grounds
from vertrag.oracles.law import Breach, Law
from vertrag.oracles.seen import Seen

PROBLEM_STATUS = Law(
    "VF101",
    "problem_status",
    "A problem names another status",
    "the status of the problem is that of the answer (RFC 9457 §3.1.2)",
    2,
)
CHALLENGE = Law(
    "VF102",
    "challenge_is_missing",
    "401 without a challenge",
    "a WWW-Authenticate header comes with 401 (RFC 9110 §15.5.2)",
    2,
    109,
)
NO_CONTENT = Law(
    "VF103",
    "content_where_none_is",
    "An empty answer has content",
    "204, 205 and 304 have no content (RFC 9110 §15.3.5, §15.3.6, §15.4.5)",
    2,
    105,
)
CREATED = Law(
    "VF104",
    "created_by_the_wrong_method",
    "201 where nothing can be created",
    "201 answers requests that create (RFC 9110 §15.3.2)",
    2,
    103,
)
NO_PAYLOAD = Law(
    "VF105",
    "content_refused_that_was_not_sent",
    "Content is refused where none was sent",
    "413 and 415 answer requests with content (RFC 9110 §15.5.14, §15.5.16)",
    2,
    107,
)
NOT_MODIFIED = Law(
    "VF106",
    "unchanged_for_a_write",
    "304 for a request that does not read",
    "304 answers GET and HEAD (RFC 9110 §15.4.5)",
    2,
    108,
)
UPGRADE = Law(
    "VF107",
    "upgrade_is_missing",
    "426 without Upgrade",
    "an Upgrade header comes with 426 (RFC 9110 §15.5.22)",
    2,
    112,
)
NO_STATUS = Law(
    "VF108", "impossible_status", "A status that is none", "a status from 100 to 599 (RFC 9110 §15)", 1, 101
)
ELSEWHERE = Law(
    "VF109",
    "undeclared_redirect",
    "A read leads elsewhere",
    "an answer that the document declares",
    2,
    200,
)
SCHEME = Law(
    "VF110",
    "challenge_of_another_scheme",
    "401 asks for another scheme",
    "a challenge of a scheme that the document has (RFC 9110 §11.6.1)",
    2,
)
MALFORMED = Law(
    "VF111",
    "malformed_header",
    "A header is not what HTTP says it is",
    "Retry-After in seconds or as a date, Last-Modified as a date, ETag in quotes (RFC 9110 §8.8, §10.2.3)",
    2,
)
CODING = Law(
    "VF112",
    "not_coded_as_it_says",
    "Content cannot be decoded",
    "content as its Content-Encoding says (RFC 9110 §8.4)",
    1,
)
LAWS = (
    PROBLEM_STATUS,
    CHALLENGE,
    NO_CONTENT,
    CREATED,
    NO_PAYLOAD,
    NOT_MODIFIED,
    UPGRADE,
    NO_STATUS,
    ELSEWHERE,
    SCHEME,
    MALFORMED,
    CODING,
)

_TAG = re.compile(r'(?:W/)?"[^"\s]*"')
_EMPTY = frozenset({204, 205, 304})
_READS = frozenset({"GET", "HEAD"})
_SCHEMES = re.compile(r"(?:^|,)\s*([A-Za-z][\w-]*)(?=\s|,|$)")  # parameters have "=" after their names
_CREATES_NOTHING = frozenset({"GET", "HEAD", "DELETE", "PATCH"})


def protocol(grounds: Grounds, exchange: Seen) -> Iterator[Breach]:
    """Every law of HTTP that the exchange breaks."""
    status, method = exchange.response.status, exchange.request.method
    named = exchange.body.get("status") if isinstance(exchange.body, dict) else None
    is_problem = (exchange.header("content-type") or "").startswith("application/problem+json")
    belies = status >= 400 and isinstance(named, int) and 200 <= named < 300  # in whatever form of error
    if belies or (is_problem and isinstance(named, int) and named != status):
        yield Breach(PROBLEM_STATUS, f"{status} with status {named} in the body")
    if status == 401:
        yield from _challenge(grounds, exchange)
    if status in _EMPTY and _has_content(exchange):
        yield Breach(NO_CONTENT, f"{status} with content")
    if status == 201 and method in _CREATES_NOTHING and "201" not in exchange.operation.responses:
        yield Breach(CREATED, f"201 for {method}")
    # A missing body is refused with 415 by many, as one without the media type that is needed.
    if status in (413, 415) and not exchange.request.body and exchange.operation.body is None:
        yield Breach(NO_PAYLOAD, f"{status} for a request without content")
    if status == 304 and method not in _READS:
        yield Breach(NOT_MODIFIED, f"304 for {method}")
    if status == 426 and exchange.header("upgrade") is None:
        yield Breach(UPGRADE, "no Upgrade header")
    yield from _malformed(exchange)
    if not 100 <= status <= 599:
        yield Breach(NO_STATUS, str(status))
    if 300 <= status < 400 and status != 304 and exchange.operation.judge(exchange.response):
        yield Breach(ELSEWHERE, f"{status} to {exchange.header('location') or 'nowhere'}")


def _malformed(exchange: Seen) -> Iterator[Breach]:
    coding = exchange.header("content-encoding")  # whoever could decode took it off
    if coding is not None and exchange.response.body:
        yield Breach(CODING, f"Content-Encoding: {coding}, and content that is not")
    after, modified, tag = (exchange.header(name) for name in ("retry-after", "last-modified", "etag"))
    if after is not None and not (after.isascii() and after.isdigit()) and not _is_date(after):
        yield Breach(MALFORMED, f"Retry-After: {after}")
    if modified is not None and not _is_date(modified):
        yield Breach(MALFORMED, f"Last-Modified: {modified}")
    if tag is not None and not _TAG.fullmatch(tag):
        yield Breach(MALFORMED, f"ETag: {tag}")


def _is_date(text: str) -> bool:
    try:
        parsedate_to_datetime(text)
    except ValueError:
        return False
    return True


def _has_content(exchange: Seen) -> bool:
    stated = exchange.header("content-length") or "0"
    stated_some = stated.isdigit() and int(stated) > 0 and exchange.response.status != 304
    return bool(exchange.response.body) or stated_some


def _challenge(grounds: Grounds, exchange: Seen) -> Iterator[Breach]:
    """Whether there is a challenge, and one that a client of the document can answer."""
    if exchange.header("www-authenticate") is None:
        yield Breach(CHALLENGE, "no WWW-Authenticate header")
        return
    challenges = ", ".join(text for name, text in exchange.response.headers if name == "www-authenticate")
    offered = {each.lower() for each in _SCHEMES.findall(challenges)}
    known = [scheme_of(grounds, name) for each in exchange.operation.security for name in each]
    if known and all(known) and offered.isdisjoint(known):
        yield Breach(SCHEME, f"a challenge for {', '.join(sorted(offered)) or 'nothing'}")


def scheme_of(grounds: Grounds, name: str) -> str:
    """What a declared scheme is called in a header, "" where it has no name there."""
    document = grounds.contract.document
    components = document.resolve(document.tree.get("components")) or {}
    scheme = document.resolve((components.get("securitySchemes") or {}).get(name)) or {}
    if scheme.get("type") in ("oauth2", "openIdConnect"):
        return "bearer"  # RFC 6750 §2.1
    return str(scheme.get("scheme") or "").lower() if scheme.get("type") == "http" else ""
