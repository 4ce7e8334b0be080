"""A finding as a shell script that shows it on a fresh server: it creates what it needs first."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from shlex import quote

from vertrag.fuzz.asking.mentions import filled
from vertrag.fuzz.asking.origins import CONDITIONS, ETAG, LOCATION, Step, Take
from vertrag.fuzz.reporting.curl import command
from vertrag.fuzz.reporting.redaction import Redaction

# What stands for a shell variable while the command around it is quoted; no URL has it by chance. With a
# tilde it makes the word one that has to be quoted.
_MARK = re.compile(r"vertrag-(\w+)-variable")
_QUOTED = re.compile(r"vertrag~(\w+)~variable")


def script(title: str, steps: Sequence[Step], base_url: str, redaction: Redaction) -> str:
    """The script: `BASE` may point it elsewhere, given headers are expected as variables."""
    lines = ["#!/bin/sh", *(f"# {line}" for line in title.splitlines()), "set -eu"]
    lines.append(f"BASE=${{BASE:-{base_url}}}")
    known: dict[str, str] = {}
    sending: list[str] = []
    for number, step in enumerate(steps, 1):
        sending += _lines(_marked(step, base_url, known), number, redaction, is_last=number == len(steps))
        known |= {key: take.name for take in step.takes for key in take.keys}
    lines += [f': "${{{name}:?must hold what the run was given}}"' for name in redaction.named_in(sending)]
    return "\n".join([*lines, *sending]) + "\n"


def _marked(step: Step, base_url: str, known: dict[str, str]) -> Step:
    sent = filled(step.sent, {key: f"vertrag~{name}~variable" for key, name in known.items()})
    head, mark, query = sent.url.partition("?")
    path = head.removeprefix(base_url)
    path = "/".join(_mark(known[each]) if each in known else each for each in path.split("/"))
    headers = tuple(
        (name, f"vertrag~{known[value]}~variable" if name.lower() in CONDITIONS and value in known else value)
        for name, value in sent.headers
    )
    base = _mark("BASE") if head.startswith(base_url) else ""
    return replace(step, sent=replace(sent, url=f"{base}{path}{mark}{query}", headers=headers))


def _mark(name: str) -> str:
    return f"vertrag-{name}-variable"


def _lines(step: Step, number: int, redaction: Redaction, *, is_last: bool) -> list[str]:
    if is_last:
        return [_shell(command(step.sent, redaction))]
    if not step.takes:
        return [_shell(command(step.sent, redaction, "-sS")) + " > /dev/null"]
    has_head = any(take.trail in ((LOCATION,), (ETAG,)) for take in step.takes)
    sending = _shell(command(step.sent, redaction, "-sSi" if has_head else "-sS"))
    return [f"ANSWER{number}=$({sending})", *(_taking(take, number, has_head) for take in step.takes)]


def _taking(take: Take, number: int, has_head: bool) -> str:  # noqa: FBT001 - private
    answer = f'printf %s "$ANSWER{number}"'
    if take.trail == (ETAG,):
        return f"{take.name}=$({answer} | tr -d '\\r' | sed -n 's|^[Ee][Tt][Aa][Gg]: *||p')"
    if take.trail == (LOCATION,):
        return f"{take.name}=$({answer} | tr -d '\\r' | sed -n 's|^[Ll]ocation:.*/||p')"
    trail = "".join(f"[{json.dumps(step)}]" for step in take.trail)
    code = quote(f"import json, sys; print(json.load(sys.stdin){trail})")
    body = f"{answer} | tr -d '\\r' | sed '1,/^$/d'" if has_head else answer
    return f"{take.name}=$({body} | python3 -c {code})"


def _shell(line: str) -> str:
    """The command with its marks as variables, outside of the single quotes that are around them."""
    line = _QUOTED.sub(r"""'"$\1"'""", line)
    first = _MARK.search(line)
    # A credential that a shell has to spoil has spaces of its own, and may stand in the URL.
    is_quoted = first is not None and line[: first.start()].rpartition(" ")[2].startswith("'")
    return _MARK.sub(lambda found: f"'\"${found[1]}\"'" if is_quoted else f'"${found[1]}"', line)
