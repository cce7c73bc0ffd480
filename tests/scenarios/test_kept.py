"""What slow reading found is kept in the package, and used only of the very same bytes."""

import json

import pytest

from heterophony.ahead.kept import kept_text
from heterophony.scenarios import kept as keeping
from heterophony.scenarios.kept import FILE, digest_of_source, kept


def test_the_file_is_fresh():
    assert FILE.read_text("utf-8") == kept_text(), "run `python -m heterophony.ahead`"


@pytest.fixture
def entries(monkeypatch, tmp_path):
    """Put a file of entries in the place of the package's."""

    def put(content: bytes | None) -> None:
        file = tmp_path / "kept.json"
        if content is not None:
            file.write_bytes(content)
        monkeypatch.setattr(keeping, "FILE", file)
        monkeypatch.setattr(keeping, "_entries", keeping._entries.__wrapped__)

    return put


def test_it_is_used_of_the_same_bytes_and_of_no_others(entries):
    entries(json.dumps({"it": [digest_of_source(b"one"), "kept"]}).encode())
    assert kept("it", b"one", bytes.decode) == "kept"
    assert kept("it", b"two", bytes.decode) == "two"
    assert kept("else", b"one", bytes.decode) == "one"


@pytest.mark.parametrize("content", [None, b"", b"no JSON", b"[]"])
def test_without_a_file_everything_is_found_anew(entries, content):
    entries(content)
    assert kept("it", b"one", bytes.decode) == "one"
