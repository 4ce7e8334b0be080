"""`make bench FUZZ=1`: how many ways of breaking a contract our fuzzer sees, beside stock Schemathesis.

Both test the same small API, served with one lie at a time, with the same number of examples and one seed.
The ways are every fifth of those that fit, so that each kind is there and the whole takes minutes.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

DOCUMENT = Path(__file__).parent / "desk.yaml"
EVERY = 5
EXAMPLES = "5"
LIMIT = "120"
BIN = Path(sys.executable).parent
OURS = [sys.executable, "-m", "vertrag", "fuzz", str(DOCUMENT), "--url", "{url}", "--allow-writes"]
STOCK = [str(BIN / "schemathesis"), "run", str(DOCUMENT), "--url", "{url}"]


def ways() -> list[str]:
    """The codes to try."""
    command = [sys.executable, "-m", "vertrag", "sabotages", str(DOCUMENT), "--format", "json"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [way["code"] for way in json.loads(listed) if way["applies"]][::EVERY]


def score(command: list[str], codes: list[str]) -> Any:
    """What becomes of each way, and the score."""
    chosen = [word for code in codes for word in ("--only", code)]
    limits = ["--time-limit", LIMIT, "--jobs", "2", "--format", "json"]
    own = [sys.executable, "-m", "vertrag", "mutate", str(DOCUMENT), *chosen, *limits, "--", *command]
    said = subprocess.run(own, capture_output=True, text=True, check=False)
    if said.returncode:
        raise SystemExit(said.stderr)
    return json.loads(said.stdout)


def main() -> None:
    codes = ways()
    print(f"{len(codes)} ways to break a contract of {DOCUMENT.name}, {EXAMPLES} examples, seed 1\n")
    for name, command in (("vertrag fuzz", OURS), ("stock Schemathesis", STOCK)):
        said = score([*command, "--max-examples", EXAMPLES, "--seed", "1"], codes)
        missed = [each["code"] for each in said["ways"] if each["verdict"] == "survived"]
        late = f", {said['timedOut']} by time alone" if said["timedOut"] else ""
        seen = f"{said['score']:>5} % of {said['tried']}{late}"
        print(f"{name:<20} {seen}; not seen: {', '.join(missed) or 'none'}", flush=True)


if __name__ == "__main__":
    main()
