"""One section's settings and where each came from: flags, then environment, then file, then default."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from vertrag.config.setting import Row, Setting, Settings
from vertrag.config.tables import table
from vertrag.config.tomlfile import SettingsFile
from vertrag.errors import UsageError

S = TypeVar("S", bound=Settings)

Flags = Mapping[str, str | bool | tuple[str, ...]]
"""What the command line gave, by setting: texts still unread, switches, and tuples of repeated flags."""

DEFAULT = "default"
MASK = "***"
EMPTY_FILE = SettingsFile()


@dataclass(frozen=True, slots=True)
class Resolved(Generic[S]):
    """The settings of one section, and by name the place that each came from."""

    settings: S
    origins: Mapping[str, str]


def resolve(
    section: type[S],
    flags: Flags | None = None,
    environ: Mapping[str, str] | None = None,
    file: SettingsFile = EMPTY_FILE,
) -> Resolved[S]:
    """Settle every setting of a section; what is not allowed is a `UsageError` that names its place.

    `flags` holds only what was given; `environ` is the process's unless given.
    """
    surroundings = os.environ if environ is None else environ
    settled = {
        setting.name: next(_candidates(section.section, setting, flags or {}, surroundings, file))
        for setting in table(section)
    }
    values = {name: value for name, (value, _) in settled.items()}
    return Resolved(section(**values), {name: origin for name, (_, origin) in settled.items()})


def _candidates(
    section: str,
    setting: Setting,
    flags: Flags,
    environ: Mapping[str, str],
    file: SettingsFile,
) -> Iterator[tuple[Any, str]]:
    # Lazy, so that a bad value in a place that does not count is no error.
    if setting.name in flags:
        given = flags[setting.name]
        origin = (
            setting.row.kind.metavar
            if setting.row.place == "argument"
            else f"--{setting.name.replace('_', '-')}"
        )
        read = setting.row.kind.from_text if isinstance(given, str) else setting.row.kind.from_value
        yield _checked(setting.row, read, given, origin), origin
    shared = () if setting.row.own else (f"VERTRAG_{setting.name}".upper(),)
    for variable in (f"VERTRAG_{section}_{setting.name}".upper(), *shared):
        # An empty variable is an unset one: shells and compose files cannot always leave it out.
        if environ.get(variable):
            yield _checked(setting.row, setting.row.kind.from_text, environ[variable], variable), variable
    for keys, origin in (
        (file.tables.get(section, {}), f"{file.name} [{section}]"),
        ({} if setting.row.own else file.everywhere, file.name),
    ):
        if setting.name in keys:
            yield (
                _checked(
                    setting.row, setting.row.kind.from_value, keys[setting.name], f"{origin} {setting.name}"
                ),
                origin,
            )
    yield setting.default, DEFAULT


def _checked(row: Row, read: Callable[[Any], Any], given: object, origin: str) -> Any:
    try:
        return read(given)
    except ValueError:
        shown = MASK if row.secret else repr(given)
        raise UsageError(f"{origin}: {shown} is not allowed", hint=f"it must be {row.kind.allowed}") from None
