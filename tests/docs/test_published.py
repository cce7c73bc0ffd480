"""No published page cites figures that are older than the model; one command renews them."""

import dataclasses
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from heterophony.docs.generate import hook, published
from heterophony.docs.generate.published import Noted, State, ages, noted, present, table
from heterophony.experiments import load_worlds
from heterophony.experiments.inputs.worlds import write_worlds
from heterophony.sim import model_digest
from heterophony.viz.prepared import FILE, read_prepared


@pytest.fixture(scope="module")
def now() -> State:
    return present()


@pytest.fixture
def other_model() -> State:
    """The state that was noted, but for the model's digest: a refactoring."""
    return replace(noted().state, model="0123456789ab")


def test_no_published_figure_is_older_than_the_model(now):
    assert not ages(now), "\n".join(ages(now).values())


def test_a_page_that_keeps_figures_of_an_earlier_model_says_so(monkeypatch):
    assert not published.unsaid()
    claims = replace(table().published["claims"], earlier=True)
    unspoken = replace(table(), published={"claims": claims}, earlier_model=("never said",))
    monkeypatch.setattr(published, "table", lambda: unspoken)
    assert published.unsaid() == ["docs/claims.md"]


def test_every_page_of_results_is_in_the_table_and_every_file_of_the_table_is_there(root):
    declared = [file for entry in table().published.values() for file in entry.files]
    assert {f"docs/{page}" for page in hook.RESULTS} <= set(declared)
    assert {f"docs/tutorials/{file.name}" for file in root.glob("docs/tutorials/*.md")} <= set(
        declared
    )
    assert {f"docs/pictures/{file.name}" for file in root.glob("docs/pictures/*")} <= set(declared)
    assert not [file for file in declared if not (root / file).is_file()]
    stamped = {name for name, entry in table().published.items() if entry.files}
    kept = {name for name, entry in table().published.items() if entry.earlier}
    assert set(noted().stamps) | kept == stamped


def test_a_refactoring_that_moves_no_number_makes_no_page_old(other_model):
    assert not ages(other_model)


def test_a_new_outcome_makes_no_page_old(other_model):
    assert not ages(replace(other_model, outcomes={**other_model.outcomes, "new": "01234567"}))


def test_a_moved_outcome_makes_every_page_old_and_the_sentence_says_how_to_renew_it(other_model):
    moved = replace(other_model, outcomes={**other_model.outcomes, "pressure": "01234567"})
    old = ages(moved)
    assert set(old) == {name for name in noted().stamps if not table().published[name].earlier}
    model = noted().stamps["levels"].model
    assert old["levels"].startswith("docs/model/levels.md cites figures of 20")
    assert f", by model {model} (now 0123456789ab; moved: pressure); " in old["levels"]
    assert old["levels"].endswith("; renew in about 1 min: make publish ONLY=levels")


def test_other_worlds_make_only_those_pages_old_that_rest_on_worlds():
    old = ages(replace(noted().state, worlds="0123456789ab"))
    resting = {name for name, each in table().published.items() if each.worlds and not each.earlier}
    assert set(old) == resting


def test_a_changed_number_of_the_model_is_seen_in_the_fixed_runs(now, monkeypatch):
    scenarios = list(published.fixed_scenarios())[:1]
    monkeypatch.setattr(published, "fixed_scenarios", lambda: iter(scenarios))
    same = published.outcome_digests()
    moved = [
        each.replaced({"ownership.gain": each.values["ownership.gain"] * 1.0001})
        for each in scenarios
    ]
    monkeypatch.setattr(published, "fixed_scenarios", lambda: iter(moved))
    assert published.outcome_digests()["ownership_52w"] != same["ownership_52w"]


TABLE = """
[fixed_runs]
seed = 1
worlds = 1
scenarios = ["baseline"]
baseline_with = []
[published.made]
files = ["made.txt"]
minutes = 2
commands = ["cp typed.md {out}/copy.txt", "cp {out}/copy.txt made.txt"]
[published.typed]
files = ["typed.md"]
minutes = 3
by_hand = true
commands = ["python -c 'print(6 * 7)'"]
"""


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a small table and no stamp."""
    for name, text in (("published.toml", TABLE), ("typed.md", "41"), ("published.json", "{}")):
        (tmp_path / name).write_text(text, "utf-8")
    stamps = tmp_path / "published.json"
    stamps.write_bytes(msgspec.json.encode(Noted(noted().state, {})))
    monkeypatch.setattr(published, "ROOT", tmp_path)
    monkeypatch.setattr(published, "TABLE", tmp_path / "published.toml")
    monkeypatch.setattr(published, "STAMPS", stamps)
    return tmp_path


def asked(monkeypatch: pytest.MonkeyPatch, *words: str) -> None:
    monkeypatch.setattr("sys.argv", ["published", *words])
    published.main()


def test_publish_says_its_time_first_and_stamps_what_needs_no_hand(elsewhere, monkeypatch, capsys):
    with pytest.raises(SystemExit, match=r"made\.txt has no stamp.*\ntyped\.md has no stamp"):
        asked(monkeypatch, "--check")
    asked(monkeypatch)
    first, *rest = capsys.readouterr().out.splitlines()
    assert first == "made, typed to renew: about 5 min on two cores"
    assert "  compare typed.md with results/published/typed/*.txt, then" in rest
    assert (elsewhere / "made.txt").read_text() == "41"
    assert (elsewhere / "results/published/typed/1.txt").read_text() == "42\n"
    assert set(noted().stamps) == {"made"}
    asked(monkeypatch, "--verified", "typed")
    with pytest.raises(SystemExit) as ended:
        asked(monkeypatch, "--check")
    assert not ended.value.code
    assert set(noted().stamps) == {"made", "typed"}


def test_a_command_that_fails_is_named_and_stamps_nothing(elsewhere, monkeypatch):
    (elsewhere / "published.toml").write_text(TABLE.replace("cp {out}", "cp missing"), "utf-8")
    with pytest.raises(SystemExit, match=r"cp missing/copy\.txt made\.txt: exit code 1"):
        asked(monkeypatch, "--only", "made")
    assert not noted().stamps


def test_worlds_that_are_still_valid_say_so_in_their_file(elsewhere):
    file = elsewhere / "worlds.parquet"
    write_worlds(dataclasses.replace(load_worlds(2), model_sha256="0123456789ab"), file)
    entry = '[published.worlds]\nfiles = ["worlds.parquet"]\nminutes = 1\ncommands = []\n'
    (elsewhere / "published.toml").write_text(TABLE + entry, "utf-8")
    published.write_stamps(["worlds"])
    assert load_worlds(file).stale
    published.write_stamps()
    assert not load_worlds(file).stale
    assert [each.values for each in load_worlds(file)] == [each.values for each in load_worlds(2)]


def test_prepared_answers_are_of_this_model_and_of_worlds_of_this_model():
    made_by = read_prepared().made_by
    assert made_by == model_digest(), "renew it: make publish"
    assert '"stale":true' not in FILE.read_text("utf-8")
