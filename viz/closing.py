"""The end of every report: what the answer depends on, how it was made, what it is not for."""

import shlex

from heterophony.scenarios import PARAMETERS
from heterophony.scenarios.confidence import CONFIDENCE_WORDS, by_confidence
from heterophony.viz import markup, sentences
from heterophony.viz.folders import Folder
from heterophony.viz.translated import translated
from heterophony.viz.words import Words

_OVER_WORLDS = ("robustness", "survey", "search", "claims")


def closing(found: Folder, speak: Words) -> str:
    """Return the last three parts of a report as markup."""
    worlds = found.kind in _OVER_WORLDS or bool(getattr(found.results, "over", None))
    limits = markup.bullets(sentences.limits(speak, worlds=worlds))
    return "".join(
        (
            markup.section(speak("closing.hangs"), *_assumptions(found, speak)),
            markup.section(speak("report.cannot_heading"), limits),
            markup.section(
                speak("report.ethics_heading"), markup.paragraph(speak("ethics.text"), "ethics")
            ),
            markup.section(speak("report.manifest_heading"), *_made(found, speak)),
        )
    )


def _assumptions(found: Folder, speak: Words) -> list[str]:
    """Say how many numbers are measured and invented, and how to find those that matter."""
    uncertain = [each for each in PARAMETERS.values() if each.kind == "behaviour"]
    counts = by_confidence(uncertain)
    told = "; ".join(
        f"{counts[name]} {speak.choose(CONFIDENCE_WORDS[name])}"
        for name in CONFIDENCE_WORDS
        if counts[name]
    )
    said = [markup.paragraph(speak("closing.numbers", count=len(uncertain), told=told))]
    manifest = found.manifest
    policies = manifest.get("policies") or []
    if found.kind == "comparison" and len(policies) and not found.results.over:
        names = [manifest["baseline"]["name"], *(each["name"] for each in policies)]
        lines = [
            shlex.join(["heterophony", "evidence", *names[:2]]),
            shlex.join(["heterophony", "robustness", *names]),
        ]
        said += [markup.paragraph(speak("closing.try")), markup.commands(lines)]
    return said


def _made(found: Folder, speak: Words) -> list[str]:
    manifest = found.manifest
    versions = manifest.get("versions") or {}
    facts = (
        (speak("report.command"), found.command),
        (speak("closing.again"), shlex.join(["heterophony", "rerun", str(found.path)])),
        (speak("report.start_number"), manifest.get("seed")),
        (speak("report.runs"), manifest.get("replicates") or manifest.get("runs")),
        (speak("report.version"), versions.get("heterophony")),
        (speak("closing.model"), manifest.get("model_sha256") or manifest.get("rules_sha256")),
        (speak("report.executor"), translated(manifest.get("executor") or "", speak)),
        (speak("report.made"), manifest.get("started")),
        (speak("report.fingerprint"), manifest.get("results_sha256")),
    )
    known = [(name, str(value)) for name, value in facts if value not in (None, "")]
    return [markup.paragraph(speak("report.manifest_intro")), markup.facts(known)]
