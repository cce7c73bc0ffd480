"""Small files for verbs that read one: claims and targets; tests load them by `runpy`."""

CLAIMS = """
[[claim]]
name = "more pressure"
sentence = { en = "More meetings add pressure.", da = "Flere samtaler giver mere pres." }
policy = "meetings-every-4-weeks"
outcome = "pressure"
direction = "more"
set = { run = { weeks = 26, burn_in_weeks = 8 } }
"""
TARGETS = """
title = "Small"
run = { run = { weeks = 20, burn_in_weeks = 8 }, staffing = { mentors = 2 } }
fit = [{ parameter = "session.knowledge_rate" }]
[[target]]
name = "trust"
outcome = "trust_mentor"
value = 0.5
sd = 0.1
source = "made up"
"""

SHORT = ("--set", "run.burn_in_weeks=8", "--set", "staffing.mentors=2", "--weeks", "60")
PLAN = """
scenario = "baseline"
replicates = 2
outcomes = ["pressure"]
set = { "run.weeks" = 20, "run.burn_in_weeks" = 8 }
grid = { "meeting.interval_weeks" = [4, 8] }
"""
# A small line for every verb that leaves a folder; FILE stands for the text beside it.
LINES = {
    "run": (("run", "baseline", "--replicates", "2", *SHORT), ""),
    "comparison": (("compare", "baseline", "handover", "--replicates", "3", *SHORT), ""),
    "comparison until narrow": (
        (
            *("compare", "baseline", "handover", "--replicates", "20", "--weeks", "20"),
            *("--until-width", "pressure=0.5", "--max-replicates", "40"),
        ),
        "",
    ),
    "comparison over worlds": (
        ("compare", "baseline", "handover", "--worlds", "2", "--replicates", "2", *SHORT),
        "",
    ),
    "survey": (
        (
            *("survey", "baseline", "handover", "pre-meeting", "--replicates", "2"),
            *("--worlds", "2", "--pairs-per-world", "2", *SHORT),
        ),
        "",
    ),
    "search": (
        (
            *("search", "baseline", "--lever", "meeting.interval_weeks=4,8,12", "--worlds", "2"),
            *("--replicates", "1", "--confirm", "2", "--budget", "2", *SHORT),
        ),
        "",
    ),
    "sweep": (("sweep", "FILE"), PLAN),
    "robustness": (
        ("robustness", "baseline", "handover", "--worlds", "2", "--replicates", "2", *SHORT),
        "",
    ),
    "sensitivity": (
        (
            *("sensitivity", "baseline", "handover", "--parameters", "reaction", "--samples", "4"),
            *("--replicates", "1", *SHORT),
        ),
        "",
    ),
    "evidence": (
        (
            *("evidence", "baseline", "meetings-every-2-weeks", "--outcome", "pressure"),
            *("--weeks", "9", "--confidence", "H"),
        ),
        "",
    ),
    "claims": (("claim", "FILE", "--worlds", "2", "--replicates", "3"), CLAIMS),
    "validation": (("validate", "--patterns", "T1", "--pairs", "2"), ""),
    "calibration": (
        (
            *("calibrate", "baseline", "FILE", "--budget", "30", "--replicates", "2"),
            *("--particles", "20"),
        ),
        TARGETS,
    ),
}
