#!/usr/bin/env bash
# The library on 64-bit ARM: Debian's Python for that processor, emulated, runs every scenario by
# the rules compiled ahead for it, and every digest is compared with this machine's.
# Needs qemu-user and apt-get; installs nothing: all it downloads goes to a folder of its own.
set -euo pipefail

python="$1"
package="$(cd "$(dirname "$0")/../.." && pwd)"
folder="${HETEROPHONY_ARM:-${XDG_CACHE_HOME:-$HOME/.cache}/heterophony-arm}"

for tool in qemu-aarch64 apt-get dpkg; do
    command -v "$tool" > /dev/null || {
        echo "make arm needs $tool; on Debian: apt install qemu-user" >&2
        exit 1
    }
done

debian=(
    libc6 libgcc-s1 libstdc++6 libexpat1 zlib1g libssl3 libffi8 libbz2-1.0 liblzma5 libuuid1
    libsqlite3-0 python3.11-minimal libpython3.11-minimal libpython3.11-stdlib
)
wheels=(filelock lazy-loader msgspec networkx numpy packaging scipy tomlkit)

if [ ! -e "$folder/complete" ]; then
    echo "Fetching Python for 64-bit ARM into $folder"
    mkdir -p "$folder/lists/partial" "$folder/debs/partial" "$folder/system" "$folder/packages"
    apt=(apt-get -qq -o APT::Architecture=arm64 -o APT::Architectures=arm64
        -o APT::Sandbox::User=root -o "Dir::State::lists=$folder/lists"
        -o "Dir::Cache=$folder/debs" -o Dir::State::status=/dev/null)
    "${apt[@]}" update
    (cd "$folder/debs" && "${apt[@]}" download "${debian[@]}")
    for each in "$folder"/debs/*.deb; do dpkg -x "$each" "$folder/system"; done
    "$python" -m pip install --quiet --disable-pip-version-check --no-deps --upgrade \
        --only-binary=:all: --python-version 3.11 --platform manylinux_2_28_aarch64 \
        --platform manylinux_2_27_aarch64 --platform manylinux2014_aarch64 \
        --constraint "$package/constraints.txt" --target "$folder/packages" "${wheels[@]}"
    touch "$folder/complete"
fi

# The package's folder must be called by its name.
mkdir -p "$folder/path"
ln -sfn "$package" "$folder/path/heterophony"

digests="
import platform, sys
from heterophony.agents.prepared_rules import finding
from heterophony.scenarios import list_scenarios, load_scenario
from heterophony.sim import Simulation
library = finding().library
print(platform.machine(), library.level if library else finding().reason, file=sys.stderr)
for each in list_scenarios():
    print(each.name, Simulation(load_scenario(each.name), seed=1).run().digest())
"
export PYTHONDONTWRITEBYTECODE=1
PYTHONPATH="$folder/path" "$python" -c "$digests" > "$folder/here"
PYTHONPATH="$folder/path:$folder/packages" qemu-aarch64 -L "$folder/system" \
    "$folder/system/usr/bin/python3.11" -c "$digests" > "$folder/arm"
if diff "$folder/here" "$folder/arm"; then
    echo "$(wc -l < "$folder/here") of $(wc -l < "$folder/here") scenarios have the same bits on 64-bit ARM"
else
    echo "scenarios have other bits on 64-bit ARM" >&2
    exit 1
fi
