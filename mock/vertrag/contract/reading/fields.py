"""What may stand where in a document of any version: the grammar, plain data, and what Swagger 2.0 adds.

A kind in lower case is plain data, of which only the type is known. A kind with a 2 at its end is one of
Swagger 2.0. Keywords that older drafts of JSON Schema had are read wherever they stand: nobody writes them
and means nothing.
"""

from collections.abc import Mapping

from vertrag.contract.loading.grammar import KINDS_OF

_PLAIN: Mapping[str, Mapping[str, str]] = {
    "OpenAPI": {"security": "[Requirement]"},
    "Operation": {"tags": "list", "security": "[Requirement]"},
    "SecurityScheme": {"flows": "{Flow}", "scopes": "object"},
    "Link": {"parameters": "object"},
    "Schema": {
        "dependencies": "{Dependency}",
        "type": "type",
        "required": "names",
        "enum": "list",
        "discriminator": "Discriminator",
        "xml": "object",
        **dict.fromkeys(("pattern", "format"), "text"),
        **dict.fromkeys(("minimum", "maximum", "multipleOf"), "number"),
        **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems"), "count"),
        **dict.fromkeys(("minProperties", "maxProperties", "minContains", "maxContains"), "count"),
        "uniqueItems": "flag",
    },
}

_SWAGGER: Mapping[str, Mapping[str, str]] = {
    "Swagger": {
        "info": "Info",
        **dict.fromkeys(("schemes", "consumes", "produces"), "list"),
        "paths": "{PathItem2}",
        "definitions": "{Schema}",
        "parameters": "{Parameter2}",
        "responses": "{Response2}",
        "securityDefinitions": "{SecurityScheme}",
        "security": "[Requirement]",
        "tags": "[Tag]",
    },
    "PathItem2": {
        **dict.fromkeys(("get", "put", "post", "delete", "options", "head", "patch"), "Operation2"),
        "parameters": "[Parameter2]",
    },
    "Operation2": {
        **dict.fromkeys(("schemes", "consumes", "produces", "tags"), "list"),
        "security": "[Requirement]",
        "parameters": "[Parameter2]",
        "responses": "{Response2}",
    },
    "Parameter2": {"schema": "Schema", "items": "Schema", "enum": "list"},
    "Response2": {"schema": "Schema", "headers": "{Header2}", "examples": "object"},
    "Header2": {"items": "Schema"},
}

FIELDS: Mapping[str, Mapping[str, str]] = {
    **{kind: {**fields, **_PLAIN.get(kind, {})} for kind, fields in KINDS_OF.items()},
    **_SWAGGER,
    "Requirement": {"*": "list"},
    "Flow": {"scopes": "object"},
    "Discriminator": {"mapping": "object"},
}

STRUCTURE: Mapping[str, Mapping[str, str]] = {
    kind: {field: inner for field, inner in fields.items() if not inner.strip("{}[]")[0].islower()}
    for kind, fields in FIELDS.items()
}
"""The fields that hold objects of OpenAPI, without those that hold plain data."""

# Among their entries those that start with "x-" are extensions; elsewhere that may be anybody's name.
EXTENSIBLE = frozenset({"{PathItem}", "{PathItem2}", "{Response}", "{Response2}", "Callback"})
