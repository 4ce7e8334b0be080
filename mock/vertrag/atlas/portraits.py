"""Pictures of customers, contracts and tickets for a terminal: people, meters, money, and what happened."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Literal

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from vertrag.atlas.charts import bars
from vertrag.errors import UsageError
from vertrag.world.census.people import Customer
from vertrag.world.days import first_of_month, german_date, local
from vertrag.world.helpdesk.service import Interaction, Message, Ticket
from vertrag.world.supplier import Supplier
from vertrag.world.supply import GERMAN_KINDS, Contract, Reading
from vertrag.world.supply.consumption import used

_LATEST = 12  # entries of a timeline, readings of a meter
_STATUS_STYLES = {"plausible": "green", "estimated": "yellow", "implausible": "red", "replaced": "dim"}
_DIRECTION_STYLES = {"in": "cyan", "out": "green", "internal": "dim"}


def portrait(supplier: Supplier, kind: str, number: int) -> RenderableType:
    """The picture of a customer, contract or ticket; raises `UsageError` for nobody's id."""
    if kind == "customer" and (customer := supplier.customer(number)):
        return _customer(supplier, customer)
    if kind == "contract" and (contract := supplier.contract(number)):
        return Group(*_contract(supplier, contract))
    if kind == "ticket" and (ticket := supplier.ticket(number)):
        return _ticket(supplier, ticket)
    raise UsageError(
        f"there is no {kind} {number} in this world",
        hint="`vertrag personas` lists ids that always work; others depend on --customers",
    )


def _customer(supplier: Supplier, customer: Customer) -> RenderableType:
    contracts = [contract for number in customer.contract_ids if (contract := supplier.contract(number))]
    parts = [part for contract in contracts for part in _contract(supplier, contract)]
    return Group(_person(customer), *parts, _timeline(supplier.timeline(customer.id)))


def _person(customer: Customer) -> Panel:
    lines = [customer.address.full, f"{customer.phone}   {customer.email}"]
    lines += [customer.company] if customer.company else []
    lines.append(f"customer since {german_date(local(customer.created_ns).date())}")
    lines += [f"moved in on {german_date(move.day)}, from {move.left.full}" for move in customer.moves]
    name = f"{customer.name} †" if customer.deceased else customer.name
    return Panel("\n".join(lines), title=f"{name} · {customer.id}", title_align="left")


def _contract(supplier: Supplier, contract: Contract) -> Iterator[RenderableType]:
    yield _agreed(contract)
    yield Padding(_use(contract, supplier.today), (0, 0, 1, 2))
    yield Padding(_readings(supplier.readings(contract)[-_LATEST:]), (0, 0, 1, 2))
    yield Padding(_money(supplier, contract), (0, 0, 1, 2))


def _agreed(contract: Contract) -> Panel:
    """What is agreed, where it is delivered, and by which meter."""
    delivery, product, until = contract.delivery, contract.tariff, contract.end_date
    prices = f"{_number(product.working_price * 100)} ct/kWh, {_number(product.base_price)} €/month"
    ends = f" until {german_date(until)}" if until else ""
    lines = [
        f"{contract.status}, since {german_date(contract.start_date)}{ends}",
        f"{product.name}: {prices}",
        f"{_thousands(contract.consumption)} kWh/a",
        f"{contract.monthly_deposit} € a month by {contract.collection}",
        delivery.address.full,
        f"MaLo {delivery.malo_id}   MeLo {delivery.melo_id}",
        f"{delivery.grid_operator.name} ({delivery.grid_operator.code})",
        *_equipment(contract),
    ]
    title = f"{contract.energy} · {contract.id}"
    return Panel("\n".join(lines), title=title, title_align="left")


def _equipment(contract: Contract) -> Iterator[str]:
    for hung in contract.installations:
        kind = f"{hung.meter.kind}, {' '.join(hung.meter.obis)}"
        yield f"meter {hung.meter.number} ({kind}) since {german_date(hung.since)}"
    if contract.feed_in:
        peak = _number(Decimal(contract.feed_in.watts) / 1000)
        yield f"photovoltaics of {peak} kWp since {german_date(contract.feed_in.since)}"
    if contract.relief:
        since = german_date(contract.relief.since)
        yield f"{contract.relief.device}, § 14a EnWG module {contract.relief.module} since {since}"


def _use(contract: Contract, today: date) -> Text:
    """The use of the last twelve whole months as a chart."""
    last = first_of_month(contract.last_day(today), 0)
    months = [first_of_month(last, -back) for back in range(12, 0, -1)]
    known = [month for month in months if month >= contract.start_date]
    if not known:
        return Text("no whole month delivered so far", style="dim")
    values = [used(contract, month, first_of_month(month, 1)) // 1000 for month in known]
    chart = Text(bars(values), style="cyan")
    chart.append(f"  {known[0]:%m/%Y} to {known[-1]:%m/%Y}, {_thousands(sum(values))} kWh", style="dim")
    return chart


def _readings(readings: tuple[Reading, ...]) -> Table:
    table = _table("day", "meter", "OBIS", ">reading", "", "read by", "status", "occasion")
    for each in readings:
        status = Text(each.status, style=_STATUS_STYLES[each.status])
        shown = (_thousands(each.value), each.unit, each.source)
        table.add_row(german_date(each.day), each.meter_number, each.obis, *shown, status, each.occasion)
    return table


def _money(supplier: Supplier, contract: Contract) -> Group:
    """The bills, the latest payments, the dunning, and what is owed."""
    bills = _table("bill", "", "from", "to", ">kWh", ">gross", ">deposits", ">due")
    for each in supplier.invoices(contract):
        days = (german_date(day) for day in (each.since, each.until))
        amounts = (_number(amount) for amount in (each.gross, each.deposits, each.amount_due))
        bills.add_row(each.number, GERMAN_KINDS[each.kind], *days, _thousands(each.energy), *amounts)
    account = supplier.account(contract)
    paid = _table("paid", ">€", "by", "for", "returned")
    for payment in account.payments[-4:]:
        back = german_date(payment.returned) if payment.returned else ""
        paid.add_row(german_date(payment.day), _number(payment.amount), payment.method, payment.purpose, back)
    steps = [
        f"{german_date(step.day)}  {step.stage}, owed {_number(step.owed)} €" for step in account.dunning
    ]
    style = "red" if account.balance > 0 else "green"
    owed = Text(f"owed: {_number(account.balance)} €", style=style)
    return Group(bills, Text(), paid, Text(), *steps[-_LATEST:], owed)


def _timeline(entries: tuple[Interaction, ...]) -> Panel:
    table = _table("when", "kind", "through", "what", "ticket")
    for each in entries[:_LATEST]:
        when = f"{local(each.time_ns):%d.%m.%Y %H:%M}"
        table.add_row(when, each.kind, each.sub_channel or "", each.subject or "", str(each.ticket_id or ""))
    return Panel(table, title="timeline", title_align="left")


def _ticket(supplier: Supplier, ticket: Ticket) -> RenderableType:
    head = [
        f"{ticket.channel}, {ticket.priority}, {ticket.status}",
        f"customer {ticket.customer_id}, contract {ticket.contract_id or 'none'}",
        ticket.summary,
        f"tags: {', '.join(ticket.tags)}",
    ]
    title = f"{ticket.subject} · {ticket.id}"
    events = _table("when", "what", "who")
    for event in ticket.events:
        events.add_row(f"{local(event.time_ns):%d.%m.%Y %H:%M:%S}", event.kind, event.actor.name)
    customer = supplier.customer(ticket.customer_id)
    people = [_person(customer)] if customer else []
    messages = (_message(message) for message in ticket.messages)
    return Group(Panel("\n".join(head), title=title, title_align="left"), *people, *messages, events)


def _message(message: Message) -> Panel:
    title = f"{message.author.name}, {local(message.time_ns):%d.%m.%Y %H:%M}, {message.direction}"
    style = _DIRECTION_STYLES[message.direction]
    return Panel(Text(message.text), title=title, title_align="left", border_style=style)


def _table(*titles: str) -> Table:
    """A table without lines; a title that begins with ">" is of numbers."""
    table = Table(box=None, header_style="bold", padding=(0, 1), pad_edge=False)
    for title in titles:
        side: Literal["left", "right"] = "right" if title.startswith(">") else "left"
        table.add_column(title.removeprefix(">"), justify=side, no_wrap=True)
    return table


def _thousands(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _number(amount: Decimal) -> str:
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))
