"""The version of the installed package, which every written result names."""

from importlib.metadata import PackageNotFoundError, version

__all__ = ["__version__"]

try:
    __version__ = version("heterophony")
except PackageNotFoundError:  # a copy that was never installed
    __version__ = "0+unknown"
