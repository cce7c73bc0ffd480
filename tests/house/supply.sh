#!/usr/bin/env bash
# What a release is made of: the wheel built twice and compared, a list of every package in it
# (CycloneDX, dist/sbom.json), and known vulnerabilities, where their database can be reached.
#
# ADVISORIES is a checkout of the Python Packaging Advisory Database, for where no server is reached.
#
#   tests/house/supply.sh PYTHON [ADVISORIES]
set -euo pipefail

here=$(cd "$(dirname "$0")/../.." && pwd)
python=$1
case $python in */*) python=$(cd "$(dirname "$python")" && pwd)/$(basename "$python") ;; esac
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$here/dist"

echo "== the wheel, twice"
# The time in the archive is that of the newest commit, not of the build.
SOURCE_DATE_EPOCH=$(git -C "$here" log -1 --format=%ct 2> /dev/null || echo 1577836800)
export SOURCE_DATE_EPOCH
for build in first second; do
    "$python" -m build --wheel --outdir "$scratch/$build" "$here" > "$scratch/log" 2>&1 \
        || { cat "$scratch/log" >&2; exit 1; }
done
for wheel in "$scratch"/first/*.whl; do
    cmp "$wheel" "$scratch/second/$(basename "$wheel")"
    echo "$(basename "$wheel"): both builds have the same bytes, $(stat -c %s "$wheel") in all"
done

echo "== what it is made of"
"$python" -m venv "$scratch/tools"
"$scratch/tools/bin/python" -m pip install --quiet --quiet --disable-pip-version-check \
    cyclonedx-bom pip-audit
"$scratch/tools/bin/cyclonedx-py" environment "$python" --pyproject "$here/pyproject.toml" \
    --output-reproducible --output-file "$here/dist/sbom.json"
"$python" -c "import json; print(len(json.load(open('$here/dist/sbom.json'))['components']),
    'packages in dist/sbom.json')"

echo "== known vulnerabilities"
"$scratch/tools/bin/pip-audit" --requirement "$here/requirements-lock.txt" --disable-pip --no-deps \
    > "$scratch/audit.txt" 2>&1 && code=0 || code=$?
unknown=$(grep -c "could not be audited" "$scratch/audit.txt" || true)
[ "$code" = 0 ] || grep -v "could not be audited" "$scratch/audit.txt"
pinned=$(grep -c "==" "$here/requirements-lock.txt")
found=$([ "$code" = 0 ] && echo "none of them has a known vulnerability" || echo "see above")
echo "$((pinned - unknown)) of $pinned pinned packages could be looked up: $found"
[ "$unknown" = 0 ] || echo "The others could not: the database was not reached, or does not know them."
[ -z "${2:-}" ] || "$python" "$here/tests/house/advisories.py" "$2" || code=1
exit "$code"
