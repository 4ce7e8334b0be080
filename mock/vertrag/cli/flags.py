"""Flags and arguments, made from a table of settings."""

from collections.abc import Mapping
from typing import Any

import click

from vertrag.config import Setting, Settings, table
from vertrag.config.kinds import Many, Switch


def parameters(section: type[Settings]) -> list[click.Parameter]:
    """What a command takes: an option or argument per setting, whose texts `config.resolve` reads."""
    return [
        *(_parameter(setting) for setting in table(section) if setting.row.place != "nowhere"),
        config_option(),
    ]


def config_option() -> click.Option:
    """`--config FILE`, which every command takes."""
    text = "Settings file.  [default: vertrag.toml in this folder]"
    return click.Option(["--config", "config_file"], metavar="FILE", help=text)


def given(values: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters that were on the command line at all."""
    return {name: value for name, value in values.items() if value is not None and value != ()}


def _parameter(setting: Setting) -> click.Parameter:
    kind, name = setting.row.kind, setting.name
    many = isinstance(kind, Many)
    if setting.row.place == "argument":
        shape = f"[{kind.metavar}]..." if many else f"[{kind.metavar}]"
        return click.Argument([name], nargs=-1 if many else 1, required=False, metavar=shape)
    flag = name.replace("_", "-")
    if isinstance(kind, Switch):
        return click.Option([f"--{flag}/--no-{flag}", name], default=None, help=_help(setting))
    return click.Option([f"--{flag}", name], multiple=many, metavar=kind.metavar, help=_help(setting))


def _help(setting: Setting) -> str:
    default = setting.default
    if default in (None, ()):
        return setting.row.help
    shown = str(default).lower() if isinstance(default, bool) else default
    return f"{setting.row.help}  [default: {shown}]"
