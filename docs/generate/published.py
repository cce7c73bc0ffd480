"""Published figures know their age: which model made them, and what renews them.

`published.toml` declares every page, picture and data file that cites figures of runs.
`published.json` stamps each with the digest of the model. A stamp stays valid if that is still
the model's digest, or if the model has changed but a fixed set of runs gives the same outcomes as
when the stamp was written: a refactoring that moves no number makes no page old. This says nothing
of how figures are computed *from* runs; tests hold that.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec

import heterophony as hp
from heterophony.ahead.kept import write_kept
from heterophony.experiments.inputs.worlds import write_worlds
from heterophony.experiments.results.atomic import write_file
from heterophony.scenarios import Scenario, parse_assignment
from heterophony.sim import model_digest
from heterophony.viz.prepared import read_prepared

ROOT = Path(__file__).resolve().parents[2]
TABLE, STAMPS = (Path(__file__).with_name(f"published.{kind}") for kind in ("toml", "json"))
DIGITS = 9  # significant digits of an outcome that have to agree


class Published(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of the table, as `published.toml` explains it."""

    files: tuple[str, ...]
    commands: tuple[str, ...]
    minutes: int
    by_hand: bool = False
    worlds: bool = False
    earlier: bool = False


class FixedRuns(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The runs whose outcomes tell whether a change of the model moves a number."""

    seed: int
    worlds: int
    scenarios: tuple[str, ...]
    baseline_with: tuple[str, ...]


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `published.toml` holds; entries by name, in the order of renewal.

    `earlier_model` says, once a language, that figures are kept from an earlier model.
    """

    fixed_runs: FixedRuns
    published: dict[str, Published]
    earlier_model: tuple[str, ...] = ()


class Stamp(msgspec.Struct, frozen=True):
    """When an entry was made or verified, and for which model, outcomes and worlds it is valid."""

    date: str
    model: str
    runs: str
    worlds: str


class State(msgspec.Struct, frozen=True):
    """What figures rest on: the model, the shipped worlds, the outcomes of the fixed runs."""

    model: str
    worlds: str
    outcomes: dict[str, str]

    def stamp(self, day: str) -> Stamp:
        """Return the stamp of an entry that is valid in this state."""
        return Stamp(day, self.model, self.runs(), self.worlds)

    def runs(self) -> str:
        """Return one digest of all outcomes."""
        return _digest(f"{name} {value}" for name, value in self.outcomes.items())


class Noted(msgspec.Struct, frozen=True):
    """What `published.json` holds: the state that was last written, and every stamp by name."""

    state: State
    stamps: dict[str, Stamp]


def table() -> Table:
    """Return the table."""
    return msgspec.toml.decode(TABLE.read_bytes(), type=Table)


def noted() -> Noted:
    """Return the stamps."""
    return msgspec.json.decode(STAMPS.read_bytes(), type=Noted)


def present() -> State:
    """Return the state of this checkout; the fixed runs take some seconds."""
    return State(model_digest(), worlds_digest(), outcome_digests())


def worlds_digest() -> str:
    """Hash the values of the shipped plausible worlds."""
    return _digest(
        json.dumps(dict(each.values), sort_keys=True, default=lambda value: value.tolist())
        for each in hp.load_worlds(100)
    )


def outcome_digests() -> dict[str, str]:
    """Hash each outcome over all fixed runs, so that a new outcome leaves the others comparable."""
    seed = table().fixed_runs.seed
    values: dict[str, list[str]] = {}
    for scenario in fixed_scenarios():
        for name, value in hp.Simulation(scenario, seed=seed).run().outcomes.items():
            values.setdefault(name, []).append(f"{value + 0.0:.{DIGITS - 1}e}")
    return {name: _digest(found)[:8] for name, found in sorted(values.items())}


def fixed_scenarios() -> Iterator[Scenario]:
    """Yield library scenarios, the baseline in every structural alternative, and in worlds."""
    fixed, baseline = table().fixed_runs, hp.load_scenario("baseline")
    yield from map(hp.load_scenario, fixed.scenarios)
    for setting in fixed.baseline_with:
        yield baseline.replaced(dict([parse_assignment(setting)]))
    for world in hp.load_worlds(fixed.worlds):
        yield world.applied_to(baseline)


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]


def unsaid() -> list[str]:
    """List pages that keep figures of an earlier model and do not say so."""
    said = table().earlier_model
    pages = [file for each in table().published.values() if each.earlier for file in each.files]
    texts = {file: (ROOT / file).read_text("utf-8") for file in pages if file.endswith(".md")}
    return [file for file, text in texts.items() if not any(each in text for each in said)]


def ages(now: State) -> dict[str, str]:
    """Return a sentence for each entry that is older than the model, and how to renew it.

    Entries that keep figures of an earlier model, and whose pages say so, are left out.
    """
    before, stamps = noted().state, noted().stamps
    differ = [name for name, value in before.outcomes.items() if now.outcomes.get(name) != value]
    found = {}
    for name, entry in table().published.items():
        stamp = stamps.get(name)
        if entry.earlier:
            continue
        if stamp is None:
            why = "has no stamp"
        elif entry.worlds and stamp.worlds != now.worlds:
            why = f"{_cites(stamp)} over other plausible worlds"
        elif stamp.model != now.model and (differ or stamp.runs != before.runs()):
            more = f" and {len(differ) - 3} more" if len(differ) > 3 else ""
            moved = f"; moved: {', '.join(differ[:3])}{more}" if differ else ""
            why = f"{_cites(stamp)} by model {stamp.model} (now {now.model}{moved})"
        else:
            continue
        if entry.files:
            renew = f"renew in about {entry.minutes} min: make publish ONLY={name}"
            found[name] = f"{' and '.join(entry.files)} {why}; {renew}"
    return found


def _cites(stamp: Stamp) -> str:
    days = (date.today() - date.fromisoformat(stamp.date)).days
    return f"cites figures of {stamp.date}, {days} days old,"


def footer(file: str) -> str:
    """Say below a page of the site which model its figures are of; "" if it cites none."""
    for name, entry in table().published.items():
        if file in entry.files and (stamp := noted().stamps.get(name)):
            if entry.earlier:
                return f"\n\n*{table().earlier_model[0]} `make publish ONLY={name}` renews them.*\n"
            return (
                f"\n\n*Figures made or verified on {stamp.date}, valid for model "
                f"`{stamp.model}`; `make publish ONLY={name}` renews them.*\n"
            )
    return ""


def write_stamps(renewed: Iterable[str] = ()) -> None:
    """Stamp what was renewed or verified today, and again all that is still valid."""
    write_kept()
    now, stamps = present(), noted().stamps
    earlier = {name for name, entry in table().published.items() if entry.earlier}
    valid = set(stamps) - set(ages(now)) - earlier
    stamps |= {name: now.stamp(stamps[name].date) for name in valid}
    stamps |= {name: now.stamp(date.today().isoformat()) for name in renewed}
    text = msgspec.json.format(msgspec.json.encode(Noted(now, dict(sorted(stamps.items())))))
    write_file(STAMPS, text + b"\n")
    # Two files say themselves which model made them.
    if "worlds" in valid:
        (file,) = table().published["worlds"].files
        if (worlds := hp.load_worlds(ROOT / file)).stale:
            write_worlds(replace(worlds, model_sha256=now.model), ROOT / file)
    if "page" in valid:
        (file,) = table().published["page"].files
        answers = (ROOT / file).read_text("utf-8")
        made_by = read_prepared(ROOT / file).made_by
        write_file(ROOT / file, answers.replace(made_by, now.model, 1).encode())


def publish(names: Sequence[str]) -> None:
    """Run what makes each entry, in order, and stamp what is made without a hand."""
    chosen = {name: table().published[name] for name in names}
    total = sum(entry.minutes for entry in chosen.values())
    say(f"{', '.join(names) or 'Nothing'} to renew: about {total} min on two cores")
    for name, entry in chosen.items():
        say(f"{name}: about {entry.minutes} min")
        out = f"results/published/{name}"
        run(entry, out)
        if entry.by_hand:
            say(f"  compare {', '.join(entry.files)} with {out}/*.txt, then")
            say(f"  make publish VERIFIED={name}")
        elif entry.files:
            write_stamps([name])


def run(entry: Published, out: str) -> None:
    """Run an entry's commands, and write what each prints into the emptied folder `out`."""
    shutil.rmtree(ROOT / out, ignore_errors=True)
    (ROOT / out).mkdir(parents=True)
    for number, line in enumerate(entry.commands, 1):
        program, *words = shlex.split(line.format(out=out))
        python = {"heterophony": ["-m", "heterophony"], "python": []}.get(program)
        argv = [program, *words] if python is None else [sys.executable, *python, *words]
        with (ROOT / out / f"{number}.txt").open("w", encoding="utf-8") as shown:
            done = subprocess.run(argv, cwd=ROOT, stdout=shown, check=False)
        # Verbs that judge exit with 1 when the judgement is not favourable; it is an answer.
        if done.returncode not in ((0, 1) if program == "heterophony" else (0,)):
            sys.exit(f"{line}: exit code {done.returncode}; see {out}/{number}.txt")


def say(text: str) -> None:
    """Write a line that is seen at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> None:
    """Check, renew or confirm; see `make help`."""
    parser = argparse.ArgumentParser(description=__doc__)
    names = list(table().published)
    parser.add_argument("--check", action="store_true", help="only say what is old; exit 1 if any")
    parser.add_argument("--only", choices=names, help="renew this one, old or not")
    parser.add_argument("--verified", choices=names, help="stamp it: you compared it")
    asked = parser.parse_args()
    if asked.verified:
        write_stamps([asked.verified])
    elif asked.only:
        publish([asked.only])
    else:
        old = ages(present())
        if asked.check:
            sys.exit("\n".join(old.values()) or None)
        write_stamps()
        publish([name for name, each in table().published.items() if name in old or not each.files])


if __name__ == "__main__":
    main()
