"""What MkDocs calls while it builds the site: generated pages, navigation, links."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File
from mkdocs.utils import get_relative_url

from heterophony.docs.generate import (
    commands,
    examples,
    links,
    nav,
    published,
    python_api,
    reference,
    rule_pages,
)

ROOT = Path(__file__).resolve().parents[2]
# Pages on which a name is that of a column, although an outcome may bear it too.
COLUMNS = ("model/states.md",)
# Pages of results begin with what the model cannot say.
RESULTS = (
    *("calibration.md", "claims.md", "comparing.md", "robustness.md", "sensitivity.md"),
    *("survey.md", "sweeps.md", "validation.md"),
)
LIMITS = """!!! warning "Before any result"
    Differences under assumptions: no forecast, no absolute ownership, nothing about persons.
    [What it cannot say](index.md#what-it-cannot-say).
"""
# Pages whose tables take the room of the side columns.
WIDE = {
    "TRACEABILITY.md": ["navigation", "toc"],
    "model/parameters.md": ["navigation"],
    "model/rules.md": ["navigation"],
}


@cache
def generated() -> dict[str, str]:
    """Return every page that is made from the sources, by address."""
    return {
        **reference.parameter_pages(),
        **rule_pages.rule_pages(),
        "reference/outcomes.md": reference.outcome_page(),
        "reference/scenarios.md": reference.scenario_page(),
        "reference/command.md": commands.command_page(),
        "reference/python.md": python_api.api_page(),
        "examples.md": examples.examples_page(ROOT / "examples"),
        "changelog.md": (ROOT / "CHANGELOG.md").read_text("utf-8"),
        "contributing.md": _as_page((ROOT / "CONTRIBUTING.md").read_text("utf-8")),
    }


def _as_page(text: str) -> str:
    """Turn the links of a file beside `docs/` into links of a page within it."""
    return text.replace("](docs/", "](").replace("](CHANGELOG.md)", "](changelog.md)")


def on_files(files: Any, config: Any) -> Any:
    """Add the generated pages, and fit the navigation to the pages there are."""
    for address, text in generated().items():
        files.append(File.generated(config, address, content=text))
    pages = [file.src_uri for file in files.documentation_pages()]
    config.nav = nav.present(config.nav, pages)
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    """Keep links inside; say before results what they are not, and below of which model."""
    if page.file.src_uri in WIDE:
        page.meta["hide"] = WIDE[page.file.src_uri]
    if page.file.src_uri in RESULTS:
        title, _, rest = markdown.partition("\n")
        markdown = f"{title}\n\n{LIMITS}\n{rest}"
    markdown += published.footer(f"docs/{page.file.src_uri}")
    return links.kept_inside(markdown, page.file.src_uri.count("/"))


@cache
def _places() -> dict[str, str]:
    return links.places()


def on_page_content(html: str, page: Any, config: Any, files: Any) -> str:
    """Let names in code lead to their reference."""

    def address(place: str) -> str:
        target, _, anchor = place.partition("#")
        return f"{get_relative_url(files.get_file_from_path(target).url, page.url)}#{anchor}"

    own = page.file.src_uri
    skipped = ("reference/outcomes.md",) if own in COLUMNS else ()
    known = {
        name: place
        for name, place in _places().items()
        if not place.startswith((f"{own}#", *skipped))
    }
    return links.breakable(links.linked(html, known, address))


def on_post_build(config: Any) -> None:
    """Lay the search's index beside itself as a script, for pages opened from the disk."""
    folder = Path(config.site_dir, "search")
    index = (folder / "search_index.json").read_text("utf-8")
    (folder / "search_index.js").write_text(f"var __index = {index}", "utf-8")
