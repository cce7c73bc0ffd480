"""Serve the page from this machine, without any request to the network."""

import contextlib
import errno
import os
import socket
import sys
import threading
import time
import warnings
import webbrowser
from importlib.resources import files
from importlib.util import find_spec
from typing import Final, NoReturn

from heterophony.experiments import RequestError, WorkError
from heterophony.experiments.commands.guard import INTERRUPTED
from heterophony.viz.words import words

LANGUAGE: Final = "HETEROPHONY_UI_LANGUAGE"
_SETTINGS: Final = {
    "SOLARA_APP": "heterophony.viz.app",
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
    "SOLARA_ASSETS_FONTAWESOME_ENABLED": "False",
    "SOLARA_THEME_SHOW_BANNER": "False",
    "SOLARA_THEME_TITLE": "Heterophony",
    "SOLARA_THEME_FORCE_REFRESH": "True",
    "SOLARA_KERNEL_CULL_TIMEOUT": "10m",
    "SOLARA_KERNEL_MAX_COUNT": "200",
    "SOLARA_KERNEL_MAX_PER_SESSION": "20",
    "SOLARA_SESSION_HTTP_ONLY": "True",
}


def serve(host: str, port: int, language: str, *, open_browser: bool) -> None:
    """Listen on `host` and `port` until interrupted, then leave the process.

    Raises
    ------
    heterophony.experiments.RequestError
        If Solara is not installed, as on the nodes of a cluster.
    heterophony.experiments.WorkError
        If the port is taken or may not be used, or the address is not this machine's.
    """
    if find_spec("solara") is None:
        raise RequestError(
            "ui needs Solara, which is not installed here: pip install heterophony; every other "
            "verb works without it"
        )
    listening = _bound(host, port)
    port = listening.getsockname()[1]
    _prepare(language)
    import uvicorn
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    from heterophony.viz.pages import OwnPages

    from solara.server.starlette import app as pages  # isort: skip  reads the settings above

    local = host in ("127.0.0.1", "localhost", "::1")
    # A page from elsewhere must not reach this server under a name of its own.
    known = OwnPages(pages, language)
    served = TrustedHostMiddleware(known, ["127.0.0.1", "localhost", "[::1]"]) if local else known
    server = uvicorn.Server(
        uvicorn.Config(
            served,
            log_level="error",
            access_log=False,
            loop="asyncio",
            timeout_graceful_shutdown=2,
            ws_per_message_deflate=not local,  # on one machine compression costs more than it saves
        )
    )
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}/?lang={language}"
    threading.Thread(
        target=_announce, args=(server, address, language, open_browser), daemon=True
    ).start()
    with contextlib.suppress(KeyboardInterrupt):  # raised again by uvicorn after it has closed
        server.run(sockets=[listening])
    _leave()


def _leave() -> NoReturn:
    """End the process at once, as a user who pressed Ctrl-C expects.

    Python would wait for running computations, and the compiler cannot be interrupted.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(INTERRUPTED)


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


def _prepare(language: str) -> None:
    """Set Solara's options before it is loaded; keep those that the user has set."""
    os.environ[LANGUAGE] = language
    # Solara warns at each visit that its cookie stays with this site, which is as it should be.
    warnings.filterwarnings("ignore", message="Cookies with samesite=none require https")
    assets = str(files(__package__).joinpath("assets"))
    for name, value in {**_SETTINGS, "SOLARA_ASSETS_EXTRA_LOCATIONS": assets}.items():
        os.environ.setdefault(name, value)


def _announce(server: object, address: str, language: str, open_browser: bool) -> None:
    """Print the page's address once it answers, and compile the model meanwhile."""
    while not getattr(server, "started", False):
        time.sleep(0.05)
    print(words(language)("app.running", address=address), file=sys.stderr, flush=True)  # noqa: T201
    if open_browser:
        webbrowser.open(address)
    from heterophony.viz.answering import warm_up

    warm_up()
