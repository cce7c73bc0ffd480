"""Each lesson is a notebook too, in both languages, and runs."""

import json
from pathlib import Path

import pytest

from heterophony.experiments import RequestError
from heterophony.experiments.inputs.lessons import load_lessons
from heterophony.viz.lesson_notebooks import notebook, write_notebooks
from heterophony.viz.words import LANGUAGES

# One lesson that compares policies every day; all of them in `make test-full`.
EXECUTED = [
    pytest.param(name, marks=[] if name == "codes" else pytest.mark.slow) for name in load_lessons()
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_notebook_for_each_lesson_is_written_once(tmp_path: Path, language: str) -> None:
    written = write_notebooks(tmp_path, language)
    assert [path.name for path in written] == [
        f"{number}-{name}-{language}.ipynb" for number, name in enumerate(load_lessons(), start=1)
    ]
    for path, lesson in zip(written, load_lessons().values(), strict=True):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        assert lesson.question.said(language) in cells[0]["source"]
        assert len({cell["id"] for cell in cells}) == len(cells)
    with pytest.raises(RequestError, match="exists; give --force"):
        write_notebooks(tmp_path, language)
    assert write_notebooks(tmp_path, language, force=True) == written


@pytest.mark.parametrize("name", EXECUTED)
def test_the_cells_of_a_lesson_run(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    lesson = load_lessons()[name]
    space: dict[str, object] = {}
    for cell in notebook(lesson, "da")["cells"]:
        if cell["cell_type"] == "code":
            exec(compile(cell["source"], name, "exec"), space)  # as a notebook does
    shown = capsys.readouterr().out
    for outcome in (lesson.experiment.outcome, *lesson.experiment.beside):
        if lesson.experiment.kind == "policy":
            assert outcome in shown
    if lesson.experiment.kind == "fault":
        assert "PatientCaseworker" in shown
