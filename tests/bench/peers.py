"""Other mock servers, to stand beside: fetched by npm where that is asked for and there is one."""

import shutil
import subprocess
import tempfile
from pathlib import Path

_FOLDER = Path(tempfile.gettempdir()) / "vertrag-bench-peers"
_PACKAGES = ("@stoplight/prism-cli@5", "openapi-backend@5")
_OPENAPI_BACKEND = Path(__file__).with_name("openapi_backend.js")


def fetched() -> bool:
    """Whether the peers are there, after fetching them where they were not."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        return False
    if not (_FOLDER / "node_modules" / "openapi-backend").exists():
        _FOLDER.mkdir(exist_ok=True)
        command = [
            npm,
            "install",
            "--silent",
            "--no-audit",
            "--no-fund",
            "--prefix",
            str(_FOLDER),
            *_PACKAGES,
        ]
        return subprocess.run(command, check=False).returncode == 0
    return True


def prism(document: Path) -> list[str]:
    """The command of Prism in its fastest mode: one process, silent."""
    binary = str(_FOLDER / "node_modules" / ".bin" / "prism")
    return [binary, "mock", "-m", "false", "-v", "error", "-p", "{port}", str(document)]


def openapi_backend(document: Path) -> list[str]:
    """The command of openapi-backend, validating requests and responses."""
    return ["node", str(_OPENAPI_BACKEND), str(_FOLDER), "{port}", str(document)]
