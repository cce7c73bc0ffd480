"""Random streams that replay the keyed draws for implementations with their own stream.

They draw in the same order as a keyed implementation, so that the arithmetic must be equal.
"""

from __future__ import annotations

import math
import random
from pathlib import Path
from typing import Any

import numpy as np

LOGIT_LIMIT, LOGIT_STEPS = 14.0, 16.0
KEYED = (
    *("numba_loop", "c_translation", "numpy_columns", "mesa_shared_rules"),
    *("model2_loop", "model2_translation"),
)
BY_COLUMNS = ("mesa_frames_columns",)


class Played(random.Random):
    """A stream that replays numbers one by one; `table` turns a uniform one into a normal one."""

    def __new__(cls, *_: Any) -> Played:
        """Ignore the arguments: the base class would take them for a seed."""
        return super().__new__(cls)

    def __init__(self, numbers: list[float], table: list[float]) -> None:
        super().__init__(0)
        self.numbers = iter(numbers)
        self.table = table

    def random(self) -> float:
        """Return the next number."""
        return next(self.numbers)

    def gauss(self, mu: float = 0.0, sigma: float = 1.0) -> float:
        """Return the normal number that belongs to the next one."""
        u = next(self.numbers)
        position = (math.log(u / (1.0 - u)) + LOGIT_LIMIT) * LOGIT_STEPS
        node = min(max(int(position), 0), len(self.table) - 2)
        part = min(max(position - node, 0.0), 1.0)
        return mu + sigma * (self.table[node] + part * (self.table[node + 1] - self.table[node]))


class PlayedColumns:
    """A generator that replays numbers column by column."""

    def __init__(self, numbers: Any, table: Any) -> None:
        self.numbers, self.table, self.place = numbers, table, 0

    def random(self, count: int) -> Any:
        """Return the next numbers."""
        self.place += count
        return self.numbers[self.place - count : self.place]

    def standard_normal(self, count: int) -> Any:
        """Return the normal numbers that belong to the next ones."""
        u = self.random(count)
        position = (np.log(u / (1.0 - u)) + LOGIT_LIMIT) * LOGIT_STEPS
        node = np.clip(position.astype(np.int64), 0, len(self.table) - 2)
        part = np.clip(position - node, 0.0, 1.0)
        return self.table[node] + part * (self.table[node + 1] - self.table[node])


def stream(module: str, asked: dict[str, Any], inputs: Any) -> Any:
    """Return a list to record draws in, a stream to replay, or None, as asked."""
    if "write_down" in asked:
        return []
    if "played" not in asked:
        return None
    numbers = np.load(Path(asked["played"]))
    if module in BY_COLUMNS:
        return PlayedColumns(numbers, inputs.normal)
    return Played(numbers.tolist(), inputs.normal.tolist())


def flat(numbers: list[Any]) -> Any:
    """Return recorded numbers, single ones or columns, as one array."""
    return np.concatenate([np.ravel(each) for each in numbers]) if numbers else np.zeros(0)
