"""Imports that worked with the version before still work, and say what to write instead."""

import warnings
from importlib import import_module

import pytest

from heterophony import experiments
from heterophony.experiments.moved import HOME, MOVED


def old_package(name: str):
    """Import a package of the version before, its warning apart."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return import_module(f"{HOME}.{name}")


@pytest.mark.parametrize(("package", "name"), [(p, n) for p in MOVED for n in MOVED[p]])
def test_a_public_name_of_a_moved_package_is_the_name_of_its_new_home(package, name):
    new = {"check": "check_pattern"}.get(name, name)
    assert getattr(old_package(package), name) is getattr(experiments, new)


def test_importing_a_moved_package_warns_and_names_its_new_home():
    import sys

    sys.modules.pop(f"{HOME}.sweeping", None)
    with pytest.warns(DeprecationWarning, match=rf"import its names from {HOME}"):
        import_module(f"{HOME}.sweeping")


def test_a_moved_package_has_no_other_names():
    with pytest.raises(AttributeError, match="'nonsense'"):
        _ = old_package("worlds").nonsense
    with pytest.raises(ModuleNotFoundError):
        import_module(f"{HOME}.nonsense")
