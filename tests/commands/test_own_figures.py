"""Figures of one's own place: read as offices save them, checked, and set beside the model."""

import json
import math

import pytest

from heterophony.experiments.inputs.own_figures import BankChoice, read_figures
from heterophony.experiments.inputs.targets import load_targets
from heterophony.experiments.methods.own_figures import compare_figures
from heterophony.experiments.results.errors import RequestError

SHORT = ("--set", "run.weeks=60", "--set", "run.burn_in_weeks=8", "--set", "staffing.mentors=2")
DANISH = """Vores tal 2025

udfald;værdi;lav;høj;borgere;kilde
education_start_52w;12,5 %;;;1.295;egen opgørelse
caseworker_hours;14,2;13,0;15,4;;tidsregistrering
"""
ENGLISH = "outcome,value,sd,source\npressure,0.31,0.05,survey\n"
BANK = """"Unge i uddannelse"
"Enhed: Procent"

"Område";"2023";"2024"
"Hele landet";"14,1";"15,0"
"Aarhus";"11,9";"12,6"
"""


def written(folder, text, encoding="utf-8"):
    path = folder / "figures.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_danish_spreadsheet_is_read_as_it_is_saved(tmp_path, encoding):
    first, second = read_figures(written(tmp_path, DANISH, encoding))
    assert (first.outcome, first.value, first.people) == ("education_start_52w", 0.125, 1295)
    assert first.sd == pytest.approx(math.sqrt(0.125 * 0.875 / 1295))
    assert second.value == 14.2
    assert second.sd == pytest.approx(2.4 / 3.92)


def test_commas_between_cells_and_decimal_points_are_read_too(tmp_path):
    (found,) = read_figures(written(tmp_path, ENGLISH))
    assert (found.value, found.sd, found.source) == (0.31, 0.05, "survey")


def test_an_export_of_a_statistics_bank_gives_the_newest_period_of_the_named_row(tmp_path):
    choice = BankChoice("education_start_52w", "aarhus", 800)
    (found,) = read_figures(written(tmp_path, BANK), choice)
    assert found.name == "Aarhus 2024"
    assert found.value == pytest.approx(0.126)
    both = read_figures(written(tmp_path, BANK), choice._replace(row=""))
    assert [each.value for each in both] == pytest.approx([0.15, 0.126])


@pytest.mark.parametrize(
    ("text", "value", "name"),
    [
        # A row a period, as the bank's own interface gives it.
        (
            "OMRÅDE;TID;INDHOLD\r\nAarhus;2022;9,1\r\nAarhus;2023;8,4\r\nOdense;2023;7\r\n",
            0.084,
            "Aarhus 2023",
        ),
        ("OMRÅDE;TID;INDHOLD\nAarhus;2023K3;8,2\nAarhus;2023K4;8,4\n", 0.084, "Aarhus 2023K4"),
        ("OMRÅDE;TID;INDHOLD\nAarhus;2023;8,4\nAarhus;2024;..\n", 0.084, "Aarhus 2023"),
        # A column a period, under title lines; two dots are a missing number.
        (
            '"Ledige efter område og tid"\n"Enhed: procent"\n\n"";"2022";"2023"\n'
            '"Aarhus";"9,1";"8,4"\n"Odense";"7,2";"7,0"\n',
            0.084,
            "Aarhus 2023",
        ),
        ('"";"2022";"2023";"2024"\n"Aarhus";"9,1";"8,4";".."\n', 0.084, "Aarhus 2023"),
    ],
)
def test_every_form_of_export_gives_the_newest_number_that_is_there(tmp_path, text, value, name):
    file = tmp_path / "bank.csv"
    file.write_text(text, "cp1252", newline="")
    (found,) = read_figures(file, BankChoice("lost_52w", "Aarhus", 800.0))
    assert found.value == pytest.approx(value)
    assert found.name == name


def test_less_than_one_percent_is_not_read_as_a_share(tmp_path):
    choice = BankChoice("lost_52w", "", 800.0)
    export = "OMRÅDE;TID;INDHOLD\nAarhus;2023;0,8\nOdense;2023;{}\n"
    both = read_figures(written(tmp_path, export.format("7,0")), choice)
    assert [each.value for each in both] == pytest.approx([0.008, 0.07])
    (signed, _) = read_figures(
        written(tmp_path, export.format("0,9").replace("0,8", "0,8 %")), choice
    )
    assert signed.value == pytest.approx(0.008)
    with pytest.raises(RequestError, match="shares or percent"):
        read_figures(written(tmp_path, export.format("0,9")), choice)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a;b\n1;2\n", "has no row of heads"),
        ("udfald;værdi\neducation_start;0,1\n", "is no outcome (nearest: education_start_52w)"),
        ("udfald;værdi\npressure;0,3\n", "how sure is pressure?"),
        ("udfald;værdi;sd\npressure;meget;0,1\n", "'meget' is no number"),
        ("udfald;værdi;borgere\neducation_start_52w;12,5;800\n", "lies from 0 to 1, or has a %"),
        ("udfald;værdi;sd;cpr\npressure;0,3;0,1;010190-1234\n", "personal data"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_sentence(tmp_path, text, said):
    with pytest.raises(RequestError) as refused:
        read_figures(written(tmp_path, text))
    assert said in str(refused.value)


def test_the_verb_compares_says_what_stays_unknown_and_writes_targets(command, empty_folder):
    file = written(empty_folder, DANISH)
    line = ("figures", file, "--replicates", "3", *SHORT)
    ended = command(*line, "--targets", "ours.toml", "--fit", "education.own_start", "--json")
    assert ended.code == 0, ended.err
    document = json.loads(ended.out)
    assert [each["outcome"] for each in document["figures"]] == [
        "education_start_52w",
        "caseworker_hours",
    ]
    assert "ownership_52w" in document["unknown"]
    plan = load_targets("ours.toml")
    assert plan.parameters == ["education.own_start"]
    assert [each.value for each in plan.targets] == [0.125, 14.2]
    assert "figures agree with baseline" in command(*line).out


def test_one_run_shows_no_luck_and_is_refused(tmp_path):
    with pytest.raises(RequestError, match="replicates is 0; allowed: 2 to 10,000"):
        compare_figures(read_figures(written(tmp_path, ENGLISH)), replicates=0)


def test_targets_and_what_to_fit_go_together(command, empty_folder):
    ended = command("figures", written(empty_folder, DANISH), "--fit", "education.own_start")
    assert ended.code == 2
    assert "go together" in ended.err


def test_a_calibration_starts_only_from_targets_that_are_written(command, empty_folder):
    file = written(empty_folder, DANISH)
    alone = command("figures", file, "--calibrate", "fit")
    assert alone.code == 2
    assert "--calibrate DIR needs --targets FILE.toml and --fit NAME" in alone.err
    twice = command("figures", file, "--calibrate", "fit", "--json")
    assert twice.code == 2
    assert "leave out --json" in twice.err


@pytest.mark.slow
def test_figures_start_a_calibration_of_their_own(command, empty_folder):
    file = written(empty_folder, DANISH)
    line = ("figures", file, "--replicates", "3", *SHORT, "--targets", "ours.toml")
    ended = command(*line, "--fit", "education.own_start", "--calibrate", "fit")
    assert ended.code in (0, 1), ended.err  # 1: a figure is not reached, which is an answer
    document = json.loads((empty_folder / "fit" / "calibration.json").read_text("utf-8"))
    assert [each["parameter"] for each in document["parameters"]] == ["education.own_start"]
