"""Find an installed Chromium and drive it; nothing is downloaded."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

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
PATIENCE = 300_000  # ms


class CannotOpenError(Exception):
    """A page cannot be opened here; the message says why."""


def chromium_here() -> str | None:
    """Return the path of a Chromium: the one that `CHROMIUM` names, else one on the path."""
    named = os.environ.get("CHROMIUM", "")
    return next(filter(None, map(shutil.which, (named,) if named else NAMES)), None)


@contextmanager
def chromium_page() -> Iterator[Any]:
    """Yield an empty page, 1280 by 900, in a Chromium of its own.

    Raises
    ------
    CannotOpenError
        If there is no Chromium or no driver here, or the browser fails.
    """
    chromium = chromium_here()
    if chromium is None:
        raise CannotOpenError(NO_CHROMIUM)
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        raise CannotOpenError("playwright is not installed") from None
    try:
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=chromium, args=FLAGS, timeout=PATIENCE)
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.set_default_timeout(PATIENCE)
            yield page
            browser.close()
    except Error as error:
        raise CannotOpenError(str(error).partition("\n")[0]) from error
