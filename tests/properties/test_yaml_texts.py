"""Whatever JSON can say is read from YAML as it was meant."""

from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from vertrag.contract.loading.yaml_text import value_of

SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20
)


@given(VALUES, st.booleans())
def test_what_is_written_is_read(value: Any, flow: bool) -> None:  # noqa: FBT001 - Hypothesis draws it
    text = yaml.safe_dump(value, default_flow_style=flow, allow_unicode=True)
    assert value_of(text)[0] == value
