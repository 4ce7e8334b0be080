"""The settings of every command, wherever they were made: flags, environment, file, defaults."""

from vertrag.config.resolution import Resolved, resolve
from vertrag.config.tables import (
    SECTIONS,
    ExportSettings,
    FuzzSettings,
    MutateSettings,
    PersonasSettings,
    ResourcesSettings,
    ServeSettings,
    Setting,
    Settings,
    ShowSettings,
    StatsSettings,
    TokenSettings,
    WhySettings,
    address,
    table,
)
from vertrag.config.tomlfile import SettingsFile, aimed, read_file

__all__ = [
    "SECTIONS",
    "ExportSettings",
    "FuzzSettings",
    "MutateSettings",
    "PersonasSettings",
    "Resolved",
    "ResourcesSettings",
    "ServeSettings",
    "Setting",
    "Settings",
    "SettingsFile",
    "ShowSettings",
    "StatsSettings",
    "TokenSettings",
    "WhySettings",
    "address",
    "aimed",
    "read_file",
    "resolve",
    "table",
]
