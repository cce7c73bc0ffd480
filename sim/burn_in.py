"""Keeps the state after burn-in in memory, so that runs under the same seed can start from it.

Until week 0 all arms of a comparison have the same premises, people and draws, so that the second
arm can start from the first one's state. What is kept are the tables of a jobcentre at week 0,
under a key with everything that burn-in depends on; a run that starts from them has the same bits.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock

import numpy as np
import numpy.typing as npt

from heterophony.agents.state import CASES, CITIZEN_ROWS, TABLES, State
from heterophony.sim.jobcentre import Jobcentre

MOST_BYTES = 112 * 2**20  # kept at most, in all: 500 seeds of the default jobcentre
# Tables that are not kept: shared and never written, views of another table, scratch of one week,
# or written from week 0 on.
_LEFT_OUT = frozenset(
    {
        "premises",
        "baseline",
        "quantiles",
        "calendar",
        "meeting_matrix",
        "mean_counts",
        "talk",
        "lanes",
        "weekly",
    }
)
WRITTEN = tuple(name for name in TABLES if name not in _LEFT_OUT)
USED = {"citizens": CITIZEN_ROWS, "cases": CASES}

Bytes = npt.NDArray[np.uint8]
_Key = tuple[bytes, int, int]
Tables = Mapping[str, Bytes]


class KeptBurnIns:
    """A cache of tables of jobcentres at week 0, least recently used out first; thread-safe.

    Parameters
    ----------
    most_bytes : how much memory they may take together
    """

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._tables: OrderedDict[_Key, Tables] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._tables)

    def get(self, key: _Key) -> Tables | None:
        """Return the tables kept under a key, if they are still there."""
        with self._lock:
            if key in self._tables:
                self._tables.move_to_end(key)
            return self._tables.get(key)

    def keep(self, key: _Key, tables: Tables) -> None:
        """Keep tables; drop those used longest ago if there is no room."""
        with self._lock:
            if key not in self._tables:
                self._tables[key] = tables
                self._bytes += _size(tables)
            while self._bytes > self._most_bytes:
                _, gone = self._tables.popitem(last=False)
                self._bytes -= _size(gone)

    def forget(self) -> None:
        """Drop everything."""
        with self._lock:
            self._tables.clear()
            self._bytes = 0


KEPT = KeptBurnIns(MOST_BYTES)  # of this process


def live_burn_in(jobcentre: Jobcentre, seed: int, kept: KeptBurnIns = KEPT) -> None:
    """Bring a new jobcentre to week 0, from the cache or by simulating its burn-in.

    Parameters
    ----------
    jobcentre : at its first week
    seed : the run's seed
    kept : the cache to read and to fill
    """
    state, burn_in = jobcentre.state, jobcentre.ready.burn_in
    if not burn_in.weeks or take_burn_in(jobcentre, seed, kept):
        return
    room = [len(getattr(state, name)) for name in USED]
    jobcentre.live_to(burn_in.weeks)
    if room == [len(getattr(state, name)) for name in USED]:  # else new tables have less room
        kept.keep((burn_in.mark, seed, jobcentre.number), _copied(state))


def take_burn_in(jobcentre: Jobcentre, seed: int, kept: KeptBurnIns = KEPT) -> bool:
    """Bring a jobcentre with blank tables to week 0 from the cache; return whether it was there.

    Parameters
    ----------
    jobcentre : at its first week; its posts may still be empty
    seed : the run's seed
    kept : the cache to read
    """
    found = kept_burn_in(jobcentre, seed, kept)
    if found is None:
        return False
    put_back(jobcentre, found)
    return True


def kept_burn_in(jobcentre: Jobcentre, seed: int, kept: KeptBurnIns = KEPT) -> Tables | None:
    """Return the tables at week 0 from the cache, if they are there."""
    return kept.get((jobcentre.ready.burn_in.mark, seed, jobcentre.number))


def put_back(jobcentre: Jobcentre, tables: Tables) -> None:
    """Bring a jobcentre with blank tables to week 0; rows that `tables` has need not be blank."""
    for name, saved in tables.items():
        jobcentre.state.bytes_of(name)[: len(saved)] = saved
    jobcentre.place = jobcentre.ready.burn_in.weeks


def _copied(state: State) -> Tables:
    """Copy all that burn-in has written; of people and cases, only the rows in use."""
    found = {}
    for name in WRITTEN:
        table = state.bytes_of(name)
        used = used_bytes(state, name) if name in USED else table.size
        found[name] = table[:used].copy()
    return found


def used_bytes(state: State, name: str) -> int:
    """Return how many bytes the rows in use of people or of cases take."""
    rows = max(len(getattr(state, name)), 1)
    return int(state.counters[USED[name]]) * (state.bytes_of(name).size // rows)


def _size(tables: Tables) -> int:
    return sum(each.nbytes for each in tables.values())
