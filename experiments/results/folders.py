"""Names of atomic and manifest, until every module imports them from there."""

from heterophony.experiments.results.atomic import Writer, check_target, fsync, write_folder
from heterophony.experiments.results.manifest import MANIFEST, read_manifest

synchronise = fsync

__all__ = ["MANIFEST", "Writer", "check_target", "read_manifest", "synchronise", "write_folder"]
