"""Nothing is sent anywhere: no verb opens a connection to another machine or asks for a name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

# Run in a process of its own, because an audit hook can never be removed.
WATCHED = """
import sys

HERE = ("127.0.0.1", "localhost", "::1", "", None)

def heard(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.bind"):
        place = arguments[1]
        if isinstance(place, tuple) and place[0] not in HERE:
            raise SystemExit(f"{event}: {place}")
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        if arguments[0] not in HERE:
            raise SystemExit(f"{event}: {arguments[0]}")
    elif event in ("urllib.Request", "http.client.connect", "webbrowser.open"):
        raise SystemExit(f"{event}: {arguments}")

sys.addaudithook(heard)
from heterophony.__main__ import main

for line in sys.stdin.read().splitlines():
    sys.argv = ["heterophony", *line.split("|")]
    try:
        code = main()
    except SystemExit as left:
        code = left.code
    if code:
        raise SystemExit(f"{line}: {code}")
print("quiet")
"""
SHORT = "--weeks|20|--set|run.burn_in_weeks=4|--set|staffing.mentors=2"
PLAN = """
scenario = "baseline"
replicates = 2
outcomes = ["pressure"]
set = { "run.weeks" = 20, "run.burn_in_weeks" = 4, "staffing.mentors" = 2 }
grid = { "meeting.interval_weeks" = [4, 8] }
"""
VERBS = (
    "list|scenarios",
    "doctor",
    f"run|baseline|--replicates|2|{SHORT}|--out|run",
    f"compare|baseline|handover|--replicates|3|{SHORT}|--out|compared",
    "report|compared",
    "sweep|plan.toml|--out|store|--workers|2",
    "store|check|store",
    "meeting|baseline|--week|2",
    f"robustness|baseline|handover|--worlds|2|--replicates|2|{SHORT}|--out|robust",
)


def _quiet(script: str, lines: str, folder: Path) -> str:
    command = [sys.executable, "-c", script]
    found = subprocess.run(
        command, input=lines, capture_output=True, text=True, check=False, cwd=folder, timeout=1200
    )
    return found.stdout[-20:] + found.stderr[-400:]


def test_no_verb_speaks_to_another_machine(tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(PLAN, "utf-8")
    said = _quiet(WATCHED, "\n".join(VERBS), tmp_path)
    assert "quiet" in said, said


def test_a_connection_would_be_noticed(tmp_path: Path) -> None:
    asking = "import socket; socket.getaddrinfo('example.org', 80)\n"
    script = WATCHED.replace("from heterophony.__main__ import main\n", asking)
    assert "socket.getaddrinfo: example.org" in _quiet(script, "", tmp_path)
