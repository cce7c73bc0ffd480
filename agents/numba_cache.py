"""How Numba compiles a rule and where it is cached, also where the usual folder cannot be used.

With `agents/numba_internals.py` this is the only module that relies on private parts of Numba.
Numba refuses to compile at all when its cache folder cannot be written, even if the folder holds
everything, and fails for ever on an empty index file. Here a cache in a read-only folder is used,
compiled code that cannot be saved there goes into a temporary folder with one warning, and an index
that cannot be read is rebuilt.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numba
from numba.core import caching, config

from heterophony.agents import numba_internals
from heterophony.agents.rule_folders import cache_folder, is_own, spare_folder

_CONFIG: Any = config
_CONFIG.CACHE_DIR = str(cache_folder())
# No fastmath and no parallel: both would change bits. The numpy error model turns a division by
# zero into an infinity instead of an exception path in every rule.
_OPTIONS: dict[str, Any] = {
    "nogil": True,
    "error_model": "numpy",
    "no_cfunc_wrapper": True,
}
_LOCK = threading.Lock()
_failures: dict[Path, str] = {}  # folders that could not be written in this process, and why


class _Locator(caching.UserProvidedCacheLocator):
    """Numba's locator, without the condition that the folder can be written."""

    @classmethod
    def from_function(cls, py_func: Any, py_file: str) -> Any:
        """Locate the cache of a function in the folder that the configuration names."""
        return cls(py_func, py_file)


class _RuleImpl(caching.CompileResultCacheImpl):
    """Numba's own way to write and read compiled functions."""

    _locator_classes: Any = (_Locator,)


class RuleCache(caching.FunctionCache):
    """The cache of one rule: in the usual folder, or else in the spare one."""

    _impl_class = _RuleImpl

    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__(function)
        self._usual = Path(_CONFIG.CACHE_DIR)
        self._spare = spare_folder(self._usual.name)

    def _indices(self) -> Iterator[tuple[Path, Any]]:
        """Yield the folders that may hold this rule, each with the index file in it."""
        yield self._usual, self._cache_file
        if self._spare != self._usual:
            place = self._spare / Path(self._cache_path).name
            name, stamp = self._impl.filename_base, self._impl.locator.get_source_stamp()
            yield self._spare, caching.IndexDataCacheFile(str(place), name, stamp)

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Read a compiled rule from the first folder that has a readable copy."""
        target_context.refresh()
        key = self._index_key(sig, target_context.codegen())
        for folder, index in self._indices():
            if folder == self._spare and not is_own(folder):
                continue
            try:
                data = index.load(key)
                if data is not None:
                    return self._impl.rebuild(target_context, data)
            except Exception:  # a damaged file can raise anything: the rule is compiled
                continue
        return None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Save a compiled rule in the first folder that accepts it; warn if that is a spare one."""
        if not self._impl.check_cachable(data):
            return
        key, reduced = self._index_key(sig, data.codegen), self._impl.reduce(data)
        for folder, index in self._indices():
            if folder not in _failures and self._saved(folder, index, key, reduced):
                return
        _say_once(self._usual, self._spare, kept=False)

    def _saved(self, folder: Path, index: Any, key: Any, reduced: Any) -> bool:
        """Write into one folder and return whether that succeeded."""
        try:
            private = 0o700 if folder == self._spare else 0o777
            folder.parent.mkdir(mode=private, parents=True, exist_ok=True)
            Path(index._cache_path).mkdir(parents=True, exist_ok=True)
            if folder == self._spare and not is_own(folder):
                raise PermissionError(f"{folder.parent} belongs to somebody else")
            try:
                index.save(key, reduced)
            except OSError:
                raise
            except Exception:  # an index that cannot be read: begin it anew
                index.flush()
                index.save(key, reduced)
        except OSError as error:
            _failures[folder] = error.strerror or str(error)
            return False
        if folder == self._spare:
            _say_once(self._usual, self._spare, kept=True)
        return True


def jitted(function: Callable[..., Any], *, inside: bool) -> Any:
    """Return Numba's object for a rule that Python calls, cached; `inside` inlines it."""
    options = {**_OPTIONS, "forceinline": inside}
    rule: Any = numba.njit(**options, pipeline_class=numba_internals.JoiningCompiler)(function)
    if hasattr(rule, "py_func"):  # else Numba's settings switch it off
        rule._cache = RuleCache(function)
    return rule


def written(function: Callable[..., Any], *, inside: bool) -> Any:
    """Return Numba's object for a rule that rules call; `inside` inlines it into them."""
    options = {**_OPTIONS, "no_cpython_wrapper": True, "forceinline": inside}
    rule: Any = numba.njit(**options, pipeline_class=numba_internals.TextCompiler)(function)
    fold = rule._compiler.fold_argument_types

    def folded(arguments: Any, named: Any) -> tuple[Any, Any]:
        """Fit the types of a call's arguments to the rule's signature."""
        signature, kinds = fold(arguments, named)
        return signature, tuple(numba_internals.widened(kind) for kind in kinds)

    rule._compiler.fold_argument_types = folded
    return rule


_said: set[str] = set()


def _say_once(usual: Path, spare: Path, *, kept: bool) -> None:
    """Warn, once a process, that compiled rules are not saved in the usual folder."""
    with _LOCK:
        if _said:
            return
        _said.add("said")
    where = f"they are kept in {spare}" if kept else "every process compiles them anew"
    warnings.warn(
        f"compiled rules cannot be kept in {usual} ({_failures.get(usual, 'not writable')}); "
        f"{where}. Set NUMBA_CACHE_DIR to a folder that can be written",
        RuntimeWarning,
        stacklevel=2,
    )
