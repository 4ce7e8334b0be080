"""The command `vertrag` from its arguments to its exit code."""

import sys
from collections.abc import Sequence

from vertrag.cli.commands import vertrag
from vertrag.cli.failures import Reader, exit_code_of
from vertrag.errors import UsageError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command: 0 done, 1 findings, 2 cannot be done, 70 a defect of ours, 130 interrupted."""
    reader = Reader.from_arguments(sys.argv[1:] if arguments is None else arguments)

    def run() -> int:
        if sys.stdout is None:  # closed by whoever started us
            raise UsageError("standard output is closed", hint="send it somewhere, if only to /dev/null")
        code = vertrag.main(arguments, prog_name="vertrag", standalone_mode=False, obj=reader)
        sys.stdout.flush()  # here and not at exit, so that a closed pipe is noticed where it is handled
        return code or 0

    return exit_code_of(run, reader=reader)
