"""The machine of a measurement: processor, cores, memory, versions."""

from __future__ import annotations

import os
import platform
import subprocess
from pathlib import Path
from typing import Any

from heterophony.agents.rule_sources import SOURCE_DIGEST
from heterophony.benchmarks import peers
from heterophony.benchmarks.workload.c_translation import compiler
from heterophony.experiments.results.manifest import versions


def machine() -> dict[str, Any]:
    """Return the facts of this machine."""
    return {
        "system": platform.platform(),
        "processor": _line("/proc/cpuinfo", "model name") or platform.processor(),
        "cores": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        "memory": _line("/proc/meminfo", "MemTotal"),
        "busy": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
    }


def all_versions() -> dict[str, Any]:
    """Return the versions of all libraries and tools in use."""
    found: dict[str, Any] = {**versions(), "rules": SOURCE_DIGEST, "compiler": _compiler()}
    for peer in peers.PEERS:
        found[peer.name] = None if peers.missing(peer) else peer.version
    return found


def _compiler() -> str | None:
    found = compiler()
    if found is None:
        return None
    shown = subprocess.run([found, "--version"], check=False, capture_output=True, text=True)
    return shown.stdout.partition("\n")[0] or found


def _line(file: str, name: str) -> str | None:
    """Return the value of a key in a file of the system."""
    try:
        lines = Path(file).read_text("utf-8").splitlines()
    except OSError:
        return None
    said = (line.partition(":")[2].strip() for line in lines if line.startswith(name))
    return next(said, None)
