"""A file handed in can be anything; reading it never hangs, fills memory or overflows."""

import json
import os
import pickle
import socket
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heterophony.scenarios import ScenarioError, load_scenario
from heterophony.scenarios.errors import MOST_SHOWN
from heterophony.scenarios.reading import (
    DEEPEST,
    MissingFileError,
    UnreadableFileError,
    parse_json,
    parse_toml,
    read_json_file,
    read_text_file,
    read_toml_file,
)


def refusal(path: str | Path, reader=read_text_file, **options) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        reader(path, **options)
    assert str(caught.value) == f"{path} {caught.value.reason}"
    assert "\n" not in str(caught.value)
    return caught.value.reason


def test_a_text_comes_back_without_its_byte_order_mark(tmp_path):
    file = tmp_path / "text.toml"
    file.write_bytes("\ufefføse = 1\r\n".encode())
    assert read_text_file(file) == "øse = 1\r\n"
    assert read_text_file(str(file)) == read_text_file(file)


def test_a_missing_file_is_told_apart(tmp_path):
    with pytest.raises(MissingFileError, match=r"nothing\.toml does not exist"):
        read_text_file(tmp_path / "nothing.toml")


def test_a_directory_is_refused(tmp_path):
    assert refusal(tmp_path) == "is a directory, not a file"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_named_pipe_is_refused_at_once(tmp_path):
    pipe = tmp_path / "plan.toml"
    os.mkfifo(pipe)
    assert "not a regular file" in refusal(pipe)
    with pytest.raises(ScenarioError, match="not a regular file"):
        load_scenario(pipe)


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/tty"])
def test_a_device_is_refused(device, tmp_path):
    if not Path(device).exists():
        pytest.skip(f"no {device} on this system")
    assert "not a regular file" in refusal(device)
    link = tmp_path / "scenario.toml"
    link.symlink_to(device)
    assert "not a regular file" in refusal(link)


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no sockets of files on this system")
def test_a_socket_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("socket.toml")
        assert "not a regular file" in refusal("socket.toml")


def test_a_file_larger_than_the_limit_is_refused(tmp_path):
    file = tmp_path / "large.toml"
    file.write_text("#" * 1000)
    assert len(read_text_file(file, most_bytes=1000)) == 1000
    assert refusal(file, most_bytes=999) == "is larger than 999 bytes, the most that is read"


def test_a_huge_sparse_file_is_refused_without_reading_it(tmp_path):
    file = tmp_path / "huge.toml"
    with file.open("wb") as stream:
        stream.truncate(1 << 36)
    began = time.process_time()
    assert "is larger than 10,000,000 bytes" in refusal(file)
    with pytest.raises(ScenarioError, match="is larger than 1,000,000 bytes"):
        load_scenario(file)
    assert time.process_time() - began < 5


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc on this system")
def test_a_file_whose_size_is_not_known_is_read_to_the_limit():
    assert Path("/proc/self/status").stat().st_size == 0
    assert "is larger than 10 bytes" in refusal("/proc/self/status", most_bytes=10)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"name = '\xe6'", "is not UTF-8 text: byte 8 is 0xe6"),
        ("name = 'æ'".encode("utf-16"), "it looks like UTF-16: save it as UTF-8"),
    ],
)
def test_another_encoding_is_refused(tmp_path, content, reason):
    file = tmp_path / "latin.toml"
    file.write_bytes(content)
    assert reason in refusal(file)


@pytest.mark.parametrize("odd", ["x\0y.toml", "long" * 2000 + ".toml"])
def test_an_impossible_name_is_refused(odd):
    assert "cannot be read: " in refusal(odd)


DEEP_TOML = {
    "open lists": "a=" + "[" * 1000,
    "lists": "a=" + "[" * 1000 + "]" * 1000,
    "tables": "a=" + "{b=" * 1000 + "1" + "}" * 1000,
    "a dotted key": ".".join("a" * 100_000) + " = 1",
    "a heading": "[" + ".".join("a" * 100_000) + "]",
    "a key of quoted parts": " . ".join(["'a'", '"b"'] * 50_000) + " = 1",
    "brackets after a text": 'b = "\\"it\'s \\\\" # "\na=' + "[" * 1000,
    "brackets after texts of many lines": 'b = """\n"" \\""" [ """"\na=' + "[" * 1000,
    "brackets after a literal text": "b = '''\n'' [ '''''\na=" + "[" * 1000,
}


@pytest.mark.parametrize("kind", DEEP_TOML)
def test_toml_that_nests_too_deeply_is_refused(tmp_path, kind):
    file = tmp_path / "deep.toml"
    file.write_text(DEEP_TOML[kind], "utf-8")
    began = time.process_time()
    assert "levels deep" in refusal(file, read_toml_file)
    assert time.process_time() - began < 5


@pytest.mark.parametrize("text", ["[" * 100_000, '{"\\"[a":' * 1000, '["\\\\",' + "[" * 1000])
def test_json_that_nests_too_deeply_is_refused(tmp_path, text):
    file = tmp_path / "deep.json"
    file.write_text(text)
    assert "levels deep" in refusal(file, read_json_file)


def test_the_deepest_nesting_that_is_allowed_is_read(tmp_path):
    file = tmp_path / "deep.toml"
    lists = "[" * DEEPEST + "]" * DEEPEST
    file.write_text(f"{'.'.join('a' * DEEPEST)} = {lists}")
    assert read_toml_file(file)
    file.write_text(lists)
    assert read_json_file(file)


# Each would cost hours if some search took time in proportion to the square of the length.
LONG = {
    "one long word": "a" * 5_000_000,
    "unfinished texts": '"""\n\\' * 500_000,
    "unfinished literals": "'''\n'\n" * 500_000,
    "spaces": "a" + " " * 5_000_000 + "b",
    "short keys": "a.b " * 1_000_000,
}


@pytest.mark.parametrize("kind", LONG)
def test_long_nonsense_is_refused_quickly(kind):
    began = time.process_time()
    with pytest.raises(UnreadableFileError):
        parse_toml(LONG[kind], "x.toml")
    assert time.process_time() - began < 20


HARMLESS = {
    "brackets in texts": f'a = "{"[" * 500}"',
    "an escaped quotation mark": f'a = "\\"{"[" * 500}"',
    "a literal with a backslash": f"a = '\\' # {'[' * 500}",
    "brackets in a comment": f"a = 1 # it's {'[' * 500}",
    "texts of many lines": f'a = """\n{"{" * 500}""\n"""',
    "four marks at the end": 'a = """b""""\nc = [1]',
    "many decimal points": f"a = [{'1.5, ' * 500}]",
    "a version in a text": f'a = "{".".join("1" * 500)}"',
}


@pytest.mark.parametrize("kind", HARMLESS)
def test_brackets_and_dots_in_texts_and_comments_do_not_count(kind):
    text = HARMLESS[kind]
    assert parse_toml(text, "x.toml") == tomllib.loads(text)


PLAIN = st.recursive(
    st.integers() | st.booleans() | st.text() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=20,
)


@given(PLAIN)
def test_json_comes_back_as_it_was_written(value):
    assert parse_json(json.dumps(value), "x.json") == value


@given(st.text(alphabet="ab=.,[]{}'\"\\#\n \r1", max_size=60))
def test_any_text_is_read_as_the_standard_library_does_or_refused(text):
    try:
        expected = tomllib.loads(text)
    except ValueError:
        with pytest.raises(UnreadableFileError):
            parse_toml(text, "x.toml")
    else:
        assert parse_toml(text, "x.toml") == expected


def test_broken_json_and_toml_name_the_place(tmp_path):
    file = tmp_path / "broken"
    file.write_text("{")
    assert "is not valid JSON: " in refusal(file, read_json_file)
    assert "line 1" in refusal(file, read_json_file)
    assert "is not valid TOML: " in refusal(file, read_toml_file)
    assert "line 1" in refusal(file, read_toml_file)


def test_many_unknown_keys_are_refused_quickly_and_counted(tmp_path):
    file = tmp_path / "many.toml"
    file.write_text("".join(f"unknown_{number} = 1\n" for number in range(20_000)))
    began = time.process_time()
    with pytest.raises(ScenarioError) as caught:
        load_scenario(file)
    assert time.process_time() - began < 10
    lines = str(caught.value).splitlines()
    assert len(lines) == MOST_SHOWN + 1
    assert lines[-1] == f"{file}: {20_000 - MOST_SHOWN:,} more problems"
    assert len(caught.value.problems) == 20_000


def test_a_refusal_survives_a_process_boundary(tmp_path):
    with pytest.raises(MissingFileError) as caught:
        read_text_file(tmp_path / "nothing")
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (str(copy), copy.reason) == (str(caught.value), caught.value.reason)
