"""Clients that are slow, silent, stuck or speak garbage: the page goes on for everybody else."""

from __future__ import annotations

import contextlib
import http.client
import json
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import psutil  # type: ignore[import-untyped]
import pytest

IMPATIENT = """
from heterophony.viz import patience, server
patience.HEARD_SECONDS, patience.TAKEN_SECONDS, patience.MOST_WAITED_FOR = {heard}, {taken}, 60
server.serve("127.0.0.1", 0, "en", open_browser=False)
"""
FOR_EVER = 300.0  # seconds until a test gives up waiting for what must come


@dataclass
class Served:
    """A server of one's own: its process, its port, and what it said since it began."""

    process: psutil.Process
    port: int
    said: list[str]

    @property
    def head(self) -> bytes:
        return b"HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n" % self.port

    def connected(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=FOR_EVER)

    def sessions(self) -> int:
        """How many connections of visitors it holds open."""
        inside = self.process.net_connections("tcp")
        return sum(each.status != psutil.CONN_LISTEN for each in inside)

    def megabytes(self) -> float:
        return float(self.process.memory_info().rss / 1e6)

    def asked(self, plan: dict[str, object], visitor: str = "honest") -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=FOR_EVER)
        question = json.dumps({"plan": plan, "visitor": visitor})
        connection.request("POST", "/ask/answer", question, {"Connection": "close"})
        return connection.getresponse()

    def answers(self) -> bool:
        """Whether an honest visitor gets an answer."""
        return bool(json.loads(self.asked({"meeting.interval_weeks": 4}).readline())["outcomes"])


@contextlib.contextmanager
def served(heard: float, taken: float) -> Iterator[Served]:
    command = [sys.executable, "-c", IMPATIENT.format(heard=heard, taken=taken)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        found = re.search(r"127\.0\.0\.1:(\d+)", process.stderr.readline())
        assert found
        said: list[str] = []
        listening = threading.Thread(target=lambda stream=process.stderr: said.extend(stream))
        listening.start()
        yield Served(psutil.Process(process.pid), int(found[1]), said)
        process.send_signal(signal.SIGINT)
        process.wait(timeout=FOR_EVER)
        listening.join()
    assert "Traceback" not in "".join(said), "".join(said)


@pytest.fixture(scope="module")
def server(compiled_rules: None) -> Iterator[Served]:
    with served(heard=5.0, taken=1.0) as found:
        assert found.answers()
        yield found


def until(true: Callable[[], bool]) -> None:
    """Wait for what must come, however slow the machine."""
    end = time.monotonic() + FOR_EVER
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def closed(client: socket.socket) -> bool:
    """Read to the end; return that the server closed the connection."""
    try:
        while client.recv(65_536):
            pass
    except ConnectionError:
        return True
    return True


def trickled(server: Served) -> socket.socket:
    """A question that comes a byte at a time, in a thread of its own until it is cut off."""
    client = server.connected()

    def send() -> None:
        with contextlib.suppress(OSError):
            for each in b"POST /ask/answer " + server.head + b"X: " + b"a" * 100_000:
                client.send(bytes([each]))
                time.sleep(0.1)

    threading.Thread(target=send, daemon=True).start()
    return client


def said_first(server: Served, words: bytes) -> socket.socket:
    """A client that says something and then nothing."""
    client = server.connected()
    client.sendall(words)
    return client


def stuck(server: Served) -> socket.socket:
    """A client that asks for megabytes, again and again, and reads none of them."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    client.settimeout(FOR_EVER)
    client.connect(("127.0.0.1", server.port))
    asking = b"GET /data/declared.json " + server.head + b"\r\n"

    def ask() -> None:
        with contextlib.suppress(OSError):
            for _ in range(2_000):
                client.sendall(asking)

    threading.Thread(target=ask, daemon=True).start()
    return client


ROUGH: dict[str, Callable[[Served], socket.socket]] = {
    "silent": lambda server: server.connected(),
    "a byte at a time": trickled,
    "half a head": lambda server: said_first(server, b"GET / " + server.head),
    "half a question": lambda server: said_first(
        server, b"POST /ask/answer " + server.head + b"Content-Length: 900\r\n\r\n{"
    ),
    "a byte after an answer": lambda server: said_first(
        server, b"GET /health " + server.head + b"\r\n" + b"G"
    ),
    "no line ever ends": lambda server: said_first(server, b"\xff\x00" * 3_000),
    "an answer that is not read": stuck,
}


def test_whoever_keeps_the_server_waiting_is_cut_off_and_others_are_answered(
    server: Served,
) -> None:
    before = server.sessions()
    clients = [make(server) for make in ROUGH.values() for _ in range(3)]
    assert server.answers()
    for client in clients[:-3]:
        assert closed(client)
    until(lambda: server.sessions() <= before)  # those who read nothing are cut off likewise
    assert server.answers()
    for client in clients:
        client.close()


def test_of_too_many_silent_connections_the_oldest_are_closed_first(server: Served) -> None:
    clients = [server.connected() for _ in range(150)]
    assert server.answers()
    assert all(closed(client) for client in clients)
    until(lambda: server.sessions() == 0)


def frame(kind: int, content: bytes) -> bytes:
    """A message as a browser's websocket frames it, under a mask of zeros."""
    return bytes([0x80 | kind, 0xFF]) + len(content).to_bytes(8, "big") + bytes(4) + content


OPENING = b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
OPENING += b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
GARBAGE: dict[str, tuple[bytes, bytes]] = {
    "a websocket with deep JSON": (b"GET / ", OPENING + frame(1, b"[" * 100_000)),
    "a websocket with two megabytes": (b"GET /ask/answer ", OPENING + frame(2, bytes(2_000_000))),
    "a websocket with junk": (b"GET / ", OPENING + b"\xff" * 5_000),
    "a name with a zero": (b"GET /page/%00 ", b"\r\n"),
    "a name outside": (b"GET /page/%2e%2e/%2e%2e/en.toml ", b"\r\n"),
    "five thousand digits": (b"GET /class/runs.json?seed=" + b"9" * 5_000 + b" ", b"\r\n"),
    "an origin that is none": (b"POST /ask/answer ", b"Origin: http://[\r\n\r\n"),
    "two lengths": (b"POST /ask/answer ", b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}"),
    "a length below zero": (b"POST /ask/answer ", b"Content-Length: -1\r\n\r\n{}"),
    "chunks of no length": (b"POST /ask/answer ", b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
    "a question of a megabyte": (
        b"POST /ask/answer ",
        b"Content-Length: 1000000\r\n\r\n" + b"[" * 1_000_000,
    ),
    "a head of a megabyte": (b"GET / ", b"X: " + b"a" * 1_000_000),
    "another protocol": (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", b""),
}


@pytest.mark.parametrize("kind", GARBAGE)
def test_garbage_is_refused_without_a_failure(server: Served, kind: str) -> None:
    first, rest = GARBAGE[kind]
    client = server.connected()
    with contextlib.suppress(ConnectionError):
        client.sendall(first + server.head + rest)
    said = b""
    with contextlib.suppress(ConnectionError):
        said = client.recv(65_536)
    assert re.match(rb"HTTP/1\.1 [24]\d\d |$", said), said[:100]
    client.close()
    assert server.answers()


def leaves(server: Served, number: int) -> None:
    """Ask something that has to be computed, read a line, and go."""
    response = server.asked({"meeting.interval_weeks": 2 + number % 16}, f"visitor {number}")
    response.readline()
    response.close()


def test_visitors_who_leave_in_mid_answer_keep_no_place(server: Served) -> None:
    for number in range(40):
        leaves(server, number)
    until(lambda: server.sessions() == 0)
    response = server.asked({"meeting.interval_weeks": 7, "staffing.caseworker_caseload": 35.0})
    lines = (json.loads(line) for line in response)
    assert any(line.get("basis") == "runs" for line in lines)
    response.close()


@pytest.mark.slow
def test_two_minutes_of_rough_clients_leave_memory_and_sessions_as_they_were() -> None:
    chance = random.Random(1)
    with served(heard=10.0, taken=3.0) as server:
        for number in range(20):
            leaves(server, number)
        until(lambda: server.sessions() == 0)
        before, end, turns = server.megabytes(), time.monotonic() + 120.0, 0
        clients: list[socket.socket] = []
        while time.monotonic() < end:
            clients += [chance.choice([*ROUGH.values()])(server) for _ in range(5)]
            leaves(server, turns)
            assert server.answers()
            turns += 1
            while len(clients) > 100:
                clients.pop(0).close()
        for client in clients:
            client.close()
        until(lambda: server.sessions() == 0)
        assert server.megabytes() < 1.2 * before + 20.0
