"""One way to lie: what it is called, what it needs of a document, and the functions that do it.

Laws
1. A way is a value; its functions take what was seen and return what is said instead.
2. What a way needs it finds in the document, so whether it can apply is known before the first request.
3. Ways look at the chronicle of true answers; none remembers anything itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.resources import Resource
from vertrag.contract.operations import Operation
from vertrag.exchange import Request, Response
from vertrag.sabotage.chronicle import Chronicle
from vertrag.sabotage.terrain import Terrain


@dataclass(frozen=True, slots=True)
class Scene:
    """One request as a way sees it.

    `chronicle` tells what the session saw before; `number` counts the requests of the server from 1;
    `opened` gives a request a credential that opens the operation, `carries` says whether it has one.
    """

    terrain: Terrain
    operation: Operation
    request: Request
    chronicle: Chronicle
    number: int
    opened: Callable[[Request], Request]
    carries: bool

    @property
    def resource(self) -> Resource | None:
        """The resource that the operation is about."""
        return self.terrain.part(self.operation)[0]

    @property
    def deed(self) -> Deed | None:
        """What the operation does to its resource."""
        return self.terrain.part(self.operation)[1]

    def does(self, *kinds: str) -> bool:
        """Whether the operation does one of these to a resource."""
        deed = self.deed
        return deed is not None and deed.kind in kinds


@dataclass(frozen=True, slots=True)
class Need:
    """What a way needs of a document, in words and as a test."""

    words: str
    is_met: Callable[[Terrain], bool]


ANYTHING = Need("any operation", lambda _: True)


@dataclass(frozen=True, slots=True)
class Way:
    """One way to lie.

    `category` is its number in the fault catalogue of webfuzzing-commons, None where that knows none.
    `request` bends a request before it is read; `again` makes of an answered one another that is answered
    in its place; `loses` says whether what a request writes is lost; `answer` bends the answer; `more` are
    requests that the mock makes of itself afterwards; `delay` is how long the answer waits, in seconds.
    `pardon` says why a test that knows no more than the document may let it pass, "" where it may not.
    """

    code: str
    title: str
    text: str
    category: int | None
    need: Need = field(default=ANYTHING)
    request: Callable[[Scene], Request] | None = None
    again: Callable[[Scene, Response], Request | None] | None = None
    loses: Callable[[Scene], bool] | None = None
    answer: Callable[[Scene, Response], Response] | None = None
    more: Callable[[Scene, Response], Sequence[Request]] | None = None
    delay: Callable[[Scene], float] | None = None
    pardon: str = ""

    @property
    def paragraph(self) -> str:
        """What the page says about it."""
        category = "" if self.category is None else f" Category {self.category} of the fault catalogue."
        pardon = f" A test may let it pass: {self.pardon}." if self.pardon else ""
        return f"### {self.code}: {self.title}\n\n{self.text} It needs {self.need.words}.{category}{pardon}"
