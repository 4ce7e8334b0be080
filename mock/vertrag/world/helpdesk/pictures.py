"""Pictures: small JPEG files in which every square of 8 by 8 pixels has one shade of grey.

A block of one shade is nothing but its mean in JPEG (ITU T.81 §F.1.2.1), so no cosine is ever computed and
every machine writes the same bytes.
"""

from collections.abc import Iterator
from functools import cache

from vertrag.world.fixtures import table

WIDTH, HEIGHT = 112, 72
"""Squares of a picture; a square is 8 pixels wide and high."""
PICTURE_SIZE = 24_576
"""Bytes of every picture: a comment fills it up, so its size is known before it is drawn."""
_SQUARE = 8
_GLYPH_WIDTH, _GLYPH_HEIGHT = 5, 7
_QUANTUM = 8  # the mean counts eight times (§A.3.3); divided by this it is the shade itself, without loss
_CATEGORIES = 9  # a difference of two shades has at most eight bits
_CATEGORY_BITS = 4  # nine codes of the same length; the one of only ones stays unused, as §C wants it
_END_OF_BLOCK = "0"  # the only code of the other table

Canvas = list[bytearray]


def canvas(shade: int) -> Canvas:
    """An empty picture; 0 is black, 255 is white."""
    return [bytearray([shade]) * WIDTH for _ in range(HEIGHT)]


def fill(picture: Canvas, box: tuple[int, int, int, int], shade: int) -> None:
    """Paint a box: left, top, right, bottom, the last two not included."""
    left, top, right, bottom = box
    for row in picture[top:bottom]:
        row[left:right] = bytes([shade]) * (right - left)


def write(picture: Canvas, place: tuple[int, int], text: str, shade: int, scale: int = 1) -> None:
    """Write a line in capitals from a place (left, top) on; what the lettering lacks stays blank."""
    left, top = place
    for number, char in enumerate(text.upper()):
        for x, y in _dots(char):
            corner = left + (number * (_GLYPH_WIDTH + 1) + x) * scale, top + y * scale
            fill(picture, (*corner, min(corner[0] + scale, WIDTH), corner[1] + scale), shade)


def width_of(text: str, scale: int = 1) -> int:
    """How many squares wide a line is."""
    return (len(text) * (_GLYPH_WIDTH + 1) - 1) * scale


@cache
def _dots(char: str) -> tuple[tuple[int, int], ...]:
    rows = bytes.fromhex(table("lettering.yaml").get(char, ""))
    return tuple(
        (x, y) for y, row in enumerate(rows) for x in range(_GLYPH_WIDTH) if row >> (_GLYPH_WIDTH - 1 - x) & 1
    )


def jpeg(picture: Canvas) -> bytes:
    """The picture as a baseline JPEG file of PICTURE_SIZE bytes."""
    head = b"\xff\xd8" + _segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")
    size = (HEIGHT * _SQUARE).to_bytes(2, "big") + (WIDTH * _SQUARE).to_bytes(2, "big")
    body = (
        _segment(0xDB, b"\x00" + bytes([_QUANTUM]) * 64)
        + _segment(0xC0, b"\x08" + size + b"\x01\x01\x11\x00")
        + _segment(0xC4, b"\x00" + _counts(_CATEGORY_BITS, _CATEGORIES) + bytes(range(_CATEGORIES)))
        + _segment(0xC4, b"\x10" + _counts(1, 1) + b"\x00")
        + _segment(0xDA, b"\x01\x01\x00\x00\x3f\x00")
        + _scan(picture)
        + b"\xff\xd9"
    )
    blank = PICTURE_SIZE - len(head) - len(body) - 4  # the comment's own marker and length
    return head + _segment(0xFE, b" " * blank) + body


def _segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(content) + 2).to_bytes(2, "big") + content


def _counts(length: int, codes: int) -> bytes:
    """How many codes there are of each length from 1 to 16."""
    return bytes(codes if bits == length else 0 for bits in range(1, 17))


def _scan(picture: Canvas) -> bytes:
    bits = "".join(_differences(picture))
    bits += "1" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\x00")


def _differences(picture: Canvas) -> Iterator[str]:
    """Each square as its difference from the one before (§F.1.2.1.1), the first from middle grey."""
    before = 128
    for row in picture:
        for shade in row:
            yield _coded(shade - before) + _END_OF_BLOCK
            before = shade


@cache
def _coded(difference: int) -> str:
    category = abs(difference).bit_length()
    code = f"{category:0{_CATEGORY_BITS}b}"
    if not category:
        return code
    value = difference if difference > 0 else difference + (1 << category) - 1
    return f"{code}{value:0{category}b}"
