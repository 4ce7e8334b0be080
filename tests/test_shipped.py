import pytest

from vertrag.shipped import folder


@pytest.mark.parametrize("name", ["enneo-mind", "socialboards-tickets", "zoho-desk"])
def test_the_documents_lie_in_specs(name: str) -> None:
    assert (folder("specs") / f"{name}.yaml").is_file()
