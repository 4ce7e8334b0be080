"""Findings for programs: as JSON, and as SARIF 2.1.0 (OASIS), which code hosts show beside the lines."""

import json
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from vertrag import __version__
from vertrag.lint.inspection import Inspection
from vertrag.lint.rule import SEVERITIES, Lint, Rule
from vertrag.lint.rulebook import RULES

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}  # SARIF §3.27.10
_POSITIONS = {code: index for index, code in enumerate(RULES)}


def as_json(inspections: Iterable[Inspection]) -> str:
    """Each document with its findings: code, severity, title, message, pointer, line, remedy."""
    documents = [
        {
            "document": inspection.source,
            **{f"{severity}s": inspection.count(severity) for severity in SEVERITIES},
            "findings": [_finding(lint) for lint in inspection.lints],
        }
        for inspection in inspections
    ]
    return json.dumps({"documents": documents}, ensure_ascii=False, indent=2)


def _finding(lint: Lint) -> dict[str, Any]:
    return {
        "code": lint.rule.code,
        "severity": lint.rule.severity,
        "title": lint.rule.title,
        "message": lint.message,
        "pointer": lint.pointer,
        "line": lint.line,
        "remedy": lint.rule.remedy,
    }


def as_sarif(inspections: Iterable[Inspection]) -> str:
    """One run with all documents; `info` is SARIF's `note`."""
    log = {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "vertrag",
                        "version": __version__,
                        "rules": [_descriptor(rule) for rule in RULES.values()],
                    }
                },
                "results": [_result(each.source, lint) for each in inspections for lint in each.lints],
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=2)


def _descriptor(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.explanation},
        "help": {"text": rule.remedy},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(source: str, lint: Lint) -> dict[str, Any]:
    return {
        "ruleId": lint.rule.code,
        "ruleIndex": _POSITIONS[lint.rule.code],
        "level": _LEVELS[lint.rule.severity],
        "message": {"text": lint.message},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(source)},
                    "region": {"startLine": lint.line},
                },
                "logicalLocations": [{"fullyQualifiedName": lint.pointer}],
            }
        ],
    }


def _uri(source: str) -> str:
    if source.startswith(("http://", "https://")):
        return source
    path = PurePath(source)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
