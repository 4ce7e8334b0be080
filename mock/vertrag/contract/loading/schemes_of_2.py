"""The security schemes of Swagger 2.0 in the words of OpenAPI 3.0."""

from collections.abc import Mapping
from typing import Any

_FLOWS = {"accessCode": "authorizationCode", "application": "clientCredentials"}
_OF_THE_FLOW = ("authorizationUrl", "tokenUrl", "scopes")


def security_scheme(node: Mapping[str, Any]) -> dict[str, Any]:
    """A scheme: basic becomes one of HTTP's, a flow of OAuth 2 gets the name it has now."""
    if node.get("type") == "basic":
        return {**node, "type": "http", "scheme": "basic"}
    if node.get("type") != "oauth2":
        return dict(node)
    stated = str(node.get("flow") or "implicit")
    flow = {key: node[key] for key in _OF_THE_FLOW if key in node}
    kept = {key: value for key, value in node.items() if key not in (*_OF_THE_FLOW, "flow")}
    return {**kept, "flows": {_FLOWS.get(stated, stated): {"scopes": {}, **flow}}}
