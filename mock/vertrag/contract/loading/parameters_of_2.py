"""The parameters of Swagger 2.0 in the words of OpenAPI 3.0: some are parameters, others are the body."""

from collections.abc import Iterable, Mapping
from typing import Any

_OF_THE_PARAMETER = frozenset({"name", "in", "description", "required", "allowEmptyValue"})
_OF_3 = frozenset({"schema", "style", "explode"})
"""What many write beside a name although only OpenAPI 3 reads it there; a body has a schema in both."""
_STYLES: Mapping[str, Mapping[str, Any]] = {
    "csv": {"explode": False},
    "ssv": {"style": "spaceDelimited", "explode": False},
    "tsv": {"style": "tabDelimited", "explode": False},
    "pipes": {"style": "pipeDelimited", "explode": False},
    "multi": {"explode": True},
}
DIVISION = "x-vertrag-division"
"""What divides items in a path, a header or a list within a list: OpenAPI 3 has no style that says so."""

_DIVIDERS: Mapping[str, str] = {"ssv": " ", "tsv": "\t", "pipes": "|"}

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def parameter_of(node: Mapping[str, Any]) -> dict[str, Any]:
    """A path, query or header parameter; what described its value becomes its schema."""
    made = {key: value for key, value in node.items() if key in _OF_THE_PARAMETER or key.startswith("x-")}
    if "type" not in node and isinstance(node.get("schema"), Mapping):
        return {**made, **{key: node[key] for key in _OF_3 & node.keys()}}
    made["schema"] = schema_of(node)
    if node.get("type") == "array":
        style = _style(node)
        made.update(style if node["in"] == "query" else {"explode": False})
        if node["in"] != "query" and "style" in style:
            made[DIVISION] = style["style"]
    return made


def schema_of(node: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of a value that is described beside its name, as parameters, headers and items are."""
    made = {
        key: value
        for key, value in node.items()
        if key not in _OF_THE_PARAMETER and key != "collectionFormat" and not key.startswith("x-")
    }
    if node.get("x-nullable") is True:
        made["nullable"] = True
    if isinstance(node.get("items"), Mapping):
        made["items"] = schema_of(node["items"])
        if node["items"].get("type") == "array":
            made["items"][DIVISION] = _divider(node["items"])
    if made.get("type") == "file":
        made.update(type="string", format="binary")
    return made


def body_of(parameters: Iterable[Mapping[str, Any]], consumes: list[Any]) -> dict[str, Any] | None:
    """The request body that `body` or `formData` parameters describe; None where there are none."""
    fields = [each for each in parameters if each["in"] == "formData"]
    for each in parameters:
        if each["in"] == "body":
            return _whole(each, consumes)
    return _form(fields, consumes) if fields else None


def _whole(node: Mapping[str, Any], consumes: list[Any]) -> dict[str, Any]:
    kept = {key: value for key, value in node.items() if key == "description" or key.startswith("x-")}
    schema = node.get("schema", {})
    content = {str(name): {"schema": schema} for name in consumes}
    return {**kept, "required": node.get("required") is True, "content": content}


def _form(fields: list[Mapping[str, Any]], consumes: list[Any]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {str(each["name"]): _member(each) for each in fields},
    }
    required = [str(each["name"]) for each in fields if each.get("required") is True]
    if required:
        schema["required"] = required
    styles = {str(each["name"]): dict(_style(each)) for each in fields if each.get("type") == "array"}
    described = {"schema": schema, **({"encoding": styles} if styles else {})}
    # Only multipart carries files; else the plain form is meant where the operation names none.
    has_files = any(each.get("type") == "file" for each in fields)
    named = [str(name) for name in consumes if str(name).partition(";")[0].strip().lower() in _FORMS]
    names = ["multipart/form-data"] if has_files else named or [_FORMS[0]]
    return {"required": bool(required), "content": dict.fromkeys(names, described)}


def _member(node: Mapping[str, Any]) -> dict[str, Any]:
    made = {**{key: node[key] for key in ("description",) if key in node}, **schema_of(node)}
    if node.get("type") == "array" and node.get("collectionFormat") != "multi":
        made[DIVISION] = _divider(node)  # of a part of multipart, where OpenAPI 3 knows no styles
    return made


def _divider(node: Mapping[str, Any]) -> str:
    return _DIVIDERS.get(str(node.get("collectionFormat")), ",")


def _style(node: Mapping[str, Any]) -> Mapping[str, Any]:
    return _STYLES.get(str(node.get("collectionFormat")), _STYLES["csv"])
