"""Renew the three files of pinned versions: `make lock`, or `make lock UPGRADE=1` for newer ones.

`requirements-lock.txt` pins every package of `.[dev]` with the hashes of its files, for Python 3.11
and newer on any system. The other two are drawn from it: `constraints.txt`, what the tests were run
with, and `requirements-cluster.txt`, what a machine needs that serves no page.

    python tests/house/lock.py UV [--upgrade]

UV is the command `uv`.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK, CONSTRAINTS = ROOT / "requirements-lock.txt", ROOT / "constraints.txt"
CLUSTER = ROOT / "requirements-cluster.txt"
# Some package of the documentation needs this patch release.
OLDEST = "3.11.5"
# What only the page needs.
PAGE = frozenset({"starlette", "uvicorn"})
# The systems that the tests are run on.
TESTED = [
    {"python_version": minor, "python_full_version": f"{minor}.9"}
    | {
        "sys_platform": "linux",
        "platform_system": "Linux",
        "os_name": "posix",
        "platform_machine": "x86_64",
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
    }
    for minor in ("3.11", "3.12", "3.13")
]
LOCK_HEAD = """\
# Every package of '.[dev]' with the hashes of its files: the versions of constraints.txt.
#
#     pip install --require-hashes -r requirements-lock.txt
#     pip install --no-deps .
#
# Made by `make lock`.
"""
CONSTRAINTS_HEAD = """\
# What the tests were run with, on Python 3.11, 3.12 and 3.13: pip install -c constraints.txt .
# Made by `make lock` from requirements-lock.txt, which has hashes too.
"""
CLUSTER_HEAD = """\
# For machines that run simulations and serve no page, such as the nodes of a cluster:
#
#     pip install --no-deps -r requirements-cluster.txt
#     pip install --no-deps .
#
# The plain install and the extra `cluster` without the page's server: `heterophony ui`
# is missing, everything else works. Made by `make lock`, tried by `make cluster-smoke`.
"""


def main(uv: str, *options: str) -> None:
    """Write the three files."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    locked = compiled(uv, ["--extra", "dev", "pyproject.toml"], LOCK, *options)
    LOCK.write_text(LOCK_HEAD + locked, "utf-8")
    pins = tested(locked)
    CONSTRAINTS.write_text(CONSTRAINTS_HEAD + "".join(f"{pin}\n" for pin in pins), "utf-8")
    wishes = [*project["dependencies"], *project["optional-dependencies"]["cluster"]]
    kept = [wish for wish in wishes if normal(wish) not in PAGE]
    with tempfile.TemporaryDirectory() as folder:
        asked = Path(folder, "cluster.in")
        asked.write_text("\n".join(kept), "utf-8")
        needed = compiled(uv, [str(asked), "--constraint", CONSTRAINTS.name], None)
    names = {normal(line) for line in needed.splitlines() if "==" in line}
    lines = [f"{pin}\n" for pin in pins if normal(pin) in names]
    CLUSTER.write_text(CLUSTER_HEAD + "".join(lines), "utf-8")


def compiled(uv: str, sources: list[str], kept: Path | None, *options: str) -> str:
    """Return the packages that `sources` ask for, with hashes; versions in `kept` are kept."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "lock.txt")
        if kept is not None and kept.exists():
            out.write_text(kept.read_text("utf-8"), "utf-8")
        line = [uv, "pip", "compile", "--universal", "--python-version", OLDEST, "--quiet"]
        line += ["--generate-hashes", "--no-annotate", "--no-header", *options, *sources]
        subprocess.run([*line, "--output-file", str(out)], cwd=ROOT, check=True)
        return out.read_text("utf-8")


def tested(locked: str) -> list[str]:
    """Return the pins that hold on a system of the tests, without hashes."""
    from packaging.markers import Marker

    pins = []
    for found in re.finditer(r"^(\S+==[^\s;]+)(?: ; (.+?))? \\$", locked, re.MULTILINE):
        pin, condition = found.groups()
        holds = [not condition or Marker(condition).evaluate(system) for system in TESTED]
        if all(holds):
            pins.append(pin)
        elif any(holds):
            assert holds in ([True, False, False], [False, True, True]), pin
            pins.append(f'{pin} ; python_version {"<" if holds[0] else ">="} "3.12"')
    return pins


def normal(requirement: str) -> str:
    """Return the name in a requirement, as registries compare names."""
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name, requirement
    return re.sub(r"[-_.]+", "-", name[0]).lower()


if __name__ == "__main__":
    main(*sys.argv[1:])
