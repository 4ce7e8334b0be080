"""The tables of settings: one frozen dataclass per command, whose fields are the rows.

A field's name is the flag (`--max-examples`), the variable (`VERTRAG_MAX_EXAMPLES`, or
`VERTRAG_FUZZ_MAX_EXAMPLES` for one command) and the key in vertrag.toml. Flags, help, checks and
`vertrag settings` all come from here.
"""

from dataclasses import fields
from typing import get_type_hints

from vertrag.config.explaining_settings import ResourcesSettings, WhySettings
from vertrag.config.fuzz_settings import FuzzSettings
from vertrag.config.mutate_settings import MutateSettings
from vertrag.config.serve_settings import ServeSettings
from vertrag.config.setting import Setting, Settings
from vertrag.config.world_settings import (
    ExportSettings,
    PersonasSettings,
    ShowSettings,
    StatsSettings,
    TokenSettings,
)

SECTIONS: tuple[type[Settings], ...] = (
    ServeSettings,
    WhySettings,
    ResourcesSettings,
    FuzzSettings,
    MutateSettings,
    TokenSettings,
    PersonasSettings,
    ShowSettings,
    ExportSettings,
    StatsSettings,
)


def table(section: type[Settings]) -> tuple[Setting, ...]:
    """The settings of a section in their order."""
    hints = get_type_hints(section, include_extras=True)
    return tuple(
        Setting(field.name, field.default, hints[field.name].__metadata__[0]) for field in fields(section)
    )


def address(host: str, port: int) -> str:
    """The URL of an HTTP server; an IPv6 address gets its brackets (RFC 3986 §3.2.2)."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
