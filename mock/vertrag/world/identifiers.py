"""Numbers of the German energy market: make them valid, and never somebody's.

Every maker stays inside a block that is not assigned to a real party: grid operator codes begin with 9999,
bank codes with 9, and all Marktlokationen of the world share one first pair of digits.
"""

import re

_MALO = re.compile(r"[1-9][0-9]{10}")
_MELO = re.compile(r"DE[0-9]{11}[A-Z0-9]{20}")
_CODE = re.compile(r"[0-9]{13}")
_IBAN = re.compile(r"DE[0-9]{20}")
_METER = re.compile(r"[0-9A-G][A-Z]{3}[0-9]{10}")
_CREDITOR = re.compile(r"DE[0-9]{2}[A-Z0-9]{3}[A-Z0-9]{11}")

_MALO_PREFIX = "40"  # 4-9 is BDEW's share; no block is reserved for examples, so ours is at least known
MALO_COUNT = 10**8
"""How many different Marktlokationen can be made."""
_OPERATOR_BLOCK = "9999"  # the third digit of an assigned BDEW code is 0 to 8
CREDITOR_ID = "DE98ZZZ09999999999"
"""The creditor id that the Bundesbank prints in its examples."""


def check_digit(base: str) -> int:
    """The check digit of a market identifier (BDEW, Identifikatoren in der Marktkommunikation §8.1).

    Odd positions count once, even positions twice, without cross sum; a letter counts as its ASCII code.
    """
    values = list(map(int, base)) if base.isdigit() else [int(c) if c.isdigit() else ord(c) for c in base]
    return -(sum(values[::2]) + 2 * sum(values[1::2])) % 10


def malo_id(number: int) -> str:
    """The Marktlokation with that number of [0, MALO_COUNT): 11 digits."""
    base = f"{_MALO_PREFIX}{number:08d}"
    return f"{base}{check_digit(base)}"


def is_malo_id(text: str) -> bool:
    """Whether a text is a Marktlokation: 11 digits with a right check digit."""
    return _MALO.fullmatch(text) is not None and check_digit(text[:10]) == int(text[10])


def melo_id(operator_code: str, postcode: str, number: int) -> str:
    """A Messlokation of 33 characters without check digit: country, operator 6, postcode 5, number 20."""
    return f"DE{operator_code[:6]}{postcode}{number:020d}"


def is_melo_id(text: str) -> bool:
    """Whether a text has the shape of a German Messlokation."""
    return _MELO.fullmatch(text) is not None


def operator_code(number: int) -> str:
    """A market partner code of 13 digits in the block that BDEW does not assign."""
    base = f"{_OPERATOR_BLOCK}{number:08d}"
    return f"{base}{check_digit(base)}"


def is_operator_code(text: str) -> bool:
    """Whether a text is a BDEW or DVGW code: 13 digits with a right check digit."""
    return _CODE.fullmatch(text) is not None and check_digit(text[:12]) == int(text[12])


def iban(bank: int, account: int) -> str:
    """The German IBAN of a bank of [0, 10^7) and an account of [0, 10^10); the bank code begins with 9.

    The clearing areas of real bank codes are 1 to 8.
    """
    body = f"9{bank:07d}{account:010d}"
    return f"DE{98 - int(body + '131400') % 97:02d}{body}"  # D=13, E=14, then 00 (ISO 13616)


def is_iban(text: str) -> bool:
    """Whether a text is a German IBAN: 22 characters, modulo 97 leaves 1."""
    return _IBAN.fullmatch(text) is not None and int(text[4:] + "1314" + text[2:4]) % 97 == 1


def meter_number(medium: int, maker: str, block: int, serial: int) -> str:
    """A meter number of 14 characters (DIN 43863-5): medium 1 electricity or 7 gas, maker, block, serial."""
    return f"{medium}{maker}{block:02d}{serial:08d}"


def is_meter_number(text: str) -> bool:
    """Whether a text has the shape of a meter number; there is no check digit."""
    return _METER.fullmatch(text) is not None


def is_creditor_id(text: str) -> bool:
    """Whether a text is a German SEPA creditor id: modulo 97 leaves 1, the business code left out."""
    if _CREDITOR.fullmatch(text) is None:
        return False
    digits = "".join(str(int(char, 36)) for char in text[7:] + text[:4])
    return int(digits) % 97 == 1
