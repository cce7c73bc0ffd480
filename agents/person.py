"""What citizens, mentors and caseworkers have in common as Mesa agents: a view of one row."""

from __future__ import annotations

from typing import Any

import mesa

from heterophony.agents.renamed import warn_renamed


class Person(mesa.Agent):
    """An agent that is a row of a table; its attributes read and write the row."""

    table = ""  # name of the table in the world

    def __init__(self, model: Any, row: int, office: Any) -> None:
        super().__init__(model)
        self.row = row
        self.office = office  # the agents of the same jobcentre, and its tables
        self._rows: Any = None
        self._record: Any = None

    def __getstate__(self) -> dict[str, Any]:
        """Pickle an agent without its view of a row, which is made again when needed."""
        return self.__dict__ | {"_rows": None, "_record": None}

    @property
    def state(self) -> Any:
        """The tables of the jobcentre."""
        return self.office.state

    @property
    def world(self) -> Any:
        """The former name of `state`."""
        warn_renamed("world", "state")
        return self.state

    @property
    def record(self) -> Any:
        """The agent's own row."""
        rows = getattr(self.office.state, self.table)
        if rows is not self._rows:  # tables are replaced when they grow
            self._rows, self._record = rows, rows[self.row]
        return self._record

    @property
    def premises(self) -> Any:
        """The parameters that hold this week."""
        return self.model.premises

    @property
    def week(self) -> int:
        """The present week; negative in burn-in."""
        week: int = self.model.week
        return week


class Meeting:
    """A meeting in the agents' hands: its columns as attributes, and who takes part."""

    def __init__(self, place: int, citizen: Any, key: Any) -> None:
        self.__dict__["record"] = citizen.state.meetings[place]
        self.__dict__["place"] = place
        self.__dict__["citizen"] = citizen
        self.__dict__["key"] = key

    def __getattr__(self, name: str) -> Any:
        """Read a column of the meeting."""
        record = self.__dict__["record"]
        if name in record.dtype.names:
            return record[name].item()
        raise AttributeError(name)

    def __setattr__(self, name: str, value: float) -> None:
        """Write a column of the meeting."""
        record = self.__dict__["record"]
        if name not in record.dtype.names:
            raise AttributeError(f"a meeting has no column {name!r}")
        record[name] = value
