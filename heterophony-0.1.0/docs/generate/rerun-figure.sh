#!/bin/sh
# Draws the figure again and says whether it has the same bits: sh rerun-figure.sh [PAIRS]
# HETEROPHONY_PYTHON names an interpreter that has what the model needs; else one is prepared.
set -eu
cd "$(dirname "$0")"
if [ -z "${HETEROPHONY_PYTHON:-}" ]; then
    make -C heterophony environment
    HETEROPHONY_PYTHON=heterophony/.venv/bin/python
fi
PYTHONPATH=. "$HETEROPHONY_PYTHON" heterophony/examples/draw_pictures.py "${1:-50}" rerun
if cmp -s figure/differences.svg rerun/differences.svg; then
    echo "rerun/differences.svg has the same bits as figure/differences.svg"
else
    echo "rerun/differences.svg differs: other pairs, versions or processor; see REPRODUCIBILITY"
fi
