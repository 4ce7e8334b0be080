"""The error answers that HTTP makes a server give whether or not the document declares them.

An author who leaves one out forgot it: such an answer is a gap of the document and no fault of the
implementation. Every other undeclared status is a fault: a server error, another success, a redirect.
"""

from collections.abc import Collection, Iterator

# To any request: its method, the media type it wishes, its conditions, time, length, rate and the size of its
# head are not the operation's to choose (RFC 9110 §15.5, RFC 6585).
_ALWAYS = (405, 406, 408, 411, 412, 414, 417, 426, 429, 431)


def duties(
    locations: Collection[str],
    declared: Collection[str],
    *,
    body: bool,
    secured: bool,
    deletable: bool = False,
) -> frozenset[int]:
    """The statuses that an operation may have to answer with though its author declared none of the kind.

    `locations` are those of its parameters, `declared` the keys of its responses. Who declares 400 or 422
    chose the one for bad input, so that the other is no gap. `deletable` says that an operation deletes what
    lies at the path or above it.
    """
    return frozenset(_duties(locations, declared, body=body, secured=secured, deletable=deletable))


def _duties(
    locations: Collection[str], declared: Collection[str], *, body: bool, secured: bool, deletable: bool
) -> Iterator[int]:
    yield from _ALWAYS
    if (locations or body) and not {"400", "422"} & set(declared):
        yield from (400, 422)
    if secured:
        yield from (401, 403)
    if deletable or "path" in locations:
        yield 404
    if body:
        yield from (413, 415)
