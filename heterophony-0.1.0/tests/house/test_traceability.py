"""Every name in the table of systems exists: functions, parameters, outcomes, tests, pages."""

import ast
import importlib
import re
from functools import cache
from pathlib import Path

import pytest

from heterophony.scenarios import OUTCOMES, PARAMETERS, list_scenarios

PAGE = Path(__file__).parents[2] / "docs" / "TRACEABILITY.md"
COLUMNS = ("process", "parameters", "outcomes", "scenarios", "tests", "page")
SYSTEMS = 22


def rows() -> dict[str, dict[str, list[str]]]:
    """Read the table: id -> column -> names in backticks."""
    found = {}
    for line in PAGE.read_text("utf-8").splitlines():
        if re.match(r"\| S\d+ \|", line):
            number, _, *cells = (cell.strip() for cell in line.strip("|").split("|"))
            names = (re.findall(r"`([^`]+)`|\]\(([^)]+)\)", cell) for cell in cells)
            names = ([quoted or linked for quoted, linked in found_here] for found_here in names)
            found[number] = dict(zip(COLUMNS, names, strict=True))
    return found


ROWS = rows()


def names_of(column: str) -> list[str]:
    return sorted({name for row in ROWS.values() for name in row[column]})


@cache
def functions_in(file: Path) -> set[str]:
    tree = ast.parse(file.read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_all_systems_are_there_in_order():
    assert list(ROWS) == [f"S{number}" for number in range(1, SYSTEMS + 1)]


@pytest.mark.parametrize("system", ROWS)
def test_every_system_has_a_name_in_every_column(system):
    assert all(ROWS[system].values())


@pytest.mark.parametrize("name", names_of("process"))
def test_every_process_is_a_function_that_says_what_it_does(name):
    module, _, function = name.rpartition(".")
    found = getattr(importlib.import_module(f"heterophony.{module}"), function)
    assert callable(found)
    assert found.__doc__


def test_every_parameter_is_declared():
    assert not set(names_of("parameters")) - set(PARAMETERS)


def test_every_outcome_is_declared():
    assert not set(names_of("outcomes")) - set(OUTCOMES)


def test_every_scenario_is_in_the_library():
    assert not set(names_of("scenarios")) - {each.name for each in list_scenarios()}


@pytest.mark.parametrize("name", names_of("tests"))
def test_every_test_exists(root, name):
    file, _, function = name.partition("::")
    assert function in functions_in(root / file)


def headings(page: Path) -> set[str]:
    """Return the addresses that a page's headings get."""
    found = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", each).lower().replace(" ", "-") for each in found}


@pytest.mark.parametrize("link", names_of("page"))
def test_every_page_has_the_part_that_describes_the_system(link):
    page, _, anchor = link.partition("#")
    assert anchor in headings(PAGE.parent / page)
