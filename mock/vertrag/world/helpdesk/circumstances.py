"""What texts take for granted: circumstances by name, each true or not on the day of a case."""

from collections.abc import Callable
from datetime import timedelta

from vertrag.world.helpdesk.facts import Case, billed_since, dearer_since, lacks_bill, meter_on_the_day
from vertrag.world.supply.contracts import Device

_LONG = timedelta(days=730)
_FIRST_YEARS = timedelta(days=600)  # until the bill that should have held the bonus
_LATELY = timedelta(days=45)
_NOT = "not "


def holds(case: Case, name: str) -> bool:
    """Whether a circumstance holds for a case; after "not", whether it does not."""
    if name.startswith(_NOT):
        return not _CIRCUMSTANCES[name.removeprefix(_NOT)](case)
    return _CIRCUMSTANCES[name](case)


def _has(case: Case, device: Device) -> bool:
    relief = case.contract.relief
    return relief is not None and relief.device == device and relief.since <= case.day


def _has_sun(case: Case) -> bool:
    return case.contract.feed_in is not None and case.contract.feed_in.since <= case.day


def _supplied_for(case: Case, span: timedelta) -> bool:
    return case.contract.start_date + span <= case.day


def _just_billed(case: Case) -> bool:
    issued = billed_since(case)
    return issued is not None and case.day - issued < _LATELY


def _pays_in_time(case: Case) -> bool:
    return all(arrears.first > case.day for arrears in case.contract.arrears)


def _may_shift(case: Case) -> bool:
    relief = case.contract.relief
    smart = meter_on_the_day(case).kind == "smart"
    return _has(case, "wallbox") and smart and relief is not None and relief.module == 1


_CIRCUMSTANCES: dict[str, Callable[[Case], bool]] = {
    "supplied": lambda case: _supplied_for(case, timedelta(0)),
    "long supplied": lambda case: _supplied_for(case, _LONG),
    "long at home": lambda case: _supplied_for(case, _LONG) and not case.customer.moves,
    "loyal": lambda case: _supplied_for(case, _LONG) and _pays_in_time(case),
    "in the first years": lambda case: not _supplied_for(case, _FIRST_YEARS),
    "billed": lambda case: not lacks_bill(case, "{invoice}"),
    "just billed": _just_billed,
    "in credit": lambda case: not lacks_bill(case, "{amount}"),
    "debited": lambda case: case.contract.collection == "direct_debit",
    "dearer soon": lambda case: dearer_since(case) is not None,
    "guaranteed": lambda case: case.contract.tariff.guarantee > 0,
    "in basic supply": lambda case: case.contract.tariff.basic,
    "before Christmas": lambda case: (11, 20) <= (case.day.month, case.day.day) <= (12, 30),
    "gas": lambda case: case.contract.energy == "gas",
    "with the sun": _has_sun,
    "with a wallbox": lambda case: _has(case, "wallbox"),
    "with a heat pump": lambda case: _has(case, "heat_pump"),
    "with a device": lambda case: _has(case, "wallbox") or _has(case, "heat_pump"),
    "may shift": _may_shift,
    "old meter": lambda case: meter_on_the_day(case).kind == "ferraris",
}
CIRCUMSTANCES = frozenset(_CIRCUMSTANCES)
"""The names that texts may tell."""
