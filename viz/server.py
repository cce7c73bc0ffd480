"""Serve the page from this machine, without any request to the network."""

import contextlib
import errno
import logging
import multiprocessing
import os
import socket
import sys
import threading
import time
import webbrowser
from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final, NoReturn

from heterophony.experiments import RequestError, WorkError
from heterophony.experiments.commands.guard import INTERRUPTED
from heterophony.viz.words import words

if TYPE_CHECKING:
    import uvicorn

_GRACE_SECONDS: Final = 2  # for answers under way, at the end
_LEAVING_SECONDS: Final = 5.0


def serve(
    host: str,
    port: int,
    language: str,
    *,
    open_browser: bool,
    public_names: Sequence[str] = (),
) -> None:
    """Listen on `host` and `port` until interrupted, then leave the process.

    Parameters
    ----------
    public_names
        Names under which a proxy in front of the server passes requests on.

    Raises
    ------
    heterophony.experiments.RequestError
        If the server's packages are not installed, as on the nodes of a cluster.
    heterophony.experiments.WorkError
        If the port is taken or may not be used, or the address is not this machine's.
    """
    if find_spec("starlette") is None or find_spec("uvicorn") is None:
        raise RequestError(
            "ui needs Starlette and uvicorn, which are not installed here: pip install "
            "heterophony; every other verb works without them"
        )
    listening = _bound(host, port)
    port = listening.getsockname()[1]
    from heterophony.viz.security import LOCAL

    if host not in LOCAL:
        _say(words(language)("page.open_to_others", host=host))
    server = _server(host, language, public_names)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}/?lang={language}"
    threading.Thread(
        target=_announce, args=(server, address, language, open_browser), daemon=True
    ).start()
    with contextlib.suppress(KeyboardInterrupt):  # raised again by uvicorn after it has closed
        server.run(sockets=[listening])
    _leave()


def _server(host: str, language: str, public_names: Sequence[str]) -> "uvicorn.Server":
    import uvicorn

    from heterophony.viz.answering import Answering
    from heterophony.viz.patience import Patient, Unexpected
    from heterophony.viz.security import Guarded, allowed_names
    from heterophony.viz.site import Site

    logging.getLogger("uvicorn.error").addFilter(Unexpected())
    return uvicorn.Server(
        uvicorn.Config(
            Guarded(Site(Answering(), language).application(), allowed_names(host, public_names)),
            log_level="error",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_GRACE_SECONDS,
            http=Patient,
            ws="none",
        )
    )


def _leave() -> NoReturn:
    """End the process at once, as a user who pressed Ctrl-C expects.

    The workers are ended first: Python would wait for what they compute. The threads that watch
    them are waited for, because Python's own end would write to pipes that they close. Should
    one wait for a lock that a worker held, the process ends all the same.
    """
    latest = threading.Timer(_LEAVING_SECONDS, os._exit, (INTERRUPTED,))
    latest.daemon = True
    latest.start()
    for worker in multiprocessing.active_children():
        worker.terminate()
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()
    raise SystemExit(INTERRUPTED)


def _bound(host: str, port: int) -> socket.socket:
    """Bind the port first, so that a taken one is reported before anything is loaded."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(place)
    except socket.gaierror as error:
        raise WorkError(f"{host!r} is no address of this machine: {error.strerror}") from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            reason = "is in use by another program"
        elif error.errno == errno.EACCES:
            reason = "may not be used without more rights"
        else:
            raise WorkError(f"cannot listen on {host}, port {port}: {error.strerror}") from error
        raise WorkError(
            f"port {port} {reason}; choose another, for example --port {max(8766, port + 1)}"
        ) from error
    return listening


def _announce(server: object, address: str, language: str, open_browser: bool) -> None:
    """Print the page's address once it answers."""
    while not getattr(server, "started", False):
        time.sleep(0.05)
    _say(words(language)("app.running", address=address))
    if open_browser:
        webbrowser.open(address)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201
