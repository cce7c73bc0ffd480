"""Atomic writes: files and folders appear whole or not at all, and foreign files stay untouched."""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
import socket
import stat
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from heterophony.experiments.results.codec import as_json
from heterophony.experiments.results.digests import file_digest
from heterophony.experiments.results.errors import NoRoomError, RequestError, WorkError
from heterophony.experiments.results.manifest import MANIFEST, files_of, read_manifest

LOCK = ".lock"
_DRAFT = ".heterophony-unfinished-"  # folders that a killed process leaves behind
_OLD = ".heterophony-replaced-"  # the old results, for the instant in which they are replaced
_DRAFT_FILE = ".unfinished-"
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

Writer = Callable[[Path], None]


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
    with _reported(folder):
        _recover(folder)
        if folder.exists() and not folder.is_dir():
            raise RequestError(f"{folder} is a file; results need a folder")
        if folder.is_dir():
            _check_owned(folder)
            if not force:
                _check_kind(folder, kind)
        # Permissions alone do not tell: a disk may be full or mounted read-only.
        with _draft_folder(_nearest_folder(folder)):
            pass
    return folder


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
    with _reported(path):
        if path.is_symlink() or (path.exists() and not stat.S_ISREG(path.stat().st_mode)):
            raise RequestError(f"{path} is not a regular file; choose another {what}")
        if path.exists() and not force and (not ours or ours not in path.read_bytes()):
            raise RequestError(
                f"{path} exists and was not written by heterophony; choose another {what}, or "
                "give --force to replace it"
            )
        with _draft_folder(_nearest_folder(path.parent)):
            pass
    return path


def write_file(path: Path, content: bytes) -> None:
    """Write a file atomically: a draft beside it, fsync, then rename.

    Raises
    ------
    NoRoomError
        If there is no space left.
    WorkError
        If it cannot be written for another reason. Either way the old file is still there.
    """
    draft = path.with_name(f"{_DRAFT_FILE}{path.name}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(content)
        fsync(draft)
        draft.replace(path)
        fsync(path.parent)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise io_error(path, error) from error


def write_folder(out: Path, writers: Mapping[str, Writer], manifest: Mapping[str, Any]) -> Path:
    """Write all files and a manifest with their hashes; the folder is then the old or the new one.

    Everything is written into a draft beside the folder. One rename puts a new folder in place; an
    existing one is renamed aside first, and a later call puts it back if the process dies between
    the two renames. Pages (`.html`) that somebody made from the old results move along.

    Raises
    ------
    RequestError
        If the folder holds files that are not results of this package.
    WorkError
        If anything cannot be written; what was there before is then still there.
    """
    out = check_target(out, force=True)
    with _reported(out), _made_parents(out.parent):
        clear_litter(out.parent)
        with _draft_folder(out.parent) as draft:
            _write_all(draft, writers, manifest)
            draft.chmod(0o777 & ~_umask())
            if out.is_dir():
                _replace(out, draft)
            else:
                draft.rename(out)
            fsync(out.parent)
    return out


def clear_litter(folder: Path) -> None:
    """Remove drafts that killed processes left in a folder; those of live processes stay."""
    with suppress(OSError):
        for draft in [*folder.glob(f"{_DRAFT}*"), *folder.glob(f"**/{_DRAFT_FILE}*")]:
            if draft.is_dir():
                if not _is_alive(draft.name):
                    shutil.rmtree(draft, ignore_errors=True)
            else:
                draft.unlink(missing_ok=True)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other processes from writing to a folder; a killed process frees it.

    Raises
    ------
    RequestError
        If another process holds it.
    WorkError
        If the folder cannot be written, or its file system knows no locks.
    """
    lock = FileLock(folder / LOCK, timeout=0)
    holder = folder / f"{LOCK}-holder"
    try:
        lock.acquire()
    except Timeout:
        with suppress(OSError):
            named = holder.read_text("utf-8", "replace").strip()
            raise RequestError(
                f"{folder} is being written by {named or 'another process'}; wait until it has "
                "finished, or choose another folder"
            ) from None
        raise RequestError(f"{folder} is being written by another process") from None
    except (OSError, NotImplementedError) as error:
        raise WorkError(
            f"cannot lock {folder / LOCK} ({error}); choose a folder on a disk that knows locks"
        ) from error
    try:
        with suppress(OSError):
            holder.write_text(f"process {os.getpid()} on {socket.gethostname()}\n", "utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def io_error(path: Path, error: OSError) -> WorkError:
    """Return one sentence about what the system says of a file."""
    if error.errno in _FULL:
        return NoRoomError(f"cannot write {path}: no space left")
    return WorkError(f"cannot write {path}: {(error.strerror or str(error)).lower()}")


def fsync(path: Path) -> None:
    """Wait until the file or folder is on the disk; folders only where the system can."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


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


def _replace(out: Path, draft: Path) -> None:
    """Put the draft in the place of the old results; at no instant are both gone."""
    for page in out.glob("*.html"):
        if not (draft / page.name).exists():
            shutil.copy2(page, draft / page.name)
    old = out.with_name(f"{_OLD}{out.name}")
    out.rename(old)
    try:
        draft.rename(out)
    except OSError:
        old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _recover(out: Path) -> None:
    """Put results back that a killed process had renamed aside and not yet replaced."""
    old = out.with_name(f"{_OLD}{out.name}")
    if not old.is_dir():
        return
    if out.exists():
        shutil.rmtree(old, ignore_errors=True)
    else:
        old.rename(out)


@contextmanager
def _draft_folder(parent: Path) -> Iterator[Path]:
    """Lend a folder inside `parent`, and remove it unless it was renamed."""
    prefix = f"{_DRAFT}{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(2)}-"
    draft = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    try:
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _is_alive(name: str) -> bool:
    """Tell whether the process that a draft is named after may still be writing it."""
    found = re.fullmatch(rf"{_DRAFT}(.*)-(\d+)-[0-9a-f]{{4}}-.*", name)
    if found is None:
        return False
    if found[1] != socket.gethostname() or os.name == "nt":
        return True  # on another machine, or where signal 0 would end the process: leave it
    try:
        os.kill(int(found[2]), 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


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


@contextmanager
def _reported(out: Path) -> Iterator[None]:
    """Turn what the system says into one sentence about `out`."""
    try:
        yield
    except OSError as error:
        if isinstance(error, RequestError | WorkError):
            raise
        found = io_error(out, error)
        raise type(found)(f"{found}; nothing was written") from error


def _nearest_folder(out: Path) -> Path:
    """Return the first folder on the way up that exists."""
    return next(each for each in (out, *out.absolute().parents) if each.exists())


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
