"""A verb for which memory does not suffice ends in a sentence."""

import re
import subprocess
import sys

# The limit is set when everything is loaded, so that it is the run that meets it on any machine.
SCARCE = """
import resource, sys
from pathlib import Path
import heterophony as hp
from heterophony.__main__ import main
hp.run("baseline", replicates=1, overrides={"run.weeks": 26, "run.burn_in_weeks": 26})
used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + (32 << 20), resource.RLIM_INFINITY))
sys.exit(main())
"""
LARGE = ("--weeks", "30", "--set", "population.jobcentres=30", "--set", "staffing.mentors=400")


def test_a_run_that_is_too_large_for_the_memory_says_so() -> None:
    line = [sys.executable, "-c", SCARCE, "run", "baseline", "--replicates", "1", *LARGE]
    ended = subprocess.run(line, capture_output=True, text=True, check=False)
    assert ended.returncode == 1, ended.stderr
    assert re.search("out of memory|not enough memory", ended.stderr)
    assert "Traceback" not in ended.stderr
