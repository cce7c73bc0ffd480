"""Separate environments for peers that need older versions of the project's libraries.

`make bench` makes them once, in the user's cache folder.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

SECONDS_TO_INSTALL = 600
READY = "ready-2"  # another name where the requirements below change
_OURS = ("lazy-loader",)  # what importing this package itself needs


@dataclass(frozen=True)
class Peer:
    """A library to compare with: its requirement, and whether the project's pins fit it."""

    name: str
    version: str
    pinned: bool

    @property
    def folder(self) -> Path:
        """The folder of its environment."""
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
        python = f"py{sys.version_info[0]}.{sys.version_info[1]}"
        return Path(base) / "heterophony" / "peers" / f"{self.name}-{self.version}-{python}"

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


AGENTPY = Peer("agentpy", "0.1.5", pinned=True)
MESA_FRAMES = Peer("mesa-frames", "0.1.0a0", pinned=False)  # it wants numpy 1.26
PEERS = (AGENTPY, MESA_FRAMES)


def missing(peer: Peer) -> str | None:
    """Return why a peer cannot run, or None if it can."""
    if (peer.folder / READY).exists():
        return None
    failed = peer.folder / "failed"
    if failed.exists():
        return failed.read_text("utf-8")
    return "its environment is not made; `make bench` makes it"


def make(peer: Peer, constraints: Path) -> str | None:
    """Make a peer's environment unless it exists; return why that failed, or None."""
    if (peer.folder / READY).exists():
        return None
    print(f"Making an environment for {peer.name} {peer.version}, this once.", file=sys.stderr)
    wanted = [f"{peer.name}=={peer.version}", *_OURS]
    if peer.pinned:
        wanted += ["--constraint", str(constraints)]
    try:
        venv.create(peer.folder, clear=True, with_pip=True)
        command = [str(peer.python), "-m", "pip", "install", "--quiet", "--quiet"]
        done = subprocess.run(
            [*command, "--disable-pip-version-check", *wanted],
            check=False,
            capture_output=True,
            text=True,
            timeout=SECONDS_TO_INSTALL,
        )
    except (OSError, subprocess.SubprocessError) as error:
        return _failed(peer, f"its environment could not be made: {error}")
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        return _failed(peer, "pip could not install it: " + " ".join(lines)[-300:])
    (peer.folder / READY).touch()
    return None


def _failed(peer: Peer, reason: str) -> str:
    """Record why it failed, for the table; the next `make bench` tries again."""
    peer.folder.mkdir(parents=True, exist_ok=True)
    (peer.folder / "failed").write_text(reason, "utf-8")
    return reason
