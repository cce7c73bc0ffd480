"""How a verb ends: one clear message and an exit code, never a traceback."""

from __future__ import annotations

import functools
import os
import sys
import threading
from collections.abc import Callable
from typing import Any

import typer

from heterophony.experiments.results.errors import DEBUG

DONE, FAILED, WRONG, INTERRUPTED = 0, 1, 2, 130


def say(message: str) -> None:
    """Write a message for people to standard error."""
    typer.echo(f"heterophony: {message}", err=True)


def guarded(verb: Callable[..., Any]) -> Callable[..., Any]:
    """End a verb with a message and an exit code, whatever happens in it."""

    @functools.wraps(verb)
    def safely(*args: Any, **kwargs: Any) -> None:
        try:
            verb(*args, **kwargs)
            sys.stdout.flush()
        except (typer.Exit, typer.Abort):
            raise
        except BrokenPipeError:  # the reader of the output has read enough (`| head`)
            _drop_output()
            raise typer.Exit(DONE) from None
        except KeyboardInterrupt:
            say("interrupted")
            if threading.active_count() > 1:  # Python would wait for a run that nobody wants
                os._exit(INTERRUPTED)
            raise typer.Exit(INTERRUPTED) from None
        except Exception as error:
            if os.environ.get(DEBUG):
                raise
            _drop_output()
            raise typer.Exit(_explained(error)) from None

    return safely


def _drop_output() -> None:
    """Drop output that cannot be written, so that Python's own flush at the end does not fail."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _explained(error: Exception) -> int:
    """Say what went wrong and return the exit code for it."""
    from heterophony.experiments.results.errors import RequestError, WorkError
    from heterophony.scenarios import ScenarioError

    if isinstance(error, ScenarioError | RequestError):
        say(str(error))
        return WRONG
    if isinstance(error, WorkError):
        say(str(error))
        return FAILED
    if isinstance(error, OSError):
        say(f"{error.filename or 'cannot write the output'}: {error.strerror or error}")
        return FAILED
    if isinstance(error, MemoryError):
        say("not enough memory; ask for fewer replicates or a smaller population.jobcentres")
        return FAILED
    say(
        f"this should not have happened: {type(error).__name__}: {error}\n"
        f"For the whole traceback, set {DEBUG}=1 and run the same command again."
    )
    return FAILED
