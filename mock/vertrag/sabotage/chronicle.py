"""What one session saw before: the true answers, as far as a later lie may need them."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.positions import value_at
from vertrag.contract.inference.resources import Resource
from vertrag.exchange import Request, Response
from vertrag.sabotage.answering import header, value_of

_MOST = 2000  # paths of a session; one that sees more starts anew


@dataclass(slots=True)
class Chronicle:
    """The last true answers of a session by what was asked."""

    first_reads: dict[str, Response] = field(default_factory=dict)
    """The first success of every GET, by path and query."""
    rows: dict[str, Any] = field(default_factory=dict)
    """Each row as it was last seen, by its path."""
    deleted: dict[str, Any] = field(default_factory=dict)
    """Each row that was deleted, as it was last seen (None: never), by its path."""
    misses: dict[str, int] = field(default_factory=dict)
    """How often a deleted row was asked for."""
    created: list[str] = field(default_factory=list)
    """The paths of the rows that were created."""
    done: dict[str, Request] = field(default_factory=dict)
    """The last request of each operation that succeeded."""
    answered: dict[str, Response] = field(default_factory=dict)
    """The last success of each operation."""

    def note(
        self, operation: str, resource: Resource | None, deed: Deed | None, request: Request, answer: Response
    ) -> None:
        """Take in a true answer."""
        if len(self.first_reads) + len(self.rows) + len(self.deleted) > _MOST:
            self.__init__()  # type: ignore[misc]  # all of its members anew
        if answer.status < 300:
            self.done[operation], self.answered[operation] = request, answer
            if request.method == "GET":
                self.first_reads.setdefault(target_of(request), answer)
        if resource is not None and deed is not None:
            self._note_row(resource, deed, request, answer)

    def _note_row(self, resource: Resource, deed: Deed, request: Request, answer: Response) -> None:
        path = request.path
        if path in self.deleted and deed.kind == "read" and answer.status == 404:
            self.misses[path] = self.misses.get(path, 0) + 1
        if answer.status >= 300:
            return
        if deed.kind == "delete":
            self.deleted[path] = self.rows.pop(path, None)
            self.misses[path] = 0
        elif deed.row is not None:
            row = value_at(value_of(answer), deed.row)
            if isinstance(row, dict):
                here = path_of_created(resource, request, answer, row) if deed.kind == "create" else path
                self.deleted.pop(here, None)
                self.rows[here] = row
                if deed.kind == "create":
                    self.created.append(here)


def target_of(request: Request) -> str:
    """The path of a request with its query."""
    return f"{request.path}?{request.query}" if request.query else request.path


def path_of_created(resource: Resource, request: Request, answer: Response, row: Any) -> str:
    """The path of a row that was just created: its Location, else its key below the collection."""
    location = header(answer, "location")
    if location.startswith("/"):
        return location
    place = resource.key.places[-1] if resource.key and resource.key.places else None
    key = "" if place is None else value_at(row, place)
    return f"{request.path.rstrip('/')}/{quote(str(key), safe='')}"
