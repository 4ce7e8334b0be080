import pytest

from vertrag.contract.duties import duties


def test_every_operation_may_refuse_methods_media_types_and_rates() -> None:
    assert {405, 406, 429} <= duties((), (), body=False, secured=False)


def test_an_operation_without_input_owes_no_word_on_input() -> None:
    assert not {400, 401, 403, 404, 413, 415, 422} & duties((), (), body=False, secured=False)


@pytest.mark.parametrize("declared", ["400", "422"])
def test_who_declares_one_status_for_bad_input_forgot_none(declared: str) -> None:
    assert not {400, 422} & duties(["query"], [declared], body=False, secured=False)


@pytest.mark.parametrize(
    ("locations", "body", "secured", "owed"),
    [
        (["query"], False, False, {400, 422}),
        (["path"], False, False, {400, 404, 422}),
        ([], True, False, {400, 413, 415, 422}),
        ([], False, True, {401, 403}),
    ],
)
def test_each_part_of_a_request_can_be_refused(
    locations: list[str],
    body: bool,  # noqa: FBT001 - parametrized
    secured: bool,  # noqa: FBT001 - parametrized
    owed: set[int],
) -> None:
    always = duties((), (), body=False, secured=False)
    assert duties(locations, (), body=body, secured=secured) - always == owed


@pytest.mark.parametrize("status", [200, 302, 409, 410, 418, 500, 503])
def test_what_is_the_operations_own_choice_is_never_owed(status: int) -> None:
    assert status not in duties(["path", "query"], (), body=True, secured=True)
