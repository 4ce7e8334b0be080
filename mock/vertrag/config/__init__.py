"""The settings of every command, wherever they were made: flags, environment, file, defaults."""

from vertrag.config.explaining_settings import ResourcesSettings, WhySettings
from vertrag.config.fuzz_settings import FuzzSettings
from vertrag.config.mutate_settings import MutateSettings
from vertrag.config.resolution import Resolved, resolve
from vertrag.config.serve_settings import ServeSettings
from vertrag.config.setting import Setting, Settings
from vertrag.config.tables import SECTIONS, address, table
from vertrag.config.tomlfile import SettingsFile, aimed, read_file
from vertrag.config.world_settings import (
    ExportSettings,
    PersonasSettings,
    ShowSettings,
    StatsSettings,
    TokenSettings,
)

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
