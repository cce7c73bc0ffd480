"""Let an installed Chromium draw a picture as PNG or PDF."""

import math
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from heterophony.experiments.results.errors import WorkError

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
_MOST_SECONDS = 120


def drawn_by_browser(drawn: str, suffix: str) -> bytes:
    """Let Chromium draw a picture, on a page of the picture's size."""
    browser = _browser()
    wide, high = (float(each) for each in drawn.partition('viewBox="0 0 ')[2].split('"')[0].split())
    style = f"@page{{size:{wide}px {high}px;margin:0}}body{{margin:0;width:{wide}px}}"
    with tempfile.TemporaryDirectory(prefix="heterophony-figure-") as folder:
        page, out = Path(folder) / "figure.html", Path(folder) / f"figure{suffix}"
        page.write_text(
            f'<!doctype html><meta charset="utf-8"><style>{style}</style>{drawn}', "utf-8"
        )
        size = f"--window-size={math.ceil(wide)},{math.ceil(high)}"
        how = (
            [f"--screenshot={out}", size, "--force-device-scale-factor=2", "--hide-scrollbars"]
            if suffix == ".png"
            else [f"--print-to-pdf={out}", "--no-pdf-header-footer"]
        )
        line = [browser, "--headless", "--no-sandbox", "--disable-gpu", *how, page.as_uri()]
        ended = subprocess.run(line, capture_output=True, timeout=_MOST_SECONDS, check=False)
        if not out.exists():
            said = ended.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
            raise WorkError(f"{browser} drew no picture: {' '.join(said)}")
        return out.read_bytes()


def _browser() -> str:
    named = os.environ.get("CHROMIUM", "")
    found = next(filter(None, map(shutil.which, (named,) if named else _BROWSERS)), None)
    if found is None:
        raise WorkError(
            "PNG and PDF need an installed Chromium (CHROMIUM=/path names one); or .svg"
        )
    return found
