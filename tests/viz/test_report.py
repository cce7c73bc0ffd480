import json
import os
import re
import shutil
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from heterophony.experiments import RequestError, WorkError, run
from heterophony.scenarios import OUTCOMES, load_scenario
from heterophony.viz.measures import measure
from heterophony.viz.report import report, write_report
from heterophony.viz.words import LANGUAGES, words


class Reader(HTMLParser):
    """Notes which elements a page has, and what it would load from elsewhere."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loads: list[str] = []
        self.open: list[str] = []
        self.language: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        named = dict(attrs)
        if tag == "html":
            self.language = named.get("lang")
        self.loads += [named[key] or "" for key in ("src", "href", "data") if key in named]
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_is_one_page_without_scripts_or_network(
    comparison_folder: Path, language: str
) -> None:
    page = report(comparison_folder, language)
    reader = Reader(page)
    assert reader.language == language
    assert reader.open == []
    assert not reader.loads
    assert not {"script", "link", "iframe", "img", "object"} & set(reader.tags)
    assert "url(" not in page
    assert "@import" not in page
    addresses = set(re.findall(r"https?://[^\"'<> ]+", page))
    assert addresses <= {"http://www.w3.org/2000/svg"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_comes_first_and_the_rest_is_there(
    comparison_folder: Path, language: str
) -> None:
    speak = words(language)
    page = report(comparison_folder, language)
    text = unescape(re.sub(r"<[^>]+>", " ", page))
    places = [
        page.index(each)
        for each in (
            'class="answer"',
            speak("report.outcomes"),
            speak("report.who_pays"),
            speak("report.pictures"),
            speak("report.cannot_heading"),
            speak("report.ethics_heading"),
            speak("report.manifest_heading"),
        )
    ]
    assert places == sorted(places)
    assert speak("ethics.text") in text
    assert all(measure(name).title(speak) in text for name in OUTCOMES)
    manifest = json.loads((comparison_folder / "manifest.json").read_text("utf-8"))
    assert manifest["results_sha256"] in text
    assert page.count('role="img"') >= 14


def test_a_title_cannot_become_markup(comparison_folder: Path) -> None:
    page = report(comparison_folder, "en")
    assert "<script" not in page
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; more" in page


def test_the_numbers_are_those_of_the_folder(comparison_folder: Path) -> None:
    document = json.loads((comparison_folder / "comparison.json").read_text("utf-8"))
    found = document["policies"][0]["outcomes"]["pressure"]
    speak, shown = words("en"), measure("pressure")
    row = report(comparison_folder, "en").partition(shown.title(speak))[2].partition("</tr>")[0]
    assert f">{shown.difference_written(found['difference'], speak, unit=False)}<" in row


def test_the_report_shows_who_gains_and_who_loses(comparison_folder: Path) -> None:
    document = json.loads((comparison_folder / "comparison.json").read_text("utf-8"))
    groups = document["policies"][0]["groups"]
    for language in LANGUAGES:
        speak, shown = words(language), measure("education_start_52w")
        page = report(comparison_folder, language)
        part = page.partition(speak("report.groups"))[2].partition("</section>")[0]
        assert "stable-like" not in part
        table = part.partition(shown.title(speak))[2].partition("</table>")[0]
        for group in ("lowest-third", "crisis-like"):
            row = table.partition(speak(f"group.{group}"))[2].partition("</tr>")[0]
            found = groups[group]["outcomes"]["education_start_52w"]["difference"]
            assert shown.difference_written(found, speak, unit=False) in row


def test_a_folder_of_runs_gives_a_page_without_a_verdict(tmp_path: Path) -> None:
    scenario = load_scenario("baseline", {"run.weeks": 60, "run.burn_in_weeks": 26})
    folder = run(scenario, replicates=2).write(tmp_path / "runs")
    for language in LANGUAGES:
        page = report(folder, language)
        assert Reader(page).open == []
        assert words(language)("answer.one_run") in unescape(page)
        assert 'class="chip' not in page


def test_a_report_is_written_whole_and_replaces_the_one_before(
    comparison_folder: Path, tmp_path: Path
) -> None:
    target = tmp_path / "pages" / "page.html"
    for language in LANGUAGES:
        assert write_report(comparison_folder, language, target) == target
        page = target.read_text("utf-8")
        assert f'lang="{language}"' in page
        assert page.endswith("</html>\n")
    assert [each.name for each in target.parent.iterdir()] == ["page.html"]


def test_a_report_replaces_no_foreign_file_unless_it_is_forced_to(
    comparison_folder: Path, tmp_path: Path
) -> None:
    target = tmp_path / "thesis.docx"
    target.write_text("years of work", "utf-8")
    with pytest.raises(RequestError, match="was not written by heterophony"):
        write_report(comparison_folder, "en", target)
    assert target.read_text("utf-8") == "years of work"
    write_report(comparison_folder, "en", target, force=True)
    assert target.read_text("utf-8").endswith("</html>\n")


def test_a_report_goes_to_no_device_folder_or_link(comparison_folder: Path, tmp_path: Path) -> None:
    victim, link = tmp_path / "victim.html", tmp_path / "link.html"
    victim.write_text("precious", "utf-8")
    link.symlink_to(victim)
    for target in (tmp_path, link, Path("/dev/null")):
        with pytest.raises(RequestError, match="is not a regular file"):
            write_report(comparison_folder, "en", target, force=True)
    assert link.is_symlink()
    assert victim.read_text("utf-8") == "precious"


def test_results_stay_readable_beside_their_report(comparison_folder: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(comparison_folder, tmp_path / "copy")
    path = write_report(folder, "en")
    assert path == folder / "report-en.html"
    assert write_report(folder, "en") == path


def test_what_cannot_be_written_is_one_message(comparison_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", "utf-8")
    with pytest.raises(WorkError, match="cannot write"):
        write_report(comparison_folder, "en", tmp_path / "file" / "page.html")
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(os.name == "nt", reason="no limit of file sizes on this system")
def test_a_full_disk_leaves_the_report_before(comparison_folder: Path, tmp_path: Path) -> None:
    import resource

    target = write_report(comparison_folder, "en", tmp_path / "page.html")
    before = target.read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        with pytest.raises(WorkError, match="no space left"):
            write_report(comparison_folder, "en", target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert target.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["page.html"]


@pytest.mark.parametrize("content", [None, "{", '{"tool": "other"}', '{"tool": "heterophony"}'])
def test_a_folder_without_results_is_refused(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "manifest.json").write_text(content, "utf-8")
    with pytest.raises(RequestError, match=re.escape(str(tmp_path))):
        report(tmp_path, "en")


def test_a_damaged_folder_is_refused(comparison_folder: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(comparison_folder, tmp_path / "copy")
    (folder / "weekly.parquet").write_bytes(b"not a table")
    with pytest.raises(RequestError, match="cannot be read"):
        report(folder, "en")


@pytest.mark.browser
def test_pictures_of_a_report_are_legible_under_forced_colours(
    browser: Any, comparison_folder: Path
) -> None:
    context = browser.new_context(color_scheme="dark", forced_colors="active")
    page = context.new_page()
    page.set_content(report(comparison_folder, "en"))
    grounds = page.locator("svg").evaluate_all(
        "all => all.map((each) => getComputedStyle(each).backgroundColor)"
    )
    assert set(grounds) == {"rgb(255, 255, 255)"}
    context.close()
