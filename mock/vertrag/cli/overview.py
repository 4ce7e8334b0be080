"""`vertrag settings`: every setting, its value and where that came from."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from vertrag.config import SECTIONS, Settings, SettingsFile, resolve, table
from vertrag.config.resolution import MASK


def as_text(file: SettingsFile, environ: Mapping[str, str] | None = None) -> str:
    """One table per command: name, value, origin."""
    return "\n\n".join(
        "\n".join([f"[{section.section}]", *_lines(list(_rows(section, file, environ)))])
        for section in SECTIONS
    )


def as_json(file: SettingsFile, environ: Mapping[str, str] | None = None) -> str:
    """Command, then name, then `value` and `from`."""
    everything = {
        section.section: {
            name: {"value": value, "from": origin} for name, value, origin in _rows(section, file, environ)
        }
        for section in SECTIONS
    }
    return json.dumps(everything, ensure_ascii=False, indent=2)


def _rows(
    section: type[Settings], file: SettingsFile, environ: Mapping[str, str] | None
) -> Iterator[tuple[str, Any, str]]:
    resolved = resolve(section, environ=environ, file=file)
    for setting in table(section):
        value = getattr(resolved.settings, setting.name)
        yield setting.name, MASK if setting.row.secret and value else value, resolved.origins[setting.name]


def _lines(rows: list[tuple[str, Any, str]]) -> list[str]:
    shown = [(name, json.dumps(value, ensure_ascii=False), origin) for name, value, origin in rows]
    widths = [max(len(row[column]) for row in shown) for column in (0, 1)]
    return [f"  {name:{widths[0]}}  {value:{widths[1]}}  {origin}" for name, value, origin in shown]
