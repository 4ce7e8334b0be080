"""The profiles of a vendor's document: as the sources leave it, closed, or with the vendor's own oddities.

Laws
1. A profile changes the document and the answers together, so each served profile keeps its own contract.
2. lenient is the document as it is written: objects may have more members, unconfirmed lists are plain texts.
3. strict closes what our own world knows: objects have their members and no others, and lists that no source
   confirms have the values of the world (`x-our-values`).
4. quirk is lenient, and does on purpose what the vendor's own examples do against its schemas.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any, Literal, get_args

from vertrag.contract.loading.grammar import walk
from vertrag.errors import UsageError
from vertrag.vendors.quirks import QUIRKS

Profile = Literal["lenient", "strict", "quirk"]

PROFILE = "x-vertrag-profile"
"""Says in the document's `info` which profile it is."""

_DEFAULT: Profile = "lenient"


def chosen(texts: Sequence[str], served: Sequence[str]) -> dict[str, Profile]:
    """The profile of each served document by its name; texts are `PROFILE` or `NAME=PROFILE`, the last wins.

    Raises UsageError for a name that nothing served has.
    """
    profiles: dict[str, Profile] = dict.fromkeys(served, _DEFAULT)
    for name, _, word in sorted((text.rpartition("=") for text in texts), key=lambda part: part[0] != ""):
        if name and name not in profiles:
            hint = f"documents with profiles: {', '.join(served) or 'none is served'}"
            raise UsageError(f"no profile for {name}: it is not served", hint=hint)
        profile = next(each for each in get_args(Profile) if each == word)
        profiles.update(dict.fromkeys([name] if name else served, profile))
    return profiles


def profiled(tree: Mapping[str, Any], profile: Profile) -> dict[str, Any]:
    """A vendor's document in a profile, which its `info` names; the tree given stays as it is."""
    shaped: dict[str, Any] = deepcopy(dict(tree))
    shaped["info"][PROFILE] = profile
    if profile == "strict":
        _close(shaped)
    if profile == "quirk":
        QUIRKS[shaped["info"]["x-vendor"]].admit(shaped)
    return shaped


def profile_of(tree: Mapping[str, Any]) -> str | None:
    """The profile that a document says it is in, None for one of somebody else."""
    info = tree.get("info")
    return info.get(PROFILE) if isinstance(info, Mapping) else None


def _close(tree: dict[str, Any]) -> None:
    for _, kind, node in walk(tree):
        if kind != "Schema" or not isinstance(node, dict):
            continue
        if "properties" in node:
            node.setdefault("additionalProperties", False)
        if "x-our-values" in node:
            node["enum"] = [*node["x-our-values"], *([None] if node.get("nullable") else [])]
