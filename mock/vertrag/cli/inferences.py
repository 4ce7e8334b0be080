"""`vertrag resources`: what is inferred from documents, for a terminal, a pipe or a program."""

import json
from collections.abc import Iterator
from typing import Any, TextIO

from vertrag.config import ResourcesSettings
from vertrag.contract.inference.corrections import idle_in
from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.positions import Place, pointer_of
from vertrag.contract.inference.resources import Resource, Resources, infer
from vertrag.contract.loading.document import load
from vertrag.contract.operations import compile_contract


def print_inferred(settings: ResourcesSettings, out: TextIO) -> None:
    """Print the resources of the documents that the settings name."""
    table = dict(settings.corrections)
    contracts = {where: compile_contract(load(where)) for where in settings.documents}
    found = {where: infer(contract, table) for where, contract in contracts.items()}
    idle = idle_in(contracts.values(), table)
    if settings.format == "json":
        told: dict[str, Any] = {where: as_json(each) for where, each in found.items()}
        print(json.dumps({**told, "idleCorrections": idle} if idle else told, indent=2), file=out)
        return
    for where, resources in found.items():
        if out.isatty():
            _print_tables(where, resources, out)
        else:
            print("\n".join(as_lines(where, resources)), file=out)
    for name in idle:
        print(f"\nThe correction of {name!r} changes nothing: no operation is called so.", file=out)


def as_lines(where: str, resources: Resources) -> Iterator[str]:
    """Plain text: a line per operation, indented below its resource, each reason below that."""
    yield f"{where}: {len(resources.by_name)} resources"
    for resource in resources.by_name.values():
        yield ""
        yield f"{resource.name}  {_paths(resource)}"
        yield from (f"  - {reason}" for reason in resource.reasons)
        for deed in _told(resource):
            yield f"  {deed.kind:<8} {deed.operation.label}"
            yield from (f"  {'':<8} - {reason}" for reason in deed.reasons)


def as_json(resources: Resources) -> list[dict[str, Any]]:
    """Every resource with its key and deeds; places are JSON pointers, null where there is none."""
    return [
        {
            "name": resource.name,
            "collection": _path(resource.form),
            "item": _path(resource.item),
            "parent": resource.parent,
            "key": [
                {"variable": variable, "member": _pointer(place)}
                for variable, place in zip(resource.key.variables, resource.key.places, strict=False)
            ]
            if resource.key
            else None,
            "reasons": list(resource.reasons),
            "deeds": [_deed_json(deed) for deed in resource.deeds],
        }
        for resource in resources.by_name.values()
    ]


def _deed_json(deed: Deed) -> dict[str, Any]:
    query = deed.query
    return {
        "operation": deed.operation.label,
        "deed": deed.kind,
        "sent": _pointer(deed.sent),
        "row": _pointer(deed.row),
        "rows": _pointer(deed.rows),
        "paging": dict(query.paging.parameters) if query.paging else None,
        "filters": {each.parameter: [each.relation, _pointer(each.member)] for each in query.filters},
        "sorting": [query.sorting.by, query.sorting.direction] if query.sorting else None,
        "facts": {fact.header or pointer_of(fact.place): fact.meaning for fact in deed.facts},
        "reasons": list(deed.reasons),
    }


def _print_tables(where: str, resources: Resources, out: TextIO) -> None:
    # Imported here: a tenth of a second that programs and pipes need not spend.
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=out)
    console.print(Text(f"{where}: {len(resources.by_name)} resources", style="bold"))
    for resource in resources.by_name.values():
        title = Text(f"\n{resource.name}  {_paths(resource)}")
        table = Table(title=title, title_justify="left", caption_justify="left", expand=True)
        table.caption = Text("; ".join(resource.reasons))
        table.add_column("deed", style="bold")
        table.add_column("operation")
        table.add_column("why", ratio=1)
        for deed in _told(resource):
            table.add_row(deed.kind, Text(deed.operation.label), Text("; ".join(deed.reasons)))
        console.print(table)


def _told(resource: Resource) -> list[Deed]:
    """The deeds, those that do something known to the rows first."""
    return sorted(resource.deeds, key=lambda deed: deed.kind == "act")


def _paths(resource: Resource) -> str:
    return " ".join(dict.fromkeys((_path(resource.form), _path(resource.item))))


def _path(form: tuple[str, ...]) -> str:
    return "/" + "/".join(form)


def _pointer(place: Place | None) -> str | None:
    return None if place is None else pointer_of(place)
