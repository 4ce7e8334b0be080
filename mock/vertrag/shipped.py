"""Where the data lies that comes with vertrag: in the package when installed, beside it in a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parent.parent


def folder(name: str) -> Path:
    """The folder of shipped data with that name: "specs" or "fixtures"."""
    installed = _PACKAGE / "_shipped" / name
    return installed if installed.is_dir() else _CHECKOUT / name
