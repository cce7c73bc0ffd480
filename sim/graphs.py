"""The organisation as graphs: caseloads and mutual understanding (networkx)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import networkx
import numpy as np

from heterophony.agents.state import State
from heterophony.agents.vocabulary import COURSE, EDUCATION, STATUS_NAMES, TWO_PARTY


def _caseworker(number: Any) -> str:
    return f"caseworker {number + 1}"


def _mentor(number: Any) -> str:
    return f"mentor {number + 1}"


def _staff(states: Sequence[State]) -> networkx.Graph:
    """Return a graph of the posts that exist, without ties; posts are numbered through the run."""
    graph = networkx.Graph()
    for jobcentre, w in enumerate(states):
        for row in np.flatnonzero(w.caseworkers["exists"]):
            worker = w.caseworkers[row]
            graph.add_node(
                _caseworker(jobcentre * len(w.caseworkers) + row),
                kind="caseworker",
                jobcentre=jobcentre,
                fraction=float(worker.fraction),
                horizon=float(worker.horizon),
                care=float(worker.weights[0]),
            )
        for row in np.flatnonzero(w.mentors["exists"]):
            mentor = w.mentors[row]
            graph.add_node(
                _mentor(jobcentre * len(w.mentors) + row),
                kind="mentor",
                jobcentre=jobcentre,
                horizon=float(mentor.horizon),
                care=float(mentor.weights[0]),
            )
    return graph


def caseload_graph(states: Sequence[State]) -> networkx.Graph:
    """Return the graph of caseloads: each citizen tied to a caseworker and, on a course, a mentor.

    Simulated citizens only; `knowledge` on a tie is how well that professional knows the case.
    """
    graph = _staff(states)
    for jobcentre, w in enumerate(states):
        for citizen in w.citizens:
            if not 0 < citizen.status < EDUCATION:
                continue
            name = f"citizen {jobcentre * len(w.slots) + citizen.slot}-{citizen.generation}"
            graph.add_node(name, kind="citizen", status=STATUS_NAMES[citizen.status])
            graph.add_edge(
                name,
                _caseworker(jobcentre * len(w.caseworkers) + citizen.caseworker),
                knowledge=float(citizen.knowledge_caseworker),
            )
            if citizen.status == COURSE and not citizen.mentor_gone:
                graph.add_edge(
                    name,
                    _mentor(jobcentre * len(w.mentors) + citizen.mentor),
                    knowledge=float(citizen.knowledge_mentor),
                )
    return graph


def understanding_graph(states: Sequence[State]) -> networkx.Graph:
    """Return the graph of mutual understanding: `understanding` and shared citizens on each tie."""
    graph = _staff(states)
    for jobcentre, w in enumerate(states):
        shared = np.zeros(w.understanding.shape, dtype=np.int64)
        for citizen in w.citizens:
            if citizen.status in (COURSE, TWO_PARTY):
                shared[citizen.mentor, citizen.caseworker] += 1
        for m in np.flatnonzero(w.mentors["exists"]):
            for k in np.flatnonzero(w.caseworkers["exists"]):
                graph.add_edge(
                    _caseworker(jobcentre * len(w.caseworkers) + k),
                    _mentor(jobcentre * len(w.mentors) + m),
                    understanding=float(w.understanding[m, k]),
                    shared_citizens=int(shared[m, k]),
                )
    return graph
