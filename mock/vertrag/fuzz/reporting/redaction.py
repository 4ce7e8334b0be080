"""Keeps what proves who asks out of everything that is printed or written.

A value is shown as the shell variable named after its header: `Authorization` becomes `$AUTHORIZATION`.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from urllib.parse import quote, quote_plus

from vertrag.exchange import Headers
from vertrag.oracles.conversation.spoiling import WAYS, spoilings

# Headers that describe the request, not the sender: showing them helps and betrays nobody.
_HARMLESS = frozenset(
    {"accept", "accept-language", "accept-encoding", "content-type", "prefer", "user-agent"}
)
_OTHER = "other-"  # begins the variables of the second identity
# Shorter parts of a value would match by accident all over a report, so only the whole value is hidden.
_SHORTEST_PART = 6


@dataclass(frozen=True, slots=True)
class Marker:
    """What stands for the secret in a variable, whole or spoilt: in a shell and in Python."""

    variable: str
    shell: str
    python: str


@dataclass(frozen=True, slots=True)
class Redaction:
    """The headers that a run was given, those of a second identity, and how to hide them.

    `bearers` are the values that the header `Authorization` had so far; more may come while a run goes on.
    `query` are parameters that every query has, such as a key, `given` further secrets by their variables.
    """

    headers: Headers = ()
    others: Headers = ()
    bearers: Sequence[str] = ()
    query: Headers = ()
    given: Headers = ()

    def placeholder(self, name: str, value: str) -> str:
        """The variable that stands for a header as it was given; empty when it may be shown."""
        for known, secret in self._secrets():
            if value == secret and name.lower() in (known.lower(), known.lower().removeprefix(_OTHER)):
                return variable(known)
        return ""

    def scrub(self, text: str) -> str:
        """The text with each given value, and each credential after a scheme, replaced by its variable."""
        hidden = (pair for name, value in self._secrets() for pair in _hidden(name, value))
        for secret, shell in sorted(hidden, key=lambda pair: len(pair[0]), reverse=True):
            if secret in text:
                text = _pattern(secret).sub(shell.replace("\\", r"\\"), text)  # which is no template
        return text

    def markers(self) -> tuple[Marker, ...]:
        """What `scrub` may have put in the place of a secret."""
        return tuple(marker for name in self.variables() for marker in _markers(name))

    def lacks_scheme(self, name: str, text: str) -> bool:
        """Whether a text has the credential that a variable holds without the scheme before it."""
        values = [value for known, value in self._secrets() if variable(known) == name]
        credentials = {value.partition(" ")[2] for value in values} - {""}
        return any(each in text for each in credentials) and not any(value in text for value in values)

    def variables(self) -> tuple[str, ...]:
        """The variables that a reader must set before pasting a command."""
        return tuple(dict.fromkeys(variable(name) for name, _ in self._secrets()))

    def named_in(self, lines: Iterable[str]) -> tuple[str, ...]:
        """Those variables that some lines need."""
        text = "\n".join(lines)
        return tuple(name for name in self.variables() if re.search(rf"\b{re.escape(name)}\b", text))

    def _secrets(self) -> Headers:
        others = ((f"{_OTHER}{name}", value) for name, value in self.others if name.lower() not in _HARMLESS)
        own = ((name, value) for name, value in self.headers if name.lower() not in _HARMLESS)
        bearers = (("Authorization", value) for value in self.bearers[1:])
        return (*own, *self.query, *bearers, *others, *self.given)


@cache
def _markers(name: str) -> tuple[Marker, ...]:
    spoilt = (Marker(name, way.shell.replace("NAME", name), way.python.replace("NAME", name)) for way in WAYS)
    return Marker(name, f"${name}", f"os.environ[{name!r}]"), *spoilt


@lru_cache(maxsize=64)  # tokens come and go in a long run
def _hidden(name: str, value: str) -> tuple[tuple[str, str], ...]:
    """What must not be shown of a value, each with what is shown: a credential cut short may still open."""
    word = variable(name)
    parts = [(part, f"${word}") for part in _parts(value)]
    for credential in (value, value.partition(" ")[2]):
        for way, _, changed in spoilings(credential):
            written = {changed, *_spellings(changed)} if len(changed) >= _SHORTEST_PART else ()
            parts += [(each, way.shell.replace("NAME", word)) for each in written]
    return tuple(dict.fromkeys(parts))


def variable(name: str) -> str:
    """The shell variable for a header: "X-API-Key" becomes "X_API_KEY"."""
    word = re.sub(r"[^A-Za-z0-9]", "_", name).upper()
    return word if not word[:1].isdigit() else f"_{word}"


def _parts(value: str) -> set[str]:
    credential = value.partition(" ")[2]  # what follows a scheme such as Bearer
    pieces = [piece for text in (value, credential) for piece in re.split(r"[;,]\s*", text)]
    crumbs = (piece.partition("=")[2] for piece in pieces)  # a cookie's value without its name
    parts = {part for part in (*pieces, *crumbs) if len(part) >= _SHORTEST_PART}
    plain = {part for part in (value, credential, *parts) if part}
    return plain | {spelling for part in plain for spelling in _spellings(part)}


def _spellings(secret: str) -> tuple[str, ...]:
    """How URLs and JSON write it."""
    return quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1]


def _pattern(secret: str) -> re.Pattern[str]:
    # Inside a longer word a short value is there by accident: 12 in 2012.
    bound = len(secret) < _SHORTEST_PART
    return re.compile(rf"(?<!\w){re.escape(secret)}(?!\w)" if bound else re.escape(secret))
