"""Ways to get credentials wrong."""

from vertrag.exchange import Request, Response
from vertrag.sabotage.answering import (
    failure,
    header,
    is_success,
    value_of,
    with_headers,
    with_status,
    with_value,
)
from vertrag.sabotage.terrain import Terrain
from vertrag.sabotage.way import Need, Scene, Way


def _secured(terrain: Terrain) -> bool:
    return terrain.any_operation(lambda each: bool(each.security) and all(each.security))


_SECURED = Need("an operation that asks for a credential", _secured)
_SECURED_WRITES = Need(
    "an operation that asks for a credential and changes something",
    lambda terrain: terrain.any_operation(
        lambda each: bool(each.security) and all(each.security) and not each.is_safe
    ),
)
_REFUSED = (401, 403)


def _nobody_asked(scene: Scene, answer: Response) -> Request | None:
    return scene.opened(scene.request) if answer.status == 401 and not scene.carries else None


def _anything_goes(scene: Scene, answer: Response) -> Request | None:
    return scene.opened(scene.request) if answer.status == 401 and scene.carries else None


def _writes_unguarded(scene: Scene, answer: Response) -> Request | None:
    return scene.opened(scene.request) if answer.status in _REFUSED and not scene.operation.is_safe else None


def _deletes_unguarded(scene: Scene, answer: Response) -> Request | None:
    is_deletion = scene.operation.method == "DELETE"
    return scene.opened(scene.request) if answer.status in _REFUSED and is_deletion else None


def _every_role(scene: Scene, answer: Response) -> Request | None:
    return scene.opened(scene.request) if answer.status == 403 else None


def _prefix(scene: Scene, answer: Response) -> Request | None:
    """A credential whose start is that of one that worked is as good as that one."""
    known = scene.chronicle.done.get(scene.operation.key)
    if answer.status != 401 or known is None or not scene.carries:
        return None
    worked = dict(known.headers).get("authorization", "")
    sent = dict(scene.request.headers).get("authorization", "")
    alike = len(sent) > _LEAST and worked.startswith(sent[:_LEAST])
    return scene.opened(scene.request) if alike else None


_LEAST = 20  # characters: `Bearer ` and the start of a token


def _no_challenge(_: Scene, answer: Response) -> Response:
    return with_headers(answer, www_authenticate=None) if answer.status == 401 else answer


def _other_challenge(_: Scene, answer: Response) -> Response:
    return with_headers(answer, www_authenticate='Digest realm="old"') if answer.status == 401 else answer


def _forbidden(_: Scene, answer: Response) -> Response:
    return with_headers(with_status(answer, 403), www_authenticate=None) if answer.status == 401 else answer


def _hidden(_: Scene, answer: Response) -> Response:
    return failure(404, "not found") if answer.status == 401 else answer


def _crashes(_: Scene, answer: Response) -> Response:
    return failure(500, "no credential") if answer.status == 401 else answer


def _not_recognised(scene: Scene, answer: Response) -> Response:
    return failure(401, "unknown credential") if scene.carries and is_success(answer) else answer


def _told(scene: Scene, answer: Response) -> Response:
    """An error that repeats the credential."""
    sent, value = dict(scene.request.headers).get("authorization", ""), value_of(answer)
    if answer.status < 400 or not sent or not isinstance(value, dict):
        return answer
    texts = [name for name, text in value.items() if isinstance(text, str) and name != "type"]
    name = texts[-1] if texts else "detail"
    return with_value(answer, {**value, name: f"{value.get(name, '')} (Authorization: {sent})"})


def _sent_back(scene: Scene, answer: Response) -> Response:
    sent = dict(scene.request.headers).get("authorization", "")
    return (
        with_headers(answer, x_debug_request=f"authorization={sent}")
        if sent and header(answer, "content-type")
        else answer
    )


WAYS = (
    Way(
        "S601",
        "no credential is needed",
        "Requests without a credential are answered as if they had one.",
        307,
        _SECURED,
        again=_nobody_asked,
    ),
    Way(
        "S602",
        "every credential will do",
        "A credential that is refused opens everything.",
        311,
        _SECURED,
        again=_anything_goes,
    ),
    Way(
        "S603",
        "writing needs no credential",
        "Operations that change something are open to everybody.",
        308,
        _SECURED_WRITES,
        again=_writes_unguarded,
    ),
    Way(
        "S604",
        "deleting needs no credential",
        "Operations with DELETE are open to everybody.",
        308,
        Need(
            "a DELETE that asks for a credential",
            lambda terrain: terrain.any_operation(
                lambda each: each.method == "DELETE" and bool(each.security)
            ),
        ),
        again=_deletes_unguarded,
    ),
    Way(
        "S605",
        "everybody may do everything",
        "What a credential does not allow (403) is done all the same.",
        306,
        _SECURED,
        again=_every_role,
        pardon="what a credential may not do, only a second one can show",
    ),
    Way(
        "S606",
        "credentials are compared by their start",
        f"A wrong `Authorization` whose first {_LEAST} characters are those of a right one is taken.",
        311,
        _SECURED,
        again=_prefix,
    ),
    Way(
        "S607",
        "a refusal does not say how to get in",
        "A 401 has no `WWW-Authenticate`.",
        109,
        _SECURED,
        answer=_no_challenge,
    ),
    Way(
        "S608",
        "a refusal asks for another scheme",
        "The `WWW-Authenticate` of a 401 asks for Digest.",
        None,
        _SECURED,
        answer=_other_challenge,
    ),
    Way(
        "S609",
        "401 is 403",
        "Who shows no credential is forbidden.",
        203,
        _SECURED,
        answer=_forbidden,
        pardon="403 may answer who shows no credential (RFC 9110 §15.5.4)",
    ),
    Way(
        "S610",
        "401 is 404",
        "Who shows no credential finds nothing.",
        202,
        _SECURED,
        answer=_hidden,
        pardon="404 may hide what is there (RFC 9110 §15.5.5)",
    ),
    Way(
        "S611",
        "a missing credential crashes the server",
        "What should be 401 is 500.",
        100,
        _SECURED,
        answer=_crashes,
    ),
    Way(
        "S612",
        "good credentials are refused",
        "Who shows a good credential gets 401, without a challenge.",
        305,
        _SECURED,
        answer=_not_recognised,
    ),
    Way(
        "S613",
        "errors repeat the credential",
        "The last text of an error ends in the `Authorization` that was sent.",
        None,
        _SECURED,
        answer=_told,
    ),
    Way(
        "S614",
        "answers send the credential back",
        "The header `X-Debug-Request` shows the `Authorization` that was sent.",
        None,
        _SECURED,
        answer=_sent_back,
    ),
)
