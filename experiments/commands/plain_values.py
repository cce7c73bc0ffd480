"""Values of the command line, read without pydantic.

Typer reads every option by an adapter of pydantic, which takes a tenth of a short command's time to
import. The options of the verbs are texts, paths, switches, or have a reader of their own, and need
no adapter. An option of another kind is read by Typer, as is every option in a version of Typer
that asks for no `get_runtime_param`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, get_args, get_origin

from typer.core import TyperCommand

_READERS: dict[Any, Callable[[Any], Any]] = {str: str, Path: Path}


class PlainReader(NamedTuple):
    """What reads an option in place of Typer's adapter.

    Attributes
    ----------
    read : one value, as it was typed -> the value
    """

    read: Callable[[Any], Any]

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """Read a value, or each of several; Typer calls it."""
        several = param.multiple or param.nargs == -1
        if value is None:
            return () if several else None
        return [self.read(each) for each in value] if several else self.read(value)


class PlainCommand(TyperCommand):
    """A command whose options are read without pydantic."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the options, `--help` among them."""
        return plainly_read(super().get_params(ctx))


def plainly_read(options: list[Any]) -> list[Any]:
    """Return options that are read plainly where they need nothing else."""
    for option in options:
        described = getattr(option, "type_descriptor", None)
        read = None if described is None else _reader(option, described)
        if read is not None:
            option.get_runtime_param = partial(PlainReader, read)
    return options


def _reader(option: Any, described: Any) -> Callable[[Any], Any] | None:
    """Return what reads one value of an option; None where only Typer can."""
    parser: Callable[[Any], Any] | None = described.parameter_info.parser
    if parser is not None:
        return parser
    kind = described.annotation
    if kind is bool:
        return bool if getattr(option, "is_flag", False) else None
    return _READERS.get(get_args(kind)[0] if get_origin(kind) is list else kind)
