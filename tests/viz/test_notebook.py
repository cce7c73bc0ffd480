"""Results in a notebook: short texts, a picture each, and files of it in three formats."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

import heterophony as hp
from heterophony.experiments import Comparison, RequestError
from heterophony.experiments.engine.workers import Progress

MOST = 50_000  # bytes of a cell


def size(output: dict[str, Any]) -> int:
    return sum(len(str(each).encode()) for each in output.values())


def test_a_notebook_is_executed_and_no_cell_is_over_50_kilobytes(root: Path) -> None:
    interactive = pytest.importorskip("IPython.core.interactiveshell", reason="IPython is missing")
    shell = interactive.InteractiveShell.instance()
    notebook = json.loads((root / "examples" / "first_notebook.ipynb").read_text("utf-8"))
    shown = 0
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        ended = shell.run_cell("".join(cell["source"]), store_history=False)
        ended.raise_error()
        data, _ = shell.display_formatter.format(ended.result)
        assert size(data) < MOST, "".join(cell["source"])
        shown += "<svg" in data.get("text/html", "")
    assert shown >= 4


def test_a_result_is_one_line_as_text_and_names_its_policies(comparison: Comparison) -> None:
    text = repr(comparison)
    assert "\n" not in text
    assert len(text) < 300
    assert text.startswith("Comparison(baseline=baseline, policies=[")


def test_a_figure_is_the_same_everywhere_and_is_saved_as_svg(
    comparison: Comparison, tmp_path: Path
) -> None:
    drawn = comparison.plot("da")
    assert drawn.text == hp.figure(comparison, "da").text
    saved = drawn.save(tmp_path / "figure.svg").read_text("utf-8")
    assert saved.startswith("<svg")
    assert "<title" in saved


@pytest.mark.browser
@pytest.mark.parametrize(("name", "begins"), [("a.png", b"\x89PNG"), ("a.pdf", b"%PDF")])
def test_a_figure_is_saved_as_png_and_pdf(
    comparison: Comparison, chromium: str, tmp_path: Path, name: str, begins: bytes
) -> None:
    assert comparison.plot().save(tmp_path / name).read_bytes().startswith(begins)


def test_other_endings_and_unknown_results_are_refused(
    comparison: Comparison, tmp_path: Path
) -> None:
    with pytest.raises(RequestError, match=r"ends in \.svg, \.png or \.pdf"):
        comparison.plot().save(tmp_path / "a.bmp")
    with pytest.raises(RequestError, match="no picture of a dict"):
        hp.figure({})
    with pytest.raises(RequestError, match="there is no policy 'x'"):
        comparison.plot(policy="x")


def test_a_line_of_progress_ends_with_what_is_done() -> None:
    out = io.StringIO()
    line = hp.ProgressLine("pairs", out)
    line(Progress(1, 4, 1.0))
    line(Progress(4, 4, 4.0))
    assert out.getvalue().rstrip().endswith("4 of 4 pairs")
