"""A request as a `curl` command that sends the same bytes again from any POSIX shell."""

import re
from shlex import quote

from vertrag.fuzz.observations import Sent
from vertrag.fuzz.reporting.redaction import Redaction

# Added by the HTTP client on its own, or by the engine to mark its requests; curl adds what it needs.
AUTOMATIC = frozenset(
    {
        "accept-encoding",
        "connection",
        "content-length",
        "host",
        "transfer-encoding",
        "x-schemathesis-testcaseid",
    }
)
_PLAIN = re.compile(r"[\x20-\x7e\n]*")


def command(sent: Sent, redaction: Redaction, switches: str = "-i") -> str:
    """The command on one line, of printable characters; secrets appear as shell variables."""
    words = ["curl", switches, *_switches(sent), *_method(sent)]
    for name, value in sent.headers:
        if not is_automatic(name.lower(), value):
            words += ["-H", _header(name, value, redaction)]
    feed, body = _body(sent, redaction)
    return feed + " ".join([*words, *body, _word(sent.url, redaction)])


def is_automatic(name: str, value: str) -> bool:
    """Whether a header, named in lower case, is none that matters to the request."""
    return name in AUTOMATIC or (name, value) == ("accept", "*/*") or value.startswith("schemathesis/")


def _word(text: str, redaction: Redaction) -> str:
    """A text as one word of a shell, in which the variables of secrets are filled in."""
    scrubbed = redaction.scrub(text)
    word = quote(scrubbed)
    if scrubbed == text:
        return word
    markers = {each.shell: each.variable for each in redaction.markers()}

    def filled(found: re.Match[str]) -> str:
        name = markers[found[0]]
        alone = found[0] == f"${name}" and redaction.lacks_scheme(name, text)
        return f"""'"{f"${{{name}#* }}" if alone else found[0]}"'"""

    return re.sub("|".join(rf"{re.escape(each)}(?!\w)" for each in markers), filled, word)


def _switches(sent: Sent) -> list[str]:
    switches = []
    if re.search(r"[\[\]{}]", sent.url):
        switches.append("-g")  # else curl expands brackets as patterns
    if "/." in sent.url:
        switches.append("--path-as-is")  # else curl resolves dot segments
    return switches


def _method(sent: Sent) -> list[str]:
    if sent.method == "HEAD":
        return ["-I"]
    implied = "POST" if sent.body else "GET"
    return [] if sent.method == implied else ["-X", sent.method]


def _header(name: str, value: str, redaction: Redaction) -> str:
    placeholder = redaction.placeholder(name, value)
    if placeholder:
        return f'"{name}: ${placeholder}"'
    # A name with a semicolon is curl's spelling of an empty header.
    line = f"{name}: {redaction.scrub(value)}" if value else f"{name};"
    if _PLAIN.fullmatch(line):
        return _word(f"{name}: {value}", redaction) if value else quote(line)
    return f'"$(printf {_octal(line.encode("latin-1", "replace"))})"'


def _body(sent: Sent, redaction: Redaction) -> tuple[str, list[str]]:
    if not sent.body:
        return "", []
    typed = any(name.lower() == "content-type" for name, _ in sent.headers)
    words = [] if typed else ["-H", "'Content-Type:'"]  # else curl declares a form
    text = _legible(sent.body)
    if text is not None:
        return "", [*words, "--data-raw", _word(text, redaction)]
    scrubbed = redaction.scrub(sent.body.decode("latin-1"))
    return f"printf {_octal(scrubbed.encode('latin-1'))} | ", [*words, "--data-binary", "@-"]


def _legible(content: bytes) -> str | None:
    """The content as a text that a terminal shows as it is, None where it is none."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    return text if text.replace("\n", "").isprintable() else None


def _octal(octets: bytes) -> str:
    shown = (chr(octet) if _is_literal(octet) else f"\\{octet:03o}" for octet in octets)
    return "'" + "".join(shown) + "'"


def _is_literal(octet: int) -> bool:
    return 0x20 <= octet <= 0x7E and octet not in b"\\%'"
