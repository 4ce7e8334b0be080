from collections import Counter

import pytest

from vertrag.world.draws import Draw, Draws, Permutation, Weights, key_of, scaled, word_at, words_from

GOLDEN_KEY = 10578669015879487689
GOLDEN_DRAWS = (9961578789471975754, 106, 4, 0.4543804296042595, False, "f", "196497")
DRAW = Draws(7, "customer").of(42)


def test_the_mixer_gives_the_published_numbers_of_splitmix64() -> None:
    # First outputs of the reference program (Vigna, prng.di.unimi.it) for the seed 1234567.
    assert [word_at(1234567, index) for index in range(3)] == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
    ]


@pytest.mark.parametrize("key", [0, GOLDEN_KEY, 2**64 - 1])
@pytest.mark.parametrize(("first", "count"), [(0, 1), (5, 24), (10**9, 8), (2**63, 3)])
def test_draws_in_a_row_are_the_same_as_one_by_one(key: int, first: int, count: int) -> None:
    assert words_from(key, first, count) == tuple(word_at(key, first + step) for step in range(count))


def test_a_draw_is_scaled_as_a_record_scales_it() -> None:
    assert scaled(DRAW.word("b"), 1000) == DRAW.below("b", 1000)


def test_keys_are_the_same_on_every_machine() -> None:
    assert key_of(0, "customer", "first name") == GOLDEN_KEY
    assert key_of(0, "customer", "last name") != GOLDEN_KEY
    assert key_of(1, "customer", "first name") != GOLDEN_KEY


def test_draws_are_the_same_on_every_machine() -> None:
    assert (
        DRAW.word("a"),
        DRAW.below("b", 1000),
        DRAW.between("c", -5, 5),
        DRAW.unit("d"),
        DRAW.chance("e", 50),
        DRAW.choice("f", "abcdef"),
        DRAW.digits("g", 6),
    ) == GOLDEN_DRAWS


def test_a_draw_depends_on_nothing_that_was_drawn_before() -> None:
    fresh, used = Draws(7, "customer"), Draws(7, "customer")
    for index in range(50):
        used.of(index).word("b")
    assert fresh.of(42).word("a") == used.of(42).word("a")


@pytest.mark.parametrize(
    "other", [Draws(8, "customer").of(42), Draws(7, "ticket").of(42), Draws(7, "customer").of(43)]
)
def test_each_coordinate_makes_another_draw(other: Draw) -> None:
    assert other.word("a") != DRAW.word("a")


def test_below_reaches_every_number_about_equally() -> None:
    draws = Draws(1, "die")
    thrown = Counter(draws.of(index).below("pips", 6) for index in range(6000))
    assert set(thrown) == set(range(6))
    assert all(900 < count < 1100 for count in thrown.values())


def test_bits_are_set_in_half_of_the_words() -> None:
    words = [Draws(1, "bit").of(index).word("w") for index in range(2000)]
    assert all(900 < sum(word >> bit & 1 for word in words) < 1100 for bit in range(64))


def test_mixing_never_gives_two_words_one_image() -> None:
    assert len({word_at(7, index) for index in range(10_000)}) == 10_000


def test_weights_share_out_by_weight_and_leave_out_what_has_none() -> None:
    weights = Weights([("often", 3), ("never", 0), ("rarely", 1)])
    assert [weights.at(point) for point in range(weights.total)] == ["often"] * 3 + ["rarely"]


def test_digits_keep_their_leading_zeros() -> None:
    drawn = [Draws(1, "pin").of(index).digits("pin", 3) for index in range(100)]
    assert {len(text) for text in drawn} == {3}
    assert any(text.startswith("0") for text in drawn)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 9, 100, 3000])
def test_a_permutation_takes_every_value_once_and_back(size: int) -> None:
    shuffle = Permutation(size, 1, "test")
    images = [shuffle.forward(value) for value in range(size)]
    assert sorted(images) == list(range(size))
    assert [shuffle.backward(image) for image in images] == list(range(size))


def test_a_permutation_scatters_neighbours() -> None:
    shuffle = Permutation(10_000, 1, "test")
    steps = [abs(shuffle.forward(value + 1) - shuffle.forward(value)) for value in range(1000)]
    assert sum(step > 500 for step in steps) > 850
