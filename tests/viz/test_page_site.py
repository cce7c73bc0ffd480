"""The page's server without a browser: what it sends, refuses and survives."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from starlette.datastructures import Headers

from heterophony.experiments.inputs.own_jobcentre import questions
from heterophony.sim import model_digest
from heterophony.viz.security import Guarded, allowed_names
from heterophony.viz.site import LARGEST_QUESTION
from heterophony.viz.word_file import written
from heterophony.viz.words import words

Ask = Callable[..., Any]


def test_every_answer_carries_the_headers_and_no_cookie(ask: Ask) -> None:
    for path in ("/", "/page/main.js", "/data/da.json", "/health", "/there-is-none"):
        headers = ask(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Set-Cookie"] is None


def test_foreign_origins_and_names_are_refused(ask: Ask, address: str) -> None:
    assert ask("/ask/answer", {}, Origin="http://evil.example").status == 403
    assert ask("/ask/answer", {}, Origin="null").status == 403
    assert ask("/", Host="evil.example").status == 403
    assert ask("/ask/questions", {}, Origin=address).status == 200
    cross = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors"}
    assert ask("/ask/answer", {}, **cross).status == 403


def test_a_proxy_reaches_the_server_under_the_name_it_was_told() -> None:
    names = allowed_names("127.0.0.1", ["heterophony.kommune.dk"])
    guarded = Guarded(lambda *_: None, names)  # type: ignore[arg-type, return-value]
    assert not guarded.refusal(Headers({"host": "heterophony.kommune.dk"}))
    assert guarded.refusal(Headers({"host": "another.dk"}))
    assert allowed_names("0.0.0.0", []) == []  # any name, and the command warned


def test_health_says_which_model_answers(ask: Ask) -> None:
    found = json.loads(ask("/health").text)
    assert found["status"] == "ok"
    assert found["model"] == model_digest()
    assert found["rules"] in ("ready", "compiling")


def test_an_answer_comes_in_lines_that_get_better_and_fit_a_page(ask: Ask) -> None:
    question = {"plan": {"meeting.interval_weeks": 5}, "visitor": "one"}
    found = ask("/ask/answer", question)
    answers = [line for line in found.lines if "basis" in line]
    assert [line["final"] for line in answers][-1]
    assert not any(line["final"] for line in answers[:-1])
    pairs = [line["pairs"] for line in answers if line["basis"] == "runs"]
    assert pairs == sorted(pairs)
    assert pairs[-1] == 50  # here some word stays open
    runs = [line for line in answers if line["basis"] == "runs"]
    done = [line["pairs"] == 50 or all(line["settled"].values()) for line in runs]
    assert done == [*[False] * (len(done) - 1), True]  # more pairs only while a word is open
    assert max(len(line) for line in found.text.splitlines()) < 20_000
    again = ask("/ask/answer", question).lines
    assert len(again) == 1  # what was computed is kept
    assert again[0]["outcomes"] == answers[-1]["outcomes"]


def test_a_plan_that_changes_nothing_needs_no_run(ask: Ask) -> None:
    assert ask("/ask/answer", {"plan": {"meeting.interval_weeks": 8}}).lines == [
        {"basis": "unchanged", "final": True}
    ]


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (b"no json", "no JSON"),
        (b"[" * 10_000, "no JSON"),
        (b'{"plan": {"staffing.funding": "\\ud800"}}', "no JSON"),
        (b'{"plan": {"meeting.interval_weeks": NaN}}', "interval_weeks"),
        (b"x" * (LARGEST_QUESTION + 1), "above"),
        ([1], "no table"),
        ({"plan": {"run.weeks": 100_000}}, "unknown setting"),
        ({"plan": {"meeting.interval_weeks": 0}}, "allowed: 1 to 52"),
        ({"plan": {"meeting.interval_weeks": True}}, "allowed: 1 to 52"),
        ({"plan": {"meeting.interval_weeks": [4]}}, "no single value"),
        ({"plan": {"staffing.funding": "<script>"}}, "must be one of"),
        ({"jobcentre": {"staffing.mentors": 100, "staffing.mentor_caseload": 60}}, "places"),
        ({"plan": {}, "visitor": "v" * 100}, "visitor"),
    ],
)
def test_a_wrong_question_is_refused_in_a_sentence(ask: Ask, document: object, said: str) -> None:
    found = ask("/ask/answer", document)
    assert found.status == 400
    assert said in json.loads(found.text)["reason"]
    assert ask("/health").status == 200


def test_ready_questions_follow_the_jobcentre(ask: Ask) -> None:
    asked = {"jobcentre": {"staffing.caseworker_caseload": 80, "meeting.interval_weeks": 13}}
    found = json.loads(ask("/ask/questions", asked).text)
    assert found == json.loads(json.dumps(questions(asked["jobcentre"])))
    assert found["fewer-cases"] == {"staffing.caseworker_caseload": 60.0}
    assert found["more-often"] == {"meeting.interval_weeks": 6}


def test_an_unknown_address_is_told_in_the_visitors_language(ask: Ask) -> None:
    for language in ("da", "en"):
        found = ask(f"/nothing?lang={language}")
        assert found.status == 404
        assert words(language)("page.not_found") in found.text


def test_the_statement_on_accessibility_is_there_in_both_languages(ask: Ask) -> None:
    for language in ("da", "en"):
        text = ask(f"/accessibility?lang={language}").text
        assert f'<html lang="{language}">' in text
        assert "WCAG" in text


def test_a_note_becomes_a_file_that_word_opens(ask: Ask) -> None:
    parts = [
        {"kind": "title", "text": "Notat: <b>A & B</b>"},
        {"kind": "table", "rows": [["Hvem", "Før"], ["Færrest", "47"]]},
        {"kind": "small", "text": "En model\u0000."},
    ]
    found = ask("/note.docx", {"parts": [{"kind": "wrong"}]})
    assert found.status == 400
    with zipfile.ZipFile(io.BytesIO(written({"parts": parts, "language": "da"}))) as packed:
        assert packed.testzip() is None
        text = packed.read("word/document.xml").decode()
    assert "Notat: &lt;b&gt;A &amp; B&lt;/b&gt;" in text
    assert text.count("<w:tr>") == 2
    assert 'w:val="da-DK"' in text
    assert text.count("<w:tblHeader/>") == text.count('<w:outlineLvl w:val="0"/>') == 1
    assert "\u0000" not in text
