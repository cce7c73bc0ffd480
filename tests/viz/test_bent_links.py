"""Links that somebody bent are refused in a sentence, and nothing in them is evaluated."""

import random
from typing import Any
from urllib.parse import quote

import pytest

from heterophony.viz.words import words

WHOLE = (
    *("lang=en", "meeting.interval_weeks=4", "my.staffing.mentors=6", "theme=dark"),
    "if.slip.repair=0.5",
)
NAMES = (
    "meeting.interval_weeks",
    "staffing.caseworker_caseload",
    "my.staffing.mentors",
    "if.slip.repair",
    "if.mentor.replace_after_interruption",
    "__proto__",
)
NASTY = (
    "<img src=x onerror=bent=1>",
    "1e999",
    "NaN",
    "-Infinity",
    "${bent=1}",
    "');bent=1;('",
    "99999999999",
    "-1",
    "4,5,6",
    "[object Object]",
    "0x",
    "\u202e4",
    "%",
)
ALONE = (
    "constructor=5",
    "__proto__=1",
    "toString=javascript:bent=1",
    "my.__proto__=2",
    "if.citizen.memory=0.5",
    "if.<script>=1",
    "if.__proto__=1",
    "if.alternatives.meeting=counts",
    "if.mentor.enabled=maybe",
    "meeting.chair=mentor&if.mentor.enabled=false",
    "if.staffing.handover=true",
    "staffing.mentors=3",
    "unknown.lever=4",
    "staffing.funding=everybody",
    "=5",
)


def bent_links(count: int) -> list[str]:
    """Return links, always the same ones."""
    chances = random.Random(25)
    return [_bent(chances) for _ in range(count)]


def _bent(chances: random.Random) -> str:
    parts = chances.sample(WHOLE, chances.randint(0, len(WHOLE)))
    if chances.random() < 0.4:
        parts.append(chances.choice(ALONE))
    else:
        value = chances.choice(NASTY)
        if chances.random() < 0.3:
            at = chances.randrange(len(value) + 1)
            value = value[:at] + chances.choice("<\"'&\u0000\u2028") + value[at:]
        written = value if chances.random() < 0.3 else quote(value)
        parts = [each for each in parts if not each.startswith(NAMES)]
        parts.append(f"{chances.choice(NAMES)}={written}")
    chances.shuffle(parts)
    return "#lang=en&" + "&".join(parts)


GOOD = "#lang=en&meeting.interval_weeks=5"
FOLLOW = """async ([good, link]) => {
  const follow = (to) => new Promise((done) => {
    addEventListener("popstate", () => setTimeout(done), { once: true });
    location.hash = to;
  });
  await follow(good);
  const before = document.body.innerText;
  await follow(link);
  const { plan, jobcentre } = page.state;
  const foreign = document.querySelectorAll("img, iframe, object, embed").length;
  return { plan, jobcentre, before, text: document.body.innerText, bent: window.bent, foreign };
}"""


@pytest.mark.browser
@pytest.mark.parametrize("count", [30, pytest.param(400, marks=pytest.mark.slow)])
def test_a_bent_link_is_refused_in_a_sentence_and_never_evaluated(
    page: Any, policy_page: Any, count: int
) -> None:
    page.goto(policy_page("en").as_uri())
    page.wait_for_function("() => window.page?.found")
    parameters = page.evaluate("page.declared.parameters")
    speak = words("en").sentences
    errors = ("refused", "unknown", "elsewhere", "value", "contradicts")
    keys = ("page.link.moved", "page.link.ignored", *(f"page.error.{each}" for each in errors))
    sentences = [speak[key].split("{")[0] for key in keys]
    for link in bent_links(count):
        found = page.evaluate(FOLLOW, [GOOD, link])
        assert found.get("bent") is None, link
        assert found["foreign"] == 0, link
        assert not any(each in found["before"] for each in sentences), link
        assert any(each in found["text"] for each in sentences), link
        for name, value in {**found["plan"], **found["jobcentre"]}.items():
            assert is_allowed(parameters[name], value), link
    assert page.errors == []


def is_allowed(parameter: Any, value: Any) -> bool:
    if parameter["type"] == "choice":
        return value in parameter["choices"]
    if parameter["type"] == "bool":
        return isinstance(value, bool)
    return bool(parameter["least"] <= value <= parameter["most"])
