"""Folders of results: every file whole or not at all, and nobody's other files touched."""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from heterophony.experiments.results.digests import file_digest
from heterophony.experiments.results.documents import as_json
from heterophony.experiments.results.errors import RequestError, WorkError

MANIFEST = "manifest.json"
_UNFINISHED = ".heterophony-unfinished-"

Writer = Callable[[Path], None]


def check_target(out: Path, kind: str = "") -> None:
    """Refuse a folder that results must not or cannot be written to, before any work is done.

    Parameters
    ----------
    out
        The folder; older results of the same kind in it are replaced.
    kind
        The kind of results to come, if others must not give way to them: "run", "comparison" ...

    Raises
    ------
    RequestError
        If it is a file, or a folder with files that are not results of this package, or of
        another kind.
    WorkError
        If it cannot be written.
    """
    with _reported(out):
        if out.exists() and not out.is_dir():
            raise RequestError(f"{out} is a file; results need a folder")
        if out.is_dir():
            _check_owned(out)
            _check_kind(out, kind)
        # Permissions alone do not tell: a disk may be mounted for reading, or full.
        with _unfinished(_nearest_folder(out)):
            pass


def _check_kind(out: Path, kind: str) -> None:
    """Refuse a folder that holds results of another kind: they would be lost without a word."""
    if not kind or not (out / MANIFEST).exists():
        return
    there = read_manifest(out).get("kind", "")
    if there != kind:
        raise RequestError(
            f"{out} holds results of another kind ({there}); results of the kind {kind} need a "
            "folder of their own"
        )


def write_folder(out: Path, writers: Mapping[str, Writer], manifest: Mapping[str, Any]) -> Path:
    """Write all files, and last the manifest that names them with their hashes.

    A new folder appears whole. In an existing one all files are first written beside the old ones,
    then put in their place one by one, the manifest last: without it a folder is no result.

    Raises
    ------
    RequestError
        If the folder holds files that are not results of this package.
    WorkError
        If anything cannot be written; what was there before is then still there.
    """
    check_target(out)
    with _reported(out):
        if out.is_dir():
            with _unfinished(out) as draft:
                _write_all(draft, writers, manifest)
                _replace(out, draft)
        else:
            with _made_parents(out.parent), _unfinished(out.parent) as draft:
                _write_all(draft, writers, manifest)
                draft.chmod(0o777 & ~_umask())
                draft.rename(out)
                synchronise(out.parent)
    return out


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a folder of results.

    Raises
    ------
    RequestError
        If there is none, or it is not this package's.
    """
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise RequestError(f"{folder} holds no results: it has no {MANIFEST}") from None
    except NotADirectoryError:
        raise RequestError(f"{folder} is a file; results are a folder") from None
    except (OSError, ValueError) as error:
        raise RequestError(f"{path} cannot be read: {error}") from None
    if not isinstance(manifest, dict) or manifest.get("tool") != "heterophony":
        raise RequestError(f"{path} was not written by heterophony")
    return manifest


def _check_owned(out: Path) -> None:
    """Refuse a folder with files that no earlier manifest names; pages made of results may stay."""
    present = {each.name for each in out.iterdir() if not each.name.startswith(_UNFINISHED)}
    if not present:
        return
    owned = {MANIFEST}
    if MANIFEST in present:
        owned |= set(read_manifest(out).get("files", {}))
    foreign = sorted(each for each in present - owned if not each.endswith(".html"))
    if foreign or MANIFEST not in present:
        named = ", ".join((foreign or sorted(present))[:3])
        raise RequestError(
            f"{out} holds files that are not results of heterophony ({named}); "
            "choose a new or an empty folder"
        )


def _write_all(draft: Path, writers: Mapping[str, Writer], manifest: Mapping[str, Any]) -> None:
    digests = {}
    for name, write in writers.items():
        write(draft / name)
        synchronise(draft / name)
        digests[name] = file_digest(draft / name)
    last = draft / MANIFEST
    last.write_text(as_json({**manifest, "files": digests}), "utf-8")
    synchronise(last)
    synchronise(draft)


def _replace(out: Path, draft: Path) -> None:
    """Put the files of `draft` in the place of the older results in `out`."""
    new = {each.name for each in draft.iterdir()}
    if (out / MANIFEST).exists():
        old = set(read_manifest(out).get("files", {}))
        (out / MANIFEST).unlink()
        for name in old - new:
            (out / name).unlink(missing_ok=True)
    for name in sorted(new - {MANIFEST}):
        (draft / name).replace(out / name)
    (draft / MANIFEST).replace(out / MANIFEST)
    synchronise(out)


@contextmanager
def _unfinished(parent: Path) -> Iterator[Path]:
    """Lend a folder inside `parent`, and take it away again unless it was renamed."""
    draft = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=parent))
    try:
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)


@contextmanager
def _made_parents(parent: Path) -> Iterator[None]:
    """Make missing folders, and take them away again if the work fails."""
    missing = []
    for each in (parent, *parent.parents):
        if each.exists():
            break
        missing.append(each)
    parent.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        for each in missing:
            each.rmdir()
        raise


@contextmanager
def _reported(out: Path) -> Iterator[None]:
    """Turn what the system says into one sentence about `out`."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        reason = "no space left" if full else (error.strerror or str(error)).lower()
        raise WorkError(f"cannot write {out}: {reason}; nothing was written") from error


def _nearest_folder(out: Path) -> Path:
    """Return the first folder on the way up that exists."""
    return next(each for each in (out, *out.absolute().parents) if each.exists())


def synchronise(path: Path) -> None:
    """Wait until the file or folder is on the disk; folders only where the system can."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
