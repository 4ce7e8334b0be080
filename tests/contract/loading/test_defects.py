import pytest

from vertrag.contract.loading.defects import place


@pytest.mark.parametrize(
    ("pointer", "expected"),
    [
        ("/components/schemas/Pet", "/components/schemas/Pet"),
        ("/x-vertrag-files/..~1common.yaml/Pet/type", "../common.yaml#/Pet/type"),
        ("/x-vertrag-files/pet.yaml", "pet.yaml#/"),
    ],
)
def test_a_place_in_another_file_starts_with_its_name(pointer: str, expected: str) -> None:
    assert place(pointer) == expected
