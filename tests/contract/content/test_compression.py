import gzip
import zlib

import pytest

from vertrag.contract.content.compression import LARGEST, uncompressed

TEXT = b'{"n": 1}'


@pytest.mark.parametrize(
    ("content", "codings"),
    [
        (TEXT, ""),
        (TEXT, "identity"),
        (gzip.compress(TEXT, mtime=0), "gzip"),
        (gzip.compress(TEXT, mtime=0), "X-GZip"),
        (zlib.compress(TEXT), "deflate"),
        (gzip.compress(zlib.compress(TEXT), mtime=0), "deflate, gzip"),
    ],
)
def test_the_codings_are_undone_from_the_last_to_the_first(content: bytes, codings: str) -> None:
    assert uncompressed(content, codings) == (TEXT, None)


@pytest.mark.parametrize(
    ("content", "said"),
    [(TEXT, "incorrect header check"), (gzip.compress(TEXT, mtime=0)[:-4], "its end is missing")],
)
def test_what_is_not_encoded_as_it_says_is_malformed(content: bytes, said: str) -> None:
    _, violation = uncompressed(content, "gzip")
    assert violation is not None
    assert (violation.rule, said in violation.message) == ("malformed", True)


def test_a_coding_that_nobody_can_undo_is_a_matter_of_the_media_type() -> None:
    _, violation = uncompressed(TEXT, "br")
    assert violation is not None
    assert violation.location == "media type"


def test_a_small_body_does_not_become_an_endless_one() -> None:
    _, violation = uncompressed(gzip.compress(bytes(LARGEST + 1), compresslevel=1), "gzip")
    assert violation is not None
    assert "more than 32 MiB" in violation.message
