"""Invariants I01 to I19: delivery points, meters, readings, bills and debts of a customer's contracts.

What the contracts inside a ticket do not tell lies in the `rawData` of each: the record of the ERP system.
A record that lacks a member, as those of other systems do, is not judged by it.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, pairwise
from math import ceil
from typing import Any

from vertrag.vendors.agreement.dossier import Dossier, Invariant, Json
from vertrag.world import identifiers
from vertrag.world.census.people import is_free_phone, is_reserved_mail, rings_at
from vertrag.world.census.places import Address, is_place, places
from vertrag.world.days import market_day

_MEDIA = {"electricity": "1", "gas": "7"}
_GAS, _EXPORT = "7-20:3.0.0", "1-0:2.8.0"
_USES = ({"1-0:1.8.0"}, {"1-0:1.8.1", "1-0:1.8.2"})
_HOLDING = ("plausible", "estimated")
_ADDRESS = re.compile(r"(?P<line>.+), (?P<postcode>\d{5}) (?P<city>.+)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"\+49\d{6,}")
_STAGES = (
    *("returned_debit", "reminder", "first_notice", "second_notice"),
    *("disconnection_threat", "disconnection_announcement", "disconnection", "reconnection"),
)
_FOUR_WEEKS = timedelta(weeks=4)


def malo_ids(dossier: Dossier) -> Iterator[str]:
    """I01."""
    places: dict[str, str] = {}
    for raw in _records(dossier, "marketLocation"):
        number, place = raw["marketLocation"], raw.get("meterLocation", "")
        if not identifiers.is_malo_id(number):
            yield f"{number} has a wrong check digit"
        if places.setdefault(number, place) != place:
            yield f"{number} is at two delivery points"


def melo_ids(dossier: Dossier) -> Iterator[str]:
    """I02."""
    for contract in dossier.contracts:
        number = _raw(contract).get("meterLocation")
        if number and (not identifiers.is_melo_id(number) or number[8:13] not in contract["deliveryAddress"]):
            yield f"{number} for {contract['deliveryAddress']}"


def meters_fit(dossier: Dossier) -> Iterator[str]:
    """I03."""
    for contract in _held(dossier):
        if contract["counterNumber"][:1] != _MEDIA.get(contract["energy"]):
            yield f"meter {contract['counterNumber']} for {contract['energy']}"


def registers_fit(dossier: Dossier) -> Iterator[str]:
    """I04."""
    for contract in _held(dossier):
        codes = {each["obis"] for each in contract["registers"]}
        right = codes == {_GAS} if contract["energy"] == "gas" else codes - {_EXPORT} in _USES
        if not right:
            yield f"meter {contract['counterNumber']} has {sorted(codes)}"


def readings_rise(dossier: Dossier) -> Iterator[str]:
    """I05."""
    for before, after, digits in _steps(dossier):
        if after["value"] < before["value"] < 10**digits // 2:
            yield f"{after['meter']} fell from {before['value']} to {after['value']}"


def readings_are_plausible(dossier: Dossier) -> Iterator[str]:
    """I06."""
    for before, after, digits in _steps(dossier):
        usual, counted = after["expected"], (after["value"] - before["value"]) % 10**digits
        # Two units more, because whole ones are shown.
        if usual is not None and not usual / 2 - 2 <= counted <= 2 * usual + 2:
            yield f"{after['meter']} counted {counted} until {after['day']}, expected {usual}"


def months_are_a_year(dossier: Dossier) -> Iterator[str]:
    """I07."""
    for raw in _records(dossier, "use"):
        if abs(sum(raw["use"]["months"]) - raw["use"]["total"]) > 1:
            yield f"the months of {raw['use']['year']} are not {raw['use']['total']} kWh"


def places_exist(dossier: Dossier) -> Iterator[str]:
    """I08."""
    contact = dossier.contact
    if contact is not None and contact["zip"] is not None:
        home = Address("", "", contact["zip"], contact["city"], contact["state"])
        if not is_place(home):
            yield f"{contact['zip']} {contact['city']} is not in {contact['state']}"
        if not rings_at(contact["phone"] or contact["mobile"] or "", home):
            yield f"{contact['phone']} does not ring in {contact['city']}"
    for contract in _held(dossier):
        found = _ADDRESS.fullmatch(contract["deliveryAddress"])
        if found is None or (found["postcode"], found["city"]) not in {
            (p.postcode, p.city) for p in places()
        }:
            yield f"there is no {contract['deliveryAddress']}"


def accounts_are_nobodys(dossier: Dossier) -> Iterator[str]:
    """I09."""
    for contract in _held(dossier):
        if not identifiers.is_iban(contract["iban"]) or contract["iban"][4] != "9":
            yield contract["iban"]


def nobody_is_reached(dossier: Dossier) -> Iterator[str]:
    """I10."""
    for text in dict.fromkeys(_texts(dossier.everything())):
        yield from (each for each in _MAIL.findall(text) if not is_reserved_mail(each))
        yield from (each for each in _PHONE.findall(text) if not is_free_phone(each))


def operator_codes(dossier: Dossier) -> Iterator[str]:
    """I11."""
    for contract in _held(dossier):
        if not identifiers.is_operator_code(str(contract["gridOperatorCode"])):
            yield f"{contract['gridOperatorCode']} has a wrong check digit"


def lives_are_in_order(dossier: Dossier) -> Iterator[str]:
    """I12."""
    for contract in _held(dossier):
        days = [contract[name] for name in ("signupDate", "startDate", "endDate")]
        if days != sorted(days, key=lambda day: float("inf") if day is None else day):
            yield f"contract {contract['id']}: signed, begun, ended {days}"


def one_contract_a_day(dossier: Dossier) -> Iterator[str]:
    """I13."""
    for one, other in combinations(dossier.contracts, 2):
        if _raw(one).get("marketLocation") != _raw(other).get("marketLocation") or not _raw(one):
            continue
        first, second = sorted((one, other), key=lambda each: int(each["startDate"]))
        if first["endDate"] is None or first["endDate"] >= second["startDate"]:
            yield f"contracts {first['id']} and {second['id']} deliver at once"


def deposits_cover(dossier: Dossier) -> Iterator[str]:
    """I14."""
    for contract in _held(dossier):
        cost = contract["consumption"] * contract["workingPrice"] + 12 * contract["basePrice"]
        right = {ceil(round(cost / payments, 6)) for payments in (11, 12)}
        if contract["monthlyDeposit"] not in right:
            yield f"{contract['monthlyDeposit']} EUR for {cost:.2f} EUR a year"


def rates_of_their_day(dossier: Dossier) -> Iterator[str]:
    """I15."""
    for contract in _held(dossier):
        end = contract["endDate"]
        last = date.max if end is None else datetime.fromtimestamp(end, UTC).date()
        if contract["vatRate"] not in _rates(contract["energy"], last):
            yield f"{contract['vatRate']} for {contract['energy']} until {last}"


def debts_are_sums(dossier: Dossier) -> Iterator[str]:
    """I16."""
    for contract in dossier.contracts:
        if "claims" not in (raw := _raw(contract)):
            continue
        paid = sum(each["amount"] for each in raw["payments"] if each["returned"] is None)
        owed = max(0, round(sum(each["amount"] for each in raw["claims"]) - paid, 2))
        if contract["unpaidDebt"] != owed:
            yield f"contract {contract['id']}: {contract['unpaidDebt']} EUR, but {owed} EUR are owed"


def bills_add_up(dossier: Dossier) -> Iterator[str]:
    """I17."""
    for bill in _bills(dossier):
        rates = {line["vatRate"] for line in bill["lines"]}
        nets = {rate: sum(e["net"] for e in bill["lines"] if e["vatRate"] == rate) for rate in rates}
        gross = sum(net + net * rate for rate, net in nets.items())
        # Each rate's VAT is rounded to the cent.
        if abs(gross - bill["gross"]) > 0.005 * len(rates) + 1e-6:
            yield f"{bill['number']} asks {bill['gross']} EUR, its lines {gross:.2f} EUR"
        energy = bill["counted"]
        for factor in bill["factors"]:
            energy *= factor
        if abs(energy - bill["energy"]) > 0.5 + 1e-6:
            yield f"{bill['number']} has {bill['energy']} kWh, the meter {energy:.1f} kWh"


def bills_leave_the_rest(dossier: Dossier) -> Iterator[str]:
    """I18."""
    for bill in _bills(dossier):
        rest = round(bill["gross"] - bill["deposits"] - bill["credited"], 2)
        if bill["amountDue"] != rest:
            yield f"{bill['number']} asks {bill['amountDue']} EUR, not {rest} EUR"


def dunning_keeps_the_law(dossier: Dossier) -> Iterator[str]:
    """I19."""
    for raw in _records(dossier, "dunning"):
        threat = notice = date.min
        for step in raw["dunning"]:
            day = date.fromisoformat(step["day"])
            if step["stage"] not in _STAGES:
                yield f"there is no stage {step['stage']}"
            threat = day if step["stage"] == "disconnection_threat" else threat
            notice = day if step["stage"] == "disconnection_announcement" else notice
            lawful = threat > date.min and day >= threat + _FOUR_WEEKS and day > market_day(notice, 8)
            if step["stage"] == "disconnection" and not lawful:
                yield f"disconnected on {day}"
        days = [step["day"] for step in raw["dunning"]]
        if days != sorted(days):
            yield f"dunning on {days}"


def _held(dossier: Dossier) -> list[Json]:
    contracts: list[Json] = dossier.ticket["customer"]["contracts"]
    return contracts


def _raw(contract: Json) -> dict[str, Any]:
    return contract.get("rawData") or {}


def _records(dossier: Dossier, member: str) -> Iterator[dict[str, Any]]:
    return (raw for contract in dossier.contracts if member in (raw := _raw(contract)))


def _bills(dossier: Dossier) -> Iterator[Json]:
    for raw in _records(dossier, "invoices"):
        yield from raw["invoices"]


def _steps(dossier: Dossier) -> Iterator[tuple[Json, Json, int]]:
    """Each reading that holds, after the one before it on its register, which has so many digits."""
    for raw in _records(dossier, "readings"):
        for meter in raw["meters"]:
            for register in meter["registers"]:
                key = (meter["number"], register["obis"])
                series = [
                    each
                    for each in raw["readings"]
                    if (each["meter"], each["obis"]) == key and each["status"] in _HOLDING
                ]
                yield from ((before, after, register["digits"]) for before, after in pairwise(series))


def _rates(energy: str, last: date) -> set[float]:
    """The rates that a contract may show whose delivery ends on a day; one that goes on has today's."""
    if energy == "gas" and date(2022, 10, 1) <= last <= date(2024, 3, 31):
        return {0.07}
    return {0.16} if date(2020, 7, 1) <= last <= date(2020, 12, 31) else {0.19}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for member in value.values():
            yield from _texts(member)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)


_T, _C = ("ticket",), ("contracts",)
OF_SUPPLY = (
    Invariant("I01", "E", "any", "a Marktlokation has its check digit and one place", _C, malo_ids),
    Invariant("I02", "E", "warn", "a Messlokation has the postcode of its delivery", _C, melo_ids),
    Invariant("I03", "E", "mock", "a meter number begins with its medium", _T, meters_fit),
    Invariant("I04", "E", "mock", "registers fit the energy, tariffs come in pairs", _T, registers_fit),
    Invariant("I05", "E", "any", "registers never fall, but where they turn over", _C, readings_rise),
    Invariant(
        "I06", "E", "mock", "plausible is half to double of what was expected", _C, readings_are_plausible
    ),
    Invariant("I07", "E", "mock", "the months of a year sum up to it", _C, months_are_a_year),
    Invariant("I08", "X", "mock", "postcode, city, state and area code agree", _T, places_exist),
    Invariant("I09", "E", "mock", "an IBAN is valid and of no bank", _T, accounts_are_nobodys),
    Invariant("I10", "X", "mock", "telephones and mail addresses are nobody's", (), nobody_is_reached),
    Invariant("I11", "E", "any", "a grid operator's code has its check digit", _T, operator_codes),
    Invariant("I12", "E", "any", "signed, begun, ended: in this order", _T, lives_are_in_order),
    Invariant(
        "I13", "E", "mock", "one contract delivers to a Marktlokation at a time", _C, one_contract_a_day
    ),
    Invariant("I14", "E", "mock", "a deposit is a year's cost by 11 or 12, rounded up", _T, deposits_cover),
    Invariant("I15", "E", "mock", "VAT is that of the day of delivery", _T, rates_of_their_day),
    Invariant("I16", "E", "mock", "a debt is what fell due less what was paid", _C, debts_are_sums),
    Invariant("I17", "E", "mock", "gross is net and VAT, energy what was counted", _C, bills_add_up),
    Invariant("I18", "E", "mock", "a bill asks gross less deposits", _C, bills_leave_the_rest),
    Invariant("I19", "E", "mock", "dunning keeps its order and its times", _C, dunning_keeps_the_law),
)
