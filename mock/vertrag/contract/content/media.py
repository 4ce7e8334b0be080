"""Names of media types: their essence, their families, and which declared range describes which."""

from functools import lru_cache

FORM = "application/x-www-form-urlencoded"
YAML = frozenset({"application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml"})  # RFC 9512


@lru_cache(256)  # asked several times per request, of the same few
def essence_of(content_type: str) -> str:
    """The media type without its parameters, in lower case (RFC 9110 §8.3.1)."""
    return content_type.partition(";")[0].strip().lower()


def matches(declared: str, essence: str) -> bool:
    """Whether a declared media type or range describes a media type (OAS 3.0 §4.7.14.2)."""
    wanted = essence_of(declared)
    if wanted in (essence, "*/*"):
        return bool(essence)
    before, star, behind = wanted.partition("*")  # `image/*`, and `application/*+json` as authors write it
    return bool(star) and essence.startswith(before) and essence.endswith(behind)


def is_json(essence: str) -> bool:
    """Whether the media type is JSON by name or by structured suffix (RFC 6839)."""
    return essence in ("application/json", "text/json") or essence.endswith("+json")


def is_xml(essence: str) -> bool:
    """Whether the media type is XML by name or by structured suffix (RFC 7303)."""
    return essence in ("application/xml", "text/xml") or essence.endswith("+xml")


FAMILIES = (
    *("application/json", "application/xml", FORM, "multipart/form-data", "text/plain"),
    "application/octet-stream",
)
"""One media type for each way to read bytes."""


def family_of(essence: str) -> str:
    """The media type of `FAMILIES` whose bytes are read in the same way."""
    if is_json(essence):
        return "application/json"
    if is_xml(essence):
        return "application/xml"
    if essence.startswith("multipart/"):
        return "multipart/form-data"
    if essence.startswith("text/"):
        return "text/plain"
    return FORM if essence == FORM else "application/octet-stream"
