"""The fields that the objects of OpenAPI have, and which of them a misspelt one may mean."""

from collections.abc import Iterator, Mapping
from functools import cache

from vertrag.contract.loading.document import escape
from vertrag.contract.loading.grammar import KINDS_OF
from vertrag.lint.survey import Survey

_PARAMETER = "description required deprecated allowEmptyValue style explode allowReserved example examples"

_FIELDS: Mapping[str, str] = {
    "OpenAPI": "openapi info jsonSchemaDialect servers paths webhooks components security tags externalDocs "
    "$self",
    "Info": "title summary description termsOfService contact license version",
    "Tag": "name description externalDocs summary parent kind",
    "Server": "url description variables name",
    "ServerVariable": "enum default description",
    "Components": "",
    "PathItem": "$ref summary description servers parameters",
    "Operation": "tags summary description externalDocs operationId deprecated security servers",
    "Parameter": f"name in {_PARAMETER}",
    "Header": _PARAMETER,
    "RequestBody": "description required",
    "Response": "description summary links",
    "MediaType": "example examples prefixEncoding itemEncoding description",
    "Encoding": "contentType style explode allowReserved encoding prefixEncoding itemEncoding",
    "Example": "summary description value externalValue dataValue serializedValue",
    "Link": "operationRef operationId parameters requestBody description server",
    "SecurityScheme": "type description name in scheme bearerFormat flows openIdConnectUrl deprecated "
    "oauth2MetadataUrl",
    "Schema": "$schema $id $ref $anchor $dynamicRef $dynamicAnchor $vocabulary $comment $recursiveRef "
    "$recursiveAnchor definitions dependencies additionalItems type enum const multipleOf maximum "
    "exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems minItems uniqueItems "
    "maxContains minContains maxProperties minProperties required dependentRequired format contentEncoding "
    "contentMediaType title description default deprecated readOnly writeOnly example examples nullable "
    "discriminator xml externalDocs",
}


@cache
def known_fields(kind: str) -> frozenset[str]:
    """Every field that such an object has in some version of the specification."""
    return frozenset(_FIELDS[kind].split()) | KINDS_OF[kind].keys()


def unknown_fields(survey: Survey) -> Iterator[tuple[str, str, str]]:
    """Fields that no version gives to such an object: pointer, kind, name."""
    for kind in _FIELDS:
        known = known_fields(kind)
        for place in survey.every(kind):
            for field in place.node:
                if field not in known and not field.startswith("x-"):
                    yield f"{place.pointer}/{escape(field)}", kind, field


@cache
def likeness(kind: str, field: str) -> str | None:
    """The known field that differs from this one by a slip or two; None where there is none."""
    reach = 0 if len(field) < 4 else 1 if len(field) < 6 else 2
    near = [
        (distance, known)
        for known in known_fields(kind)
        if len(known) > 2
        and abs(len(known) - len(field)) <= reach
        and (distance := _distance(field.lower(), known.lower())) <= reach
    ]
    return min(near)[1] if near else None


def _distance(one: str, other: str) -> int:
    # Damerau's: what is added, left out, changed, or swapped with its neighbour.
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        here = [row]
        for column, another in enumerate(other, 1):
            cost = min(above[column] + 1, here[-1] + 1, above[column - 1] + (letter != another))
            swapped = row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == another
            here.append(min(cost, before[column - 2] + 1) if swapped else cost)
        before, above = above, here
    return above[-1]
