"""How a rule becomes machine code: compiled ahead, or by Numba at its first call.

A rule that Python calls looks for the machine code that `make rules` has made
(`agents/prepared_rules.py`). Everything else is compiled here at its first call: an edited rule,
rules that agents call for their own rows, rules on a processor without prepared code. Numba is
imported only then, because the import takes as long as forty runs.
"""

from __future__ import annotations

import functools
import os
import threading
from collections.abc import Callable
from typing import Any, TypeVar, cast

from heterophony.agents.prepared_rules import prepared_rule

_Function = TypeVar("_Function", bound=Callable[..., Any])

# The compiler's own setting, read here so that it need not be imported.
COMPILATION_OFF = os.environ.get("NUMBA_DISABLE_JIT", "") not in ("", "0")

# Reentrant: compiling a rule also compiles the rules that it calls.
_LOCK = threading.RLock()
_lessons: list[Callable[[], None]] = []
_begun: set[str] = set()


def teach_before_compiling(lesson: Callable[[], None]) -> None:
    """Register `lesson` to run once before the first rule is compiled; it extends the compiler."""
    _lessons.append(lesson)


def rules_begun() -> int:
    """Count the rules that this process has begun to compile, or has read from the cache."""
    return len(_begun)


class Rule:
    """A rule that Python may call, and that compiled rules call as machine code.

    Attributes
    ----------
    py_func : the rule as it was written
    """

    def __init__(self, function: Callable[..., Any], *, inside: bool) -> None:
        functools.update_wrapper(self, function)
        self.py_func = function
        self._inside = inside
        self._dispatcher: Any = None
        self._callee: Any = None
        self._run: Callable[..., Any] = self._choose

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Apply the rule."""
        return self._run(*arguments, **named)

    def _choose(self, *arguments: Any, **named: Any) -> Any:
        """Choose at the first call the code that runs at this and every later call."""
        self._run = prepared_rule(self.py_func, self.compile_and_call) or self.dispatcher
        return self._run(*arguments, **named)

    def compile_and_call(self, *arguments: Any, **named: Any) -> Any:
        """Compile the rule with Numba and call it."""
        return self.dispatcher(*arguments, **named)

    @property
    def dispatcher(self) -> Any:
        """Numba's own object for the rule, which compiles it for the types that it is called with.

        It is created at first use.
        """
        if self._dispatcher is None:
            with _LOCK:
                if self._dispatcher is None:
                    self._dispatcher = self._made()
        return self._dispatcher

    @property
    def callee(self) -> Any:
        """Numba's own object for the rule where rules call it: text without machine code.

        It is created at first use.
        """
        if self._callee is None:
            with _LOCK:
                if self._callee is None:
                    self._callee = self._made(callee=True)
        return self._callee

    def _made(self, *, callee: bool = False) -> Any:
        from heterophony.agents.numba_cache import jitted, written  # Numba is slow to import

        while _lessons:
            _lessons.pop(0)()
        _begun.add(f"{self.py_func.__module__}.{self.py_func.__qualname__}")
        return (written if callee else jitted)(self.py_func, inside=self._inside)

    @property
    def _numba_type_(self) -> Any:
        """Return the compiler's type of this rule, for compiled rules that call it."""
        return self.callee._numba_type_


def compiled(function: _Function) -> _Function:
    """Compile a rule of plain numbers or rows; its signature and docstring stay."""
    return _rule(function, inside=False)


def compiled_inside(function: _Function) -> _Function:
    """Compile a rule inline into its callers.

    Two kinds of rules become faster: rules of plain numbers, which the compiler can then vectorise,
    and rules that one place calls for everybody every week, where the call would cost as much as
    the rule itself.
    """
    return _rule(function, inside=True)


def _rule(function: _Function, *, inside: bool) -> _Function:
    return function if COMPILATION_OFF else cast(_Function, Rule(function, inside=inside))
