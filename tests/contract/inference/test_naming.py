import pytest

from vertrag.contract.inference.naming import is_secret, joined, singular, words_of


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("firstName", "first name"),
        ("first_name", "first name"),
        ("FIRST-NAME", "first name"),
        ("Zählerstand", "zaehlerstand"),
        ("Za\u0308hler", "zaehler"),
        ("userID2", "user id 2"),
        ("straße", "strasse"),
        ("🙂", ""),
    ],
)
def test_a_name_is_read_by_its_words(name: str, words: str) -> None:
    assert (" ".join(words_of(name)), joined(name)) == (words, words.replace(" ", ""))


@pytest.mark.parametrize(
    ("word", "one"),
    [
        ("pets", "pet"),
        ("categories", "category"),
        ("boxes", "box"),
        ("addresses", "address"),
        ("statuses", "status"),
        ("status", "status"),
        ("access", "access"),
        ("gas", "ga"),
        ("people", "people"),
    ],
)
def test_the_singular_of_regular_words_is_known(word: str, one: str) -> None:
    assert singular(word) == one


@pytest.mark.parametrize(
    ("name", "is_so"),
    [
        ("password", True),
        ("user_pwd", True),
        ("clientSecret", True),
        ("pwHash", True),
        ("hashtag", False),
        ("user_ssn", True),
        ("classN", False),
        ("wPw^d4", False),
        ("api_key", True),
        ("xApiKeys", True),
        ("clientsecret", True),
        ("private-key", True),
        ("credit_card_number", True),
        ("last_four_ssn", True),
        ("passwordHash", True),
        ("passwordsalt", True),
        ("pass_hash", True),
        ("secretary", False),
        ("secretaries", False),
        ("imageHash", False),
        ("hash", False),
        ("salt", False),
    ],
)
def test_a_secret_is_told_by_its_name(name: str, is_so: bool) -> None:  # noqa: FBT001
    assert is_secret(name) is is_so
