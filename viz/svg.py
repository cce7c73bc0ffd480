"""The basic elements of all pictures: text in, SVG text out.

Every colour has a contrast of at least 4.5 to 1 on white, and no picture depends on colour
alone: lines differ by dashes and are labelled.
"""

import hashlib
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape as _escape
from typing import Final

TODAY: Final = "#595959"
PLAN: Final = "#0059B3"
WARM: Final = "#B35900"
INK: Final = "#1A1A1A"
FAINT: Final = "#D9D9D9"
ZONE: Final = "#F0F0F0"
BAND: Final = "#B3D1F0"
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f]")
WIDE: Final = 680.0  # widths of pictures, in their own units
NARROW: Final = 340.0
FONT: Final = "system-ui, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"


def escape(text: object) -> str:
    """Make text safe inside an element or a quoted attribute; remove control characters."""
    return _escape(_CONTROL.sub("", str(text)), quote=True)


def attribute(value: object) -> str:
    """Write an attribute's value: numbers short, text escaped."""
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value) if isinstance(value, int) else escape(value)


@cache
def _attribute_name(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def element(tag: str, content: str = "", /, **attributes: object) -> str:
    """Return an element; `content` is markup, `stroke_width` becomes `stroke-width`."""
    written = "".join(
        [
            f' {_attribute_name(name)}="{attribute(value)}"'
            for name, value in attributes.items()
            if value is not None
        ]
    )
    return f"<{tag}{written}>{content}</{tag}>" if content else f"<{tag}{written}/>"


def text(
    x: float, y: float, words: str, *, size: float = 13, fill: str = INK, **more: object
) -> str:
    """Return one line of text at (x, y)."""
    return element("text", escape(words), x=x, y=y, font_size=size, fill=fill, **more)


def line(x1: float, y1: float, x2: float, y2: float, **more: object) -> str:
    """Return a straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, **more)


def wrapped(words: str, width: float, size: float = 13) -> list[str]:
    """Break text into lines of at most `width` units, by an average width of letters."""
    limit = max(8, int(width / (size * 0.53)))
    lines: list[str] = []
    for word in words.split():
        if lines and len(lines[-1]) + 1 + len(word) <= limit:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]


def lines_below(y: float, lines: Sequence[str], step: float, **more: object) -> str:
    """Return lines of text below each other from the height y, at the left edge."""
    return "".join(
        text(0.0, y + step * place, part, fill=TODAY, **more)  # type: ignore[arg-type]
        for place, part in enumerate(lines)
    )


def lines_before(x: float, y: float, words: str, most: int = 2) -> str:
    """Return text that ends at x, on at most so many lines around the height y."""
    lines = wrapped(words, x - 8)[:most]
    return "".join(
        text(x, y + 15 * (index - (len(lines) - 1) / 2), part, text_anchor="end")
        for index, part in enumerate(lines)
    )


def figure(width: float, height: float, title: str, description: str, body: str) -> str:
    """Return a whole picture that grows with the page and names itself to screen readers."""
    parts = f"{title}{description}{width}{body}"
    key = hashlib.blake2s(parts.encode(), digest_size=5).hexdigest()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="100%" style="max-width:{width * 1.25:g}px" role="img" font-family="{FONT}" '
        f'aria-labelledby="t{key} d{key}">'
        f'<title id="t{key}">{escape(title)}</title>'
        f'<desc id="d{key}">{escape(description)}</desc>{body}</svg>'
    )


def path_of(xs: Sequence[float], ys: Sequence[float]) -> str:
    """Return the path of a line, interrupted where a value is undefined."""
    commands: list[str] = []
    pen = "M"
    for x, y in zip(xs, ys, strict=True):
        if math.isfinite(y):
            commands.append(f"{pen}{x:.1f} {y:.1f}")
            pen = "L"
        else:
            pen = "M"
    return "".join(commands)


def band_of(xs: Sequence[float], lows: Sequence[float], highs: Sequence[float]) -> str:
    """Return the path of an area between two lines, leaving out undefined places."""
    kept = [
        (x, a, b)
        for x, a, b in zip(xs, lows, highs, strict=True)
        if math.isfinite(a) and math.isfinite(b)
    ]
    if not kept:
        return ""
    there = [f"{x:.1f} {b:.1f}" for x, _, b in kept]
    back = [f"{x:.1f} {a:.1f}" for x, a, _ in reversed(kept)]
    return "M" + "L".join(there + back) + "Z"


@dataclass(frozen=True)
class Axis:
    """A linear scale from values to a place on the picture."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the place of `value`."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def many(self, values: Sequence[float]) -> list[float]:
        """Return the places of `values`."""
        low, wide, start = self.low, self.high - self.low, self.start
        room = self.end - start
        return [start + (value - low) / wide * room for value in values]

    def ticks(self, about: int = 4) -> list[float]:
        """Return round values inside the scale, some `about` of them."""
        raw = (self.high - self.low) / max(1, about)
        power = 10.0 ** math.floor(math.log10(raw))
        step = next(s * power for s in (1, 2, 2.5, 5, 10) if s * power >= raw * 0.999)
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        return [index * step for index in range(first, last + 1)]


def span(
    values: Sequence[float], *, around: Sequence[float] = (), margin: float = 0.08
) -> tuple[float, float]:
    """Return a range that holds all defined `values` and `around`, with a margin."""
    defined = [float(v) for v in (*values, *around) if math.isfinite(float(v))] or [0.0, 1.0]
    low, high = min(defined), max(defined)
    spare = (high - low) * margin or abs(high) * margin or 1.0
    return low - spare, high + spare


def at_two_widths(draw: Callable[[float], str]) -> str:
    """Draw for wide and for narrow screens; the page's style sheet shows one of the two."""
    return f'<div class="wide">{draw(WIDE)}</div><div class="narrow">{draw(NARROW)}</div>'
