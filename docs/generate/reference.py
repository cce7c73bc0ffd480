"""Reference pages of what is declared: parameters by section, outcomes, scenarios."""

from __future__ import annotations

from heterophony.docs.generate.markup import (
    between,
    code,
    heading,
    page,
    table,
    value,
)
from heterophony.scenarios import (
    OUTCOMES,
    PARAMETERS,
    Outcome,
    Parameter,
    Scenario,
    list_scenarios,
    load_scenario,
    load_sections,
)
from heterophony.scenarios.confidence import confidence_words

KINDS = {
    "lever": "lever: a policy may set it",
    "context": "context: describes a jobcentre",
    "behaviour": "behaviour: uncertain, varied over plausible worlds",
    "frame": "frame: scale, switch or calendar",
}
GOOD = {"more": "more serves the citizen", "less": "less serves the citizen", "neither": "either"}


def parameter_pages() -> dict[str, str]:
    """Write the page of all sections, and a page for each section, by address."""
    pages = {"reference/parameters/index.md": _sections()}
    for section, title in load_sections().items():
        found = [each for each in PARAMETERS.values() if each.section == section]
        pages[f"reference/parameters/{section}.md"] = page(
            heading(1, title["en"]),
            f"*{title['da']}.* Set in a scenario file under `[{section}]`, or with "
            f"`--set {found[0].name}=VALUE`.",
            table(("parameter", "what", "default", "unit"), [_short(each) for each in found]),
            *(_parameter(each) for each in found),
        )
    return pages


def _sections() -> str:
    rows = []
    for section, title in load_sections().items():
        found = [each for each in PARAMETERS.values() if each.section == section]
        levers = [code(each.name) for each in found if each.kind == "lever"]
        name = f"[{title['en']}]({section}.md)"
        rows.append((name, code(section), str(len(found)), ", ".join(levers)))
    return page(
        "# Parameters",
        f"{len(PARAMETERS)} parameters are declared, each once, in `scenarios/parameters/`. In a "
        "terminal: `heterophony list parameters`, and `heterophony show NAME` for one of them. "
        "[Evidence](../../evidence.md) says how well each is founded.",
        table(("section", "name", "parameters", "levers of management"), rows),
    )


def _short(each: Parameter) -> tuple[str, ...]:
    name = f"[`{each.name}`](#{each.name})"
    return name, each.title["en"], value(each.default), each.unit


def _parameter(each: Parameter) -> str:
    facts = [
        ("default", value(each.default)),
        ("unit", each.unit),
        ("allowed", ", ".join(map(code, each.choices)) or between(each.minimum, each.maximum)),
        ("plausible range", between(each.low, each.high)),
        ("parts", ", ".join(each.components)),
        ("kind", KINDS[each.kind]),
        ("symbol", each.symbol),
        ("source", each.source),
        ("confidence", confidence_words(each)["en"]),
    ]
    rows = [(name, text) for name, text in facts if text]
    words = f"**{each.title['en']}.** {each.help['en']}"
    if "da" in each.title:
        words += f"\n\n*{each.title['da']}. {each.help.get('da', '')}*"
    return page(heading(2, code(each.name), each.name), words, table(("", ""), rows))


def outcome_page() -> str:
    """Write the page of all outcomes."""
    runs = [each for each in OUTCOMES.values() if each.level == "run"]
    weekly = [each for each in OUTCOMES.values() if each.level == "weekly"]
    return page(
        "# Outcomes",
        f"{len(OUTCOMES)} outcomes are declared in `scenarios/outcomes.toml`. Only differences "
        "between policies mean anything; a difference below the smallest one named here is not "
        "worth mentioning. In a terminal: `heterophony list outcomes`.",
        "## Of a run",
        "Counted once a run, over its cases, meetings, hours and money.",
        *(_outcome(each) for each in runs),
        "## Of a week",
        "Counted each week over the people on a course; a run's value is the mean over its weeks.",
        *(_outcome(each) for each in weekly),
    )


def _outcome(each: Outcome) -> str:
    facts = [
        ("unit", each.unit or "index without a unit"),
        ("range", between(each.minimum, each.maximum)),
        ("smallest difference", value(each.smallest_difference)),
        ("direction", GOOD[each.good]),
        ("shown first", "yes" if each.headline else ""),
    ]
    said = " · ".join(f"{name}: {text}" for name, text in facts if text)
    danish = f"*{each.title['da']}. {each.help['da']}*"
    words = f"**{each.title['en']}.** {each.help['en']}"
    return page(heading(3, code(each.name), each.name), words, danish, said)


def scenario_page() -> str:
    """Write the page of the library."""
    library = [load_scenario(each.name) for each in list_scenarios()]
    rows = [(f"[`{each.name}`](#{each.name})", each.summary["en"]) for each in library]
    return page(
        "# Scenarios",
        f"{len(library)} scenarios ship with the package. `heterophony show NAME` prints one, and "
        "`heterophony new my-policy.toml --extends NAME` begins one of your own.",
        table(("scenario", "in a sentence"), rows),
        *(_scenario(each) for each in library),
    )


def _scenario(each: Scenario) -> str:
    defaults = {name: parameter.default for name, parameter in PARAMETERS.items()}
    different = [
        (code(name), value(defaults[name]), value(now))
        for name, now in each.values.items()
        if now != defaults[name]
    ]
    changes = [
        (str(change.week), "; ".join(f"`{name}` = {value(now)}" for name, now in items))
        for change in each.changes
        if (items := change.values.items())
    ]
    return page(
        heading(2, code(each.name), each.name),
        f"**{each.title['en']}.** {each.summary['en']}",
        f"*{each.title['da']}. {each.summary['da']}*" if "da" in each.title else "",
        table(("parameter", "default", "here"), different) if different else "",
        table(("from week", "changes"), changes) if changes else "",
        f"Evidence: {each.evidence}" if each.evidence else "",
    )
