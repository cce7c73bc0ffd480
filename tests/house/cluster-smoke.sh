#!/usr/bin/env bash
# Install what requirements-cluster.txt names and nothing else, and work there without a page.
#
#   tests/house/cluster-smoke.sh PYTHON
#
# PYTHON has `build`; the environment is made with it.
set -euo pipefail

here=$(cd "$(dirname "$0")/../.." && pwd)
python=$1
case $python in */*) python=$(cd "$(dirname "$python")" && pwd)/$(basename "$python") ;; esac
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

"$python" -m build --outdir "$scratch/dist" "$here" > "$scratch/build.log" 2>&1 || {
    cat "$scratch/build.log"
    exit 1
}
"$python" -m venv "$scratch/venv"
quietly=(-m pip install --quiet --quiet --disable-pip-version-check --no-deps)
"$scratch/venv/bin/python" "${quietly[@]}" -r "$here/requirements-cluster.txt"
"$scratch/venv/bin/python" "${quietly[@]}" "$scratch"/dist/*.whl

mkdir "$scratch/empty"
cd "$scratch/empty"
unset PYTHONPATH
export PATH="$scratch/venv/bin:$PATH" XDG_CACHE_HOME="$scratch/cache"
python -c 'import importlib.util as u; assert u.find_spec("starlette") is None, "Starlette is here"'
heterophony doctor
cat > plan.toml <<'TOML'
scenario = "baseline"
replicates = 2
outcomes = ["ownership_52w"]
set = { "run.weeks" = 26, "run.burn_in_weeks" = 4 }
grid = { "meeting.interval_weeks" = [4, 8] }
TOML
heterophony sweep plan.toml --out store
heterophony sweep plan.toml --out store
heterophony compare baseline handover --weeks 26 --replicates 2 --out compared
heterophony report compared
if heterophony ui --no-browser --port 0 2> said; then
    echo "The page opened without its server." >&2
    exit 1
fi
grep -q "needs Starlette" said
python - <<'PYTHON'
import heterophony as hp
from heterophony.experiments import Store

for name in hp.__all__:
    getattr(hp, name)
rows = Store("store").runs
assert len(rows) == 4, rows
print(f"without a page: {len(rows)} runs, {len(hp.__all__)} public names")
PYTHON
