from vertrag.world import identifiers
from vertrag.world.census.places import Address
from vertrag.world.draws import Draws
from vertrag.world.supply.metering import EXPORT, GAS, delivery_point, draw_meter, draw_shown, meter_of

DRAWS = Draws(1, "contract")
HOME = Address("Hauptstraße", "5", "10115", "Berlin", "DE-BE")
METERS = [draw_meter(DRAWS.of(index), "electricity") for index in range(300)]


def test_meter_numbers_and_registers_fit_the_energy() -> None:
    gas = draw_meter(DRAWS.of(1), "gas")
    assert gas.obis == (GAS,)
    assert gas.registers[0].unit == "m³"
    assert gas.number.startswith("7")
    for meter in METERS:
        assert meter.number.startswith("1")
        assert identifiers.is_meter_number(meter.number)
        assert all(register.unit == "kWh" for register in meter.registers)


def test_registers_for_high_and_low_tariff_come_in_pairs() -> None:
    assert {meter.obis for meter in METERS} == {("1-0:1.8.0",), ("1-0:1.8.1", "1-0:1.8.2")}
    zones = {tuple(register.zone for register in meter.registers) for meter in METERS}
    assert zones == {("single",), ("high", "low")}


def test_what_feeds_in_has_a_meter_of_two_directions_that_is_no_ferraris() -> None:
    for index in range(50):
        meter = draw_meter(DRAWS.of(index), "electricity", feeds_in=True)
        assert meter.obis == ("1-0:1.8.0", EXPORT)
        assert meter.kind != "ferraris"


def test_the_kinds_of_meters_have_their_shares() -> None:
    kinds = [meter.kind for meter in METERS]
    assert 130 < kinds.count("modern") < 180
    assert 5 < kinds.count("smart") < 35
    assert draw_meter(DRAWS.of(1), "electricity", smart=True).kind == "smart"


def test_two_meters_of_one_record_differ() -> None:
    assert draw_meter(DRAWS.of(1), "gas") != draw_meter(DRAWS.of(1), "gas", name="second")


def test_a_new_meter_begins_at_nothing_and_an_old_one_within_its_digits() -> None:
    meter = meter_of("1ESY1160669167", "modern", ("1-0:1.8.1", "1-0:1.8.2"))
    assert all(shown < 3 for shown in draw_shown(DRAWS.of(1), meter, 3000, new=True))
    old = [shown for index in range(99) for shown in draw_shown(DRAWS.of(index), meter, 3000)]
    assert max(old) > 20_000
    assert all(0 <= shown < 10**6 for shown in old)


def test_delivery_points_have_valid_and_unique_numbers() -> None:
    ids = [*range(2000), 50_000_000]
    points = [delivery_point(DRAWS.of(number), number, HOME, "electricity") for number in ids]
    assert len({point.malo_id for point in points}) == len({point.melo_id for point in points}) == len(points)
    for point in points:
        assert identifiers.is_malo_id(point.malo_id)
        assert identifiers.is_melo_id(point.melo_id)
        assert point.melo_id[8:13] == HOME.postcode
