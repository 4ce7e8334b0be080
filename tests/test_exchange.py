import pytest

from vertrag.errors import OurError
from vertrag.exchange import UNTOUCHED, Call, State


def test_a_call_without_a_state_sees_that_nothing_was_written() -> None:
    state: State = Call("getPet", {}).state
    assert (state.version, state.get("pet", "1"), state.items("pet")) == (0, None, ())


def test_nothing_can_be_written_to_it() -> None:
    for write in (
        lambda: UNTOUCHED.put("pet", "1", {}),
        lambda: UNTOUCHED.delete("pet", "1"),
        lambda: UNTOUCHED.next_number("pet", 1),
    ):
        with pytest.raises(OurError):
            write()
