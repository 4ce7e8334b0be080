import signal

import pytest

from vertrag.cli.ending import asked_to_end


def test_a_request_to_end_is_an_interruption_and_a_second_one_is_none() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with asked_to_end():
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) is before
