"""The jobcentre as a network: shared cases, and mutual understanding.

Both graphs come from `Result.graphs()`: the caseload graph joins each citizen with a caseworker and
a mentor, the understanding graph joins caseworkers and mentors with how well they understand each
other (0 to 1).
"""

from collections import Counter
from pathlib import Path
from typing import Any, Final

import networkx as nx

from heterophony.viz import svg
from heterophony.viz.words import Words

KIND: Final = "kind"
UNDERSTANDING: Final = "understanding"


def write_graphml(graph: Any, path: str | Path) -> Path:
    """Write a graph as GraphML, for Gephi, yEd, igraph and others; return its path.

    Values of types that GraphML lacks are written as text, None as an empty text.
    """
    plain = graph.__class__()
    plain.add_nodes_from((str(node), _plain(data)) for node, data in graph.nodes(data=True))
    plain.add_edges_from((str(a), str(b), _plain(data)) for a, b, data in graph.edges(data=True))
    target = Path(path)
    nx.write_graphml(plain, target, infer_numeric_types=True)
    return target


def _plain(data: dict[Any, Any]) -> dict[str, Any]:
    """Return attributes in types that GraphML has."""
    plain: dict[str, Any] = {}
    for name, given in data.items():
        value = given.item() if hasattr(given, "item") else given
        known = isinstance(value, bool | int | float | str)
        plain[str(name)] = value if known else "" if value is None else str(value)
    return plain


def _of_kind(graph: Any, kind: str) -> list[Any]:
    """Return the nodes of one kind, in the graph's order."""
    return [node for node, data in graph.nodes(data=True) if data.get(KIND) == kind]


def _staff(graph: Any, kind: str) -> list[Any]:
    """Return the posts of one kind in the first jobcentre: more would not be readable."""
    return [node for node in _of_kind(graph, kind) if not graph.nodes[node].get("jobcentre")]


def shared_citizens(caseload: Any) -> Counter[tuple[Any, Any]]:
    """Count the citizens that each pair of caseworker and mentor has in common."""
    pairs: Counter[tuple[Any, Any]] = Counter()
    for citizen in _of_kind(caseload, "citizen"):
        around = {caseload.nodes[n].get(KIND): n for n in caseload.neighbors(citizen)}
        if "caseworker" in around and "mentor" in around:
            pairs[around["caseworker"], around["mentor"]] += 1
    return pairs


def understanding_chart(understanding: Any, words: Words, width: float = 680) -> str:
    """Draw mutual understanding: a line for each pair, thicker and darker the better it is."""
    caseworkers, mentors = _staff(understanding, "caseworker"), _staff(understanding, "mentor")
    edges = {
        (a, b): float(understanding.edges[a, b].get(UNDERSTANDING, 0.0))
        for a in caseworkers
        for b in mentors
        if understanding.has_edge(a, b)
    }
    mean = sum(edges.values()) / len(edges) if edges else float("nan")
    description = words(
        "chart.network_desc",
        caseworkers=len(caseworkers),
        mentors=len(mentors),
        mean=words.number(100 * mean, 0),
    )
    weights = {pair: (value, f"{100 * value:.0f}") for pair, value in edges.items()}
    return _two_columns(
        (caseworkers, mentors), weights, words("chart.network"), description, words, width
    )


def caseload_chart(caseload: Any, words: Words, width: float = 680) -> str:
    """Draw shared cases: a line for each pair, thicker the more citizens they share."""
    caseworkers, mentors = _staff(caseload, "caseworker"), _staff(caseload, "mentor")
    shown = {*caseworkers, *mentors}
    pairs = {pair: n for pair, n in shared_citizens(caseload).items() if shown >= set(pair)}
    most = max(pairs.values(), default=0)
    description = words(
        "chart.network_cases_desc", caseworkers=len(caseworkers), mentors=len(mentors), most=most
    )
    weights = {pair: (count / most, str(count)) for pair, count in pairs.items()}
    return _two_columns(
        (caseworkers, mentors), weights, words("chart.network_cases"), description, words, width
    )


def _two_columns(
    columns: tuple[list[Any], list[Any]],
    weights: dict[tuple[Any, Any], tuple[float, str]],
    title: str,
    description: str,
    words: Words,
    width: float,
) -> str:
    """Draw caseworkers left and mentors right, joined by lines of a weight from 0 to 1."""
    height = 60.0 + 44.0 * max(1, *(len(column) for column in columns))
    places: dict[Any, tuple[float, float]] = {}
    parts: list[str] = []
    for x, column in zip((134.0, width - 110.0), columns, strict=True):
        step = (height - 60) / max(1, len(column))
        places |= {node: (x, 40 + step * (index + 0.5)) for index, node in enumerate(column)}
    for (a, b), (weight, label) in weights.items():
        (x1, y1), (x2, y2) = places[a], places[b]
        shown = max(0.0, min(1.0, weight))
        name = svg.element("title", svg.escape(f"{a} – {b}: {label}"))
        parts.append(
            svg.element(
                "line",
                name,
                x1=x1,
                y1=y1,
                x2=x2,
                y2=y2,
                stroke=svg.PLAN,
                stroke_width=0.5 + 6 * shown,
                stroke_opacity=0.15 + 0.75 * shown,
            )
        )
    sides = (("caseworker", "end", -16.0, svg.INK), ("mentor", "start", 16.0, svg.WARM))
    for column, (kind, anchor, aside, colour) in zip(columns, sides, strict=True):
        for number, node in enumerate(column, start=1):
            x, y = places[node]
            parts.append(svg.element("circle", cx=x, cy=y, r=10, fill=colour))
            label = f"{words(f'speaker.{kind}')} {number}"
            parts.append(svg.text(x + aside, y + 5, label, size=12, text_anchor=anchor))
    return svg.figure(width, height, title, description, "".join(parts))
