"""Find an installed Chromium to drive; nothing is downloaded."""

from __future__ import annotations

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
NO_CHROMIUM = "no Chromium here (Debian: apt install chromium; or set CHROMIUM=/path/to/it)"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium_here() -> str | None:
    """Return the path of a Chromium: the one that `CHROMIUM` names, else one on the path."""
    named = os.environ.get("CHROMIUM", "")
    return next(filter(None, map(shutil.which, (named,) if named else NAMES)), None)
