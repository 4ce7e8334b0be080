"""Rules on what refers to what: references, security schemes, components."""

from collections.abc import Iterator
from urllib.parse import unquote

from vertrag.contract.loading.document import escape
from vertrag.errors import DocumentError
from vertrag.lint.rule import Rule, Where
from vertrag.lint.survey import Reference, Survey, items, member

# What an object other than a schema may say beside its $ref since 3.1 (OAS 3.1 §4.8.23).
_ALLOWED_SIBLINGS = {"$ref", "summary", "description"}


def _dangling(survey: Survey) -> Iterator[Where]:
    for reference in survey.references:
        leads_on = reference.to.startswith("#") and not _is_circle(survey, reference)
        if leads_on and survey.resolved(reference.node) is None:
            yield f"{reference.pointer}/$ref", f"{reference.to!r} leads to nothing that can be used here."
    outward = [reference for reference in survey.references if not reference.to.startswith("#")]
    why = survey.unfollowed() if outward else {}
    for reference in outward:
        if reference.pointer in why:
            yield f"{reference.pointer}/$ref", f"{reference.to!r} leads nowhere: {why[reference.pointer]}."


def _leading_out(survey: Survey) -> Iterator[Where]:
    nowhere = {pointer for pointer, _ in survey.found.get("V110", ())}
    for reference in survey.references:
        if not reference.to.startswith("#") and f"{reference.pointer}/$ref" not in nowhere:
            yield f"{reference.pointer}/$ref", f"{reference.to!r} leads to another document."


def _circular(survey: Survey) -> Iterator[Where]:
    for reference in survey.references:
        if _is_circle(survey, reference):
            yield f"{reference.pointer}/$ref", f"{reference.to!r} leads back to itself."


def _is_circle(survey: Survey, reference: Reference) -> bool:
    node, seen = reference.node, set[str]()
    while isinstance(node, dict) and isinstance(node.get("$ref"), str):
        if node["$ref"] in seen:
            return True
        seen.add(node["$ref"])
        try:
            node = survey.document.at(node["$ref"])
        except DocumentError:
            return False
    return False


def _ignored_siblings(survey: Survey) -> Iterator[Where]:
    for reference in survey.references:
        if reference.kind == "PathItem" or (reference.kind == "Schema" and not survey.is_30):
            continue
        allowed = {"$ref"} if survey.is_30 else _ALLOWED_SIBLINGS
        ignored = [name for name in reference.node if name not in allowed and not name.startswith("x-")]
        if ignored:
            yield reference.pointer, f"{', '.join(ignored)} beside $ref counts for nothing."


def _unused(survey: Survey) -> Iterator[Where]:
    used = _used(survey)
    for section in member(survey.tree, "components"):
        for name in survey.component(section):
            pointer = f"/components/{escape(section)}/{escape(name)}"
            if section not in ("securitySchemes", "pathItems") and pointer not in used:
                yield pointer, f"Nothing refers to {name!r}."
    required = {name for _, name in _required_schemes(survey)}
    for name in survey.component("securitySchemes"):
        if name not in required:
            yield f"/components/securitySchemes/{escape(name)}", f"Nothing asks for {name!r}."


def _used(survey: Survey) -> set[str]:
    used = set()
    for to in (*(reference.to for reference in survey.references), *_mapped(survey)):
        tokens = unquote(to).removeprefix("#").split("/")
        used.add("/".join(tokens[:4]))  # a part of a component uses the component
    return used


def _mapped(survey: Survey) -> Iterator[str]:
    for place in survey.every("Schema"):
        for target in member(member(place.node, "discriminator"), "mapping").values():
            if isinstance(target, str):
                yield target if "/" in target else f"#/components/schemas/{escape(target)}"


def _required_schemes(survey: Survey) -> Iterator[Where]:
    owners = [("", survey.tree), *((call.pointer, call.node) for call in survey.calls)]
    for pointer, owner in owners:
        for index, alternative in enumerate(items(owner, "security")):
            for name in alternative if isinstance(alternative, dict) else ():
                yield f"{pointer}/security/{index}/{escape(name)}", name


def _undeclared_schemes(survey: Survey) -> Iterator[Where]:
    declared = survey.component("securitySchemes")
    for pointer, name in _required_schemes(survey):
        if name not in declared:
            yield pointer, f"The security scheme {name!r} is not declared."


RULES = (
    Rule(
        "V110",
        "error",
        "$ref leads nowhere",
        "Nothing that can be used stands where the reference points. Whatever depends on it is not judged "
        "and has no invented values.",
        "Correct the pointer (`~1` stands for `/`, `~0` for `~`) or add what is missing.",
        _dangling,
    ),
    Rule(
        "V111",
        "warning",
        "siblings of $ref are ignored",
        "In 3.0 everything beside a `$ref` is ignored; since 3.1 schemas keep their siblings, and other "
        "objects only `summary` and `description`. A `nullable` or `required` written there does not hold.",
        "Wrap the reference: `allOf: [{$ref: …}]` beside the siblings; or move them to the target.",
        _ignored_siblings,
    ),
    Rule(
        "V112",
        "error",
        "$ref leads back to itself",
        "Following the reference never ends at an object. Recursion is fine through a property or an item, "
        "not directly.",
        "Let one link of the chain be written out.",
        _circular,
    ),
    Rule(
        "V113",
        "info",
        "component is not used",
        "No reference leads to this component. It may be a leftover, or what should use it has its own copy.",
        "Remove it, or refer to it.",
        _unused,
    ),
    Rule(
        "V114",
        "error",
        "security scheme is not declared",
        "`security` asks for a scheme that `components.securitySchemes` does not hold, so nobody knows "
        "which credential to send or to check.",
        "Declare the scheme, or correct its name.",
        _undeclared_schemes,
    ),
    Rule(
        "V115",
        "info",
        "reference to another document",
        "The linter looks at one document at a time. What stands behind this reference was not looked at, "
        "and nothing that depends on it was judged.",
        "Lint that document as well, or bundle them into one.",
        _leading_out,
    ),
)
