from io import BytesIO

from PIL import Image

from vertrag.world.helpdesk.pictures import HEIGHT, PICTURE_SIZE, WIDTH, canvas, fill, jpeg, width_of, write


def _decoded(file: bytes) -> Image.Image:
    image = Image.open(BytesIO(file))
    image.load()
    return image


def test_every_decoder_sees_the_shades_that_were_painted() -> None:
    picture = canvas(10)
    for shade in range(256):
        fill(picture, (shade % 100, shade // 100, shade % 100 + 1, shade // 100 + 1), shade)
    image = _decoded(jpeg(picture))
    assert image.size == (WIDTH * 8, HEIGHT * 8)
    for shade in range(256):
        assert image.getpixel((shade % 100 * 8 + 3, shade // 100 * 8 + 3)) == shade


def test_a_picture_has_the_size_that_was_known_before() -> None:
    busy = canvas(0)
    for x in range(0, WIDTH, 2):
        fill(busy, (x, 0, x + 1, HEIGHT), 255)
    assert [len(jpeg(picture)) for picture in (canvas(0), busy)] == [PICTURE_SIZE] * 2


def test_a_line_is_written_where_it_should_be_and_in_capitals() -> None:
    one, other = canvas(0), canvas(0)
    write(one, (3, 4), "1em", 200)
    write(other, (3, 4), "1EM", 200)
    assert one == other
    assert any(one[4][3:])
    assert not any(any(row[:3]) for row in one)
    assert width_of("1EM") == 17


def test_what_the_lettering_lacks_stays_blank_and_what_is_too_long_is_cut() -> None:
    picture = canvas(0)
    write(picture, (0, 0), "☃", 200)
    assert picture == canvas(0)
    write(picture, (0, 0), "8" * 100, 200)
    assert {len(row) for row in picture} == {WIDTH}
