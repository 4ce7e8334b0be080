"""A finished run as JUnit XML: a test case per operation, a failure per finding, a reason per skip.

1. A finding that several operations show is one failure, of the first of them; a test case of another that
   shows nothing else is skipped, and says where its finding is told.
2. A finding that was known fails nothing: a test case with no other is skipped, with the reason why it is so.
3. What is written is in the form that the schema of Jenkins (`junit-10.xsd`) and others have in common.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

from vertrag.errors import UsageError
from vertrag.fuzz.covering.standing import standing
from vertrag.fuzz.events import Gap, RunFinished
from vertrag.fuzz.judging.causes import Cause

# XML 1.0 §2.2 has no way to write these, not even escaped.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_junit(path: Path, finished: RunFinished) -> None:
    """Write the file; raises UsageError when that is not possible."""
    tree = ElementTree(_suites(finished))
    indent(tree)
    try:
        tree.write(path, encoding="utf-8", xml_declaration=True)
    except OSError as error:
        raise UsageError(
            f"cannot write {path}: {error.strerror}", hint="choose another file with --junit"
        ) from error


def _suites(finished: RunFinished) -> Element:
    cases = list(_cases(finished))
    # Test cases without an `errors` element of their own: an early end is told by one named after the run.
    errors = 1 if finished.interruption else 0
    attributes = {
        "tests": str(len(cases) + errors),
        "failures": str(sum(case.find("failure") is not None for case in cases)),
        "skipped": str(sum(case.find("skipped") is not None for case in cases)),
        "errors": str(errors),
        "time": f"{finished.seconds:.3f}",
    }
    known_to_all = {name: text for name, text in attributes.items() if name != "skipped"}
    root = Element("testsuites", known_to_all)
    suite = SubElement(root, "testsuite", {"name": _writable(finished.started.title), **attributes})
    properties = SubElement(suite, "properties")
    for name, value in (("seed", str(finished.started.seed)), ("url", finished.started.base_url)):
        SubElement(properties, "property", {"name": name, "value": _writable(value)})
    suite.extend(cases)
    if finished.interruption:
        case = SubElement(suite, "testcase", {"name": "run", "classname": "vertrag.fuzz"})
        SubElement(case, "error", {"message": _writable(finished.interruption)})
    SubElement(suite, "system-out").text = _writable("\n".join(_notes(finished)))
    return root


def _cases(finished: RunFinished) -> Iterator[Element]:
    reasons = {entry.operation: entry.reason for entry in finished.untested}
    labels = dict.fromkeys(
        [*finished.started.operations, *(finding.operation for finding in finished.findings)]
    )
    told = finished.causes
    for label in labels:
        case = Element("testcase", {"name": _writable(label), "classname": "vertrag.fuzz"})
        for cause in told:
            if cause.operations[0] == label:
                _add_failure(case, cause)
        for gap in finished.gaps if finished.strict else ():
            if gap.operation == label:
                SubElement(case, "failure", {"type": "gap", "message": _undeclared(gap)})
        elsewhere = [f"shows what {_where(cause)}" for cause in told if label in cause.operations[1:]]
        why = reasons.get(label) or "; ".join([*elsewhere, *_excuses(finished, label)])
        if why and not len(case):
            SubElement(case, "skipped", {"message": _writable(why)})
        yield case


def _where(cause: Cause) -> str:
    return f"{cause.operations[0]} fails for: {cause.title} ({cause.code})"


def _add_failure(case: Element, cause: Cause) -> None:
    finding = cause.findings[0]
    attributes = {"type": finding.rule, "message": _writable(f"{finding.title}: {finding.actual}")}
    lines = [f"expected: {finding.expected}", f"got: {finding.actual}", *finding.before, finding.curl]
    lines += [f"also: {each.operation}: {each.actual}: {each.curl}" for each in cause.findings[1:]]
    SubElement(case, "failure", attributes).text = _writable("\n".join(lines))


def _excuses(finished: RunFinished, label: str | None = None) -> Iterator[str]:
    """What is said of known findings, of one operation or of all."""
    for finding in finished.findings:
        known = finished.known_as(finding)
        if known is not None and label in (None, finding.operation):
            where = "" if label else f"{finding.operation} "
            yield f"{where}known: {finding.title} ({finding.code}): {known.excuse}"


def _notes(finished: RunFinished) -> Iterator[str]:
    yield standing(finished)
    yield from _excuses(finished)
    for notice in finished.notices:
        yield f"{notice.operation} {notice.text}".strip()
    for gap in finished.gaps:
        yield f"{gap.operation} {_undeclared(gap)}"


def _undeclared(gap: Gap) -> str:
    return f"answers {gap.status}, which the document does not declare"


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)
