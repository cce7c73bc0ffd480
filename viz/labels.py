"""Places for the labels of dots: none overlaps another label, a dot, or the edge of the picture."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

LETTER: Final = 0.62  # width of an average letter over its size, on the wide side
_DISTANCES: Final = (6.0, 16.0, 28.0, 42.0, 58.0, 76.0, 96.0, 120.0, 150.0, 190.0)
_ANGLES: Final = (0, 180, 90, 270, 45, 135, 225, 315, 20, 160, 200, 340, 65, 115, 245, 295)


@dataclass(frozen=True)
class Box:
    """A rectangle of a picture: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        """Tell whether two boxes share any area."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def within(self, other: "Box") -> bool:
        """Tell whether it lies wholly inside another."""
        return (
            other.left <= self.left
            and other.top <= self.top
            and self.right <= other.right
            and self.bottom <= other.bottom
        )


@dataclass(frozen=True)
class Dot:
    """A dot with the lines of its label; a label without lines takes no room."""

    x: float
    y: float
    radius: float
    lines: tuple[str, ...] = ()

    @property
    def box(self) -> Box:
        """The square around the dot."""
        reach = self.radius
        return Box(self.x - reach, self.y - reach, self.x + reach, self.y + reach)


def placed(dots: Sequence[Dot], bounds: Box, size: float) -> list[Box | None]:
    """Return the box of each dot's label; None where there is no label, or no room for it.

    Labels are placed one after the other, each at the nearest free place around its dot.

    Parameters
    ----------
    bounds
        Where labels may lie.
    size
        Size of the letters.
    """
    taken = [dot.box for dot in dots]
    found: list[Box | None] = []
    for dot in dots:
        free = None
        if dot.lines:
            candidates = (box for box in _around(dot, size) if box.within(bounds))
            free = next((box for box in candidates if not any(map(box.overlaps, taken))), None)
        if free is not None:
            taken.append(free)
        found.append(free)
    return found


def _around(dot: Dot, size: float) -> Iterator[Box]:
    """Yield boxes for a label, the nearest first."""
    width = max(len(line) for line in dot.lines) * size * LETTER
    height = len(dot.lines) * size * 1.2
    for distance in _DISTANCES:
        for angle in _ANGLES:
            turned = math.radians(angle)
            reach = dot.radius + distance
            x = dot.x + math.cos(turned) * (reach + width / 2)
            y = dot.y - math.sin(turned) * (reach + height / 2)
            yield Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
