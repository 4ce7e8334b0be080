from typing import Any

from vertrag.exchange import Reply

OK = {"200": {"description": "", "content": {"application/json": {"schema": {}}}}}


def test_operations_of_the_same_name_in_several_documents_stay_apart(ask: Any, make_mount: Any) -> None:
    paths = {"/x": {"get": {"operationId": "op", "responses": OK}}}
    mounts = [make_mount(paths, {"op": lambda _, n=n: Reply(n)}, f"/{n}") for n in range(3)]
    assert [ask(mounts, "GET", f"/{n}/x").json() for n in range(3)] == [0, 1, 2]
