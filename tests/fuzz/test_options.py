import pytest

from vertrag.config import FuzzSettings
from vertrag.errors import UsageError
from vertrag.fuzz.options import FuzzOptions, from_settings


def test_without_flags_a_run_is_safe_and_repeatable_in_its_own_words() -> None:
    options = FuzzOptions("enneo-mind")
    assert (options.allow_writes, options.allow_hosts, options.workers, options.seed) == (False, (), 1, None)


def test_a_header_can_name_a_variable_of_the_environment() -> None:
    settings = FuzzSettings(document="x", header=("Authorization: Bearer ${STAGING}",))
    assert from_settings(settings, {"STAGING": "s3cret"}).headers == ("Authorization: Bearer s3cret",)
    with pytest.raises(UsageError, match="STAGING is not set"):
        from_settings(settings, {})


def test_settings_about_single_operations_become_choices() -> None:
    settings = FuzzSettings(document="x", operations=(("* /x", {"skip": True}),), ignore=("VF4",))
    choice = from_settings(settings).choices.of("GET /x")
    assert (choice.skip, choice.ignore) == (True, ("VF4",))


def test_without_a_document_there_is_nothing_to_do() -> None:
    with pytest.raises(UsageError, match="no document"):
        from_settings(FuzzSettings())


def test_cookies_are_one_header_and_can_name_variables() -> None:
    settings = FuzzSettings(document="x", cookie=("session=${S}", "theme=dark"))
    assert from_settings(settings, {"S": "s3cret"}).headers == ("Cookie: session=s3cret; theme=dark",)


def test_a_query_can_name_variables() -> None:
    settings = FuzzSettings(document="x", query=("api_key=${K}",))
    assert from_settings(settings, {"K": "s3cret"}).query == ("api_key=s3cret",)


def test_a_grant_can_name_variables() -> None:
    said = (("token_url", "http://x/token"), ("refresh_token", "${R}"))
    grant = from_settings(FuzzSettings(document="x", oauth=said), {"R": "s3cret"}).grant
    assert grant is not None
    assert grant.refresh_token == "s3cret"
