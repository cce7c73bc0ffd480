"""Every package that this one is installed with has a licence that lets anybody use it."""

import importlib.metadata
import re

import pytest

# Permissive, or copyleft of single files: neither asks anything of a user's own work.
ALLOWED = re.compile(
    r"\b(MIT|BSD|0BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla Public|CC0|Zlib|HPND"
    r"|Unlicense)\b"
)
FORBIDDEN = re.compile(
    r"\b(A?GPL|GNU General|GNU Affero|SSPL|BUSL|Non-?Commercial)\b", re.IGNORECASE
)


def licence_of(name: str) -> str:
    about = importlib.metadata.metadata(name).json
    classifiers = [
        each.rpartition("::")[2].strip()
        for each in about.get("classifier", [])
        if each.startswith("License ::")
    ]
    texts = (about.get("license_expression"), "; ".join(classifiers), about.get("license"))
    return str(next(filter(None, texts), ""))


def needed_by(name: str, found: set[str]) -> set[str]:
    """Return a package and all that it needs, as installed here, without extras."""
    plain = re.sub(r"[-_.]+", "-", name).lower()
    if plain in found:
        return found
    try:
        required = importlib.metadata.requires(name) or []
    except importlib.metadata.PackageNotFoundError:
        return found  # for another system or Python
    found.add(plain)
    for each in required:
        if "extra ==" not in each:
            needed_by(re.split(r"[\s<>=!~;\[(]", each, maxsplit=1)[0], found)
    return found


def test_what_is_installed_with_the_package_may_be_used_by_anybody():
    packages = needed_by("heterophony", set()) - {"heterophony"}
    assert len(packages) > 15
    licences = {name: licence_of(name) for name in packages}
    assert not {name: text[:80] for name, text in licences.items() if not ALLOWED.search(text)}
    assert not {name: text[:80] for name, text in licences.items() if FORBIDDEN.search(text)}


@pytest.mark.parametrize("text", ["GNU General Public License v3", "AGPL-3.0-only", ""])
def test_a_licence_that_binds_its_users_would_be_noticed(text):
    assert FORBIDDEN.search(text) or not ALLOWED.search(text)
