"""The table of `vertrag mutate`."""

from dataclasses import dataclass
from typing import Annotated

from vertrag.config.kinds import Many, Text, Whole
from vertrag.config.setting import Row, Settings
from vertrag.config.shared_settings import DAY, DOCUMENT, Format


@dataclass(frozen=True, slots=True)
class MutateSettings(Settings):
    """Run a command that tests DOC once per way to break the contract, and print how many it sees."""

    section = "mutate"

    document: Annotated[
        str | None,
        Row("Document to serve: a path, a URL or the name of a shipped one.", DOCUMENT, place="argument"),
    ] = None
    command: Annotated[
        tuple[str, ...],
        Row(
            "Command to run, after --; {url} in it is the URL of the mock.",
            Many(Text("COMMAND", "a text", r"[\s\S]*")),
            place="argument",
        ),
    ] = ()
    only: Annotated[
        tuple[str, ...],
        Row(
            "Way to try, or the beginning of its code; repeat for more.",
            Many(Text("CODE", "a code or its beginning, such as S5", r"[Ss]\d{0,3}")),
        ),
    ] = ()
    time_limit: Annotated[int, Row("Seconds that one run may take.", Whole(1, DAY, "SECONDS"))] = 300
    jobs: Annotated[int, Row("How many runs at once.", Whole(1, 64))] = 1
    min_score: Annotated[int, Row("Fail below this score, in per cent.", Whole(0, 100))] = 0
    format: Format = "text"
