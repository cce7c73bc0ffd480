"""The one manifest: how results came about, which files they are, and a reader that trusts none."""

from __future__ import annotations

import json
import platform
import shutil
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Protocol

import heterophony
from heterophony.experiments.results.digests import model_digest
from heterophony.experiments.results.errors import RequestError
from heterophony.experiments.results.notice import notice
from heterophony.experiments.results.own_outcomes import OWN_OUTCOMES, own_definitions
from heterophony.scenarios import Change, Scenario
from heterophony.scenarios.declarations import frozen

MANIFEST = "manifest.json"
SETTLED = ".heterophony-settled"  # new results whose files are taking the place of the old
_LARGEST = 64 * 2**20  # bytes of a manifest; those of this package stay below 10 MB
_LONGEST_REASON = 300  # letters of a library's message about a damaged file
_LIBRARIES = ("mesa", "numpy", "numba", "scipy", "networkx", "pandas", "pyarrow")


class Finished(Protocol):
    """What a manifest says of any work: how it was asked for, and what came out."""

    @property
    def seed(self) -> int:
        """The base seed."""

    @property
    def asked(self) -> int:
        """How many replicates were asked for."""

    @property
    def interrupted(self) -> bool:
        """Whether less was done than was asked for."""

    @property
    def executor(self) -> str:
        """Which executor ran the model."""

    @property
    def digest(self) -> str:
        """A hash of all results."""

    @property
    def started(self) -> str:
        """When the work began (UTC, ISO 8601)."""

    @property
    def seconds(self) -> float:
        """How long it took."""


def common_manifest(kind: str, about: Mapping[str, Any]) -> dict[str, Any]:
    """Return a manifest: which tool, model, versions and command, and what `about` says."""
    own = own_definitions(OWN_OUTCOMES)
    return {
        "tool": "heterophony",
        "kind": kind,
        "model_sha256": model_digest(),
        "versions": versions(),
        "platform": {"system": platform.platform(), "machine": platform.machine()},
        "command": sys.argv,
        "notice": notice(),
        **({"own_outcomes": own} if own else {}),
        **about,
    }


def manifest_document(work: Finished, kind: str, about: Mapping[str, Any]) -> dict[str, Any]:
    """Return how results came about: all that is needed to make them again, and their hash.

    Parameters
    ----------
    work
        The finished or interrupted work.
    kind
        "run", "comparison", "robustness", ...
    about
        Scenarios and settings of this kind, as JSON holds them.
    """
    made = {
        "seed": work.seed,
        "replicates": work.asked,
        "interrupted": work.interrupted,
        "executor": work.executor,
        "results_sha256": work.digest,
        "started": work.started,
        "seconds": round(work.seconds, 3),
    }
    return common_manifest(kind, {**about, **made})


def facts_of(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Return what `manifest_document` wrote of seed, executor, hash and time, by attribute."""
    same = {each: manifest[each] for each in ("seed", "executor", "started", "seconds")}
    return {**same, "digest": manifest["results_sha256"]}


def read_manifest(folder: Path, kind: str = "") -> dict[str, Any]:
    """Return the manifest of a folder of results.

    Parameters
    ----------
    kind
        The kind of results that is expected; any by default.

    Raises
    ------
    RequestError
        If there is none, it is not this package's, of another kind, or names files that are no
        plain names of this folder.
    """
    path = folder / MANIFEST
    complete_replacement(folder)
    document = _read_json(folder, path)
    if not isinstance(document, dict) or document.get("tool") != "heterophony":
        raise RequestError(f"{path} was not written by heterophony")
    for name in files_of(document, folder):
        _refuse_special(folder / name)
    if kind and document.get("kind") != kind:
        raise RequestError(f"{folder} holds a {document.get('kind')}, not a {kind}")
    return document


def files_of(manifest: Mapping[str, Any], folder: Path) -> set[str]:
    """Return the names of the files that a manifest lists.

    Raises
    ------
    RequestError
        If they are not plain names of files in the manifest's own folder.
    """
    files = manifest.get("files", {})
    plain = isinstance(files, dict) and all(
        name not in ("", ".", "..") and not {"/", "\\", "\0", ":"} & set(name) for name in files
    )
    if not plain:
        raise RequestError(
            f"{folder / MANIFEST} names files outside of its folder; it was not written by "
            "heterophony"
        )
    return set(files)


def complete_replacement(folder: Path) -> None:
    """Put settled new results in the place of the old ones, the manifest last.

    It may be called at any time, by several processes, and again after each death of one.
    """
    settled = folder / SETTLED
    if not settled.is_dir():
        return
    with suppress(OSError, RequestError):  # a folder that is only readable stays as it is
        new = files_of(_read_json(settled, settled / MANIFEST), settled)
        with suppress(RequestError):
            for name in files_of(_read_json(folder, folder / MANIFEST), folder) - new:
                (folder / name).unlink(missing_ok=True)
        for name in sorted(new):
            with suppress(FileNotFoundError):  # it was moved before
                (settled / name).replace(folder / name)
        (settled / MANIFEST).replace(folder / MANIFEST)
    if not (settled / MANIFEST).exists():
        shutil.rmtree(settled, ignore_errors=True)


def _refuse_special(path: Path) -> None:
    """Refuse a pipe or device in the place of a file, at which a reader would wait for ever."""
    try:
        regular = path.is_file() or not path.exists()
    except OSError as error:
        raise RequestError(f"{path.parent / MANIFEST} names a file: {error.strerror}") from None
    if not regular:
        raise RequestError(f"{path} is not a regular file")


def _read_json(folder: Path, path: Path) -> Any:
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise RequestError(f"{path} is not a regular file")
        if about.st_size > _LARGEST:
            raise RequestError(f"{path} is larger than {_LARGEST // 2**20} MB")
        return json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise RequestError(f"{folder} holds no results: it has no {MANIFEST}") from None
    except NotADirectoryError:
        raise RequestError(f"{folder} is a file; results are a folder") from None
    except RecursionError:
        raise RequestError(f"{path} cannot be read: it is nested too deeply") from None
    except RequestError:
        raise
    except (OSError, ValueError) as error:
        raise RequestError(f"{path} cannot be read: {error}") from None


@contextmanager
def reading(folder: Path, what: str) -> Iterator[None]:
    """Turn whatever goes wrong with a damaged or bent result into one sentence that names it.

    Parameters
    ----------
    what
        What the folder should hold: "a comparison".

    Raises
    ------
    RequestError
        If anything that is read has another form than this package writes.
    """
    try:
        yield
    except RequestError:
        raise
    except KeyError as error:
        raise RequestError(f"{folder} cannot be read as {what}: {error} is missing") from error
    except (OSError, ValueError, TypeError, AttributeError, IndexError, RecursionError) as error:
        reason = " ".join(str(error).split())[:_LONGEST_REASON]
        raise RequestError(f"{folder} cannot be read as {what}: {reason}") from error


def versions() -> dict[str, str | None]:
    """Return the versions of Python, this package and the libraries that results rest on."""
    found: dict[str, str | None] = {"python": platform.python_version()}
    found["heterophony"] = heterophony.__version__
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = None
    return found


def scenario_document(scenario: Scenario) -> dict[str, Any]:
    """Return a scenario as resolved: every value, not only what it changes."""
    return {
        "name": scenario.name,
        "title": scenario.title,
        "summary": scenario.summary,
        "evidence": scenario.evidence,
        "path": str(scenario.path) if scenario.path else None,
        "values": scenario.values,
        "root": scenario.root,
        "changes": [{"week": each.week, "values": each.values} for each in scenario.changes],
    }


def scenario_of(document: Mapping[str, Any]) -> Scenario:
    """Return the scenario that a manifest holds, as it was resolved then."""
    return Scenario(
        name=document["name"],
        title=document["title"],
        summary=document["summary"],
        evidence=document["evidence"],
        path=document["path"] or "",
        values=frozen(document["values"]),
        root=frozen(document["root"]),
        changes=tuple(Change(each["week"], frozen(each["values"])) for each in document["changes"]),
    )
