"""Files of claims: read, completed, and refused where they say something impossible."""

from pathlib import Path

import pytest

from heterophony.experiments.inputs.claims import load_claims, read_claims
from heterophony.experiments.results.errors import RequestError

GOOD = {
    "name": "one",
    "sentence": "A sentence.",
    "policy": "four-interviews",
    "outcome": "ownership_52w",
    "direction": "more",
}


def test_a_claim_takes_its_size_from_the_outcome_and_its_words_in_both_languages():
    row = GOOD | {"sentence": {"en": "A", "da": "B"}, "set": {"run": {"weeks": 80}}}
    (found,) = read_claims({"claim": [row]}, "f", Path())
    assert found.size == 0.02
    assert found.sentence == {"en": "A", "da": "B"}
    assert found.overrides == {"run.weeks": 80}
    assert found.as_claimed().endswith("more by at least 0.02")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"direction": "up"}, 'direction = "up"; allowed: more, less, no difference'),
        ({"outcome": "ownership_52"}, "is no outcome .nearest name: ownership_52w"),
        ({"group": "poor"}, "group = 'poor'; allowed: lowest-third"),
        ({"group": "lowest-third", "outcome": "pressure"}, "pressure is not counted by group"),
        ({"size": -1}, "size = -1; allowed: a number from 0"),
        ({"size": 0, "direction": "no difference"}, "no interval lies within nothing"),
        ({"sentence": ""}, "sentence = ''; allowed: a text"),
        (
            {"polciy": "x"},
            "'polciy' is not known here; allowed: name, .* .nearest valid .*: policy",
        ),
        ({"worlds": -3}, "worlds = -3; allowed: 0 to"),
        ({"needed": 0.3}, "needed = 0.3; allowed: a share above 0.5"),
        ({"weeks": [0, 900], "outcome": "pressure"}, r"weeks = \[0, 900\]; allowed"),
        ({"set": {"run.week": 3}}, "run.week = 3: no parameter has this name"),
    ],
)
def test_a_claim_that_says_something_impossible_is_refused(changes, words):
    with pytest.raises(RequestError, match=words):
        read_claims({"claim": [GOOD | changes]}, "claims.toml", Path())


def test_files_without_claims_are_refused(tmp_path):
    for text, words in (
        ("", "is empty; allowed: a file of claims"),
        ("claim = []", "at least one table"),
        ("x = 1", "'x' is not known"),
        ("[", "is not valid TOML"),
        (
            "\ufeff[[claim]]",
            "policy is missing; needed: a text",
        ),  # a mark of byte order is read over
    ):
        (tmp_path / "c.toml").write_text(text)
        with pytest.raises(RequestError, match=words):
            load_claims(tmp_path / "c.toml")
    with pytest.raises(RequestError, match="there is no file of claims"):
        load_claims(tmp_path / "none.toml")
    with pytest.raises(RequestError, match="two claims are called 'one'"):
        read_claims({"claim": [GOOD, GOOD]}, "c.toml", Path())
