"""The archive holds what model libraries and reviewers ask for, the same bytes each time."""

import hashlib
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from heterophony.docs.generate import archive, pdf
from heterophony.docs.generate.metadata import codemeta, release
from heterophony.docs.generate.pdf_parts import parts_of
from heterophony.docs.generate.published import noted

# Terms of CodeMeta 3.0 for software, those that this project may use.
TERMS = {
    *("@context", "@type", "name", "alternateName", "description", "version", "license", "author"),
    *("datePublished", "keywords", "applicationCategory", "programmingLanguage", "readme"),
    *("runtimePlatform", "operatingSystem", "softwareRequirements", "softwareHelp"),
    "codeRepository",
}


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return archive.contents()


def test_it_holds_what_is_asked_for(files):
    asked = {"README.md", "CITATION.cff", "LICENSE", "codemeta.json", "model-odd+d.pdf"}
    assert asked | {"rerun-figure.sh", "figure/differences.svg", "SHA256SUMS"} <= set(files)
    assert {"heterophony/agents/meeting.py", "heterophony/scenarios/outcomes.toml"} <= set(files)
    assert {"heterophony/docs/MODEL.md", "heterophony/tests/conftest.py"} <= set(files)


def test_it_holds_nothing_that_tools_have_made(files):
    made = re.compile(r"__pycache__|\.pyc$|/site/|/\.venv|/dist/")
    assert not [name for name in files if made.search(name)]


def test_its_sums_are_those_of_its_files(files):
    lines = files["SHA256SUMS"].decode().splitlines()
    listed = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    found = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    assert listed == {name: each for name, each in found.items() if name != "SHA256SUMS"}


def test_its_readme_runs_a_figure_again_with_one_command(files):
    readme = files["README.md"].decode()
    assert "```\nsh rerun-figure.sh\n```" in readme
    assert "{" not in readme
    board = json.loads(files["validation/validation.json"])
    assert f"the scoreboard: of {board['asked']} patterns" in readme
    assert "not in this version" not in readme


@pytest.mark.parametrize("made", ["rules_sha256", "model_sha256"])
@pytest.mark.parametrize("held", ["", "other"])
def test_its_readme_names_the_scoreboard_its_command_and_its_model(monkeypatch, made, held):
    stamped = noted().stamps["validation"].model
    monkeypatch.setattr(archive, "model_digest", lambda: held or stamped)
    board = {"asked": 36, "passed": 34, "failed": 1, "uncertain": 1, made: "abc"}
    document = json.dumps(board | {"command": "heterophony validate"}).encode()
    told = archive.scoreboard({"validation/validation.json": document})
    assert "of 36 patterns 34 pass, 1 fail, 1 are uncertain" in told
    assert "`heterophony validate` from model abc" in told
    assert ("not the model held here" in told) == (held == "other")
    assert hashlib.sha256(document).hexdigest() in told


def test_the_description_of_the_software_is_that_of_the_project(root):
    found = release(root)
    document = codemeta(found)
    assert set(document) <= TERMS
    assert document["@context"] == "https://w3id.org/codemeta/3.0"
    assert document["version"] == found.project["version"]
    assert document["license"] == "https://spdx.org/licenses/MIT"
    assert {each["name"] for each in document["author"]} == {
        each["name"] for each in found.project["authors"]
    }
    assert len(document["softwareRequirements"]) == len(found.project["dependencies"])
    assert json.loads(json.dumps(document)) == document


def test_two_files_that_name_different_versions_are_refused(tmp_path, root):
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\nversion = "2"\n')
    (tmp_path / "CITATION.cff").write_text("version: 1\ndate-released: 2026-01-01\n")
    with pytest.raises(ValueError, match=r"pyproject\.toml has version 2, CITATION\.cff 1"):
        release(tmp_path)


def test_the_printed_model_has_every_chapter(files):
    printed = files["model-odd+d.pdf"]
    assert printed.startswith(b"%PDF-")
    assert printed.rstrip().endswith(b"%%EOF")
    pages = len(re.findall(rb"/Type /Page\b(?!s)", printed))
    assert pages > 40
    assert not [each.page for each in pdf.CHAPTERS if not (pdf.DOCS / each.page).exists()]
    assert printed.count(b"/Title") > len(pdf.CHAPTERS)


def test_markdown_is_printed_within_its_width():
    pdf.model_fonts()
    words = "words " * 60
    text = (
        "Some `code` and a [link](MODEL.md#x).\n\n- one\n- two\n\n```\nlisting\n```\n\n"
        f"| a | b |\n|---|---|\n| `agents.caseworker_week.plan_caseworker_week` | {words} |\n"
    )
    kept = (getattr(part, "_content", [part]) for part in parts_of(text, 300.0, ["MODEL.md"]))
    for part in (each for together in kept for each in together):
        width, height = part.wrap(300.0, 10_000.0)
        assert width <= 300.5
        assert height > 0


def test_a_zip_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    small = {"a.txt": b"one", "rerun-figure.sh": b"#!/bin/sh\n"}
    monkeypatch.setattr(archive, "contents", lambda root: small)
    path = archive.write(tmp_path)
    first = path.read_bytes()
    with zipfile.ZipFile(path) as made:
        assert [name.partition("/")[2] for name in made.namelist()] == list(small)
        assert made.testzip() is None
    assert archive.write(tmp_path).read_bytes() == first
    monkeypatch.setattr(archive, "contents", lambda root: {"a.txt": "not bytes", "b": None})
    with pytest.raises((TypeError, AttributeError)):
        archive.write(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    assert path.read_bytes() == first


def test_without_git_the_sources_are_what_stands_in_the_folders(tmp_path):
    for name in ("agents/rule.py", "agents/__pycache__/rule.pyc", ".venv/x.py", "README.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    assert archive.source_files(tmp_path) == ["README.md", "agents/rule.py"]


@pytest.mark.slow
def test_the_same_sources_give_the_same_archive(files):
    assert archive.contents() == files


@pytest.mark.slow
def test_the_published_figure_is_what_its_command_draws(root, tmp_path):
    line = [sys.executable, str(root / "examples/draw_pictures.py"), "50", str(tmp_path)]
    subprocess.run(line, check=True, capture_output=True)
    for picture in ("differences.svg", "meeting.svg"):
        drawn = (tmp_path / picture).read_text("utf-8")
        kept = (root / "docs/pictures" / picture).read_text("utf-8")
        assert drawn == kept, "python examples/draw_pictures.py 50 docs/pictures"


@pytest.mark.full
def test_the_unpacked_archive_draws_the_figure_again(files, tmp_path, root):
    """Its rules are compiled for it alone, from the unpacked sources, and give the same bits."""
    for name, data in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    line = [sys.executable, str(root / "examples/draw_pictures.py"), "2", str(tmp_path / "figure")]
    subprocess.run(line, check=True, capture_output=True)
    cache = str(tmp_path / "cache")
    own = os.environ | {"HETEROPHONY_PYTHON": sys.executable, "NUMBA_CACHE_DIR": cache}
    told = subprocess.run(
        ["sh", str(tmp_path / "rerun-figure.sh"), "2"],
        env=own,
        cwd=Path("/"),
        check=True,
        capture_output=True,
        text=True,
    )
    assert "has the same bits" in told.stdout
