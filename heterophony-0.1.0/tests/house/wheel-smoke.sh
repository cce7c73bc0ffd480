#!/usr/bin/env bash
# Build the wheel, install it where no checkout can help, and use it as a stranger would.
#
#   tests/house/wheel-smoke.sh PYTHON [OTHER]
#
# PYTHON has `build`; the wheel is installed for OTHER, another version perhaps.
set -euo pipefail

here=$(cd "$(dirname "$0")/../.." && pwd)
python=$1
case $python in */*) python=$(cd "$(dirname "$python")" && pwd)/$(basename "$python") ;; esac
other=${2:-$python}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# By way of the sdist, which proves that the sdist is whole.
"$python" -m build --outdir "$scratch/dist" "$here"
"$other" -m venv "$scratch/venv"
"$scratch/venv/bin/python" -m pip install --quiet --quiet --disable-pip-version-check \
    --constraint "$here/constraints.txt" "$scratch"/dist/*.whl

mkdir "$scratch/empty"
cd "$scratch/empty"
export PATH="$scratch/venv/bin:$PATH" XDG_CACHE_HOME="$scratch/cache"
heterophony doctor
heterophony run baseline --weeks 26 --out first
test -s first/weekly.parquet
test -s first/manifest.json
heterophony list scenarios --json > scenarios.json
python - <<'PYTHON'
import json
import pathlib
import sys

import heterophony as hp

assert "empty" not in hp.__file__ and "site-packages" in hp.__file__, hp.__file__
for name in hp.__all__:
    getattr(hp, name)
names = [found["name"] for found in json.loads(pathlib.Path("scenarios.json").read_text("utf-8"))]
assert "baseline" in names, names
for name in names:
    hp.load_scenario(name)
version = ".".join(map(str, sys.version_info[:2]))
print(f"wheel {hp.__version__} on {version}: {len(names)} scenarios, {len(hp.__all__)} public names")
PYTHON
