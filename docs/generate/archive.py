"""The archive that a model library and a reviewer ask for: one zip, written atomically."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from heterophony.docs.generate.metadata import Release, codemeta, release
from heterophony.docs.generate.pdf import model_pdf
from heterophony.docs.generate.published import noted
from heterophony.sim import model_digest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = "heterophony"  # the folder of the sources is the package, and can be imported as it lies
FIGURE = "docs/pictures/differences.svg"
SCOREBOARD = ("docs/validation.md", "docs/validation.json")
# Where there is no git to ask: what belongs to the sources.
FOLDERS = (
    *(".ci", "agents", "benchmarks", "docs", "examples", "experiments", "scenarios", "sim"),
    *("tests", "viz"),
)
HERE = Path(__file__).parent
README, RERUN = HERE / "archive-readme.in", HERE / "rerun-figure.sh"


def contents(root: Path = ROOT) -> dict[str, bytes]:
    """Return every file of the archive by its name in it, in the order of names."""
    found = release(root)
    files = {f"{SOURCE}/{name}": (root / name).read_bytes() for name in source_files(root)}
    files["CITATION.cff"] = (root / "CITATION.cff").read_bytes()
    files["LICENSE"] = (root / "LICENSE").read_bytes()
    files["codemeta.json"] = _json(codemeta(found))
    files["model-odd+d.pdf"] = model_pdf(found.version, found.released.isoformat())
    files["figure/differences.svg"] = (root / FIGURE).read_bytes()
    files["rerun-figure.sh"] = RERUN.read_bytes()
    for name in SCOREBOARD:
        if (root / name).exists():
            files[f"validation/{Path(name).name}"] = (root / name).read_bytes()
    files["README.md"] = _readme(found, files, _commit(root)).encode()
    digests = [f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)]
    files["SHA256SUMS"] = "".join(digests).encode()
    return dict(sorted(files.items()))


def source_files(root: Path) -> list[str]:
    """List the sources: what git keeps, or what is in the folders of the project."""
    if (root / ".git").exists() and shutil.which("git"):
        line = ["git", "-C", str(root), "ls-files", "-z", "--cached"]
        listed = subprocess.run(line, check=True, capture_output=True, text=True).stdout
        names = [name for name in listed.split("\0") if name]
    else:
        inside = (file for folder in FOLDERS for file in (root / folder).rglob("*"))
        files = [file for file in (*root.iterdir(), *inside) if file.is_file()]
        names = [file.relative_to(root).as_posix() for file in files if _kept(file)]
    return sorted(name for name in names if (root / name).is_file())


def _kept(file: Path) -> bool:
    made = ("__pycache__", ".pytest_cache", ".hypothesis")
    return not any(part in made for part in file.parts) and file.suffix not in (".pyc", ".zip")


def _commit(root: Path) -> str:
    """Name the commit that the sources are, or say that there is none."""
    if not (root / ".git").exists() or not shutil.which("git"):
        return "an unpacked copy"
    asked = (["rev-parse", "HEAD"], ["status", "--porcelain", "--untracked-files=no"])
    head, changed = (
        subprocess.run(
            ["git", "-C", str(root), *words], check=True, capture_output=True, text=True
        ).stdout.strip()
        for words in asked
    )
    return f"commit {head}" + (", with changes that are not committed" if changed else "")


def _readme(found: Release, files: Mapping[str, bytes], commit: str) -> str:
    """Write the archive's own README."""
    return README.read_text("utf-8").format(
        title=found.citation["title"],
        version=found.version,
        abstract=" ".join(str(found.citation["abstract"]).split()),
        commit=commit,
        model=model_digest(),
        scoreboard=scoreboard(files),
    )


def scoreboard(files: Mapping[str, bytes]) -> str:
    """Say what the scoreboard of validation is, by which command and from which rules."""
    document = files.get("validation/validation.json")
    if document is None:
        if "validation/validation.md" in files:
            return "the scoreboard of validation, with the command that makes it"
        return "not in this version"
    told = json.loads(document)
    made_by = told.get("model_sha256") or told["rules_sha256"]
    digest = hashlib.sha256(document).hexdigest()
    valid = noted().stamps["validation"].model == model_digest()
    other = "" if valid else ", which is not the model held here"
    return (
        f"the scoreboard: of {told['asked']} patterns {told['passed']} pass, {told['failed']} "
        f"fail, {told['uncertain']} are uncertain; made by `{told['command']}` from model "
        f"{made_by}{other}; sha256 of `validation.json` {digest}"
    )


def _json(document: Mapping[str, object]) -> bytes:
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()


def write(folder: Path, root: Path = ROOT) -> Path:
    """Write the archive into a folder; an older one of the same name is replaced at the end."""
    found = release(root)
    name = f"{found.name}-{found.version}"
    when = (*found.released.timetuple()[:3], 0, 0, 0)
    files = contents(root)
    folder.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=".unfinished-", dir=folder)
    try:
        with os.fdopen(handle, "wb") as store, zipfile.ZipFile(store, "w") as archive:
            for file, data in files.items():
                entry = zipfile.ZipInfo(f"{name}/{file}", when)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = (0o755 if file.endswith(".sh") else 0o644) << 16
                archive.writestr(entry, data)
        Path(draft).chmod(0o644)
        return Path(draft).replace(folder / f"{name}.zip")
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def main() -> None:
    """Write the archive where the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "dist/archive")
    path = write(parser.parse_args().folder)
    sys.stdout.write(f"{path}: {path.stat().st_size / 2**20:.1f} MB\n")


if __name__ == "__main__":
    main()
