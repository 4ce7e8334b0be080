"""Says how the mock is: health, version, metrics."""

from collections.abc import Iterator
from dataclasses import dataclass

from vertrag import __version__
from vertrag.exchange import Call, Reply
from vertrag.journal import Journal
from vertrag.state.sessions import SHARED, Sessions

_METRICS = (("content-type", "text/plain; version=0.0.4"),)


@dataclass(frozen=True, slots=True)
class Vitals:
    """The signs of life of a server."""

    sessions: Sessions
    journal: Journal

    def health(self, _: Call) -> Reply:
        """That the store answers; one that does not is said by whoever called."""
        self.sessions.store.version(SHARED)
        return Reply({"status": "ok"})

    def version(self, _: Call) -> Reply:
        """Which vertrag this is."""
        return Reply({"version": __version__})

    def metrics(self, _: Call) -> Reply:
        """Counters as Prometheus reads them (its text format 0.0.4)."""
        return Reply("\n".join(self._lines()) + "\n", headers=_METRICS)

    def _lines(self) -> Iterator[str]:
        yield "# HELP vertrag_requests_total Requests answered, by operation and status."
        yield "# TYPE vertrag_requests_total counter"
        for (operation, status), times in sorted(self.journal.counts.items()):
            yield f'vertrag_requests_total{{operation="{_quoted(operation)}",status="{status}"}} {times}'
        yield "# HELP vertrag_sessions Sessions that changed something."
        yield "# TYPE vertrag_sessions gauge"
        yield f"vertrag_sessions {len(self.sessions.store.sessions())}"
        yield "# HELP vertrag_journal_exchanges Exchanges that the journal holds."
        yield "# TYPE vertrag_journal_exchanges gauge"
        yield f"vertrag_journal_exchanges {len(self.journal.kept)}"


def _quoted(label: str) -> str:
    return label.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
