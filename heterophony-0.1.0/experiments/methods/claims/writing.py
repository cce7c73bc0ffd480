"""Judgements as a document, and as a folder."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import heterophony
from heterophony.experiments.methods.claims.judgement import Judgement, Ruling
from heterophony.experiments.results.codec import as_json
from heterophony.experiments.results.folders import write_folder
from heterophony.experiments.results.manifest import versions
from heterophony.experiments.results.notice import notice
from heterophony.experiments.results.tables import write_table, write_text

DOCUMENT, TABLE = "claims.json", "checks.parquet"


def claims_document(judgements: Sequence[Judgement], seed: int, replicates: int) -> dict[str, Any]:
    """Return all judgements with what they rest on."""
    return {
        "seed": seed,
        "replicates": replicates,
        "version": heterophony.__version__,
        "claims": [each.document() for each in judgements],
        "all_findings": all(each.ruling is Ruling.FINDING for each in judgements),
        "notice": notice(),
    }


def write_judgements(
    judgements: Sequence[Judgement], out: Path, *, source: Path, seed: int, replicates: int
) -> Path:
    """Write the judgements, a table of every check, the claims themselves, and the manifest."""
    import pandas as pd

    from heterophony.agents.compiled import SOURCE_DIGEST

    document = claims_document(judgements, seed, replicates)
    rows = [
        {"claim": each["name"], **check} for each in document["claims"] for check in each["checks"]
    ]

    def write_claims(path: Path) -> None:
        path.write_bytes(source.read_bytes())

    manifest = {
        "tool": "heterophony",
        "kind": "claims",
        "seed": seed,
        "replicates": replicates,
        "rules_sha256": SOURCE_DIGEST,
        "versions": versions(),
        "command": sys.argv,
        "notice": notice(),
    }
    writers = {
        DOCUMENT: write_text(as_json(document)),
        TABLE: write_table(pd.DataFrame(rows)),
        "claims.toml": write_claims,
    }
    return write_folder(out, writers, manifest)
