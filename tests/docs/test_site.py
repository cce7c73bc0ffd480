"""The site is built whole: no warning, nothing fetched, every name leads to its reference."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from heterophony.docs.generate import commands, hook, links, nav, python_api
from heterophony.scenarios import OUTCOMES, PARAMETERS, list_scenarios

ROOT = Path(__file__).parents[2]
FETCHED = re.compile(
    r"<(?:script|img|iframe|source)\b[^>]*\bsrc=\"?(https?:|//)|<link\b[^>]*\bhref=\"?(https?:|//)"
    r"|@import|url\(\s*[\"']?(https?:|//)"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as `make docs` builds it, elsewhere."""
    folder = tmp_path_factory.mktemp("site")
    line = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-d", str(folder)]
    quiet = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    built = subprocess.run(line, cwd=ROOT, env=quiet, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    assert built.stderr == ""
    return folder


def text_of(site: Path, page: str) -> str:
    return (site / page).read_text("utf-8")


def test_nothing_is_fetched_from_elsewhere(site):
    files = [*site.rglob("*.html"), *site.rglob("*.css")]
    assert len(files) > 60
    found = {
        file.relative_to(site).as_posix() for file in files if FETCHED.search(file.read_text())
    }
    assert not found


def test_every_declared_name_has_its_place(site):
    outcomes, scenarios = (
        text_of(site, f"reference/{page}.html") for page in ("outcomes", "scenarios")
    )
    assert all(f'id="{name}"' in outcomes for name in OUTCOMES)
    assert all(f'id="{each.name}"' in scenarios for each in list_scenarios())
    pages = {
        section: text_of(site, f"reference/parameters/{section}.html")
        for section in {each.section for each in PARAMETERS.values()}
    }
    missing = [n for n, each in PARAMETERS.items() if f'id="{n}"' not in pages[each.section]]
    assert not missing


def test_every_name_in_code_leads_to_a_place_that_is_there(site):
    addresses = {
        (page.parent / href.partition("#")[0]).resolve().relative_to(site.resolve()).as_posix()
        + f"#{href.partition('#')[2]}"
        for page in site.rglob("*.html")
        for href in re.findall(r'<a class="name" href="([^"]+)"', page.read_text("utf-8"))
    }
    assert len(addresses) > len(PARAMETERS)
    texts = {page: text_of(site, page) for page in {each.partition("#")[0] for each in addresses}}
    places = (each.partition("#") for each in addresses)
    assert not [(page, anchor) for page, _, anchor in places if f'id="{anchor}"' not in texts[page]]


def test_the_first_page_says_first_what_the_model_cannot_say(site):
    text = text_of(site, "index.html")
    assert text.index('id="what-it-cannot-say"') < text.index("<img")


@pytest.mark.parametrize("page", hook.RESULTS)
def test_a_page_of_results_says_first_what_they_are_not(site, page):
    body = text_of(site, page.replace(".md", ".html")).partition("<h1")[2]
    assert body.index("Before any result") < body.index("<p>")


def test_the_reference_shows_each_verb_as_it_explains_itself(site):
    text = text_of(site, "reference/command.html")
    assert len(commands.verbs()) > 18
    for verb in commands.verbs():
        assert f"Usage: heterophony {verb}" in text


@pytest.mark.browser
def test_the_search_works_without_a_server(site, browser):
    for width in (1280, 390):
        page = browser.new_page(viewport={"width": width, "height": 844})
        asked, wrong = [], []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.on("pageerror", lambda error, wrong=wrong: wrong.append(str(error)))
        page.goto((site / "MODEL.html").as_uri())
        page.wait_for_selector("html.js")
        page.evaluate("document.getElementById('__search').click()")
        page.locator(".md-search__input").press_sequentially("reactance", delay=20)
        page.wait_for_selector(".md-search-result__item >> text=/reactance/i")
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not page.evaluate(wide)
        assert not wrong
        assert all(url.startswith(("file:", "data:", "about:")) for url in asked)
        page.close()


def test_pages_that_are_not_there_leave_the_navigation_and_no_page_is_lost():
    declared = [{"A": ["one.md", {"Two": "two.md"}]}, {"B": ["three.md"]}, {"C": ["in/*"]}]
    shown = nav.present(declared, ["one.md", "in/x.md", "in/y.md", "loose.md"])
    assert shown == [{"A": ["one.md"]}, {"C": ["in/x.md", "in/y.md"]}, {"More": ["loose.md"]}]


@pytest.mark.parametrize(
    ("written", "depth", "shown"),
    [
        ("[a](../README.md)", 0, "[a](index.md)"),
        ("[a](../../CHANGELOG.md#x)", 1, "[a](../changelog.md)"),
        ("[a](../examples/first.py)", 0, "[a](examples.md)"),
        ("[a](../LICENSE)", 0, "a"),
        ("[a](../glossary.md)", 1, "[a](../glossary.md)"),
        ("[a](MODEL.md)", 0, "[a](MODEL.md)"),
    ],
)
def test_a_link_out_of_the_pages_leads_to_a_page_or_is_words(written, depth, shown):
    assert links.kept_inside(written, depth) == shown


def test_names_in_headings_links_and_listings_stay_as_they_are():
    known = {"meeting.chair": "page#meeting.chair"}
    kept = "<h2><code>meeting.chair</code></h2><pre><code>meeting.chair</code></pre>"
    html = f"{kept}<p><code>meeting.chair</code></p>"
    linked = links.linked(html, known, lambda place: place)
    wanted = '<p><a class="name" href="page#meeting.chair"><code>meeting.chair</code></a></p>'
    assert linked == kept + wanted


def test_docstrings_become_lists():
    said = (
        "Do it.\n\nParameters\n----------\nx : int\n    How often,\n    at most 3.\ny\n    Why.\n"
    )
    shown = python_api.markdown_of(said)
    assert shown == "Do it.\n\n**Parameters**\n\n- `x` (int): How often, at most 3.\n- `y`: Why.\n"
