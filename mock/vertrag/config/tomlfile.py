"""The settings file: TOML, with top-level keys for every command and a table for each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from vertrag.config.tables import SECTIONS, table
from vertrag.errors import UsageError

NAME = "vertrag.toml"


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """What a settings file says: `everywhere` for all commands, `tables` for one each."""

    name: str = NAME
    everywhere: Mapping[str, Any] = field(default_factory=dict)
    tables: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def read_file(chosen: Path | None, folder: Path) -> SettingsFile:
    """The chosen file, else the one in the folder, else an empty one; keys that nothing reads are errors."""
    path = chosen or folder / NAME
    if chosen is None and not path.exists():
        return SettingsFile()
    return from_dict(str(path) if chosen else NAME, _load(path))


def from_dict(name: str, content: Mapping[str, Any]) -> SettingsFile:
    """The settings in a parsed TOML document; `name` is how messages call it."""
    rows = {section.section: [row.name for row in table(section)] for section in SECTIONS}
    everywhere = {key: value for key, value in content.items() if key not in rows}
    tables = {key: value for key, value in content.items() if key in rows}
    known = [*rows, *dict.fromkeys(row for names in rows.values() for row in names)]
    return SettingsFile(
        name,
        _known_keys(name, everywhere, known),
        {section: _known_keys(f"{name} [{section}]", tables[section], rows[section]) for section in tables},
    )


def aimed(file: SettingsFile, section: str, target: str) -> SettingsFile:
    """The file with the keys of one of a section's targets in place of the section's own."""
    own = file.tables.get(section, {})
    targets = own.get("targets")
    if not isinstance(targets, Mapping) or target not in targets:
        known = ", ".join(targets) if isinstance(targets, Mapping) else "none"
        raise UsageError(
            f"{file.name} has no target {target!r} in [{section}.targets]", hint=f"it has {known}"
        )
    rows = [row.name for each in SECTIONS if each.section == section for row in table(each)]
    rows = [row for row in rows if row not in ("target", "targets")]
    keys = _known_keys(f"{file.name} [{section}.targets.{target}]", targets[target], rows)
    return replace(file, tables={**file.tables, section: {**own, **keys}})


def _known_keys(place: str, content: object, known: Iterable[str]) -> dict[str, Any]:
    if not isinstance(content, Mapping):
        raise UsageError(f"{place}: {content!r} is no table", hint=f"known keys in it: {', '.join(known)}")
    keys: dict[str, Any] = {}
    for written, value in content.items():
        key = written.replace("-", "_")
        if key not in known:
            raise UsageError(f"{place}: unknown key {written!r}", hint=_guess(key, list(known)))
        if key in keys:
            raise UsageError(f"{place}: {written!r} is set twice", hint="hyphen and underscore mean the same")
        keys[key] = value
    return keys


def _guess(key: str, known: list[str]) -> str:
    from difflib import get_close_matches  # as late as tomllib: `vertrag --help` reads no file

    near = get_close_matches(key, known, n=1)
    return f"did you mean {near[0]!r}?" if near else f"known keys: {', '.join(known)}"


def _load(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}", hint="--config names the file") from error
    except ValueError as error:
        raise UsageError(
            f"{path} is no TOML: {error}", hint="correct it or choose another: --config"
        ) from error
