"""The organisation as graphs: who has whom, and who understands whom (networkx)."""

from __future__ import annotations

from typing import Any

import networkx
import numpy as np

from heterophony.agents.vocabulary import COURSE, EDUCATION, STATUS_NAMES, TWO_PARTY
from heterophony.agents.world import World


def _caseworker(row: Any) -> str:
    return f"caseworker {row + 1}"


def _mentor(row: Any) -> str:
    return f"mentor {row + 1}"


def _staff(w: World) -> networkx.Graph:
    """Return a graph of the posts that exist, without ties."""
    graph = networkx.Graph()
    for row in np.flatnonzero(w.caseworkers["exists"]):
        worker = w.caseworkers[row]
        graph.add_node(
            _caseworker(row),
            kind="caseworker",
            jobcentre=int(worker.jobcentre),
            fraction=float(worker.fraction),
            horizon=float(worker.horizon),
            care=float(worker.weights[0]),
        )
    for row in np.flatnonzero(w.mentors["exists"]):
        worker = w.mentors[row]
        graph.add_node(
            _mentor(row),
            kind="mentor",
            jobcentre=int(worker.jobcentre),
            horizon=float(worker.horizon),
            care=float(worker.weights[0]),
        )
    return graph


def caseload_graph(w: World) -> networkx.Graph:
    """Return the graph of caseload: each citizen tied to a caseworker and, on a course, a mentor.

    Simulated citizens only; `knowledge` on a tie is how well that professional knows the case.
    """
    graph = _staff(w)
    for citizen in w.citizens:
        if not 0 < citizen.status < EDUCATION:
            continue
        name = f"citizen {citizen.slot}-{citizen.generation}"
        graph.add_node(name, kind="citizen", status=STATUS_NAMES[citizen.status])
        graph.add_edge(
            name,
            _caseworker(citizen.caseworker),
            knowledge=float(citizen.knowledge_caseworker),
        )
        if citizen.status == COURSE and not citizen.mentor_gone:
            graph.add_edge(name, _mentor(citizen.mentor), knowledge=float(citizen.knowledge_mentor))
    return graph


def understanding_graph(w: World) -> networkx.Graph:
    """Return the graph of mutual understanding: `understanding` and shared citizens on each tie."""
    graph = _staff(w)
    posts = w.understanding.shape[1]
    shared = np.zeros(w.understanding.shape, dtype=np.int64)
    for citizen in w.citizens:
        if citizen.status in (COURSE, TWO_PARTY):
            shared[citizen.mentor, citizen.caseworker % posts] += 1
    for m in np.flatnonzero(w.mentors["exists"]):
        for post in range(posts):
            k = int(w.mentors[m].jobcentre) * posts + post
            if w.caseworkers[k].exists:
                graph.add_edge(
                    _caseworker(k),
                    _mentor(m),
                    understanding=float(w.understanding[m, post]),
                    shared_citizens=int(shared[m, post]),
                )
    return graph
