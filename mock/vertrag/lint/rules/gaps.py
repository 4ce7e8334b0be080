"""Rules on responses that a server must be able to give and the document does not declare."""

from collections.abc import Callable, Iterator

from vertrag.lint.rule import Rule, Where
from vertrag.lint.survey import Call, Survey, items, member

_REMEDY = "Declare it, or a `default` response that describes every error."


_Find = Callable[[Survey], Iterator[Where]]


def _gap(statuses: tuple[str, ...], needed: Callable[[Survey, Call], bool]) -> _Find:
    covering = {*statuses, "4XX", "4xx", "default"}

    def find(survey: Survey) -> Iterator[Where]:
        for call in survey.calls:
            declared = member(call.node, "responses")
            if call.template is None or not declared or covering & declared.keys():
                continue
            if needed(survey, call):
                yield f"{call.pointer}/responses", f"{call.label} does not declare {' or '.join(statuses)}."

    return find


def _takes_input(survey: Survey, call: Call) -> bool:
    return "requestBody" in call.node or any(True for _ in survey.parameters(call))


def _is_secured(survey: Survey, call: Call) -> bool:
    alternatives = items(call.node if "security" in call.node else survey.tree, "security")
    return bool(alternatives) and {} not in alternatives


def _addresses_one(_: Survey, call: Call) -> bool:
    return "{" in (call.template or "")


def _takes_body(_: Survey, call: Call) -> bool:
    return "requestBody" in call.node


def _without_405(survey: Survey) -> Iterator[Where]:
    told = set()
    for call in survey.calls:
        if call.template is None or call.item.pointer in told:
            continue
        told.add(call.item.pointer)
        siblings = [each for each in call.item.node.values() if isinstance(each, dict)]
        if not any({"405", "4XX", "4xx", "default"} & member(each, "responses").keys() for each in siblings):
            yield call.item.pointer, f"No operation of {call.template} declares 405."


RULES = (
    Rule(
        "V190",
        "info",
        "400 is not declared",
        "The operation takes parameters or a body, which can be wrong, and declares neither 400 nor 422. "
        "What a server answers to a bad request then breaks the contract.",
        _REMEDY,
        _gap(("400", "422"), _takes_input),
    ),
    Rule(
        "V191",
        "info",
        "401 is not declared",
        "The operation asks for credentials and does not declare what comes without them.",
        _REMEDY,
        _gap(("401",), _is_secured),
    ),
    Rule(
        "V192",
        "info",
        "404 is not declared",
        "The path addresses something by a parameter, and the operation does not declare what comes where "
        "it does not exist.",
        _REMEDY,
        _gap(("404",), _addresses_one),
    ),
    Rule(
        "V193",
        "info",
        "405 is not declared",
        "Every path knows methods that it does not have, and servers answer them with 405 (RFC 9110 "
        "§15.5.6); no operation of the path declares it.",
        _REMEDY,
        _without_405,
    ),
    Rule(
        "V194",
        "info",
        "415 is not declared",
        "The operation takes a body, and does not declare what comes when it is sent in another media type.",
        _REMEDY,
        _gap(("415",), _takes_body),
    ),
)
