"""Folders of results: at every instant the old one or the new one, foreign files left untouched."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from heterophony.experiments.results.atomic import clear_litter, draft_folder, fsync, reported
from heterophony.experiments.results.codec import as_json
from heterophony.experiments.results.digests import file_digest
from heterophony.experiments.results.errors import RequestError
from heterophony.experiments.results.manifest import (
    MANIFEST,
    SETTLED,
    complete_replacement,
    files_of,
    read_manifest,
)

Writer = Callable[[Path], object]


def local_path(given: str | Path, what: str = "--out") -> Path:
    """Return a path of this machine, `~` expanded.

    Raises
    ------
    RequestError
        If it is empty, an address such as `s3://...`, or cannot be encoded for this file system.
    """
    text = os.fspath(given)
    if not text.strip():
        raise RequestError(f"{what} is empty; allowed: a path of this machine")
    if re.match(r"^[A-Za-z][A-Za-z0-9+.-]+:/", text):
        raise RequestError(f"{what} is {text}; allowed: a path of this machine, not an address")
    try:
        os.fsencode(text)
    except UnicodeEncodeError:
        raise RequestError(
            f"{what} is {text!a}, which this system cannot encode; set LC_ALL=C.UTF-8 or "
            "PYTHONUTF8=1, or choose another path"
        ) from None
    try:
        return Path(text).expanduser()
    except RuntimeError as error:
        raise RequestError(f"{what} is {text}: {str(error).rstrip('.').lower()}") from None


def check_file_target(
    out: str | Path, what: str, ours: bytes = b"", *, force: bool = False
) -> Path:
    """Refuse a file that must not or cannot be written, before any work is done.

    Parameters
    ----------
    what
        The option that names the file, for messages: "--out".
    ours
        A mark that files of this package hold; an existing file without it is not replaced.
    force
        Replace an existing file without the mark; never anything but a regular file.

    Raises
    ------
    RequestError
        If it is no regular file, or exists and holds no mark.
    WorkError
        If its folder cannot be written.
    """
    path = local_path(out, what)
    with reported(path):
        if path.is_symlink() or (path.exists() and not stat.S_ISREG(path.stat().st_mode)):
            raise RequestError(f"{path} is not a regular file; choose another {what}")
        if path.exists() and not force and (not ours or ours not in path.read_bytes()):
            raise RequestError(
                f"{path} exists and was not written by heterophony; choose another {what}, or "
                "give --force to replace it"
            )
        with draft_folder(nearest_folder(path.parent)):
            pass
    return path


def nearest_folder(out: Path) -> Path:
    """Return the first folder on the way up that exists."""
    return next(each for each in (out, *out.absolute().parents) if each.exists())


def check_target(out: str | Path, kind: str = "", *, force: bool = False) -> Path:
    """Refuse a folder that results must not or cannot be written to, before any work is done.

    Parameters
    ----------
    out
        The folder; earlier results of the same kind in it are replaced.
    kind
        The kind of results to come ("run", "comparison", ...); others are not replaced.
    force
        Replace results of another kind too.

    Returns
    -------
    Path
        The folder, `~` expanded.

    Raises
    ------
    RequestError
        If it is a file, an address, or a folder with files that are not results of this package
        or are results of another kind.
    WorkError
        If it cannot be written.
    """
    folder = local_path(out)
    with reported(folder):
        complete_replacement(folder)
        if folder.exists() and not folder.is_dir():
            raise RequestError(f"{folder} is a file; results need a folder")
        if folder.is_dir():
            _check_owned(folder)
            if not force:
                _check_kind(folder, kind)
        # Permissions alone do not tell: a disk may be full or mounted read-only.
        with draft_folder(nearest_folder(folder)):
            pass
    return folder


def write_folder(out: Path, writers: Mapping[str, Writer], manifest: Mapping[str, Any]) -> Path:
    """Write all files and a manifest with their hashes; the folder is then the old or the new one.

    Everything is written into a draft first. One rename puts a new folder in place. In an existing
    one a rename settles that the new results hold, then their files take the place of the old; the
    next reader or writer completes that if the process dies meanwhile.

    Raises
    ------
    RequestError
        If the folder holds files that are not results of this package.
    WorkError
        If anything cannot be written; what was there before is then still there.
    """
    out = check_target(out, force=True)
    with reported(out):
        if out.is_dir():
            with draft_folder(out) as draft:
                _write_all(draft, writers, manifest)
                draft.rename(out / SETTLED)
                fsync(out)
                complete_replacement(out)
                fsync(out)
        else:
            with _made_parents(out.parent):
                clear_litter(out.parent)
                with draft_folder(out.parent) as draft:
                    _write_all(draft, writers, manifest)
                    draft.chmod(0o777 & ~_umask())
                    draft.rename(out)
                    fsync(out.parent)
    return out


def _check_kind(out: Path, kind: str) -> None:
    """Refuse a folder that holds results of another kind."""
    if not kind or not (out / MANIFEST).exists():
        return
    there = read_manifest(out).get("kind", "")
    if there != kind:
        raise RequestError(
            f"{out} holds results of another kind ({there}); results of the kind {kind} need a "
            "folder of their own"
        )


def _check_owned(out: Path) -> None:
    """Refuse a folder with files that no earlier manifest names; pages made of results may stay."""
    clear_litter(out)
    present = {each.name for each in out.iterdir()}
    if not present:
        return
    owned = {MANIFEST}
    if MANIFEST in present:
        owned |= files_of(read_manifest(out), out)
    foreign = sorted(each for each in present - owned if not each.endswith(".html"))
    folders = sorted(each for each in present & owned if not (out / each).is_file())
    if foreign or folders or MANIFEST not in present:
        named = ", ".join((foreign or folders or sorted(present))[:3])
        raise RequestError(
            f"{out} holds files that are not results of heterophony ({named}); "
            "choose a new or an empty folder"
        )


def _write_all(draft: Path, writers: Mapping[str, Writer], manifest: Mapping[str, Any]) -> None:
    digests = {}
    for name, write in writers.items():
        write(draft / name)
        fsync(draft / name)
        digests[name] = file_digest(draft / name)
    last = draft / MANIFEST
    last.write_text(as_json({**manifest, "files": digests}), "utf-8")
    fsync(last)
    fsync(draft)


@contextmanager
def _made_parents(parent: Path) -> Iterator[None]:
    """Make missing folders, and remove them again if the work fails."""
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
            with suppress(OSError):
                each.rmdir()
        raise


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
