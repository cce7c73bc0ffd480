import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from heterophony.experiments import WorkError
from heterophony.viz.server import serve

UI = [sys.executable, "-m", "heterophony", "ui", "--no-browser"]


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield int(listening.getsockname()[1])


def test_a_port_in_use_is_one_clear_message(taken_port: int) -> None:
    command = [*UI, "--port", str(taken_port)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert found.returncode == 1
    assert f"port {taken_port} is in use" in found.stderr
    assert "Traceback" not in found.stderr
    assert len(found.stderr.strip().splitlines()) == 1


def test_without_its_server_the_verb_says_what_it_needs_and_the_doctor_is_content() -> None:
    hidden = "import sys; sys.modules['starlette'] = None; from heterophony.__main__ import main; "
    for words, code, said in (("ui", 2, "ui needs Starlette"), ("doctor", 0, "all works but")):
        script = f"{hidden}sys.argv = ['heterophony', '{words}']; sys.exit(main())"
        command = [sys.executable, "-c", script]
        found = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (found.returncode, "Traceback" in found.stderr) == (code, False), found.stderr
        assert said in found.stdout + found.stderr


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(WorkError, match="listen on"):
        serve("203.0.113.1", 0, "en", open_browser=False)


@pytest.mark.parametrize("reached", ["the server", "every process of the terminal"])
def test_ctrl_c_ends_the_server_without_a_traceback(reached: str) -> None:
    with subprocess.Popen(
        [*UI, "--port", "0", "--lang", "da"],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as served:
        assert served.stderr is not None
        line = served.stderr.readline()
        address = re.search(r"http://127\.0\.0\.1:(\d+)/\?lang=da", line)
        if reached == "the server":
            served.send_signal(signal.SIGINT)
        else:  # the first worker is starting
            os.killpg(served.pid, signal.SIGINT)
        rest = served.communicate(timeout=300)[1]
    assert address, line
    assert served.returncode in (0, 130)
    assert rest == ""


def test_opening_the_page_to_others_warns_and_says_how_to_guard_it() -> None:
    command = [*UI, "--port", "0", "--host", "0.0.0.0", "--lang", "da"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as served:
        assert served.stderr is not None
        warning, address = served.stderr.readline(), served.stderr.readline()
        served.send_signal(signal.SIGINT)
        served.communicate(timeout=300)
    assert "uden adgangskode" in warning
    assert "--public-name" in warning
    assert "http://0.0.0.0:" in address


def test_a_garbage_question_leaves_no_traceback() -> None:
    with subprocess.Popen([*UI, "--port", "0"], stderr=subprocess.PIPE, text=True) as served:
        assert served.stderr is not None
        found = re.search(r"http://127\.0\.0\.1:\d+", served.stderr.readline())
        assert found
        for garbage in (b"\x00\xff", b"{", b'{"plan": 1}'):
            request = urllib.request.Request(f"{found[0]}/ask/answer", garbage)
            with pytest.raises(urllib.error.HTTPError, match="400"):
                urllib.request.urlopen(request, timeout=300)
        served.send_signal(signal.SIGINT)
        rest = served.communicate(timeout=300)[1]
    assert "Traceback" not in rest
    assert len(rest.splitlines()) <= 1
