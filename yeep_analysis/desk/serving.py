"""Starts the desk: a server that only this computer reaches, and a browser that is let in."""

from __future__ import annotations

import _thread
import logging
import socket
import webbrowser
from pathlib import Path

from yeep_analysis.desk.app import LARGEST_UPLOAD, create_app
from yeep_analysis.desk.desk import Desk, TakenError
from yeep_analysis.desk.door import HOST, Door
from yeep_analysis.desk.home import ENTRANCE, Home
from yeep_analysis.words.errors import UsageError
from yeep_analysis.words.language import _

_THREADS = 8


def run_desk(home: Home, folder: Path | None, *, port: int = 0, open_browser: bool = True) -> int:
    """Serve the desk until it is closed; the exit code."""
    from waitress import create_server

    with _bound(port) as listening:
        door = Door("{}:{}".format(*listening.getsockname()))
        desk = Desk(home, door, close=_thread.interrupt_main)
        try:
            _put_on(desk, folder)
        except TakenError as taken:
            if taken.door is None:
                raise
            print(taken)
            _let_in(home, taken.door, open_browser)
            return 0
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a page that waits a moment is no news
        server = create_server(
            create_app(desk),
            sockets=[listening],
            threads=_THREADS,
            ident=None,
            max_request_body_size=LARGEST_UPLOAD + 2**20,
            clear_untrusted_proxy_headers=True,
        )
        entrance = _let_in(home, door, open_browser)
        print(
            _("The desk is open at {address}. Leave this window open; Ctrl+C closes the desk.").format(
                address=door.origin
            )
        )
        try:
            server.run()  # ends by itself on Ctrl+C
        finally:
            desk.is_closing = True
            desk.put_away()
            entrance.unlink(missing_ok=True)
            server.close()
    print(_("The desk is closed. Everything is saved."))
    return 0


def _put_on(desk: Desk, folder: Path | None) -> None:
    """The folder that was named, or the one that was open last; none where there is no such folder."""
    if folder is not None:
        desk.open(folder)
    elif known := desk.home.known:
        desk.open(known[0])


def _bound(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.bind((HOST, port))
    except OSError as error:
        listening.close()
        message = _("Port {port} is taken by another program. Name another one, or leave --port out.")
        raise UsageError(message.format(port=port)) from error
    return listening


def _let_in(home: Home, door: Door, open_browser: bool) -> Path:
    """Write the page that lets the browser in, and have it opened; the desk deletes it when it was used."""
    path = home.private(ENTRANCE, door.entrance())
    if not open_browser or not webbrowser.open(path.as_uri()):
        print(_("Open this file in your browser: {path}").format(path=path))
    return path
