"""What libraries of models ask to know, drawn from `pyproject.toml` and `CITATION.cff`."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from mkdocs.utils.yaml import yaml_load


class Release(NamedTuple):
    """The version that an archive holds."""

    name: str
    version: str
    released: date
    project: dict[str, Any]
    citation: dict[str, Any]


def release(root: Path) -> Release:
    """Read what is declared about this version.

    Raises
    ------
    ValueError
        If the two files name different versions.
    """
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    citation: dict[str, Any] = yaml_load((root / "CITATION.cff").read_text("utf-8"))
    if project["version"] != citation["version"]:
        raise ValueError(
            f"pyproject.toml has version {project['version']}, CITATION.cff {citation['version']}"
        )
    released = date.fromisoformat(str(citation["date-released"]))
    return Release(project["name"], project["version"], released, project, citation)


def codemeta(found: Release) -> dict[str, Any]:
    """Return the description of the software in the terms of CodeMeta 3.0."""
    project, citation = found.project, found.citation
    document = {
        "@context": "https://w3id.org/codemeta/3.0",
        "@type": "SoftwareSourceCode",
        "name": citation["title"],
        "alternateName": found.name,
        "description": " ".join(str(citation["abstract"]).split()),
        "version": found.version,
        "datePublished": found.released.isoformat(),
        "license": f"https://spdx.org/licenses/{project['license']}",
        "author": [_author(each) for each in citation["authors"]],
        "keywords": sorted({*project["keywords"], *citation["keywords"]}),
        "applicationCategory": "Agent-based model",
        "programmingLanguage": {"@type": "ComputerLanguage", "name": "Python"},
        "runtimePlatform": f"Python {project['requires-python']}",
        "operatingSystem": _classified(project, "Operating System"),
        "softwareRequirements": [_requirement(each) for each in project["dependencies"]],
        "readme": "README.md",
        "softwareHelp": {"@type": "CreativeWork", "name": "docs/index.md"},
    }
    repository = project.get("urls", {}).get("Repository") or citation.get("repository-code")
    return document | ({"codeRepository": repository} if repository else {})


def _author(each: dict[str, str]) -> dict[str, str]:
    """Return a person or, where there is only one name, a group."""
    if "name" in each:
        return {"@type": "Organization", "name": each["name"]}
    names = {"givenName": each["given-names"], "familyName": each["family-names"]}
    return {"@type": "Person", **names, **({"@id": each["orcid"]} if "orcid" in each else {})}


def _classified(project: dict[str, Any], topic: str) -> str:
    prefix = f"{topic} :: "
    return ", ".join(
        each.removeprefix(prefix) for each in project["classifiers"] if each.startswith(prefix)
    )


def _requirement(wish: str) -> dict[str, str]:
    """Split a requirement into the name of a library and the versions that will do."""
    match = re.fullmatch(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?\s*(.*)", wish)
    assert match, wish
    versions = {"softwareVersion": match[2]} if match[2] else {}
    return {"@type": "SoftwareApplication", "name": match[1], **versions}
