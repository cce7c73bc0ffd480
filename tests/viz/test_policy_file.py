"""The policy page in one mailed file: small, closed, live, and with the numbers of the program."""

import base64
import hashlib
import re
from pathlib import Path
from typing import Any

import pytest

from heterophony.experiments import RequestError
from heterophony.experiments.inputs.own_jobcentre import OwnPlan
from heterophony.experiments.methods.answers import answer_of
from heterophony.experiments.methods.deepening import conditions, run_condition
from heterophony.experiments.methods.ensemble import Ensemble
from heterophony.experiments.methods.settled_answers import settled_words
from heterophony.scenarios import PARAMETERS, list_scenarios
from heterophony.viz.mailed_declarations import assumed_names, first_plan
from heterophony.viz.publish import publish
from heterophony.viz.words import words

MOST, MOST_WITH_WORLDS = 500_000, 1_000_000  # bytes
LANGUAGES = ("da", pytest.param("en", marks=pytest.mark.slow))
WIDTHS = (1280, pytest.param(360, marks=pytest.mark.slow))
PLAN = {"meeting.interval_weeks": 4}
# Ask the file a question; return what it says first, or after so many pairs.
ASK = """([question, pairs]) => new Promise((done) => {
  const stop = new AbortController();
  const take = (line) => { if (line.pairs === pairs || !line.pairs) { stop.abort(); done(line); } };
  page.source.ask("answer", question, take, stop.signal);
})"""

# The lines that are shown, and from how many pairs they are.
READ = """() => ({
  pairs: page.found.pairs,
  lines: [...document.querySelectorAll(".lines .said")].map((each) => each.innerText),
})"""


def opened(page: Any, file: Path, fragment: str = "") -> None:
    page.goto(f"{file.as_uri()}{fragment}")
    page.wait_for_function("() => window.page?.found?.pairs")


def closed(page: Any) -> None:
    """Nothing failed, and nothing was asked but the file and the worker in it."""
    assert page.errors == []
    assert [url for url in page.asked if not url.startswith(("file:", "blob:", "data:"))] == []


def test_the_file_is_small_and_the_same_each_time(policy_page: Any, tmp_path: Path) -> None:
    file = policy_page("da")
    assert file.stat().st_size < MOST
    again = publish(tmp_path / "again.html", what="policy", language="da", worlds=0)
    assert again.read_bytes() == file.read_bytes()


def test_its_content_policy_allows_its_own_script_and_style_alone(policy_page: Any) -> None:
    text = policy_page("da").read_text("utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy
    style, script = (own_digest(text, kind) for kind in ("style", "script"))
    assert policy[1] == (
        f"default-src 'none'; script-src '{script}' 'wasm-unsafe-eval'; worker-src blob:; "
        f"style-src '{style}'; img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def own_digest(text: str, kind: str) -> str:
    found = re.search(rf"<{kind}>(.*?)</{kind}>", text, re.DOTALL)
    assert found
    return "sha256-" + base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode()


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_lever_is_moved_in_a_file_opened_by_double_click(
    page: Any, policy_page: Any, language: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    opened(page, policy_page(language))
    page.locator("#plan-meeting-interval_weeks").focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_function(
        "() => page.state.plan['meeting.interval_weeks'] === 3 && !page.found.old"
    )
    found = page.evaluate(READ)
    expected = answer_of(compared({"meeting.interval_weeks": 3}, found["pairs"]))
    change = words(language).number(expected["outcomes"]["caseworker_hours"]["difference"], 1)
    assert len(found["lines"]) == 3
    assert change in found["lines"][2]
    assert "meeting.interval_weeks=3" in page.evaluate("location.hash")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    closed(page)


def compared(
    plan: Any, pairs: int, jobcentre: Any = None, seed: int = 1, assumptions: Any = None
) -> Any:
    question = OwnPlan(jobcentre or {}, plan, assumptions or {})
    return Ensemble(question.arms[0], seed=seed).compare(question.arms[1], pairs)


def assert_same_answer(
    page: Any,
    plan: Any,
    pairs: int,
    jobcentre: Any = None,
    seed: int = 1,
    assumptions: Any = None,
) -> None:
    question = {"jobcentre": jobcentre or {}, "plan": plan, "assumptions": assumptions or {}}
    found = page.evaluate(ASK, [question, pairs])
    expected = answer_of(compared(plan, pairs, jobcentre, seed, assumptions))
    settled = found.pop("settled")
    assert settled == settled_words(expected)
    assert found.pop("final") is (pairs == 50 or all(settled.values()))
    assert found == expected


@pytest.mark.browser
def test_its_answers_are_those_of_the_program(page: Any, policy_page: Any) -> None:
    opened(page, policy_page("da"))
    assert_same_answer(page, PLAN, 4)
    larger = {"staffing.mentors": 5, "staffing.caseworker_caseload": 72.5}
    plan = {"staffing.mentor_caseload": 20, "dialogue.interval_weeks": 6, "staffing.handover": True}
    assert_same_answer(page, {**plan, "meeting.chair": "citizen"}, 4, larger)


@pytest.mark.browser
def test_so_they_are_under_other_assumptions(page: Any, policy_page: Any) -> None:
    opened(page, policy_page("da"))
    assumed = {
        "slip.repair": 0.45,
        "mentor.replace_after_interruption": False,
        "hours.caseworker_share": 0.6,
    }
    assumed |= {"population.mentored_share": 0.3, "population.refill_weeks": 2}
    assert_same_answer(page, PLAN, 4, {"staffing.mentors": 4}, assumptions=assumed)


@pytest.mark.browser
def test_so_they_are_where_an_assumption_moves_others_or_leaves_no_groups(
    page: Any, policy_page: Any
) -> None:
    opened(page, policy_page("da"))
    assumed: dict[str, Any] = {"mentor.enabled": False, "dialogue.caseworkers_attending": 1}
    assumed |= {"ownership.weight_trust": 0.28, "population.profile": "crisis"}
    assert_same_answer(page, {**PLAN, "dialogue.interval_weeks": 4}, 4, assumptions=assumed)


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("section", dict.fromkeys(PARAMETERS[n].section for n in assumed_names()))
def test_so_they_are_under_every_assumption(page: Any, policy_page: Any, section: str) -> None:
    opened(page, policy_page("da"))
    for name in assumed_names():
        if PARAMETERS[name].section == section:
            for value in others_than_usual(name):
                assert_same_answer(page, PLAN, 4, assumptions={name: value})


def others_than_usual(name: str) -> list[Any]:
    """The plausible value furthest from the usual one, or all other choices."""
    parameter = PARAMETERS[name]
    if parameter.type == "bool":
        return [not parameter.default]
    if parameter.type == "choice":
        return [each for each in parameter.choices if each != parameter.default]
    plausible = (parameter.low, parameter.high)
    span = plausible if parameter.low is not None else (parameter.minimum, parameter.maximum)
    most = max(span, key=lambda end: abs(float(end) - float(parameter.default or 0)))
    return [int(most) if parameter.type == "int" else most]


@pytest.mark.browser
def test_so_they_are_under_another_seed(page: Any, tmp_path: Path) -> None:
    file = publish(tmp_path / "seven.html", what="policy", seed=7, scenario="handover", worlds=0)
    opened(page, file)
    assert page.evaluate("page.state.plan") == first_plan("handover")
    assert_same_answer(page, first_plan("handover"), 4, seed=7)


def plans() -> dict[str, Any]:
    """Every policy of the library that a plan can be, by name."""
    found = {}
    for each in list_scenarios():
        try:
            found[each.name] = first_plan(each.name)
        except RequestError:
            continue
    return found


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("pairs", [4, 16])
def test_so_they_are_for_every_plan_of_the_library(page: Any, policy_page: Any, pairs: int) -> None:
    opened(page, policy_page("da"))
    assert len(plans()) > 10
    for plan in plans().values():
        assert_same_answer(page, plan, pairs)


@pytest.mark.slow
@pytest.mark.browser
def test_what_turns_an_answer_is_what_the_program_says(page: Any, policy_page: Any) -> None:
    opened(page, policy_page("da"))
    page.wait_for_function("() => page.found?.depth")
    found = page.evaluate("page.found.depth.conditions")
    expected = conditions(OwnPlan({}, PLAN))
    assert [(each["name"], each["value"]) for each in found] == [
        (each.name, each.value) for each in expected
    ]
    for there, case in zip(found, expected, strict=True):
        here = run_condition(case)
        assert (there["difference"], there["standing"]) == (here["difference"], here["standing"])


@pytest.mark.browser
def test_a_moved_lever_supersedes_the_plan_before(page: Any, policy_page: Any) -> None:
    opened(page, policy_page("da"))
    for weeks in (2, 12, 6):
        page.evaluate("weeks => page.state.lever('meeting.interval_weeks', weeks)", weeks)
    page.wait_for_function("() => page.found.pairs && !page.found.old")
    found = page.evaluate("page.found")
    expected = answer_of(compared({"meeting.interval_weeks": 6}, found["pairs"]))
    assert found["outcomes"] == expected["outcomes"]


def test_a_scenario_of_levers_is_the_plan_that_opens() -> None:
    assert first_plan("meetings-every-4-weeks") == PLAN
    assert first_plan("baseline") == PLAN  # the first question: twice as many meetings


@pytest.mark.parametrize(
    ("scenario", "reason"),
    [("reform-timeline", "changes in mid-run"), ("no-mentor", "unknown setting")],
)
def test_a_scenario_that_is_no_plan_is_refused(scenario: str, reason: str) -> None:
    with pytest.raises(RequestError, match=reason):
        first_plan(scenario)


@pytest.mark.slow
@pytest.mark.browser
def test_plans_and_lessons_lie_in_one_file(page: Any, tmp_path: Path) -> None:
    file = publish(tmp_path / "all.html", what="all", pairs=2)
    assert file.stat().st_size < MOST_WITH_WORLDS
    opened(page, file)
    plan = page.evaluate("location.hash")
    page.get_by_role("link", name=words("en")("page.mailed.lessons")).click()
    page.wait_for_selector("#content h2")
    assert not page.locator("#page").is_visible()
    page.get_by_role("link", name=words("en")("page.mailed.policy")).click()
    page.wait_for_selector("#answer", state="visible")
    assert not page.locator("#class").is_visible()
    assert page.evaluate("location.hash") == plan
    closed(page)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("language", "colours", "width"),
    [
        ("da", {"color_scheme": "dark", "forced_colors": "active"}, 1280),
        pytest.param("en", {"color_scheme": "dark"}, 360, marks=pytest.mark.slow),
        pytest.param("da", {"color_scheme": "light"}, 360, marks=pytest.mark.slow),
    ],
)
def test_axe_finds_nothing(
    browser: Any, policy_page: Any, violations: Any, language: str, colours: Any, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, **colours)
    page = context.new_page()
    opened(page, policy_page(language))
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    assert violations(page) == []
    context.close()
