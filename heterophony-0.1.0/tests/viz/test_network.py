import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from heterophony.scenarios import load_scenario
from heterophony.sim import Simulation
from heterophony.viz.network import (
    caseload_chart,
    shared_citizens,
    understanding_chart,
    write_graphml,
)
from heterophony.viz.words import words


@pytest.fixture(scope="module")
def graphs() -> tuple[nx.Graph, nx.Graph]:
    scenario = load_scenario("baseline", {"run.weeks": 30, "run.burn_in_weeks": 26})
    return Simulation(scenario, seed=1).run().graphs()


def test_both_networks_are_drawn_in_both_languages(graphs: tuple[nx.Graph, nx.Graph]) -> None:
    caseload, understanding = graphs
    for language in ("en", "da"):
        for picture in (
            caseload_chart(caseload, words(language)),
            understanding_chart(understanding, words(language)),
        ):
            root = ElementTree.fromstring(picture)
            lines = [each for each in root.iter() if each.tag.endswith("line")]
            assert len(lines) >= 8
            assert words(language)("speaker.mentor") in picture
            assert not re.search(r"\bnan\b", picture)


def test_pairs_count_the_citizens_they_share(graphs: tuple[nx.Graph, nx.Graph]) -> None:
    caseload, _ = graphs
    pairs = shared_citizens(caseload)
    assert sum(pairs.values()) > 0
    assert all(
        {caseload.nodes[a]["kind"], caseload.nodes[b]["kind"]} == {"caseworker", "mentor"}
        for a, b in pairs
    )


def test_graphml_holds_the_same_graph(graphs: tuple[nx.Graph, nx.Graph], tmp_path: Path) -> None:
    for number, graph in enumerate(graphs):
        path = write_graphml(graph, tmp_path / f"{number}.graphml")
        back = nx.read_graphml(path)
        assert (len(back), back.size()) == (len(graph), graph.size())
        assert all("kind" in data for _, data in back.nodes(data=True))


def test_values_that_graphml_does_not_know_are_written_as_text(tmp_path: Path) -> None:
    graph = nx.Graph()
    graph.add_node(0, kind="citizen", share=np.float64(0.5), nothing=None, several=[1, 2])
    back = nx.read_graphml(write_graphml(graph, tmp_path / "one.graphml"))
    assert back.nodes["0"] == {"kind": "citizen", "share": 0.5, "nothing": "", "several": "[1, 2]"}
