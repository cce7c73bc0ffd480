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
