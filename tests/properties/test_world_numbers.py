from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st
from schwifty import IBAN

from vertrag.world import identifiers
from vertrag.world.draws import Draws, Permutation, word_at

SEEDS = st.integers(min_value=0, max_value=2**63 - 1)
PLACES = st.integers(min_value=0, max_value=12)


def _changed(text: str, place: int, digit: int) -> str:
    return f"{text[:place]}{digit}{text[place + 1 :]}"


@given(number=st.integers(min_value=0, max_value=identifiers.MALO_COUNT - 1))
def test_every_marktlokation_that_is_made_passes(number: int) -> None:
    assert identifiers.is_malo_id(identifiers.malo_id(number))


@given(number=st.integers(min_value=0, max_value=10**8 - 1))
def test_every_operator_code_that_is_made_passes(number: int) -> None:
    assert identifiers.is_operator_code(identifiers.operator_code(number))


@given(
    number=st.integers(min_value=0, max_value=10**8 - 1),
    place=PLACES,
    digit=st.integers(min_value=0, max_value=9),
)
def test_one_wrong_digit_is_caught_where_the_procedure_can(number: int, place: int, digit: int) -> None:
    code = identifiers.operator_code(number)
    # An even position counts twice, and twice five is no difference modulo ten: §8.1 cannot see that one.
    assume(abs(int(code[place]) - digit) not in ({0, 5} if place % 2 else {0}))
    assert not identifiers.is_operator_code(_changed(code, place, digit))


@given(
    bank=st.integers(min_value=0, max_value=10**7 - 1),
    account=st.integers(min_value=0, max_value=10**10 - 1),
    place=st.integers(min_value=2, max_value=21),
    digit=st.integers(min_value=0, max_value=9),
)
def test_ibans_pass_and_one_wrong_digit_is_always_caught(
    bank: int, account: int, place: int, digit: int
) -> None:
    text = identifiers.iban(bank, account)
    assert identifiers.is_iban(text)
    assert IBAN(text).compact == text
    assume(int(text[place]) != digit)
    assert not identifiers.is_iban(_changed(text, place, digit))


@given(text=st.text(max_size=40))
def test_no_text_makes_a_check_stumble(text: str) -> None:
    for check in (
        identifiers.is_malo_id,
        identifiers.is_melo_id,
        identifiers.is_operator_code,
        identifiers.is_iban,
        identifiers.is_meter_number,
        identifiers.is_creditor_id,
    ):
        assert check(text) in {True, False}


@given(
    seed=SEEDS,
    index=st.integers(min_value=0, max_value=2**62),
    bound=st.integers(min_value=1, max_value=2**32),
)
def test_draws_stay_within_their_bounds(seed: int, index: int, bound: int) -> None:
    draw = Draws(seed, "test").of(index)
    assert 0 <= draw.word("w") < 2**64
    assert 0 <= draw.below("b", bound) < bound
    assert 0.0 <= draw.unit("u") < 1.0


@given(size=st.integers(min_value=1, max_value=2**40), seed=SEEDS, data=st.data())
def test_a_permutation_goes_both_ways_at_any_size(size: int, seed: int, data: st.DataObject) -> None:
    shuffle = Permutation(size, seed, "test")
    value = data.draw(st.integers(min_value=0, max_value=size - 1))
    image = shuffle.forward(value)
    assert 0 <= image < size
    assert shuffle.backward(image) == value


@given(word=st.integers(min_value=0, max_value=2**64 - 1), bit=st.integers(min_value=0, max_value=63))
def test_one_bit_changes_many(word: int, bit: int) -> None:
    assert 8 < (word_at(word, 0) ^ word_at(word ^ (1 << bit), 0)).bit_count() < 56


WORDS = st.text(st.characters(exclude_characters="/"), max_size=8)  # a slash parts kind and field
PAIRS = st.tuples(SEEDS, WORDS, WORDS)


def _bits(seed: int, kind: str, name: str) -> list[int]:
    draws = Draws(seed, kind)
    return [draws.of(index).word(name) for index in range(64)]


@given(one=PAIRS, other=PAIRS)
def test_two_fields_of_any_kinds_and_seeds_know_nothing_of_each_other(
    one: tuple[int, str, str], other: tuple[int, str, str]
) -> None:
    assume(one != other)
    agreeing = sum(64 - (a ^ b).bit_count() for a, b in zip(_bits(*one), _bits(*other), strict=True))
    # Of 4,096 bits half agree; ten standard deviations (32 each) are never seen.
    assert abs(agreeing - 2048) < 320


@given(seed=SEEDS, start=st.integers(0, 2**40), step=st.integers(1, 2**20))
def test_records_near_and_far_know_nothing_of_each_other(seed: int, start: int, step: int) -> None:
    draws = Draws(seed, "record")
    words = [draws.of(start + step * number).word("field") for number in range(65)]
    changed = sum((before ^ after).bit_count() for before, after in pairwise(words))
    assert abs(changed - 2048) < 320
