"""The command line: parse, call one function, print, exit."""

from vertrag.cli.entry import main

__all__ = ["main"]
